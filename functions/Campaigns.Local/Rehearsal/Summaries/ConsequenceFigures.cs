using System.Text.Json.Nodes;

namespace Campaigns.Local.Rehearsal.Summaries;

/// <summary>
/// What followed from the year for units and posts (K16), by track, kind and whom it falls on; null where the definition has no consequences.
/// </summary>
internal static class ConsequenceFigures
{
    public static async Task<JsonObject?> ReadAsync(Season season, IReadOnlyList<JsonNode> participants, CancellationToken cancellation)
    {
        var figures = new JsonObject();
        foreach (var track in season.Definition.Tracks.Where(t => t.Consequences.Honoured.Count + t.Consequences.Failed.Count > 0)
            .OrderBy(t => t.Id, StringComparer.Ordinal))
        {
            var given = new List<string>();
            var own = participants.Where(p => p["track"]!.GetValue<string>() == track.Id && p["outcome"] is not null);
            // Where failing has no consequences, only those are read who got somewhere.
            foreach (var participant in own.Where(p => track.Consequences.Failed.Count > 0 || Is(p, "honoured") || Is(p, "attained")))
            {
                var path = $"api/v1/cycles/{season.Cycle}/participants/{track.Id}/{participant["unit"]}";
                var answer = await season.Api.GetAsync(RehearsalDriver.Auditor, path, cancellation);
                given.AddRange(answer.Value["consequences"]!.AsArray().Select(c => $"{c!["kind"]} {c["to"]}"));
            }
            figures[track.Id] = Tally.Of(given);
        }
        return figures.Count > 0 ? figures : null;
    }

    static bool Is(JsonNode participant, string what) => participant["outcome"]![what]!.GetValue<bool>();
}
