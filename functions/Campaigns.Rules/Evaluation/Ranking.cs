using Campaigns.Rules.Definitions;

namespace Campaigns.Rules.Evaluation;

/// <summary>A place in the ranking, from 1; every contender has a place of its own.</summary>
public sealed record Ranked(int Rank, Contender Contender)
{
    /// <summary>The place among those that it is compared with, from 1.</summary>
    public int GroupRank { get; init; } = Rank;

    public string Unit => Contender.Unit;
}

/// <summary>
/// Ranks the contenders of a track (G2). The order, stated: those not vetoed first; higher score; then higher mean of the appraisals; then higher mean of the
/// self-checks; then fewer late sheets; then unit id, ordinal. Total, and independent of the order in which contenders arrive.
/// </summary>
public static class Ranking
{
    /// <summary>
    /// The ranking of a track by <paramref name="standard"/>: points by rank are given first, grades with a head-count last.
    /// </summary>
    public static IReadOnlyList<Ranked> Rank(Standard standard, IReadOnlyCollection<Contender> contenders) =>
        Comparison.Allot(standard, Rank(Comparison.Compare(standard, contenders)));

    public static IReadOnlyList<Ranked> Rank(IEnumerable<Contender> contenders)
    {
        var groups = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. Ordered(contenders).Select((c, i) =>
        {
            var group = c.Comparable ?? "";
            groups[group] = groups.GetValueOrDefault(group) + 1;
            return new Ranked(i + 1, c) { GroupRank = groups[group] };
        })];
    }

    private static IEnumerable<Contender> Ordered(IEnumerable<Contender> contenders) => contenders
        .OrderBy(c => c.Vetoed)
        .ThenByDescending(c => c.Score)
        .ThenByDescending(c => c.AppraisalMean)
        .ThenByDescending(c => c.SelfCheckMean)
        .ThenBy(c => c.Late)
        .ThenBy(c => c.Unit, StringComparer.Ordinal);
}
