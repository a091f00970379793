using Campaigns.Rules.Definitions;
using Xunit;

namespace Campaigns.Rules.Tests.Definitions;

/// <summary>Panel, honour, consequences, ranges of quotas, and the steps to a decision, as a definition writes them.</summary>
public sealed class SelectingReaderTests
{
    const string Track = "select: { quota: 3..5, by: review }";
    const string Steps = """
          notice: { kind: public-notice, opens: after year, due: 5wd, answer: 3wd }
          decide: { kind: decision, opens: after notice, due: 5wd, unattended: adopt, vetting: [tax, court] }
        """;

    [Fact]
    public void Read_EverythingWritten_IsThere()
    {
        var definition = Definition("""
            select: { quota: 3..5, reserve: 2, by: review }
            panel: { members: 7, quorum: 4, trim: 1, load: 40, normalise: z-score, minimum: 6 }
            honour: { title: { zh: 示范村, en: Demonstration village }, valid: 3 years, recheck: yearly }
            consequences:
              honoured: [{ kind: reward, to: unit, text: 五万元 }, { kind: candidate, to: leader, for: 两优一先 }]
              failed: [{ kind: criticism, to: liaison }]
            """);
        var track = definition.Track("village");
        Assert.Equal((5, 3, 2), (track.Select!.Quota, track.Select.Least, track.Select.Reserve));
        Assert.Equal(new PanelTerms(7, 4, 1, 40, PanelNormalisation.ZScore, 6), track.Panel);
        Assert.Equal(new HonourTerms(new LocalizedText("示范村", "Demonstration village"), 3, true), track.Honour);
        Assert.Equal(
            [new(ConsequenceKind.Reward, ConsequenceTarget.Unit, null, new LocalizedText("五万元")), new(ConsequenceKind.Candidate, ConsequenceTarget.Leader,
                new LocalizedText("两优一先"), null)],
            track.Consequences.Honoured);
        Assert.Equal([new(ConsequenceKind.Criticism, ConsequenceTarget.Liaison, null, null)], track.Consequences.Failed);
        Assert.Equal(new Offset(3, true), definition.Phase("notice").Selecting.Answer);
        var decide = definition.Phase("decide").Selecting;
        Assert.Equal((Unattended.Adopt, null, null), (decide.Unattended, decide.Answer, decide.Appeals));
        Assert.Equal(["tax", "court"], decide.Vetting);
    }

    [Fact]
    public void Read_NothingWritten_HasTheUsualTerms()
    {
        var definition = Definition("select: { quota: 4, by: score }", "  decide: { kind: decision, opens: after year, due: 5wd }");
        var track = definition.Track("village");
        Assert.Equal((4, 4, null, null), (track.Select!.Quota, track.Select.Least, track.Panel, track.Honour));
        Assert.Same(ConsequenceTerms.None, track.Consequences);
        Assert.Equal(Unattended.Hold, definition.Phase("decide").Selecting.Unattended);
        Assert.Equal(new PanelTerms(4, 2, 0, 10_000, PanelNormalisation.None, 5),
            Definition("select: { quota: 1, by: score }\npanel: { members: 4 }").Track("village").Panel);
        Assert.Equal(new HonourTerms(new LocalizedText("牌"), null, false),
            Definition("select: { quota: 1, by: score }\nhonour: { title: 牌 }").Track("village").Honour);
    }

    [Theory]
    [InlineData("quota: 3..5", "quota: 5..3", "tracks.village.select.quota", "runs backwards")]
    [InlineData("quota: 3..5", "quota: 0..3", "tracks.village.select.quota", "not within")]
    [InlineData("by: review }", "by: review }\npanel: { quorum: 3 }", "tracks.village.panel.members", "'members' is missing")]
    [InlineData("by: review }", "by: review }\npanel: { members: 3, quorum: 4 }", "tracks.village.panel.quorum", "can never be reached by 3 members")]
    [InlineData("by: review }", "by: review }\npanel: { members: 5, quorum: 4, trim: 2 }", "tracks.village.panel.trim", "leaves nothing of 4 scores")]
    [InlineData("by: review }", "by: review }\npanel: { members: 5, normalise: z }", "tracks.village.panel.normalise", "not known here")]
    [InlineData("by: review }", "by: review }\npanel: { members: 5, minimum: 1 }", "tracks.village.panel.minimum", "not between 2")]
    [InlineData("by: review }", "by: review }\nhonour: { valid: 3 years }", "tracks.village.honour.title", "'title' is missing")]
    [InlineData("by: review }", "by: review }\nhonour: { title: 牌, valid: three years }", "tracks.village.honour.valid", "3 years")]
    [InlineData("by: review }", "by: review }\nhonour: { title: 牌, valid: 0 years }", "tracks.village.honour.valid", "3 years")]
    [InlineData("by: review }", "by: review }\nhonour: { title: 牌, valid: 51 years }", "tracks.village.honour.valid", "3 years")]
    [InlineData("by: review }", "by: review }\nconsequences: { honoured: [] }", "tracks.village.consequences.honoured", "1 to 20 consequences")]
    [InlineData("by: review }", "by: review }\nconsequences: { failed: [{ kind: criticism }] }", "tracks.village.consequences.failed[0].to", "'to' is missing")]
    [InlineData("by: review }", "by: review }\nconsequences: { failed: [{ kind: ineligible, to: unit }] }", "tracks.village.consequences.failed[0]",
        "for which award")]
    [InlineData("answer: 3wd", "answer: soon", "phases.notice.answer", "not a number of days")]
    [InlineData("answer: 3wd", "appeals: 3wd", "phases.notice.appeals", "only scores are appealed")]
    [InlineData("answer: 3wd", "unattended: adopt", "phases.notice.unattended", "belongs to a decision phase")]
    [InlineData("answer: 3wd", "vetting: [tax]", "phases.notice.vetting", "belongs to a decision phase")]
    [InlineData("unattended: adopt", "answer: 3wd", "phases.decide.answer", "only a public notice")]
    [InlineData("unattended: adopt", "unattended: never", "phases.decide.unattended", "not known here")]
    [InlineData("[tax, court]", "[Tax]", "phases.decide.vetting[0]", "is not an id")]
    [InlineData("opens: after year, due: 5wd, answer", "opens: 12-09, due: 5wd, answer", "phases.notice.opens", "before 'year' is locked")]
    [InlineData("opens: after notice", "opens: after year", "phases.decide.opens", "before 'notice' is locked")]
    public void Read_Mistakes_AreNamedAtTheirPlace(string sound, string mistaken, string path, string message)
    {
        var error = Assert.Single(DefinitionReader.Read(Text(Track.Replace(sound, mistaken, StringComparison.Ordinal), Steps.Replace(sound, mistaken,
            StringComparison.Ordinal))).Errors);
        Assert.Equal(path, error.Path);
        Assert.Contains(message, error.In("en"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("  ask: { kind: nomination, opens: after year, due: 5wd }", "the 'nomination' of track 'village' leads to nothing")]
    [InlineData("  ask: { kind: panel, opens: after year, due: 5wd }", "the 'panel' of track 'village' leads to nothing")]
    [InlineData("  ask: { kind: public-notice, opens: after year, due: 5wd }", "the 'public-notice' of track 'village' leads to nothing")]
    public void Read_StepsWithoutADecision_LeadToNothing(string steps, string message) =>
        Assert.Contains(message, Assert.Single(DefinitionReader.Read(Text(Track, steps)).Errors).In("en"), StringComparison.Ordinal);

    [Fact]
    public void Read_AppealsAgainstAScore_AreAnsweredInTime()
    {
        var check = Definition(Track, Steps + "\n  second: { kind: self-check, period: S2, opens: 11-20, due: 3wd, appeals: 5wd, answer: 3d }").Phase("second")
            .Selecting;
        Assert.Equal((new Offset(5, true), new Offset(3, false)), (check.Appeals, check.Answer));
    }

    [Fact]
    public void Read_StepsOfATrackThatOnlyAttains_NeedNoDecision() =>
        Definition("attain: { reach: met }", "  ask: { kind: panel, opens: after year, due: 5wd }");

    static CampaignDefinition Definition(string track, string steps = Steps)
    {
        var reading = DefinitionReader.Read(Text(track, steps));
        Assert.Empty(reading.Errors.Select(e => e.In("en")));
        return reading.Definition!;
    }

    static string Text(string track, string steps) => $$"""
        campaign: contest
        title: 争创
        authority: { unit: county, zone: Asia/Shanghai, workdays: cn }
        programme: { years: 2026 }
        standards:
          village: { scale: 10, grades: { met: 8 }, sections: [{ id: all, title: 全部, max: 10, clauses: [{ id: one, text: 一, points: 10 }] }] }
        tracks:
          village:
            title: 示范村
            enters: { level: village }
            standard: village
            weights: { self-check: 100% }
        {{string.Join('\n', track.Split('\n').Select(l => "    " + l))}}
        phases:
          check: { kind: self-check, period: Q4, opens: 11-02, due: 5wd }
          year: { kind: evaluation, period: year, opens: 12-08, due: 3wd }
        {{steps}}
        """;
}
