using System.Globalization;
using System.Text;

namespace Campaigns.Benchmarks.Scale;

/// <summary>The tables of <c>infra/scale.md</c>: what was measured against the budgets, and the arithmetic that follows from it.</summary>
internal static class ScalePage
{
    public const string Begin = "<!-- made by: dotnet run --project tests/Benchmarks -c Release -- scale --write -->";
    public const string End = "<!-- end -->";
    private const double RequestsASecond = 20_000;
    private const double RowsASecond = 2_000;
    private const int Places = 4;
    private static readonly int[] Sizes = [1_000, 10_000, 100_000, 1_000_000, 5_000_000];

    /// <summary>The page with its tables made anew.</summary>
    public static string Write(string page, IReadOnlyList<ScaleCounts> counts, Prices prices)
    {
        var (from, to) = (page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, page.IndexOf(End, StringComparison.Ordinal));
        return $"{page[..from]}\n\n{Tables(counts, prices)}\n{page[to..]}";
    }

    public static string Tables(IReadOnlyList<ScaleCounts> counts, Prices prices)
    {
        var text = new StringBuilder();
        Measured(text, counts);
        text.AppendLine();
        Budgets(text, counts, prices);
        if (counts.Count(c => c.Completed) > 1)
        {
            text.AppendLine();
            Years(text, counts, prices);
        }
        return text.ToString();
    }

    private static void Measured(StringBuilder text, IReadOnlyList<ScaleCounts> counts)
    {
        text.AppendLine("### Measured\n");
        Table(text, ["", .. counts.Select(c => $"{Number(c.Participants)} participants")],
        [
            ["run", .. counts.Select(c => c.Completed ? "the whole year" : $"until {c.Until}")],
            ["groups, milestones done", .. counts.Select(c => $"{Number(c.Groups)}, {c.Milestones}")],
            ["sheets, plans, appraisals handed in", .. counts.Select(c => Number(c.HandedIn))],
            .. counts.SelectMany(c => c.Requests.Keys).Distinct().Except(["measuring", "simulation"]).Order(StringComparer.Ordinal)
                .Select(w => (IReadOnlyList<string>)[$"requests, {w}", .. counts.Select(c => Number(c.Requests.GetValueOrDefault(w)))]),
            ["history events", .. counts.Select(c => Number(c.HistoryEvents))],
            ["orchestrations, activities", .. counts.Select(c => $"{Number(c.Orchestrations)}, {Number(c.Activities)}")],
            ["notices, of them mailed", .. counts.Select(c => $"{Number(c.Notices)}, {Number(c.Mails)}")],
            ["table rows, GB", .. counts.Select(c => $"{Number(c.TableRows)}, {Number(c.TableBytes / 1e9)}")],
            ["directory in memory, MiB", .. counts.Select(c => Number(c.DirectoryBytes / 1048576.0))],
            ["memory above idle: waves, MiB", .. counts.Select(c => Number(ScaleBudgets.PeakOfWaves(c) / 1048576.0))],
            ["memory above idle: ranking, MiB", .. counts.Select(c => Number(ScaleBudgets.PeakOfRanking(c) / 1048576.0))],
        ]);
    }

    private static void Budgets(StringBuilder text, IReadOnlyList<ScaleCounts> counts, Prices prices)
    {
        text.AppendLine("### Against the budgets\n");
        Table(text, ["budget", "measured", "allowed", ""],
            [.. ScaleBudgets.Of(counts, prices).Select(b =>
                (IReadOnlyList<string>)[b.What, Number(b.Measured), Number(b.Allowed), b.Met ? "met" : "**not met**"])]);
    }

    private static void Years(StringBuilder text, IReadOnlyList<ScaleCounts> counts, Prices prices)
    {
        var whole = counts.Where(c => c.Completed).OrderBy(c => c.Participants).ToList();
        var years = Sizes.Select(s => new ScaleEstimate(whole[0], whole[^1], prices, s)).ToList();
        text.AppendLine("### A year, by arithmetic\n");
        Table(text, ["participants", .. years.Select(y => Number(y.Participants))],
        [
            ["groups", .. years.Select(y => Number(y.Groups))],
            ["engine's requests", .. years.Select(y => Number(y.Requests[ScaleEstimate.Engine]))],
            ["all requests of the app to its tables", .. years.Select(y => Number(y.Requests.Values.Sum()))],
            ["files", .. years.Select(y => Number(y.Files))],
            ["executions", .. years.Select(y => Number(y.Executions))],
            ["history events", .. years.Select(y => Number(y.History))],
            ["GB in tables after a year", .. years.Select(y => Number(y.TableGigabytes))],
            ["directory in each instance's memory, MiB", .. years.Select(y => Number(y.DirectoryMegabytes))],
            ["largest reminder wave, requests", .. years.Select(y => Number(y.Wave("remind")))],
            ["… at an account's 20,000 requests a second, s", .. years.Select(y => Number(y.Wave("remind") / RequestsASecond))],
            ["… its notices at 64 partitions' 2,000 rows a second, s", .. years.Select(y => Number(y.Participants * 2 / (64 * RowsASecond)))],
            ["… at 2 groups at once an instance, 0.6 s each, one instance, s", .. years.Select(y => Number(y.Groups * 0.6 / 2))],
            ["handing in on the last day's busiest hour, requests a second", .. years.Select(y => Number(y.Participants * 0.4 * 0.15 / 3600 * 5 * 3))],
            .. years[0].Bill.Select((b, i) => (IReadOnlyList<string>)[$"$ {b.What}", .. years.Select(y => Number(y.Bill[i].Dollars))]),
            ["**$ a year, bytes and seconds apart**", .. years.Select(y => $"**{Number(y.Total)}**")],
            ["$ table bytes kept for a year", .. years.Select(y => Number(y.TableCapacity))],
        ]);
    }

    private static void Table(StringBuilder text, IReadOnlyList<string> head, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        text.AppendLine(CultureInfo.InvariantCulture, $"| {string.Join(" | ", head)} |");
        text.AppendLine(CultureInfo.InvariantCulture, $"|---|{string.Concat(head.Skip(1).Select(_ => "---:|"))}");
        foreach (var row in rows)
            text.AppendLine(CultureInfo.InvariantCulture, $"| {string.Join(" | ", row)} |");
    }

    /// <summary>Four places that count; no more is meant.</summary>
    internal static string Number(double value)
    {
        if (value == 0)
            return "0";
        var digits = Places - 1 - (int)Math.Floor(Math.Log10(Math.Abs(value)));
        var rounded = Math.Round(value, Math.Clamp(digits, 0, 6));
        return rounded.ToString("#,##0.######", CultureInfo.InvariantCulture);
    }
}
