using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Ledger;

namespace Campaigns.Rules.Inspections;

/// <summary>A participant that may be drawn. A value: a draw holds everybody at once.</summary>
public readonly record struct DrawCandidate(string Track, string Unit, string Parent, string Area)
{
    public string Key => $"{Track}/{Unit}";
}

/// <summary>Who may inspect: a person and the units whose people it is one of.</summary>
public sealed record InspectorCandidate(string Person, IReadOnlySet<string> OwnUnits);

/// <summary>A participant that was drawn, with its inspector; null where nobody may or nobody has room left.</summary>
public sealed record DrawnParticipant(DrawCandidate Participant, string? Inspector);

/// <summary>
/// The draw of an inspection phase (E2): stratified, a function of its recorded seed and of who takes part, so that anybody who knows the seed can draw again
/// and come to the same sample, in whatever order the participants arrive.
/// </summary>
public static class SampleDraw
{
    /// <summary>The method in words, for the record of a draw.</summary>
    public static LocalizedText Method { get; } = new(
        "按类别和层（乡镇等）分组；每组按“种子+换行+类别/单位”的 UTF-8 字节的 SHA-256（小写十六进制）升序排列，取前若干个：组内数量乘以比例后进位取整，不少于下限，不多于组内数量。",
        "Within each track and stratum the participants are put in ascending order of the SHA-256 (lower-case hex) of the UTF-8 bytes of seed, line feed, "
        + "track/unit; the first are taken: the share of the stratum rounded up, no fewer than the minimum and no more than there are.");

    /// <summary>The seed of a phase's draw: nobody can know it before the closing hashes of the ledgers at that moment are known.</summary>
    /// <param name="ledgerHeads">Hashes in lower-case hex; put in order here, where they stay.</param>
    public static string Seed(string cycle, string phase, List<Digest> ledgerHeads)
    {
        ArgumentNullException.ThrowIfNull(ledgerHeads);
        ledgerHeads.Sort(Digest.InOrder);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{cycle}\n{phase}\n"));
        Span<byte> line = stackalloc byte[1 + Digest.HexLength];
        line[0] = (byte)'\n';
        for (var i = 0; i < ledgerHeads.Count; i++)
        {
            ledgerHeads[i].WriteHex(line[1..]);
            hash.AppendData(i == 0 ? line[1..] : line);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..32];
    }

    /// <summary>
    /// The sample in order of track and unit. Of a stratum no more is held than what is drawn of it: <paramref name="candidates"/> are gone through twice.
    /// </summary>
    public static IReadOnlyList<DrawCandidate> Draw(string seed, InspectionDraw draw, IEnumerable<DrawCandidate> candidates)
    {
        ArgumentNullException.ThrowIfNull(draw);
        ArgumentNullException.ThrowIfNull(candidates);
        var strata = new Dictionary<(string Track, string Stratum), Lowest>();
        foreach (var candidate in candidates)
            CollectionsMarshal.GetValueRefOrAddDefault(strata, (candidate.Track, StratumOf(draw.Per, candidate)), out _).Members++;
        foreach (var stratum in strata.Keys)
        {
            ref var lowest = ref CollectionsMarshal.GetValueRefOrNullRef(strata, stratum);
            lowest.Wanted = Wanted(draw, lowest.Members);
            lowest.Drawn = new(lowest.Wanted, Last);
        }
        foreach (var candidate in candidates)
        {
            var (_, wanted, drawn) = strata[(candidate.Track, StratumOf(draw.Per, candidate))];
            if (drawn.Count < wanted)
                drawn.Enqueue(candidate, PlaceOf(seed, candidate.Key));
            else if (wanted > 0)
                drawn.EnqueueDequeue(candidate, PlaceOf(seed, candidate.Key));
        }
        return [.. strata.Values.SelectMany(s => s.Drawn.UnorderedItems).Select(d => d.Element)
            .OrderBy(c => c.Track, StringComparer.Ordinal).ThenBy(c => c.Unit, StringComparer.Ordinal)];
    }

    /// <summary>How many of a stratum of <paramref name="members"/> are drawn.</summary>
    public static int Wanted(InspectionDraw draw, int members) => Math.Min(members, Math.Max(draw.AtLeast, (int)Math.Ceiling(draw.Share * members)));

    /// <summary>
    /// Gives each drawn participant an inspector by hash, never one of its own people. With a stated load nobody gets more than that and what is left has
    /// nobody; without one the visits are spread as evenly as can be.
    /// </summary>
    public static IReadOnlyList<DrawnParticipant> Assign(
        string seed, InspectionDraw draw, IReadOnlyList<DrawCandidate> sample, IReadOnlyList<InspectorCandidate> inspectors)
    {
        var visits = inspectors.ToDictionary(i => i.Person, _ => 0, StringComparer.Ordinal);
        var drawn = new List<DrawnParticipant>();
        foreach (var participant in sample.OrderBy(c => PlaceOf(seed, c.Key), Digest.InOrder))
        {
            var chosen = inspectors
                .Where(i => i.Person != participant.Unit && !i.OwnUnits.Contains(participant.Unit))
                .Where(i => draw.Load is not { } load || visits[i.Person] < load)
                .OrderBy(i => visits[i.Person]).ThenBy(i => Place(seed, $"{participant.Key}\n{i.Person}"), StringComparer.Ordinal)
                .FirstOrDefault();
            if (chosen is not null)
                visits[chosen.Person]++;
            drawn.Add(new DrawnParticipant(participant, chosen?.Person));
        }
        return [.. drawn.OrderBy(d => d.Participant.Track, StringComparer.Ordinal).ThenBy(d => d.Participant.Unit, StringComparer.Ordinal)];
    }

    /// <summary>Where a participant stands in its stratum's order under a seed.</summary>
    public static string Place(string seed, string key) => PlaceOf(seed, key).ToString();

    private static Digest PlaceOf(string seed, string key) => Digest.Of(Encoding.UTF8.GetBytes($"{seed}\n{key}"));

    private static readonly Comparer<Digest> Last = Comparer<Digest>.Create((a, b) => Digest.InOrder.Compare(b, a));

    /// <summary>
    /// A stratum while it is drawn from: how many there are and are wanted, and those with the lowest places so far, the last of them first out.
    /// </summary>
    private record struct Lowest(int Members, int Wanted, PriorityQueue<DrawCandidate, Digest> Drawn);

    private static string StratumOf(Stratum per, DrawCandidate candidate) => per switch
    {
        Stratum.Area => candidate.Area,
        Stratum.Parent => candidate.Parent,
        _ => "",
    };
}
