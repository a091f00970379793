using System.Text.RegularExpressions;
using Campaigns.Rules.Definitions;
using Xunit;

namespace Campaigns.Rules.Tests.Definitions;

/// <summary>A definition with every construct of the language: what is read of it, and all that is said about one slip in it.</summary>
public sealed partial class EveryConstructTests
{
    static readonly string text = Sample.Text("every-construct.yaml");

    [Fact]
    public void Read_EveryConstruct_KeepsWhatIsWrittenAtItsBounds()
    {
        var definition = Sample.Definition("every-construct.yaml");

        Assert.Equal("打基础", definition.Programme.Themes[2026].Zh);
        Assert.Equal((NextYear.Automatic, 2), (definition.Programme.Next, definition.Programme.Carries.Count));
        var track = definition.Track("village");
        Assert.Equal((50, false), (track.Honour!.ValidYears, track.Honour.YearlyRecheck));
        Assert.Equal((7, 7, 1), (track.Panel!.Members, track.Panel.Quorum, track.Panel.Trim));
        Assert.Equal("city", definition.Track("group").Enters.Cluster);
        var standard = definition.Standard("village");
        Assert.Equal([("excellent", 100m), ("met", 80m)], standard.Grades.Select(g => (g.Id, g.From)));
        Assert.Equal(3, standard.Clauses.Single(c => c.Id == "deeds").Evidence!.Min);
        Assert.Equal(6, Assert.IsType<DeductionRule>(standard.Clauses.Single(c => c.Id == "petitions").Rule).Each);
        Assert.Equal((0m, 2, false), (definition.Phase("patrol").Draw!.Share, definition.Phase("patrol").Draw!.AtLeast, definition.Phase("patrol").Announced));
        Assert.Equal(new LatePolicy(LateTreatment.Deduct, 2, 1, 2), definition.Phase("q").LatePolicy);
        Assert.Equal([("yes", 100m), ("no", 0m)], definition.Phase("people").Vote!.Options.Select(o => (o.Id, o.Worth)));
        Assert.Equal([Audience.Reporter, Audience.Liaison], definition.Ladder("submitter").Rungs[1].To);
        Assert.Equal(["notes"], definition.Phases.Where(p => p.Every is not null).Select(p => p.Id));
    }

    [Fact]
    public void Read_AnyValueLeftEmpty_IsSaidAtItsPlaceAndNothingIsRead() => Assert.All(Value().Matches(text), value =>
    {
        var reading = DefinitionReader.Read($"{text[..value.Index]}~{text[(value.Index + value.Length)..]}");

        Assert.Null(reading.Definition);
        Assert.Contains(reading.Errors, e => e.Message.En == "nothing is written here");
    });

    [Theory]
    [InlineData("unit: county, zone", "zone", "authority.unit: 'unit' is missing")]
    [InlineData("due: 18:00", "due: 09:00", "authority.due: the hour at which things are due, 09:00, is not after the opening hour, 09:00")]
    [InlineData("2026..2027", "2026..2036", "programme.years: a programme has at most 10 years")]
    [InlineData("{ 2026: 打基础 }", "{ 2025: 打基础 }", "programme.themes.2025: 2025 is not a year of the programme")]
    [InlineData("carries: [honours", "carries: [medals", "programme.carries[0]: unknown thing to carry 'medals'; known: classes, disqualifications, honours")]
    [InlineData("nominated-by: township", "nominated-by: hamlet",
        "tracks.village.select.nominated-by: unknown level 'hamlet'; known: city, county, township, street, department, village, community, station, branch")]
    [InlineData("allotted: 4..6", "allotted: four", "tracks.village.select.allotted: 'four' is not a range; write for example 4..6")]
    [InlineData("allotted: 4..6", "allotted: 4..10001", "tracks.village.select.allotted: '4..10001' is not within 0..10000")]
    [InlineData("quorum: 7", "quorum: 8", "tracks.village.panel.quorum: a quorum of 8 can never be reached by 7 members")]
    [InlineData("trim: 1", "trim: 4", "tracks.village.panel.trim: trimming 4 at either end leaves nothing of 7 scores")]
    [InlineData("valid: 50 years", "valid: 51 years", "tracks.village.honour.valid: '51 years' is not a number of years; write for example 3 years")]
    [InlineData("valid: 50 years", "valid: 0 years", "tracks.village.honour.valid: '0 years' is not a number of years; write for example 3 years")]
    [InlineData("below: 70, or", "below: 101, or", "tracks.village.dynamic.out.below: 101 is not between 0 and 100")]
    [InlineData("above: 85, at", "above: 101, at", "tracks.village.dynamic.in.above: 101 is not between 0 and 100")]
    [InlineData("individual: vanguard }", "individual: vanguard, cluster: city }",
        "tracks.person.enters: clusters enter by 'cluster' alone: the level that they are of")]
    [InlineData("enters: { individual: vanguard }", "enters: vanguard", "tracks.person.enters: keys and values are expected here")]
    [InlineData("excellent: 100 }", "excellent: 101 }", "standards.village.grades.excellent: grade 'excellent' begins at 101, above the scale of 100")]
    [InlineData("{ met: 80, excellent: 100 }", "{ met: eighty, excellent: ninety }",
        "standards.village.grades.met: 'eighty' is not a number",
        "standards.village.grades.excellent: 'ninety' is not a number")]
    [InlineData("{ excellent: 15% }", "{ excellent: 60%, met: 60% }", "standards.village.head-count: the head-counts sum to 120%, more than 100%")]
    [InlineData("points: 20 }\n", "points: 200 }\n",
        "standards.village.sections[0].clauses[0].points: the clause's 200 points exceed its section's maximum of 100")]
    [InlineData("{ 50: 5, 80: 10 }", "{ 50: 5, 80: 200 }",
        "standards.village.sections[0].clauses[3].steps: the clause's 200 points exceed its section's maximum of 100")]
    [InlineData("of: made, points: 20", "of: made, points: 200",
        "standards.village.sections[0].clauses[5].ratio: the clause's 200 points exceed its section's maximum of 100")]
    [InlineData("points: [20, 10, 10]", "points: [20, 5, 10]",
        "standards.village.sections[0].clauses[6].by-rank.points: a later place must not give more points than an earlier one")]
    [InlineData("yes-no: 10 }", "yes-no: 10, target: 3 }", "standards.village.sections[0].clauses[1].target: 'target' belongs to a clause with 'measure'")]
    [InlineData("yes-no: 10 }", "yes-no: 10, steps: { 1: 10 } }",
        "standards.village.sections[0].clauses[1].steps: 'steps' belongs to a clause with 'measure'")]
    [InlineData("each: 6, cap: 6", "each: 6.01, cap: 6", "standards.village.sections[0].clauses[9].deduct.each: 6.01 points off exceed the cap of 6")]
    [InlineData("section: work }", "section: more }",
        "standards.village.sections[0].clauses[10].zeroes.section: unknown section 'more'; did you mean 'work'?")]
    [InlineData("min: 3, kinds", "min: 51, kinds", "standards.village.sections[0].clauses[2].evidence.min: 51 is not between 1 and 50")]
    [InlineData("at-least: 60%, stretch: 80%", "at-least: 60%, within: 5%, stretch: 80%", "targets[0].within: 'within' belongs to 'about'")]
    [InlineData("of: village }\n  - { id: rich", "of: township }\n  - { id: rich", "targets[0].of: no track counts towards this target")]
    [InlineData("track: village, of", "track: hamlet, of", "targets[0].track: unknown track 'hamlet'; known: village, person, group")]
    [InlineData("count: advanced", "count: advance", "targets[4].count: unknown count 'advance'; did you mean 'advanced'?")]
    [InlineData("share: 0%, at-least: 2", "share: 0%, at-least: 0",
        "phases.patrol.draw.share: nobody would ever be drawn: give a share above 0% or 'at-least'")]
    [InlineData("announced: false", "announced: perhaps", "phases.patrol.announced: 'perhaps' is not known here; known: true, false")]
    [InlineData("opens: start + 20wd", "opens: soon",
        "phases.patrol.opens: 'soon' is not a moment; write for example 'start', 'end - 5wd', '12-20' or 'after q2'")]
    [InlineData("opens: start + 20wd, due: 30wd", "opens: start + 20wd, due: soon",
        "phases.patrol.due: 'soon' is not a moment; write for example 'end + 10wd', '15wd' (after opening) or '12-20'")]
    [InlineData("at: locked + 2wd", "at: soon", "ladders.submitter[2].at: 'soon' is not a moment; write for example 'open', 'due - 3wd' or 'locked + 2wd'")]
    [InlineData("at: locked + 2wd", "at: start",
        "ladders.submitter[2].at: 'start' makes no sense here; write for example 'open', 'due - 3wd' or 'locked + 2wd'")]
    [InlineData("opens: end, due: 5wd", "opens: open, due: 5wd",
        "phases.notes.opens: 'open' makes no sense here; write for example 'start', 'end - 5wd', '12-20' or 'after q2'")]
    [InlineData("up to 2,", "up to 1.99,",
        "phases.q.late-policy: the deduction must take something for each day or more, and its cap must not be below one deduction")]
    [InlineData("deduct 2 per 1wd up to 2", "forget",
        "phases.q.late-policy: 'forget' is no way to treat what is late; write accept, refuse or for example deduct 2 per 1wd up to 6")]
    [InlineData("every: 2 years", "every: 0 years", "phases.notes.every: '0 years' is not a number of years; write for example 3 years")]
    [InlineData("from: 2027, opens", "from: 2028, opens", "phases.notes: 'notes' comes in no year of the programme, 2026 to 2027")]
    [InlineData("yes: 100, no: 0", "yes: 99, no: 0", "phases.people.options: the best option must be worth 100")]
    [InlineData("yes: 100, no: 0", "yes: 100", "phases.people.options: a vote has two options at least")]
    [InlineData("[disqualify, next-year]", "[next-year]", "rectification.falsified: 'next-year' goes on with what 'disqualify' begins: give both")]
    [InlineData("[disqualify, next-year]", "[forgive]", "rectification.falsified[0]: unknown word 'forgive'; known: disqualify, next-year")]
    [InlineData("clears: closed", "clears: recovered",
        "warnings[2].clears: nothing would ever clear this card so: 'closed' goes with a finding, 'recovered' with an indicator, 'next-on-time' with a phase")]
    [InlineData("phase: silent, kind", "finding: overdue, phase: silent, kind", "warnings[0].when: give one of 'phase', 'finding', 'indicator' and 'yellow'")]
    [InlineData("phase: late }", "finding: overdue, kind: summary }", "warnings[1].when.kind: 'kind' goes with 'phase'")]
    [InlineData("phase: late }", "phase: late, below: 3 }", "warnings[1].when.below: 'below' goes with 'indicator'")]
    [InlineData("indicator: rate, below: 30%", "indicator: speed, below: 30%",
        "warnings[3].when.indicator: unknown measure 'speed'; known: deeds, rate, income, kept, petitions, falsified, falsifications")]
    [InlineData("id: tardy", "id: silent", "warnings[1]: rule 'silent' is already there")]
    [InlineData("yellow: 2 }", "yellow: 1 }", "warnings[5].when.yellow: 1 is not between 2 and 20")]
    [InlineData("period: year, opens: 11-10", "period: year, each: half, opens: 11-10", "phases.look.period: 'period' and 'each' exclude each other")]
    [InlineData("covers: [q], ladder", "covers: [zz], ladder",
        "phases.look.covers[0]: unknown phase 'zz'; known: plan, pledge, notes, patrol, q, b, people, report, look, put, jury, year, notice, decide")]
    [InlineData("covers: [q], ladder", "covers: [people], ladder",
        "phases.look.covers[0]: 'people' has no sheets to look at; self-checks and summaries have")]
    [InlineData("campaign: everything", "campaign: &x everything", "campaign: anchors (&name) are not used; write the value out where it is needed")]
    [InlineData("campaign: everything", "campaign: ~", "campaign: nothing is written here")]
    [InlineData("campaign: everything", "campaign: \"~\"", "campaign: '~' is not an id: lower-case letters, digits and hyphens, beginning with a letter")]
    [InlineData("campaign: everything", "campaign: \"\"", "campaign: nothing is written here")]
    [InlineData("campaign: everything", "campaign: AAAAAAAAAABBBBBBBBBBCCCCCCCCCCDDDDDDDDDDEEEEE",
        "campaign: 'AAAAAAAAAABBBBBBBBBBCCCCCCCCCCDDDDDDDDDD…' is not an id: lower-case letters, digits and hyphens, beginning with a letter")]
    [InlineData("head: leader-in-charge", "head: mayor", "leading-group.head: 'mayor' is not known here; known: leader, leader-in-charge")]
    [InlineData("members: [department]", "members: [departement]", "leading-group.members[0]: unknown level 'departement'; did you mean 'department'?")]
    [InlineData("review: { flag", "review: { flog", "review.flog-difference: unknown key 'flog-difference'; did you mean 'flag-difference'?")]
    [InlineData("  year: { kind: evaluation, period: year, opens: 12-08, due: 3wd }\n", "",
        "tracks.village: no evaluation phase decides track 'village'",
        "tracks.person: no evaluation phase decides track 'person'",
        "tracks.group: no evaluation phase decides track 'group'",
        "phases.notice.opens: unknown phase 'year'; known: plan, pledge, notes, patrol, q, b, people, report, look, put, jury, notice, decide")]
    [InlineData("  decide: { kind: decision, opens: after notice, due: 5wd, unattended: adopt, vetting: [tax, court], tracks: village }\n", "",
        "tracks.village: the 'nomination' of track 'village' leads to nothing: no decision phase comes after it")]
    [InlineData("publish: 100%", "publish: 101%", "phases.pledge.publish: 101% is more than 100%")]
    [InlineData("general: { title", "General: { title",
        "tracks.village.classes.General: 'General' is not an id: lower-case letters, digits and hyphens, beginning with a letter",
        "tracks.village.classes.targets.general: unknown class 'general'; did you mean 'General'?")]
    [InlineData("excellent: 100 }", "Excellent: 100 }",
        "standards.village.grades.Excellent: 'Excellent' is not an id: lower-case letters, digits and hyphens, beginning with a letter",
        "standards.village.head-count.excellent: unknown grade 'excellent'; did you mean 'Excellent'?")]
    public void Read_OneSlip_IsAllThatIsSaid(string sound, string mistaken, params string[] errors) =>
        Assert.Equal(errors, With(sound, mistaken).Errors.Select(e => $"{e.Path}: {e.Message.En}"));

    [Theory]
    [InlineData(", yes-no: 10", "", "本条如何计分？请给出其中之一：points、yes-no、measure、ratio、by-rank、bonus、discretion、deduct、zeroes、veto")]
    [InlineData("yes-no: 10 }", "yes-no: 10, points: 5 }", "一条只能有一种计分方式，不能同时用 points 和 yes-no")]
    [InlineData("exactly: 3, ", "", "要达到什么？请给出其中之一：at-least、about、exactly、range、above-reference")]
    [InlineData("exactly: 3,", "exactly: 3, about: 3,", "目标只能是其中之一：at-least、about、exactly、range、above-reference")]
    [InlineData("self-check: 40%", "self-check: 30%", "权重之和为 90%，应为 100%")]
    [InlineData("allotted: 4..6", "allotted: four", "“four”不是范围；请写成 4..6 的形式")]
    [InlineData("{ excellent: 15% }", "{ excellent: 60%, met: 60% }", "各等次人数比例之和为 120%，超过 100%")]
    public void Read_OneSlip_IsSaidInChinese(string sound, string mistaken, string message) =>
        Assert.Equal([message], With(sound, mistaken).Errors.Select(e => e.Message.Zh));

    [Theory]
    [InlineData("2026..2027", "2026..2035")]
    [InlineData("{ 2026: 打基础 }", "{ 2027: 提质效 }")]
    [InlineData("allotted: 4..6", "allotted: 0..10000")]
    [InlineData("valid: 50 years", "valid: 1 year")]
    [InlineData("campaign: everything", "campaign: \"null\"")]
    [InlineData("every: 2 years", "every: 1 year")]
    [InlineData("below: 70, or", "below: 85, or")]
    [InlineData("{ phase: late }", "{ phase: late, kind: self-check }")]
    [InlineData("falsified: [disqualify, next-year]", "falsified: [disqualify]")]
    public void Read_AtItsBound_IsTaken(string sound, string other) => Assert.Empty(With(sound, other).Errors.Select(e => e.In("en")));

    [Theory]
    [InlineData("falsified: [disqualify, next-year]", true, true)]
    [InlineData("falsified: [disqualify]", true, false)]
    [InlineData("verify: 3wd", true, false)]
    public void Read_WhatFollowsFalsification_IsDisqualificationUnlessSaid(string written, bool year, bool next)
    {
        var rectification = With(
                "due: 10wd, verify: 3wd, extends: 4d, ladder: rectifier, confirm: 4wd, confirm-ladder: hearing, falsified: [disqualify, next-year]",
                $"due: 10wd, ladder: rectifier, {written}")
            .Definition!.Rectification;

        Assert.Equal((year, next), (rectification.Disqualifies, rectification.DisqualifiesNextYear));
    }

    [Fact]
    public void Read_TwoStandards_EachZeroesSectionsOfItsOwn()
    {
        var section =
            "{ id: other, title: 另, max: 10, clauses: [{ id: a, text: 甲, points: 10 }, { id: b, text: 乙, zeroes: { measure: c, above: 0, section: other } }] }";
        var reading = DefinitionReader.Read(text
            .Replace("individual: vanguard }, standard: village", "individual: vanguard }, standard: second", StringComparison.Ordinal)
            .Replace("targets:\n  - { id: able", $"  second: {{ scale: 10, grades: {{ met: 8 }}, sections: [{section}] }}\ntargets:\n  - {{ id: able",
                StringComparison.Ordinal));

        Assert.Empty(reading.Errors.Select(e => e.In("en")));
    }

    [Theory]
    [InlineData("Check of GDP", "Q3 check of GDP")]
    [InlineData("GDP check", "Q3 GDP check")]
    [InlineData("check", "Q3 check")]
    [InlineData("X", "Q3 X")]
    public void Read_TitleOfARepeatedPhase_StandsBehindItsPeriod(string title, string expected)
    {
        var reading = With("b: { kind: bulletin, period: Q3, opens: after q + 1wd, title: { zh: 通报, en: Bulletin } }",
            $"b: {{ kind: bulletin, each: quarter, opens: end, title: {{ zh: 通报, en: {title} }} }}");

        Assert.Equal(("第3季度通报", expected), (reading.Definition!.Phase("b3").Title.Zh, reading.Definition.Phase("b3").Title.En));
    }

    [Fact]
    public void Read_SeveralSlipsInALine_AreSaidFromLeftToRight() => Assert.Equal(
        ["phases.patrol.kind", "phases.patrol.draw.load"],
        With("kind: inspection, period: Q3, opens: start + 20wd, due: 30wd, draw: { share: 0%, at-least: 2, per: area, load: 20 }",
            "kind: inspectoin, period: Q3, opens: start + 20wd, due: 30wd, draw: { share: 0%, at-least: 2, per: area, load: 0 }").Errors.Select(e => e.Path));

    static DefinitionReading With(string sound, string mistaken)
    {
        var at = text.IndexOf(sound, StringComparison.Ordinal);
        Assert.True(at >= 0, sound);
        return DefinitionReader.Read(text[..at] + mistaken + text[(at + sound.Length)..]);
    }

    /// <summary>A value behind its key, neither a list nor a mapping.</summary>
    [GeneratedRegex(@"(?<=: )[^\s,{}\[\]#][^,{}\[\]\n]*")]
    private static partial Regex Value();
}
