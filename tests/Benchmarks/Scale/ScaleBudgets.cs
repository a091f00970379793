using Campaigns.App.Cycles;

namespace Campaigns.Benchmarks.Scale;

/// <summary>A budget of growth, and what was measured.</summary>
internal sealed record ScaleBudget(string What, double Measured, double Allowed)
{
    public bool Met => Measured <= Allowed;
}

/// <summary>The budgets that speak of growth: design section 5, by the counts of runs of several sizes.</summary>
internal static class ScaleBudgets
{
    // What the design's line allows, whatever the app makes of it.
    private const int GroupsOfAChild = 50;
    private const double Mebibyte = 1048576;
    private static readonly string[] Ranking = ["evaluate", "rank", "decide"];

    /// <summary>The most that a wave, a roll-up or enrolment held above idle.</summary>
    public static long PeakOfWaves(ScaleCounts counts) =>
        counts.PeakBytes.Where(p => p.Key != "start" && !Ranking.Any(r => p.Key.Contains(r, StringComparison.Ordinal))).Max(p => p.Value);

    /// <summary>The most that evaluating and ranking held above idle.</summary>
    public static long PeakOfRanking(ScaleCounts counts) =>
        counts.PeakBytes.Where(p => Ranking.Any(r => p.Key.Contains(r, StringComparison.Ordinal))).Select(p => p.Value).DefaultIfEmpty().Max();

    public static IReadOnlyList<ScaleBudget> Of(IReadOnlyList<ScaleCounts> counts, Prices prices)
    {
        var whole = counts.Where(c => c.Completed).OrderBy(c => c.Participants).ToList();
        var lines = whole.SelectMany(OfYear).Concat(counts.Where(c => !c.Completed).SelectMany(OfPart)).ToList();
        if (whole.Count < 2)
            return lines;
        var (small, large) = (whole[0], whole[^1]);
        lines.Add(new(
            $"memory of a wave at {Size(large)} beside {Size(small)}, ratio", PeakOfWaves(large) / (double)PeakOfWaves(small), 1.10));
        lines.Add(new(
            $"due index, {ScaleYear.Due} due: requests at {Size(large)} beside {Size(small)}, ratio", large.DueRequests / (double)small.DueRequests, 1.05));
        lines.Add(new("the year's bill for 1,000,000 participants, bytes and seconds apart, $", new ScaleEstimate(small, large, prices, 1_000_000).Total, 40));
        return lines;
    }

    private static IEnumerable<ScaleBudget> OfYear(ScaleCounts c) =>
    [
        new(
            $"{Size(c)}: engine's requests a participant and year", c.Requests[ScaleEstimate.Engine] / (double)c.Participants,
            c.Participants >= 10_000 ? 0.5 : 0.8),
        new($"{Size(c)}: delivery, requests a notice", c.Requests["delivery"] / (double)c.Notices, 0.1),
        new(
            $"{Size(c)}: history events a participant and year", c.HistoryEvents / (double)c.Participants,
            c.Participants >= 100_000 ? 0.15 : c.Participants >= 10_000 ? 0.3 : 2),
        new($"{Size(c)}: due index, requests for {ScaleYear.Due} due", c.DueRequests, 1 + (2 * 16) + (ScaleYear.Due * 0.02) + 16),
        .. OfPart(c),
    ];

    private static IEnumerable<ScaleBudget> OfPart(ScaleCounts c) =>
    [
        new(
            $"{Size(c)}: orchestrations and activities a milestone", (c.Orchestrations + c.Activities) / (double)c.Milestones,
            4 + c.Groups + (c.Groups / (double)GroupsOfAChild)),
        new($"{Size(c)}: width of one orchestration", MilestoneOrchestrator.Portions(c.Groups), 250),
        new($"{Size(c)}: memory of a wave above idle, MiB", PeakOfWaves(c) / Mebibyte, 32),
        new($"{Size(c)}: dashboard, requests", c.DashboardRequests, 3),
        new($"{Size(c)}: dashboard, KB", c.DashboardBytes / 1024.0, 64),
    ];

    private static string Size(ScaleCounts counts) => ScalePage.Number(counts.Participants);
}
