using Campaigns.Rules.Definitions;
using Xunit;

namespace Campaigns.Rules.Tests.Definitions;

/// <summary>A definition with a step that could never reach anybody is refused, with the place and the reason (J6).</summary>
public sealed class ReachChecksTests
{
    const string Notice =
        "  notice: { kind: public-notice, opens: after year, due: 5wd, ladder: up }\n  decide: { kind: decision, opens: after notice, due: 5wd }";

    [Theory]
    [InlineData("[reporter, leader]")]
    [InlineData("reviewer")]
    public void LadderThatSpeaksToNobodyInAPublicNotice_IsRefused(string to)
    {
        var error = Assert.Single(Errors(Notice, $"  up:\n    - {{ at: due - 1wd, to: {to} }}"));
        Assert.Equal("phases.notice.ladder", error.Path);
        Assert.Contains("could reach anybody in 'notice'", error.Message.In("en"), StringComparison.Ordinal);
        Assert.Contains("“notice”中无人可达", error.Message.Zh, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("authority")]
    [InlineData("parent.leader")]
    [InlineData("[reporter, authority]")]
    public void LadderThatSpeaksToTheOffice_IsFine(string to) => Assert.Empty(Errors(Notice, $"  up:\n    - {{ at: due - 1wd, to: {to} }}"));

    [Fact]
    public void RungThatSpeaksToNobodyInAnyPhaseOfItsLadder_IsRefused()
    {
        var error = Assert.Single(Errors(Notice, "  up:\n    - { at: open, to: authority }\n    - { at: due - 1wd, to: reporter }"));
        Assert.Equal("ladders.up[1].at", error.Path);
        Assert.Contains("rung '2' could reach nobody", error.Message.In("en"), StringComparison.Ordinal);
        Assert.Contains("均无人可达", error.Message.Zh, StringComparison.Ordinal);
    }

    [Fact]
    public void RungThatSpeaksToSomebodyInAnotherPhaseOfItsLadder_IsFine()
    {
        var shared = Notice + "\n  more: { kind: summary, period: Q1, opens: end - 5wd, due: end, ladder: up }";
        Assert.Empty(Errors(shared, "  up:\n    - { at: open, to: authority }\n    - { at: due - 1wd, to: reporter }"));
    }

    [Fact]
    public void LadderOfEvaluationsAlone_CouldNeverSpeak_AndEachRungIsRefused()
    {
        var text = Text("", "  up:\n    - { at: open, to: authority }\n    - { at: due - 1wd, to: [reporter, parent.leader] }")
            .Replace("due: 5wd }", "due: 5wd, ladder: up }", StringComparison.Ordinal);
        var errors = DefinitionReader.Read(text).Errors;
        Assert.Equal([("ladders.up[0].at", "rung '1' could reach nobody in any phase with ladder 'up'"),
            ("ladders.up[1].at", "rung '2' could reach nobody in any phase with ladder 'up'")], errors.Select(e => (e.Path, e.Message.In("en"))));
        Assert.All(errors, e => Assert.Contains("均无人可达", e.Message.Zh, StringComparison.Ordinal));

        // Where another phase uses it too, what speaks there is fine.
        Assert.Empty(DefinitionReader.Read(text.Replace("due: end }", "due: end, ladder: up }", StringComparison.Ordinal)).Errors);
        // So is one for findings, whatever phases name it besides.
        Assert.Empty(DefinitionReader.Read(text + "rectification: { ladder: up }\n").Errors);
    }

    [Theory]
    [InlineData("station", "township", true)]
    [InlineData("township", "township", false)]
    [InlineData("township", "county", false)]
    [InlineData("village", "township", false)]
    [InlineData("village", "station", false)]
    [InlineData("village", "branch", true)]
    public void NominatorsBelowWhoeverEnters_AreRefused(string enters, string by, bool refused)
    {
        if (enters == "station")
            (enters, by) = ("township", "station");
        var text = Text(Notice.Replace(", ladder: up", "", StringComparison.Ordinal), null)
            .Replace("enters: { level: village }", $"enters: {{ level: {enters} }}", StringComparison.Ordinal)
            .Replace("quota: 3, by: review", $"quota: 3, nominated-by: {by}, allotted: 1..2, by: review", StringComparison.Ordinal);
        var errors = DefinitionReader.Read(text).Errors;
        Assert.Equal(refused, errors.Any(e => e.Message.In("en").Contains("nobody could be nominated", StringComparison.Ordinal)));
        if (refused)
            Assert.Equal("tracks.village", Assert.Single(errors).Path);
    }

    static IReadOnlyList<DefinitionError> Errors(string phases, string ladders) => DefinitionReader.Read(Text(phases, ladders)).Errors;

    static string Text(string phases, string? ladders) => $$"""
        campaign: contest
        title: 争创
        authority: { unit: county, zone: Asia/Shanghai, workdays: cn }
        programme: { years: 2026 }
        tracks:
          village:
            title: 示范村
            enters: { level: village }
            standard: village
            weights: { self-check: 100% }
            select: { quota: 3, by: review }
        standards:
          village:
            scale: 100
            grades: { met: 60 }
            sections:
              - { id: all, title: 全部, max: 100, clauses: [{ id: one, text: 一, points: 100 }] }
        phases:
          q1: { kind: self-check, period: Q1, opens: end - 5wd, due: end }
          year: { kind: evaluation, period: year, opens: after q1, due: 5wd }
        """ + "\n" + phases + (ladders is null ? "" : "\nladders:\n" + ladders) + "\n";
}
