using System.Text.Json.Nodes;

namespace Campaigns.Local.Rehearsal.Summaries;

/// <summary>
/// Extensions, nil returns and what does not apply, by phase (J1, J9), and how often the calendar was changed; null where there was none of it.
/// </summary>
internal static class CalendarFigures
{
    static readonly string[] Counted = ["extended", "nilReturns", "notApplicable"];
    static readonly string[] Changes = ["pause", "resume", "amend", "extend"];

    public static async Task<JsonObject?> ReadAsync(Season season, IReadOnlyList<JsonNode> timeline, CancellationToken cancellation)
    {
        var lines = (await season.Api.GetAsync(RehearsalDriver.Auditor, $"api/v1/cycles/{season.Cycle}/completeness", cancellation)).Value["phases"]!.AsArray();
        var figures = new JsonObject();
        foreach (var name in Counted)
        {
            var phases = new JsonObject();
            foreach (var line in lines.Where(l => l![name]?.GetValue<int>() > 0).OrderBy(l => l!["phase"]!.GetValue<string>(), StringComparer.Ordinal))
                phases[line!["phase"]!.GetValue<string>()] = line[name]!.DeepClone();
            if (phases.Count > 0)
                figures[name] = phases;
        }
        foreach (var kind in Changes)
        {
            if (timeline.Count(m => m["kind"]!.GetValue<string>() == kind) is > 0 and var count)
                figures[kind] = count;
        }
        return figures.Count > 0 ? figures : null;
    }
}
