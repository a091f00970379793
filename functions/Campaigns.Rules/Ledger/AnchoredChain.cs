namespace Campaigns.Rules.Ledger;

/// <summary>
/// What a check against anchors found (J19). <see cref="CutOff"/>: an anchor remembers entries beyond the chain's end, so that its tail was cut off and its
/// head moved back; <see cref="Anchors"/> is how many anchors the chain was held against.
/// </summary>
public sealed record AnchoredResult(VerifyResult Chain, bool CutOff, int Anchors);

/// <summary>
/// Holds a chain against heads that were remembered elsewhere as it grew. The head in the chain's own partition shows every change by somebody who cannot
/// write it; the anchors show also a tail that was cut off, or entries rewritten, together with that head.
/// </summary>
public static class AnchoredChain
{
    /// <summary>
    /// Checks <paramref name="entries"/>, oldest first, from <paramref name="start"/> to <paramref name="head"/> and against <paramref name="anchors"/> in any
    /// order. The first break is the first entry that does not hold, or the first after the last anchor that still does.
    /// </summary>
    public static AnchoredResult Verify(IReadOnlyList<string> entries, LedgerHead start, LedgerHead head, IReadOnlyList<LedgerHead> anchors)
    {
        var chain = LedgerChain.Verify(entries, start, head);
        if (!chain.Valid)
            return new(chain, false, anchors.Count);
        var held = start.Seq;
        foreach (var anchor in anchors.OrderBy(a => a.Seq))
        {
            if (anchor.Seq > head.Seq)
                return new(chain with { Valid = false, BrokenAt = head.Seq + 1 }, true, anchors.Count);
            if (LedgerChain.Verify(entries.Take((int)(anchor.Seq - start.Seq)), start).Head != anchor.Hash)
                return new(chain with { Valid = false, BrokenAt = held + 1 }, false, anchors.Count);
            held = anchor.Seq;
        }
        return new(chain, false, anchors.Count);
    }
}
