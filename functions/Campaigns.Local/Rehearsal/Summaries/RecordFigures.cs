using System.Text.Json.Nodes;
using Campaigns.Rules.Definitions;

namespace Campaigns.Local.Rehearsal.Summaries;

/// <summary>
/// What is kept beside the sheets: what is still missing by kind (K7–K9, K13), record cards (K13), published practice (K17). Null where the definition asks
/// for none of it and nobody has any.
/// </summary>
internal static class RecordFigures
{
    const string Who = RehearsalDriver.Auditor;

    public static async Task<JsonObject?> ReadAsync(Season season, IReadOnlyList<JsonNode> participants, CancellationToken cancellation)
    {
        var cycle = $"api/v1/cycles/{season.Cycle}";
        var figures = new JsonObject();
        if (season.Definition.LeadingGroup is not null || season.Definition.Tracks.Any(t => t.OwnProjects is not null || t.RecordCard is not null))
        {
            var gaps = await season.Api.ListAsync(Who, $"{cycle}/records/gaps", cancellation);
            figures["missing"] = Tally.Of(gaps.Select(g => g["kind"]!.GetValue<string>()));
        }
        var carded = season.Definition.Tracks.Where(t => t.RecordCard is not null).Select(t => t.Id).ToHashSet();
        if (carded.Count > 0)
        {
            var cards = 0;
            foreach (var participant in participants.Where(p => carded.Contains(p["track"]!.GetValue<string>())))
            {
                var path = $"{cycle}/participants/{participant["track"]}/{participant["unit"]}/records/record-card";
                cards += (await season.Api.ListAsync(Who, path, cancellation)).Count;
            }
            figures["recordCards"] = cards;
        }
        if ((await season.Api.ListAsync(Who, $"{cycle}/practices", cancellation)).Count is > 0 and var practices)
            figures["practices"] = practices;
        return figures.Count > 0 ? figures : null;
    }
}
