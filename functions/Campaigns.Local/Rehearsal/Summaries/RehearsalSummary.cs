using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace Campaigns.Local.Rehearsal.Summaries;

/// <summary>
/// A rehearsal's outcome: <c>result</c>, byte-identical for the same seed, definition and people, and <c>measured</c>, which depends on the machine.
/// </summary>
internal sealed record RehearsalSummary(JsonObject Result, Measurements Measured)
{
    static readonly JsonSerializerOptions Layout = new() { WriteIndented = true, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static async Task<RehearsalSummary> ReadAsync(Season season, TimeSpan took, CancellationToken cancellation)
    {
        var requests = season.Api.Requests;
        var measured = (await season.Api.GetAsync(null, "local/measured", cancellation)).Value;
        var groups = (await season.Api.GetAsync(RehearsalDriver.Auditor, $"api/v1/cycles/{season.Cycle}", cancellation)).Value["groups"];
        measured["groups"] = groups?.DeepClone();
        var result = await new ResultReader(season).ReadAsync(cancellation);
        return new RehearsalSummary(result, new Measurements(measured, result, took.TotalSeconds, requests));
    }

    /// <summary>The file's text, with a line feed at its end.</summary>
    public string Text() => new JsonObject { ["result"] = Result.DeepClone(), ["measured"] = Measured.ToJson() }.ToJsonString(Layout) + "\n";

    /// <summary>The file's text for several years on end: what each came to, and what all of them cost together.</summary>
    public static string Text(IReadOnlyList<RehearsalSummary> years) => years.Count == 1
        ? years[0].Text()
        : new JsonObject
        {
            ["years"] = new JsonArray([.. years.Select(y => y.Result.DeepClone())]),
            ["measured"] = years[^1].Measured.ToJson(),
        }.ToJsonString(Layout) + "\n";
}
