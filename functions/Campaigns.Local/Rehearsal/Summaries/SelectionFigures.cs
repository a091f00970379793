using System.Text.Json.Nodes;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Honouring;

namespace Campaigns.Local.Rehearsal.Summaries;

/// <summary>How a year came from its scores to its honours: nominations, panels, objections and decisions by track.</summary>
internal static class SelectionFigures
{
    /// <summary>The figures; null where the definition has none of these phases.</summary>
    public static async Task<JsonObject?> ReadAsync(Season season, CancellationToken cancellation)
    {
        if (!season.Definition.Phases.Any(p => p.Kind.IsSelecting()) || season.Roster.AnyWith("authority") is not { } office)
            return null;
        var objections = await season.Api.ListAsync(office, $"api/v1/notices/{season.Cycle}/objections", cancellation);
        var figures = new JsonObject();
        foreach (var track in season.Definition.Tracks.Where(t => t.Select is not null).OrderBy(t => t.Id, StringComparer.Ordinal))
        {
            var path = SelectionPath.Of(season.Definition, track);
            var line = new JsonObject();
            if (path.IsNominated)
            {
                var nominations = await season.Api.ListAsync(office, $"api/v1/cycles/{season.Cycle}/nominations/{track.Id}", cancellation);
                line["nominators"] = nominations.Count;
                line["nominated"] = nominations.Sum(n => n["units"]!.AsArray().Count);
                line["short"] = nominations.Count(n => n["shortfall"]?.GetValue<int>() > 0);
            }
            if (path.Panel is not null)
            {
                var panel = (await season.Api.GetAsync(office, $"api/v1/cycles/{season.Cycle}/panel/{track.Id}", cancellation)).Value;
                line["members"] = panel["members"]!.AsArray().Count;
                line["excused"] = panel["members"]!.AsArray().Count(m => m!["excused"] is not null);
                line["scored"] = panel["results"]!.AsArray().Count(r => r!["score"] is not null);
                line["held"] = panel["held"]!.AsArray().Count;
            }
            var own = objections.Where(o => o["track"]!.GetValue<string>() == track.Id).ToList();
            if (path.Notice is not null)
            {
                line["objections"] = own.Count;
                line["upheld"] = own.Count(o => o["status"]!.GetValue<string>() == "upheld");
                line["open"] = own.Count(o => o["status"]!.GetValue<string>() == "open");
            }
            if (path.Decision is not null)
            {
                var decision = await season.Api.GetAsync(office, $"api/v1/cycles/{season.Cycle}/decisions/{track.Id}", cancellation);
                line["intended"] = decision.IsSuccess ? decision.Value["intended"]!.AsArray().Count : 0;
                line["decided"] = decision.IsSuccess ? decision.Value["decision"]?["units"]?.AsArray().Count : null;
                line["unattended"] = decision.IsSuccess ? decision.Value["decision"]?["unattended"]?.GetValue<bool>() : null;
            }
            figures[track.Id] = line;
        }
        return figures;
    }
}
