using System.Text.Json.Nodes;
using Campaigns.Rules.Definitions;

namespace Campaigns.Local.Rehearsal.Summaries;

/// <summary>What became of plans (B8) and pledges (F1); null where the definition asks for neither.</summary>
internal static class CommitmentFigures
{
    public static async Task<JsonObject?> ReadAsync(Season season, IReadOnlyList<JsonNode> participants, CancellationToken cancellation)
    {
        var plans = season.Definition.Phases.Where(p => p.Kind is PhaseKind.Plan).ToList();
        var pledging = season.Definition.Phases.Any(p => p.Kind is PhaseKind.Pledging);
        if (plans.Count == 0 && !pledging)
            return null;
        var figures = new JsonObject();
        foreach (var phase in plans)
        {
            var states = participants.Select(p => p["phases"]?[phase.Id]).OfType<JsonNode>().ToList();
            var counts = Tally.Of(states.Select(s => s["status"]!.GetValue<string>()));
            counts["sentBack"] = states.Count(s => s["returns"]!.GetValue<int>() > 0);
            figures[$"plan {phase.Id}"] = counts;
        }
        if (pledging)
        {
            var rates = (await season.Api.GetAsync(RehearsalDriver.Auditor, $"api/v1/cycles/{season.Cycle}/pledges/rates", cancellation)).Value["items"]!;
            foreach (var phase in rates.AsArray())
                figures[$"pledges {phase!["phase"]}"] = phase["all"]!.DeepClone();
        }
        return figures;
    }
}
