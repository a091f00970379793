using Campaigns.Rules.Definitions;
using Xunit;

namespace Campaigns.Rules.Tests.Definitions;

/// <summary>One mistake put into a definition that is otherwise right gives one error, at its place.</summary>
public sealed class DefinitionReaderMistakesTests
{
    const string Sound = """
        campaign: contest
        title: { zh: 争创, en: Contest }
        authority: { unit: county, zone: Asia/Shanghai, workdays: cn, opens: 09:00, due: 18:00 }
        programme: { years: 2026..2027, themes: { 2026: 打基础 } }
        tracks:
          village:
            title: 示范村
            enters: { level: village, sector: rural }
            standard: village
            weights: { self-check: 40%, appraisal: 60% }
            select: { quota: 100, nominated-by: township, allotted: 4..6, by: score, reach: met }
          person:
            title: 先锋
            enters: { individual: vanguard }
            standard: person
            weights: { self-check: 100% }
            attain: { reach: good, share: 65% }
        standards:
          village:
            scale: 100
            grades: { met: 80, excellent: 90 }
            sections:
              - id: service
                title: 服务
                max: 70
                clauses:
                  - { id: deeds, text: 好事, measure: deeds, target: 3, points: 30, evidence: { min: 1, kinds: [photo] } }
                  - { id: rate, text: 比率, measure: rate, steps: { 50: 10, 80: 20 } }
                  - { id: calm, text: 平安, yes-no: 20 }
              - id: more
                title: 其他
                max: 30
                clauses:
                  - { id: judged, text: 评价, points: 30 }
                  - { id: honours, text: 表彰, bonus: { county: 2, city: 3, cap: 3 } }
                  - { id: petitions, text: 信访, deduct: { measure: petitions, each: 2, cap: 6 } }
                  - { id: honest, text: 诚信, veto: { measure: falsifications, above: 0 } }
          person:
            scale: 10
            grades: { good: 8 }
            sections: [{ id: all, title: 全部, max: 10, clauses: [{ id: one, text: 一, points: 10 }] }]
        phases:
          q: { kind: self-check, each: quarter, opens: end - 5wd, due: end + 10wd, grace: 3wd, late: 2wd, ladder: submitter }
          h: { kind: appraisal, each: half, tracks: [village], opens: after q, due: 15wd, rework: 5wd, ladder: reviewer }
          b: { kind: bulletin, each: quarter, opens: after q + 1wd }
          year: { kind: evaluation, period: year, opens: after h, due: 5wd }
        ladders:
          submitter:
            - { at: open, to: reporter }
            - { at: due - 3wd, to: [reporter, liaison] }
            - { at: locked + 2wd, to: parent.leader, card: yellow }
          reviewer:
            - { id: last, at: due + 1wd, to: reviewer }
        """;

    [Fact]
    public void Read_SoundDefinition_HasNoErrors() => Assert.Empty(DefinitionReader.Read(Sound).Errors.Select(e => e.In("en")));

    [Theory]
    // Keys and types
    [InlineData("campaign: contest", "campaing: contest", "campaing", "did you mean 'campaign'")]
    [InlineData("campaign: contest", "", "campaign", "'campaign' is missing")]
    [InlineData("campaign: contest", "campaign: The Contest", "campaign", "is not an id")]
    [InlineData("campaign: contest", "campaign: contest\ncampaign: again", "campaign", "already given in line 1")]
    [InlineData("campaign: contest", "campaign: contest\ncolour: red", "colour", "unknown key")]
    [InlineData("campaign: contest", "campaign: [contest]", "campaign", "single value is expected")]
    [InlineData("campaign: contest", "campaign:", "campaign", "nothing is written")]
    [InlineData("{ zh: 争创, en: Contest }", "{ en: Contest }", "title.zh", "'zh' is missing")]
    [InlineData("{ zh: 争创, en: Contest }", "{ zh: 争创, en: Contest, or so }", "title.or so", "quotation marks")]
    [InlineData("    title: 示范村\n", "", "tracks.village.title", "'title' is missing")]
    // Authority and programme
    [InlineData("Asia/Shanghai", "China", "authority.zone", "not a time zone")]
    [InlineData("opens: 09:00", "opens: 9 am", "authority.opens", "not a time of day")]
    [InlineData("due: 18:00", "due: 08:00", "authority.due", "not after the opening hour")]
    [InlineData("2026..2027", "2027..2026", "programme.years", "runs backwards")]
    [InlineData("2026..2027", "soon", "programme.years", "not a number")]
    [InlineData("2026..2027", "2026..2046", "programme.years", "at most 10 years")]
    [InlineData("{ 2026: 打基础 }", "{ 2028: 打基础 }", "programme.themes.2028", "not a year of the programme")]
    // Tracks
    [InlineData("level: village, sector: rural", "level: hamlet, sector: rural", "tracks.village.enters.level", "unknown level")]
    [InlineData("sector: rural", "sector: rurale", "tracks.village.enters.sector", "did you mean 'rural'")]
    [InlineData("individual: vanguard", "individual: vanguard, level: village", "tracks.person.enters", "not both")]
    [InlineData("{ individual: vanguard }", "{ }", "tracks.person.enters", "who enters")]
    [InlineData("campaign: contest", "campaign: contest\ncolour:", "colour", "unknown key 'colour'; known: references, targets")]
    [InlineData("self-check: 40%, appraisal: 60%", "self-check: 40%, inspection: 60%", "tracks.village.weights", "weight of 'inspection' could never be earned")]
    [InlineData("self-check: 40%", "self-check: 30%", "tracks.village.weights", "sum to 90%")]
    [InlineData("self-check: 40%", "self-check: 0.4", "tracks.village.weights.self-check", "not a percentage")]
    [InlineData("self-check: 40%", "summary: 40%", "tracks.village.weights.summary", "not known here")]
    [InlineData("share: 65%", "share: 650%", "tracks.person.attain.share", "more than 100%")]
    [InlineData("reach: good", "reach: great", "tracks.person.attain.reach", "unknown grade")]
    [InlineData("reach: met", "reach: mett", "tracks.village.select.reach", "did you mean 'met'")]
    [InlineData("quota: 100", "quota: 0", "tracks.village.select.quota", "not between")]
    [InlineData("quota: 100", "quota: 1.5", "tracks.village.select.quota", "not a whole number")]
    [InlineData("allotted: 4..6", "allotted: 6..4", "tracks.village.select.allotted", "runs backwards")]
    [InlineData("nominated-by: township, ", "", "tracks.village.select.allotted", "needs 'nominated-by'")]
    [InlineData("by: score", "by: lot", "tracks.village.select.by", "known: review, on-site, vetting, score")]
    [InlineData("    attain: { reach: good, share: 65% }\n", "", "tracks.person", "give 'select' or 'attain'")]
    [InlineData("    standard: person\n", "    standard: people\n", "tracks.person.standard", "unknown standard")]
    // Standards
    [InlineData("max: 30\n", "max: 40\n", "standards.village.sections[1].max", "sum to 30, its maximum is 40", "standards.village.sections")]
    [InlineData("scale: 100", "scale: 1000", "standards.village.sections", "sum to 100, the scale is 1000")]
    [InlineData("excellent: 90", "excellent: 900", "standards.village.grades.excellent", "above the scale")]
    [InlineData("excellent: 90", "excellent: 80", "standards.village.grades.excellent", "both begin at 80")]
    [InlineData("yes-no: 20", "yes-no: 90", "standards.village.sections[0].clauses[2].yes-no", "exceed its section's maximum of 70")]
    [InlineData("yes-no: 20", "yes-no: 20, points: 5", "standards.village.sections[0].clauses[2]", "scored in one way")]
    [InlineData(", yes-no: 20", "", "standards.village.sections[0].clauses[2]", "how is the clause scored")]
    [InlineData("id: calm", "id: deeds", "standards.village.sections[0].clauses[2].id", "already in line")]
    [InlineData("id: more", "id: service", "standards.village.sections[1].id", "already in line")]
    [InlineData("target: 3, ", "", "standards.village.sections[0].clauses[0].target", "'target' is missing")]
    [InlineData("{ 50: 10, 80: 20 }", "{ 50: 20, 80: 10 }", "standards.village.sections[0].clauses[1].steps", "higher step must give more")]
    [InlineData("steps: {", "points: 20, steps: {", "standards.village.sections[0].clauses[1].points", "exclude each other")]
    [InlineData("cap: 3 }", "cap: 2 }", "standards.village.sections[1].clauses[1].bonus.city", "exceed the cap of 2")]
    [InlineData("county: 2, city: 3, ", "", "standards.village.sections[1].clauses[1].bonus", "name a level of recognition")]
    [InlineData("each: 2, cap: 6", "each: 8, cap: 6", "standards.village.sections[1].clauses[2].deduct.each", "exceed the cap of 6")]
    [InlineData("kinds: [photo]", "kinds: [foto]", "standards.village.sections[0].clauses[0].evidence.kinds[0]", "did you mean 'photo'")]
    [InlineData("min: 1,", "min: 0,", "standards.village.sections[0].clauses[0].evidence.min", "not between 1 and 50")]
    [InlineData("standards:\n",
        "standards:\n  spare: { scale: 10, sections: [{ id: a, title: 一, max: 10, clauses: [{ id: b, text: 二, points: 10 }] }] }\n",
        "standards.spare", "no track uses")]
    // Phases
    [InlineData("kind: self-check", "kind: selfcheck", "phases.q.kind", "did you mean 'self-check'")]
    [InlineData("each: quarter, opens: end", "each: week, opens: end", "phases.q.each", "known: month, quarter, half")]
    [InlineData("period: year", "period: Q5", "phases.year.period", "not known here")]
    [InlineData("opens: after h,", "opens: after hh,", "phases.year.opens", "unknown phase 'hh'")]
    [InlineData("opens: after h,", "opens: due + 1wd,", "phases.year.opens", "makes no sense here")]
    [InlineData("opens: after h,", "opens: after h - 2wd,", "phases.year.opens", "cannot open before")]
    [InlineData("opens: after h,", "opens: 12-32,", "phases.year.opens", "no day 12-32")]
    [InlineData("opens: after h,", "opens: 02-29,", "phases.year.opens", "no 29 February in 2026", "phases.year.opens")]
    [InlineData("due: end + 10wd", "due: end + 10", "phases.q.due", "is not a moment")]
    [InlineData("due: end + 10wd", "due: 400d", "phases.q.due", "at most 366 days")]
    [InlineData("due: end + 10wd", "due: start", "phases.q.due", "before it opens", "phases.q.ladder")]
    [InlineData("grace: 3wd", "grace: -3wd", "phases.q.grace", "not a number of days")]
    [InlineData("rework: 5wd, ", "rework: 5wd, late: x, ", "phases.h.late", "not a number of days")]
    [InlineData("grace: 3wd,", "grace: 3wd, rework: 2wd,", "phases.q.rework", "only an appraisal returns")]
    [InlineData("opens: after q + 1wd", "opens: after q + 1wd, due: 3wd", "phases.b.due", "a bulletin has no 'due'")]
    [InlineData("tracks: [village], ", "tracks: [villages], ", "phases.h.tracks[0]", "did you mean 'village'")]
    [InlineData("tracks: [village], ", "tracks: [village], by: self, ", "phases.h.by", "done by 'parent'")]
    [InlineData("tracks: [village], ", "tracks: [village], covers: [b], ", "phases.h.covers[0]", "has no sheets to look at")]
    [InlineData("tracks: [village], opens: after q, due: 15wd",
        "tracks: [village], opens: end - 1wd, due: 30wd", "phases.h.opens", "before 'q2', which it looks at, is due")]
    [InlineData("opens: after h, due: 5wd", "opens: after q, due: 5wd", "phases.year.opens", "before 'h2' is locked")]
    [InlineData("opens: end - 5wd, due: end + 10wd", "opens: after h, due: 10wd", "phases.q.opens", "no 'h' has ended by the end of Q1", "phases.q.opens")]
    [InlineData("  b: {", "  q9: { kind: self-check, each: month, opens: end, due: 5wd }\n  b: {", "phases.q9", "must not end in a digit")]
    [InlineData("  b: {", "  cycle: {", "phases.cycle", "name of the whole year")]
    [InlineData("  b: {", "  b4: { kind: bulletin, period: Q3, opens: after q4 }\n  b: {", "phases.b4", "must have its kind and its period, Q4")]
    [InlineData("  b: {", "  b4: { kind: evaluation, period: Q4, opens: after h, due: 5wd }\n  b: {", "phases.b4", "must have its kind and its period, Q4")]
    [InlineData("  b: {", "  b4: { kind: bulletinn, period: Q4, opens: after q4 }\n  b: {", "phases.b4.kind", "did you mean 'bulletin'", "phases.b4.due")]
    [InlineData("  b: {", "  b4: { kind: bulletin, period: Q9, opens: after q4 }\n  b: {", "phases.b4.period", "not known here")]
    [InlineData("  b: {", "  y: { kind: appraisal, period: M2, tracks: [village], covers: [q], opens: after q1, due: 5wd }\n  b: {",
        "phases.y.covers[0]", "no 'q' lies within M2")]
    [InlineData("each: quarter, opens: end - 5wd", "each: quarter, tracks: [person], opens: end - 5wd",
        "phases.h", "there is nothing to appraise", "tracks.village.weights")]
    // Ladders
    [InlineData("ladder: reviewer", "ladder: reviewers", "phases.h.ladder", "did you mean 'reviewer'")]
    [InlineData(", ladder: reviewer", "", "ladders.reviewer", "its rungs could never fire")]
    [InlineData("at: due - 3wd", "at: due - 30wd", "phases.q.ladder",
        "rung '2' of ladder 'submitter' could never fire for 'q1': it lies before the phase opens")]
    [InlineData("{ at: open, ", "{ at: open + 60wd, ", "phases.q.ladder", "lies after the due date")]
    [InlineData("locked + 2wd", "locked - 9wd", "phases.q.ladder", "lies before the due date")]
    [InlineData("{ at: open, ", "{ at: open - 1wd, ", "ladders.submitter[0].at", "nothing is sent before the phase opens")]
    [InlineData("{ at: open, ", "{ at: start, ", "ladders.submitter[0].at", "makes no sense here")]
    [InlineData("to: parent.leader", "to: mayor", "ladders.submitter[2].to", "unknown audience 'mayor'")]
    [InlineData("[reporter, liaison]", "[reporter, reporter]", "ladders.submitter[1].to[1]", "given twice")]
    [InlineData("card: yellow", "card: blue", "ladders.submitter[2].card", "known: yellow, red")]
    [InlineData("{ id: last,", "{ id: last, at: due + 2wd, to: reviewer }\n    - { id: last,", "ladders.reviewer[1].at", "already in this ladder")]
    public void Read_OneMistake_IsReportedAtItsPlace(string sound, string mistaken, string path, string message, params string[] consequences)
    {
        Assert.Contains(sound, Sound, StringComparison.Ordinal);
        var at = Sound.IndexOf(sound, StringComparison.Ordinal);

        var reading = DefinitionReader.Read(Sound[..at] + mistaken + Sound[(at + sound.Length)..]);

        Assert.Null(reading.Definition);
        var error = Assert.Single(reading.Errors, e => e.Path == path && e.Message.In("en").Contains(message, StringComparison.Ordinal));
        Assert.True(error.Line >= 1 && error.Column >= 1);
        Assert.Equal(consequences.Order(), reading.Errors.Where(e => e != error).Select(e => e.Path).Order());
    }

    [Fact]
    public void Read_PhasesThatWaitForEachOther_AreReportedOnce()
    {
        var text = Sound.Replace("opens: end - 5wd, due: end + 10wd, grace", "opens: after h2, due: end + 10wd, grace", StringComparison.Ordinal);

        var error = Assert.Single(DefinitionReader.Read(text).Errors);

        Assert.Equal("phases.q.opens", error.Path);
        Assert.Equal("the phases wait for each other: h2 → q4 → h2", error.Message.En);
    }

    [Fact]
    public void Read_Mistake_PointsAtLineAndColumn()
    {
        var error = Assert.Single(DefinitionReader.Read(Sound.Replace("quota: 100", "quota: many", StringComparison.Ordinal)).Errors);

        Assert.Equal((11, 22), (error.Line, error.Column));
        Assert.Equal("11:22 tracks.village.select.quota: 'many' is not a number", error.In("en"));
        Assert.Equal("11:22 tracks.village.select.quota: “many”不是数字", error.In("zh"));
    }
}
