using Campaigns.Rules.Definitions;
using Xunit;

namespace Campaigns.Rules.Tests.Definitions;

/// <summary>How a definition says that reports from the public are taken, and by when a falsification is decided (K17, E5, J7).</summary>
public sealed class ReportGrammarTests
{
    const string Sound = """
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
            sections:
              - { id: all, title: 全部, max: 100, clauses: [{ id: one, text: 一, points: 100 }] }
        phases:
          q1: { kind: self-check, period: Q1, opens: end - 5wd, due: end }
          year: { kind: evaluation, period: year, opens: after q1, due: 5wd }
        ladders:
          hearing:
            - { at: open, to: authority }
            - { at: due - 9wd, to: [authority, parent.reviewer] }
            - { at: due + 1wd, to: parent.leader }
          deciding:
            - { at: due - 2wd, to: authority }
        rectification: { confirm: 3wd, confirm-ladder: deciding }
        reports: { by: inspector, answer: 10wd, ladder: hearing }
        """;

    [Fact]
    public void Read_Sound_SaysWhoAnswersByWhenAndByWhichLadder()
    {
        var reading = DefinitionReader.Read(Sound);
        Assert.Empty(reading.Errors.Select(e => e.In("en")));
        Assert.Equal(new ReportTerms(ReportOwner.Inspector, new Offset(10, Working: true), "hearing"), reading.Definition!.Reports);
        Assert.Equal((new Offset(3, Working: true), "deciding"),
            (reading.Definition.Rectification.Confirm, reading.Definition.Rectification.ConfirmLadder));
    }

    [Fact]
    public void Read_WithoutAny_TakesNoReports_AndDecidesInFiveWorkingDays()
    {
        var definition = DefinitionReader.Read(Sound[..Sound.IndexOf("ladders:", StringComparison.Ordinal)]).Definition!;
        Assert.Null(definition.Reports);
        Assert.Equal((new Offset(5, Working: true), null), (definition.Rectification.Confirm, definition.Rectification.ConfirmLadder));
        var short_ = Sound[..Sound.IndexOf("ladders:", StringComparison.Ordinal)] + "reports: { by: authority, answer: 15d }";
        Assert.Equal(new ReportTerms(ReportOwner.Authority, new Offset(15, Working: false), null), DefinitionReader.Read(short_).Definition!.Reports);
    }

    [Theory]
    [InlineData("by: inspector, ", "", "reports.by: 'by' is missing", "reports.by：缺少“by”")]
    [InlineData("by: inspector", "by: reviewer", "reports.by: 'reviewer' is not known here; known: authority, inspector",
        "reports.by：此处不能写“reviewer”；可用：authority、inspector")]
    [InlineData("answer: 10wd, ", "", "reports.answer: 'answer' is missing", "reports.answer：缺少“answer”")]
    [InlineData("answer: 10wd", "answer: 0d", "reports.answer: a report cannot be answered in no time: give a day at least", "reports.answer：答复期限至少为一天")]
    [InlineData("confirm: 3wd", "confirm: 0wd", "rectification.confirm: a falsification cannot be decided in no time: give a day at least",
        "rectification.confirm：认定期限至少为一天")]
    [InlineData("ladder: hearing", "ladder: hering", "reports.ladder: unknown ladder 'hering'; did you mean 'hearing'?",
        "reports.ladder：未知的提醒梯级“hering”；是否应为“hearing”？")]
    [InlineData("answer: 10wd", "answr: 10wd", "reports.answr: unknown key 'answr'; did you mean 'answer'?", "reports.answr：未知的键“answr”；是否应为“answer”？")]
    [InlineData("{ by: inspector, answer: 10wd, ladder: hearing }", "yes", "reports: keys and values are expected here", "reports：此处应为“键: 值”")]
    [InlineData("to: parent.leader }", "to: parent.leader, card: yellow }",
        "ladders.hearing[2].at: a ladder for answers, 'hearing', raises no card: nothing is decided yet",
        "ladders.hearing[2].at：答复用的提醒梯级“hearing”不得发出预警：尚无结论")]
    [InlineData("to: [authority, parent.reviewer]", "to: [authority, reporter]",
        "ladders.hearing[1].at: a ladder for answers, 'hearing', tells nobody of the participant: use authority, parent.reviewer, parent.leader",
        "ladders.hearing[1].at：答复用的提醒梯级“hearing”不得告知当事单位；对象只能是 authority、parent.reviewer、parent.leader")]
    [InlineData("at: due + 1wd", "at: locked + 1wd", "ladders.hearing[2].at: nothing is locked where 'hearing' counts: count from 'open' or 'due'",
        "ladders.hearing[2].at：“hearing”所计事项没有锁定时间；请从 open 或 due 起算")]
    [InlineData("at: due - 9wd", "at: due - 10wd",
        "ladders.hearing[1].at: rung '2' of ladder 'hearing' could never fire in time: the whole time for the answer is 10 days",
        "ladders.hearing[1].at：提醒梯级“hearing”中的“2”永远不能及时发出：答复期限总共只有 10 天")]
    [InlineData("at: due - 2wd", "at: due - 3wd",
        "ladders.deciding[0].at: rung '1' of ladder 'deciding' could never fire in time: the whole time for the answer is 3 days",
        "ladders.deciding[0].at：提醒梯级“deciding”中的“1”永远不能及时发出：答复期限总共只有 3 天")]
    [InlineData("confirm-ladder: deciding", "confirm-ladder: decidin",
        "rectification.confirm-ladder: unknown ladder 'decidin'; did you mean 'deciding'?",
        "rectification.confirm-ladder：未知的提醒梯级“decidin”；是否应为“deciding”？")]
    public void Read_Mistake_IsSaidAtItsPlaceInBothLanguages(string sound, string mistaken, string en, string zh)
    {
        Assert.Contains(sound, Sound, StringComparison.Ordinal);
        var errors = DefinitionReader.Read(Sound.Replace(sound, mistaken, StringComparison.Ordinal)).Errors;
        // A ladder whose name was misspelt is itself without use.
        var error = errors.First(e => !e.Message.En!.StartsWith("no phase uses the ladder", StringComparison.Ordinal));
        Assert.Equal((en, zh), ($"{error.Path}: {error.Message.En}", $"{error.Path}：{error.Message.Zh}"));
        Assert.InRange(errors.Count, 1, 2);
    }

    [Theory]
    [InlineData("due - 10d")]
    [InlineData("due - 400d")]
    [InlineData("open + 9wd")]
    [InlineData("due")]
    public void Read_RungWhoseOrderOnlyACalendarKnows_IsTaken(string at) => Assert.Equal(
        at == "due - 400d", DefinitionReader.Read(Sound.Replace("due - 9wd", at, StringComparison.Ordinal)).Errors.Count > 0);
}
