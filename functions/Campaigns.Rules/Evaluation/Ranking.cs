namespace Campaigns.Rules.Evaluation;

/// <summary>A place in the ranking, from 1; every contender has a place of its own.</summary>
public sealed record Ranked(int Rank, Contender Contender)
{
    public string Unit => Contender.Unit;
}

/// <summary>
/// Ranks the contenders of a track (G2). The order, stated: those not vetoed first; higher score; then higher mean of the appraisals; then higher mean of the
/// self-checks; then fewer late sheets; then unit id, ordinal. Total, and independent of the order in which contenders arrive.
/// </summary>
public static class Ranking
{
    public static IReadOnlyList<Ranked> Rank(IEnumerable<Contender> contenders) => [.. contenders
        .OrderBy(c => c.Vetoed)
        .ThenByDescending(c => c.Score)
        .ThenByDescending(c => c.AppraisalMean)
        .ThenByDescending(c => c.SelfCheckMean)
        .ThenBy(c => c.Late)
        .ThenBy(c => c.Unit, StringComparer.Ordinal)
        .Select((c, i) => new Ranked(i + 1, c))];
}
