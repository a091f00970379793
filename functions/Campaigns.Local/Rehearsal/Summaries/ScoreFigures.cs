using System.Text.Json.Nodes;
using Campaigns.Rules.Definitions;

namespace Campaigns.Local.Rehearsal.Summaries;

/// <summary>
/// What scoring came to beyond the ranking: targets of the campaign's own, classes and who moved, votes and duty reports. Null where a definition uses none of
/// these.
/// </summary>
internal static class ScoreFigures
{
    const string Who = RehearsalDriver.Auditor;

    public static async Task<JsonObject?> ReadAsync(Season season, CancellationToken cancellation)
    {
        var definition = season.Definition;
        var figures = new JsonObject();
        if (definition.Targets.Count > 0 || definition.Tracks.Any(t => t.Attain?.Share is not null))
            figures["targets"] = await TargetsAsync(season, cancellation);
        if (definition.Tracks.Any(t => t.Classes is not null || t.Dynamic is not null))
            figures["classes"] = await ClassesAsync(season, cancellation);
        var rated = definition.Phases.Where(p => p.Kind is PhaseKind.Vote or PhaseKind.DutyReport).ToList();
        if (rated.Count > 0)
            figures["rated"] = await RatedAsync(season, rated, cancellation);
        return figures.Count == 0 ? null : figures;
    }

    static async Task<JsonArray> TargetsAsync(Season season, CancellationToken cancellation)
    {
        var answer = (await season.Api.GetAsync(Who, $"api/v1/cycles/{season.Cycle}/targets", cancellation)).Value;
        return [.. answer["items"]!.AsArray().Select(t => new JsonObject
        {
            ["id"] = t!["id"]!.DeepClone(), ["value"] = t["value"]?.DeepClone(), ["floor"] = t["floor"]?.DeepClone(), ["ceiling"] = t["ceiling"]?.DeepClone(),
            ["status"] = t["status"]!.DeepClone(), ["reporting"] = t["reporting"]!.DeepClone(),
        })];
    }

    static async Task<JsonObject> ClassesAsync(Season season, CancellationToken cancellation)
    {
        var tracks = new JsonObject();
        foreach (var track in await season.Api.ListAsync(Who, $"api/v1/cycles/{season.Cycle}/classes", cancellation))
        {
            tracks[track["track"]!.GetValue<string>()] = new JsonObject
            {
                ["classes"] = new JsonArray([.. track["classes"]!.AsArray().Select(c => new JsonObject
                {
                    ["id"] = c!["id"]!.DeepClone(), ["atStart"] = c["atStart"]!.DeepClone(), ["atEnd"] = c["atEnd"]!.DeepClone(),
                })]),
                ["rates"] = new JsonArray([.. track["rates"]!.AsArray().Select(r => new JsonObject
                {
                    ["class"] = r!["class"]!.DeepClone(), ["kind"] = r["kind"]!.DeepClone(), ["roster"] = r["roster"]!.DeepClone(),
                    ["count"] = r["count"]!.DeepClone(), ["reached"] = r["reached"]!.DeepClone(),
                })]),
                ["changes"] = track["changes"]!.AsArray().Count,
                ["moves"] = track["moves"]!.AsArray().Count,
                ["listed"] = track["listed"]!.DeepClone(),
            };
        }
        return tracks;
    }

    static async Task<JsonObject> RatedAsync(Season season, List<Phase> phases, CancellationToken cancellation)
    {
        var participants = await season.Api.ListAsync(Who, $"api/v1/cycles/{season.Cycle}/participants", cancellation);
        var rated = new JsonObject();
        foreach (var phase in phases)
        {
            var concerned = participants.Where(p => phase.Concerns(p["track"]!.GetValue<string>())).Select(p => p["phases"]?[phase.Id]).ToList();
            var scores = concerned.Select(p => p?["score"]?.GetValue<decimal>()).OfType<decimal>().ToList();
            rated[phase.Id] = new JsonObject
            {
                ["participants"] = concerned.Count,
                ["scored"] = scores.Count,
                ["mean"] = scores.Count == 0 ? null : Math.Round(scores.Average(), 2),
            };
        }
        return rated;
    }
}
