using Campaigns.Rules.Definitions;
using Xunit;

namespace Campaigns.Rules.Tests.Definitions;

public sealed class FilingReaderTests
{
    [Fact]
    public void Plan_IsFiledWithTheTierAbove_UnlessItSaysWith()
    {
        Assert.Equal(Actor.Parent, Read("plan: { kind: plan, opens: start, due: 20wd }").FileWith);
        var plan = Read("plan: { kind: plan, opens: 01-05, due: 20wd, file-with: authority, rework: 5wd }");
        Assert.Equal((Actor.Authority, new Offset(5, true)), (plan.FileWith!.Value, plan.Rework!.Value));
        Assert.Null(plan.Pledges);
    }

    [Fact]
    public void Pledging_ReadsEverything()
    {
        var phase = Read(
            "pledge: { kind: pledging, opens: 02-01, due: 10wd, publish: 100%, kept: { organisation: 95%, member: 90% }, confirm: 8wd, directions: [down] }");
        Assert.Equal((1m, 0.95m, 0.9m, new Offset(8, true)),
            (phase.Pledges!.Publish!.Value, phase.Pledges.KeptByOrganisations!.Value, phase.Pledges.KeptByMembers!.Value, phase.Pledges.Confirm));
        Assert.Equal([PledgeDirection.Down], phase.Pledges.Directions);
        Assert.Null(phase.FileWith);
    }

    [Fact]
    public void Pledging_SayingNothing_GoesBothWays_AndLeavesTenWorkingDaysToConfirm()
    {
        var rules = Read("pledge: { kind: pledging, opens: 02-01, due: 10wd }").Pledges!;
        Assert.Equal((null, null, null, new Offset(10, true)), (rules.Publish, rules.KeptByOrganisations, rules.KeptByMembers, rules.Confirm));
        Assert.Equal([PledgeDirection.Up, PledgeDirection.Down], rules.Directions);
    }

    [Theory]
    [InlineData("s: { kind: summary, period: Q1, opens: end, due: 5wd, file-with: authority }", "phases.s.file-with")]
    [InlineData("s: { kind: summary, period: Q1, opens: end, due: 5wd, publish: 100% }", "phases.s.publish")]
    [InlineData("s: { kind: summary, period: Q1, opens: end, due: 5wd, kept: { member: 90% } }", "phases.s.kept")]
    [InlineData("s: { kind: summary, period: Q1, opens: end, due: 5wd, confirm: 5wd }", "phases.s.confirm")]
    [InlineData("s: { kind: plan, opens: end, due: 5wd, directions: [up] }", "phases.s.directions")]
    [InlineData("s: { kind: summary, period: Q1, opens: end, due: 5wd, rework: 5wd }", "phases.s.rework")]
    [InlineData("s: { kind: plan, opens: start, due: 5wd, file-with: city }", "phases.s.file-with")]
    [InlineData("s: { kind: pledging, opens: start, due: 5wd, directions: [sideways] }", "phases.s.directions[0]")]
    [InlineData("s: { kind: pledging, opens: start, due: 5wd, kept: { people: 90% } }", "phases.s.kept.people")]
    [InlineData("s: { kind: pledging, opens: start, due: 5wd, publish: 100 }", "phases.s.publish")]
    public void Mistake_IsOneErrorAtItsPlace(string phase, string path)
    {
        var reading = DefinitionReader.Read(Text(phase));
        Assert.Equal([path], reading.Errors.Select(e => e.Path));
    }

    private static Phase Read(string phase)
    {
        var reading = DefinitionReader.Read(Text(phase));
        Assert.Empty(reading.Errors);
        return reading.Definition!.Phases[0];
    }

    private static string Text(string phase) => $$"""
        campaign: contest
        title: 争创
        authority: { unit: county, zone: Asia/Shanghai, workdays: cn }
        programme: { years: 2026 }
        tracks:
          village: { title: 示范村, enters: { level: village }, standard: village, weights: { self-check: 100% }, attain: { reach: met } }
        standards:
          village:
            scale: 100
            grades: { met: 80 }
            sections: [{ id: all, title: 全部, max: 100, clauses: [{ id: one, text: 一, points: 100 }] }]
        phases:
          {{phase}}
          q: { kind: self-check, period: Q1, opens: end, due: 10wd }
          year: { kind: evaluation, period: year, opens: 12-01, due: 5wd }
        """;
}
