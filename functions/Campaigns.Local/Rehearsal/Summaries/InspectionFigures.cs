using System.Text.Json.Nodes;
using Campaigns.Rules.Definitions;

namespace Campaigns.Local.Rehearsal.Summaries;

/// <summary>What inspection, rectification, warnings and flags came to (E1–E5); absent where the definition uses none of them.</summary>
internal static class InspectionFigures
{
    const string Who = RehearsalDriver.Auditor;

    /// <summary>Adds <c>inspections</c>, <c>reports</c>, <c>cards</c> and <c>flags</c> to the result, each where the definition has what it counts.</summary>
    public static async Task AddAsync(JsonObject result, Season season, CancellationToken cancellation)
    {
        var cycle = $"api/v1/cycles/{season.Cycle}";
        if (season.Definition.Phases.Any(p => p.Kind is PhaseKind.Inspection))
            result["inspections"] = await InspectionsAsync(cycle, season, cancellation);
        if (season.Definition.Reports is not null)
            result["reports"] = await ReportsAsync(cycle, season, cancellation);
        if (season.Definition.Warnings.Count > 0)
            result["cards"] = await CardsAsync(cycle, season, cancellation);
        if (season.Definition.Review.FlagDifference is not null)
            result["flags"] = (await season.Api.ListAsync(Who, $"{cycle}/flags", cancellation)).Count;
    }

    static async Task<JsonObject> InspectionsAsync(string cycle, Season season, CancellationToken cancellation)
    {
        var inspections = await season.Api.ListAsync(Who, $"{cycle}/inspections", cancellation);
        var draws = (await season.Api.GetAsync(Who, $"{cycle}/inspections?limit=1", cancellation)).Value["draws"]!.AsArray();
        var findings = await season.Api.ListAsync(Who, $"{cycle}/findings", cancellation);
        return new JsonObject
        {
            ["draws"] = new JsonArray([.. draws.Select(d => new JsonObject
            {
                ["phase"] = d!["phase"]!.DeepClone(), ["candidates"] = d["candidates"]!.DeepClone(), ["drawn"] = d["drawn"]!.DeepClone(),
            })]),
            ["visited"] = inspections.Count(i => i["visit"] is not null),
            ["notVisited"] = inspections.Count(i => i["visit"] is null),
            ["findings"] = Count(findings, "state"),
            ["rejected"] = findings.Count(f => f["rejections"]!.GetValue<int>() > 0),
            ["extended"] = findings.Count(f => f["extended"]!.GetValue<bool>()),
            ["falsified"] = new JsonArray([.. findings.Where(f => f["state"]!.GetValue<string>() == "falsified")
                .Select(f => $"{f["track"]}/{f["unit"]}").Order(StringComparer.Ordinal).Select(u => JsonValue.Create(u))]),
        };
    }

    static async Task<JsonObject> ReportsAsync(string cycle, Season season, CancellationToken cancellation)
    {
        var reports = await season.Api.ListAsync(Who, $"{cycle}/reports", cancellation);
        return new JsonObject
        {
            ["received"] = reports.Count,
            ["states"] = Count(reports, "state"),
            ["overdue"] = reports.Count(r => r["overdueAt"] is not null),
        };
    }

    static async Task<JsonObject> CardsAsync(string cycle, Season season, CancellationToken cancellation)
    {
        var cards = await season.Api.ListAsync(Who, $"{cycle}/warnings", cancellation);
        return new JsonObject
        {
            ["yellow"] = cards.Count(c => c["card"]!.GetValue<string>() == "yellow"),
            ["red"] = cards.Count(c => c["card"]!.GetValue<string>() == "red"),
            ["cleared"] = cards.Count(c => c["cleared"] is not null),
            ["rules"] = Count(cards.Where(c => c["rule"] is not null), "rule"),
        };
    }

    static JsonObject Count(IEnumerable<JsonNode> items, string by) => Tally.Of(items.Select(i => i[by]!.GetValue<string>()));
}
