using System.Globalization;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Ledger;

namespace Campaigns.Rules.Inspections;

/// <summary>A participant that may be drawn.</summary>
public sealed record DrawCandidate(string Track, string Unit, string Parent, string Area)
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
    public static string Seed(string cycle, string phase, IEnumerable<string> ledgerHeads) =>
        CanonicalJson.Sha256(System.Text.Encoding.UTF8.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{cycle}\n{phase}\n{string.Join('\n', ledgerHeads.Order(StringComparer.Ordinal))}")))[..32];

    /// <summary>The sample in order of track and unit.</summary>
    public static IReadOnlyList<DrawCandidate> Draw(string seed, InspectionDraw draw, IEnumerable<DrawCandidate> candidates) =>
        [.. candidates
            .GroupBy(c => (c.Track, Stratum: StratumOf(draw.Per, c)))
            .SelectMany(stratum => stratum
                .OrderBy(c => Place(seed, c.Key), StringComparer.Ordinal)
                .Take(Wanted(draw, stratum.Count())))
            .OrderBy(c => c.Track, StringComparer.Ordinal).ThenBy(c => c.Unit, StringComparer.Ordinal)];

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
        foreach (var participant in sample.OrderBy(c => Place(seed, c.Key), StringComparer.Ordinal))
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
    public static string Place(string seed, string key) => CanonicalJson.Sha256(System.Text.Encoding.UTF8.GetBytes($"{seed}\n{key}"));

    private static string StratumOf(Stratum per, DrawCandidate candidate) => per switch
    {
        Stratum.Area => candidate.Area,
        Stratum.Parent => candidate.Parent,
        _ => "",
    };
}
