using Campaigns.Rules.Definitions;
using Xunit;

namespace Campaigns.Rules.Tests.Definitions;

/// <summary>What belongs to one way of selecting: an on-site assessment with its weights, vetting with its departments (K3).</summary>
public sealed class SelectionWayTests
{
    const string Sound = """
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
            select: { quota: 3, nominated-by: township, by: on-site, weigh: { assessment: 60%, self-check: 30%, inspection: 10% } }
          member:
            title: 先锋
            enters: { individual: vanguard }
            standard: village
            weights: { self-check: 100% }
            select: { quota: 3, by: vetting, vetted-by: [authority, tax] }
        standards:
          village:
            scale: 100
            grades: { met: 80 }
            sections:
              - { id: all, title: 全部, max: 100, clauses: [{ id: cover, text: 覆盖, points: 100 }] }
        phases:
          q: { kind: self-check, period: Q1, opens: end - 5wd, due: end + 10wd }
          patrol: { kind: inspection, period: Q1, opens: 03-02, due: 20wd, draw: { share: 10%, at-least: 1 }, tracks: village }
          year: { kind: evaluation, period: Q1, opens: after q, due: 2wd }
          nominate: { kind: nomination, period: Q1, opens: after year, due: 3wd, tracks: village }
          assess: { kind: inspection, period: Q1, opens: after nominate, due: 4wd, draw: { of: candidates, load: 9 }, tracks: village }
          decide: { kind: decision, period: Q1, opens: after assess, due: 3wd }
        """;

    [Fact]
    public void Read_Sound_HasWeightsAssessmentAndDepartments()
    {
        var reading = DefinitionReader.Read(Sound);

        Assert.Empty(reading.Errors.Select(e => e.In("en")));
        var (village, member) = (reading.Definition!.Track("village").Select!, reading.Definition.Track("member").Select!);
        Assert.Equal(0.6m, village.Weigh!.Assessment);
        Assert.Equal([(PhaseKind.SelfCheck, 0.3m), (PhaseKind.Inspection, 0.1m)], village.Weigh.Known.Select(k => (k.Key, k.Value)));
        Assert.Empty(village.VettedBy);
        Assert.Null(member.Weigh);
        Assert.Equal(["county", "tax"], member.VettedBy);
        var (assess, patrol) = (reading.Definition.Phase("assess"), reading.Definition.Phase("patrol"));
        Assert.Equal(new InspectionDraw(1, 0, Stratum.Area, 9) { OfCandidates = true }, assess.Draw);
        Assert.Equal((true, false), (assess.Assesses, patrol.Assesses));
    }

    [Theory]
    [InlineData(", vetted-by: [authority, tax]", "")]
    [InlineData("vetted-by: [authority, tax]", "vetted-by: authority")]
    [InlineData("vetted-by: [authority, tax]", "vetted-by: [authority, county]")]
    public void Read_VettingWithoutDepartments_IsTheAuthoritysOwn(string sound, string written) => Assert.Equal(
        ["county"], DefinitionReader.Read(Sound.Replace(sound, written, StringComparison.Ordinal)).Definition!.Track("member").Select!.VettedBy);

    [Theory]
    [InlineData(", weigh: { assessment: 60%, self-check: 30%, inspection: 10% }", "", "tracks.village.select", "give 'weigh'", "请给出 weigh")]
    [InlineData("inspection: 10% }", "inspection: 20% }", "tracks.village.select.weigh", "sum to 110%", "权重之和为 110%")]
    [InlineData("assessment: 60%, self-check: 30%", "self-check: 90%", "tracks.village.select.weigh", "give 'assessment' a share", "请给出 assessment")]
    [InlineData("self-check: 30%, inspection", "vote: 30%, inspection", "tracks.village.select", "the weight of 'vote' could never be earned", "“vote”的权重")]
    [InlineData("self-check: 30%, inspection", "bulletin: 30%, inspection", "tracks.village.select.weigh.bulletin", "not known here", "bulletin")]
    [InlineData("by: vetting, vetted-by", "by: score, vetted-by", "tracks.member.select.vetted-by", "goes with 'by: vetting'", "“by: vetting”")]
    [InlineData("vetted-by: [authority, tax]", "weigh: { assessment: 100% }", "tracks.member.select.weigh", "goes with 'by: on-site'", "“by: on-site”")]
    [InlineData("draw: { of: candidates, load: 9 }", "draw: { share: 100% }", "tracks.village.select", "nobody is assessed on site", "没有人作实地考核")]
    [InlineData("of: candidates, load", "of: candidates, share: 10%, load", "phases.assess.draw.share", "'share' has no meaning", "不能再写“share”")]
    [InlineData("of: candidates, load", "of: candidates, per: area, load", "phases.assess.draw.per", "'per' has no meaning", "不能再写“per”")]
    [InlineData("of: candidates, load", "of: nominees, load", "phases.assess.draw.of", "not known here", "nominees")]
    [InlineData("opens: after nominate", "opens: after year", "phases.assess.opens", "before 'nominate' is locked", "早于“nominate”的锁定日")]
    [InlineData("opens: after assess", "opens: after nominate", "phases.decide.opens", "before 'assess' is locked", "早于“assess”的锁定日")]
    [InlineData("opens: after assess, due: 3wd }", "opens: after assess, due: 3wd, tracks: village }", "tracks.member.select", "no decision phase", "只会按得分")]
    [InlineData("load: 9 }, tracks: village }", "load: 9 }, tracks: member }", "phases.assess", "none of its tracks selects on site", "不以实地考核评选")]
    public void Read_Mistake_IsNamedAtItsPlace(string sound, string mistaken, string path, string en, string zh)
    {
        Assert.Contains(sound, Sound, StringComparison.Ordinal);
        var errors = DefinitionReader.Read(Sound.Replace(sound, mistaken, StringComparison.Ordinal)).Errors;

        Assert.Contains(errors, e => e.Path == path && e.In("en").Contains(en, StringComparison.Ordinal) && e.In("zh").Contains(zh, StringComparison.Ordinal));
    }
}
