using System.Globalization;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Xunit;

namespace Campaigns.Rules.Tests.Calendar;

/// <summary>Definitions of a few lines, and plans as local times.</summary>
internal static class Planning
{
    public static readonly HolidayTables ToTheEndOf2029 = HolidayTables.Bundled.With(HolidayTables.FictitiousSample);

    /// <summary>A definition with the given phases and ladders, in YAML of two spaces' indentation.</summary>
    public static string Text(string phases, string ladders = "", string zone = "Asia/Shanghai", string workdays = "cn", string years = "2026") => $$"""
        campaign: test
        title: 测试
        authority: { unit: county, zone: {{zone}}, workdays: {{workdays}} }
        programme: { years: {{years}} }
        tracks:
          village: { title: 村, enters: { level: village }, standard: village, weights: { self-check: 100% }, select: { quota: 1, by: score } }
        standards:
          village: { scale: 10, sections: [{ id: all, title: 全部, max: 10, clauses: [{ id: one, text: 一, points: 10 }] }] }
        phases:
        {{Indented(phases)}}
        {{(ladders.Length == 0 ? "" : "ladders:")}}
        {{Indented(ladders)}}
        """;

    public static CampaignDefinition Definition(
        string phases, string ladders = "", string zone = "Asia/Shanghai", string workdays = "cn", string years = "2026")
    {
        var reading = DefinitionReader.Read(Text(phases, ladders, zone, workdays, years));
        Assert.Empty(reading.Errors.Select(e => e.In("en")));
        return reading.Definition!;
    }

    /// <summary>A milestone's local time, or the year that it awaits.</summary>
    public static string At(this CyclePlan plan, string id)
    {
        var milestone = plan.Milestones.Single(m => m.Id == id);
        return milestone.At is { } at
            ? TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById(plan.Zone)).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)
            : $"awaiting {milestone.AwaitingYear}";
    }

    static string Indented(string lines) => string.Join('\n', lines.Split('\n').Select(l => "  " + l));
}
