using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;

namespace Campaigns.Rules.Evaluation;

/// <summary>
/// What a track's year comes to (K2, B4, B6). <see cref="Honoured"/> and <see cref="Attained"/> hold unit ids in the order of the ranking;
/// <see cref="Eligible"/> counts who could have been honoured; <see cref="Target"/> is null where the track sets none.
/// </summary>
public sealed record HonoursDecision(
    string Track, int? Quota, int Eligible, IReadOnlyList<string> Honoured, IReadOnlyList<string> Attained, TargetProgress? Target)
{
    /// <summary>The outcome of each contender, in the order of the ranking.</summary>
    public IEnumerable<(string Unit, Outcome Outcome)> Outcomes(IReadOnlyList<Ranked> ranking)
    {
        var honoured = Honoured.ToHashSet(StringComparer.Ordinal);
        var attained = Attained.ToHashSet(StringComparer.Ordinal);
        return ranking.Select(r => (r.Unit, new Outcome(
            r.Contender.Score, r.Contender.Vetoed, r.Contender.Grade, r.Rank, attained.Contains(r.Unit), honoured.Contains(r.Unit))
        {
            GroupRank = r.GroupRank,
            Places = r.Contender.Places,
            ClassAtStart = r.Contender.Start?.Class,
            ListedAtStart = r.Contender.Start?.Listed ?? false,
        }));
    }
}

/// <summary>
/// Progress against an attainment target (B4): <see cref="Needed"/> is the least number of participants that makes <see cref="Share"/> (0–1) of
/// <see cref="Participants"/>.
/// </summary>
public sealed record TargetProgress(decimal Share, int Participants, int Attained)
{
    public int Needed => (int)Math.Ceiling(Share * Participants);
    public bool Reached => Attained >= Needed;
}

/// <summary>
/// Decides honours by quota and attainment by grade. Honoured are the first of the ranking among those eligible, at most the quota: a quota that cannot be
/// filled stays open. Eligible: not vetoed, barred or disqualified (E5), the minimum grade reached, and something handed in during the year.
/// </summary>
public static class Honours
{
    /// <param name="honoured">The list that a decision phase came to; null where the evaluation decides by quota and order at once.</param>
    public static HonoursDecision Decide(Track track, Standard standard, IReadOnlyList<Ranked> ranking, IReadOnlyList<string>? honoured = null)
    {
        var eligible = track.Select is { } select ? ranking.Where(r => Stands(r) && standard.Reaches(r.Contender, select.MinimumGrade)).ToList() : [];
        var listed = honoured?.ToHashSet(StringComparer.Ordinal);
        var chosen = listed is null ? eligible.OrderBy(r => r.Rank).Take(track.Select?.Quota ?? 0) : ranking.Where(r => listed.Contains(r.Unit));
        var attained = track.Attain is { } attain ? ranking.Where(r => Stands(r) && standard.Reaches(r.Contender, attain.Grade)).ToList() : [];
        return new HonoursDecision(
            track.Id, track.Select?.Quota, eligible.Count,
            [.. chosen.OrderBy(r => r.Rank).Select(r => r.Unit)],
            [.. attained.OrderBy(r => r.Rank).Select(r => r.Unit)],
            track.Attain?.Share is { } share ? new TargetProgress(share, ranking.Count, attained.Count) : null);
    }

    /// <summary>Not vetoed, barred or disqualified, and something handed in during the year.</summary>
    internal static bool Stands(Ranked ranked) => ranked.Contender is { Vetoed: false, Barred: false, Disqualified: false, SilentThroughout: false };
}
