using System.Text.Json.Nodes;

namespace Campaigns.Local.Rehearsal.Summaries;

/// <summary>
/// The year among its programme's (B5): its theme, and how many bring a disqualification, a class or a standing honour along from the year before (C5, J24).
/// Null where the programme has one year.
/// </summary>
internal static class ProgrammeFigures
{
    const string Who = RehearsalDriver.Auditor;

    public static async Task<JsonObject?> ReadAsync(Season season, CancellationToken cancellation)
    {
        var programme = season.Definition.Programme;
        if (programme.FirstYear == programme.LastYear)
            return null;
        var campaign = $"api/v1/campaigns/{season.Definition.Id}";
        var years = (await season.Api.GetAsync(Who, $"{campaign}/programme", cancellation)).Value["years"]!.AsArray();
        var own = years.Single(y => y!["year"]!.GetValue<int>() == season.Year)!;
        var figures = new JsonObject { ["theme"] = own["theme"]?["zh"]?.DeepClone() };
        if (season.Year > programme.FirstYear)
        {
            var rolled = await season.Api.GetAsync(Who, $"{campaign}/rollover?year={season.Year}", cancellation);
            figures["carried"] = new JsonObject
            {
                ["disqualified"] = rolled.Value["disqualified"]!.DeepClone(),
                ["classed"] = rolled.Value["classed"]!.DeepClone(),
                ["honoured"] = rolled.Value["honoured"]!.DeepClone(),
            };
        }
        return figures;
    }
}
