using System.Globalization;
using System.Text.Json.Nodes;
using Campaigns.Local.Rehearsal.Summaries;

namespace Campaigns.Local.Commands;

/// <summary>A rehearsal's outcome as lines for people.</summary>
internal static class SummaryLines
{
    public static IEnumerable<string> Of(RehearsalSummary summary)
    {
        var result = summary.Result;
        yield return $"{result["cycle"]}: {result["state"]}, seed {result["seed"]}";
        foreach (var phase in result["phases"]!.AsArray().Select(p => p!))
        {
            yield return $"  {phase["phase"],-6} expected {phase["expected"]}  actual {phase["actual"]}  on time {phase["onTime"]}  in grace "
                + $"{phase["inGrace"]}  late {phase["late"]}"
                + $"  silent {phase["silent"]}  returned {phase["returned"]}  reminded {phase["reminded"]}  escalated {phase["escalated"]}";
        }
        foreach (var (track, numbers) in result["tracks"]!.AsObject())
            yield return $"  {track}: {numbers!["participants"]} participants, {numbers["eligible"] ?? "-"} eligible, {numbers["honoured"]} honoured of "
                + $"{numbers["quota"] ?? "-"}, {numbers["attained"]} attained";
        yield return $"  bulletins {result["bulletins"]!.AsArray().Count}  evidence {result["evidence"]!.ToJsonString()}  warnings "
            + $"{result["warnings"]!["cards"]}";
        if (result["reports"] is { } reports)
            yield return $"  reports from the public {reports["received"]}: {reports["states"]!.ToJsonString()}, {reports["overdue"]} overdue";
        yield return $"  ledgers {result["ledgers"]!["verified"]} verified, {result["ledgers"]!["broken"]!.AsArray().Count} broken, "
            + $"{result["ledgers"]!["entries"]} entries";
        foreach (var (why, acts) in result["refusals"]?.AsObject() ?? [])
            yield return $"  refused, {(why is "late" ? "being late" : "WITHOUT A REASON IN THE BEHAVIOUR")}: {acts!.ToJsonString()}";
        yield return "budgets:";
        foreach (var line in summary.Measured.Budgets())
            yield return string.Create(CultureInfo.InvariantCulture, $"  {(line.Met ? "met    " : "NOT MET")} {line.What}: {line.Measured:0.###} of "
                + $"{line.Allowed:0.###} {line.Unit}");
    }
}
