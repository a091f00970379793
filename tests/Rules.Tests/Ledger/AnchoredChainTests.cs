using Campaigns.Rules.Ledger;
using Xunit;

namespace Campaigns.Rules.Tests.Ledger;

public sealed class AnchoredChainTests
{
    private static readonly DateTimeOffset At = new(2026, 5, 6, 1, 0, 0, TimeSpan.Zero);
    private static readonly LedgerHead Start = LedgerHead.After(new string('a', 64));

    [Fact]
    public void Verify_ChainThatGrewOnFromItsAnchors_Holds()
    {
        var (texts, heads) = Chain(6);
        var result = AnchoredChain.Verify(texts, Start, heads[6], [heads[4], heads[0], heads[6]]);
        Assert.Equal((true, false, 3), (result.Chain.Valid, result.CutOff, result.Anchors));
        Assert.True(AnchoredChain.Verify(texts, Start, heads[6], []).Chain.Valid);
    }

    [Fact]
    public void Verify_TailCutOffTogetherWithTheHead_IsFound()
    {
        var (texts, heads) = Chain(6);
        Assert.True(AnchoredChain.Verify(texts[..4], Start, heads[4], [heads[2]]).Chain.Valid);
        var cut = AnchoredChain.Verify(texts[..4], Start, heads[4], [heads[2], heads[5]]);
        Assert.Equal((false, true, 5L), (cut.Chain.Valid, cut.CutOff, cut.Chain.BrokenAt));
    }

    [Fact]
    public void Verify_EntriesRewrittenTogetherWithTheHead_AreFoundAfterTheLastAnchorThatHolds()
    {
        var (texts, heads) = Chain(6);
        var (forged, head) = LedgerChain.Append(heads[3], At, Facts(3, "p-forger"));
        var rewritten = texts[..3].Concat(forged.Select(f => f.Text)).ToList();
        Assert.True(AnchoredChain.Verify(rewritten, Start, head, [heads[3]]).Chain.Valid);
        var found = AnchoredChain.Verify(rewritten, Start, head, [heads[5], heads[2]]);
        Assert.Equal((false, false, 3L), (found.Chain.Valid, found.CutOff, found.Chain.BrokenAt));
        Assert.Equal(1L, AnchoredChain.Verify(rewritten, Start, head, [heads[5]]).Chain.BrokenAt);
    }

    [Fact]
    public void Verify_PartOfAChain_IsHeldByTheAnchorsWithinIt()
    {
        var (texts, heads) = Chain(6);

        Assert.True(AnchoredChain.Verify(texts[2..], heads[2], heads[6], [heads[4]]).Chain.Valid);
        Assert.Equal(3L, AnchoredChain.Verify(texts[2..], heads[2], heads[6], [heads[4] with { Hash = heads[5].Hash }]).Chain.BrokenAt);
    }

    [Fact]
    public void Verify_BrokenChain_IsNamedAsWithoutAnchors()
    {
        var (texts, heads) = Chain(4);
        texts[1] = "not json";
        var result = AnchoredChain.Verify(texts, Start, heads[4], [heads[4]]);
        Assert.Equal((false, false, 2L, 1), (result.Chain.Valid, result.CutOff, result.Chain.BrokenAt, result.Anchors));
    }

    private static (List<string> Texts, List<LedgerHead> Heads) Chain(int length)
    {
        var (texts, heads) = (new List<string>(), new List<LedgerHead> { Start });
        foreach (var fact in Facts(length, "p-1"))
        {
            var (entries, head) = LedgerChain.Append(heads[^1], At, [fact]);
            texts.Add(entries[0].Text);
            heads.Add(head);
        }
        return (texts, heads);
    }

    private static IEnumerable<LedgerFact> Facts(int count, string by) =>
        Enumerable.Range(0, count).Select(i => new LedgerFact(Acts.SheetSubmitted, by, $"t/u/{i}", new Dictionary<string, string>()));
}
