using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Campaigns.Rules.Ledger;

/// <summary>
/// Where a chain stands: the number of its entries and the hash that the next entry names as <c>prev</c>. Kept apart from the entries, it is the anchor
/// that shows a cut-off tail (J19).
/// </summary>
public sealed record LedgerHead(long Seq, string Hash)
{
    /// <summary>The head of a chain without a past.</summary>
    public static LedgerHead Empty { get; } = new(0, new string('0', 64));

    /// <summary>Where a cycle's chain starts: from the closing hash of the same unit and track the year before, where there was one.</summary>
    public static LedgerHead After(string? closingHash) => closingHash is null ? Empty : new(0, closingHash);
}

/// <summary>An entry: <see cref="Text"/> is stored exactly as it is, its UTF-8 bytes are what <see cref="Hash"/> covers.</summary>
public sealed record LedgerEntry(long Seq, string Text, string Hash);

/// <summary>
/// What a check of a chain found. <see cref="BrokenAt"/> is the sequence number of the first entry that does not hold or is missing: every entry before it
/// is proved by the one that follows it.
/// </summary>
public sealed record VerifyResult(bool Valid, long Count, string Head, long? BrokenAt = null);

/// <summary>
/// The tamper-evident chain of a ledger 台账 (E6, J19). An entry is canonical JSON with the properties seq, at, by, act, subject, why, facts (sorted by
/// name) and prev, in that order; its hash is SHA-256 over the ASCII of the previous hash followed by the entry's UTF-8 bytes, in lower-case hex.
/// </summary>
public static class LedgerChain
{
    /// <summary>The entries for <paramref name="facts"/>, all of the instant <paramref name="at"/>, and the head after them.</summary>
    public static (IReadOnlyList<LedgerEntry> Entries, LedgerHead Head) Append(LedgerHead head, DateTimeOffset at, IEnumerable<LedgerFact> facts)
    {
        var entries = new List<LedgerEntry>();
        foreach (var fact in facts)
        {
            var bytes = Bytes(head, at, fact);
            head = new LedgerHead(head.Seq + 1, Hash(head.Hash, bytes));
            entries.Add(new LedgerEntry(head.Seq, Encoding.UTF8.GetString(bytes), head.Hash));
        }
        return (entries, head);
    }

    /// <summary>
    /// Checks the exact stored <paramref name="entries"/>, oldest first, from <paramref name="start"/> on. With <paramref name="anchor"/>, the head
    /// remembered elsewhere, every change is found; without it, one to the last entry or a missing tail is not.
    /// </summary>
    public static VerifyResult Verify(IEnumerable<string> entries, LedgerHead? start = null, LedgerHead? anchor = null)
    {
        var head = start ?? LedgerHead.Empty;
        var first = head.Seq + 1;
        var anchored = anchor is null || anchor == head;
        long? brokenAt = null;
        long count = 0;
        foreach (var entry in entries)
        {
            count++;
            if (brokenAt is not null)
                continue;
            if (Read(entry) is not { } link || link.Seq != head.Seq + 1)
                brokenAt = head.Seq + 1;
            else if (link.Prev != head.Hash)
                brokenAt = Math.Max(head.Seq, first);
            else
            {
                head = new LedgerHead(link.Seq, Hash(head.Hash, Encoding.UTF8.GetBytes(entry)));
                anchored |= anchor == head;
            }
        }
        if (brokenAt is null && anchor is not null && anchor != head)
        {
            // Shorter than the anchor: the tail is cut off. Otherwise the anchored entry is not the one remembered, or entries follow that nobody remembers.
            brokenAt = anchor.Seq > head.Seq ? head.Seq + 1 : anchored ? anchor.Seq + 1 : Math.Max(anchor.Seq, first);
        }
        return new VerifyResult(brokenAt is null, count, head.Hash, brokenAt);
    }

    private static byte[] Bytes(LedgerHead head, DateTimeOffset at, LedgerFact fact) => CanonicalJson.Bytes(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("seq", head.Seq + 1);
        writer.WriteString("at", CanonicalJson.Instant(at));
        writer.WriteString("by", CanonicalJson.Text(fact.By));
        writer.WriteString("act", CanonicalJson.Text(fact.Act));
        writer.WriteString("subject", CanonicalJson.Text(fact.Subject));
        writer.WriteString("why", fact.Why is null ? null : CanonicalJson.Text(fact.Why));
        writer.WriteStartObject("facts");
        foreach (var (name, value) in fact.Facts.OrderBy(f => f.Key, StringComparer.Ordinal))
            writer.WriteString(CanonicalJson.Text(name), CanonicalJson.Text(value));
        writer.WriteEndObject();
        writer.WriteString("prev", head.Hash);
        writer.WriteEndObject();
    });

    private static string Hash(string previous, byte[] bytes)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.ASCII.GetBytes(previous));
        hash.AppendData(bytes);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static (long Seq, string? Prev)? Read(string entry)
    {
        try
        {
            using var json = JsonDocument.Parse(entry);
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("seq", out var seq) && seq.ValueKind == JsonValueKind.Number && seq.TryGetInt64(out var number)
                && json.RootElement.TryGetProperty("prev", out var prev) && prev.ValueKind == JsonValueKind.String
                ? (number, prev.GetString())
                : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }
}
