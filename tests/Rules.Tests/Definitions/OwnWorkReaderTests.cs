using Campaigns.Rules.Definitions;
using Xunit;

namespace Campaigns.Rules.Tests.Definitions;

public sealed class OwnWorkReaderTests
{
    [Fact]
    public void Track_ReadsProjectsAndCards()
    {
        var track = Read("level: village", "own-projects: { count: 1..2, clause: one }, record-card: half-yearly").Tracks[0];
        Assert.Equal((new OwnProjects(new IntRange(1, 2), "one"), RecordCardRhythm.HalfYearly), (track.OwnProjects!, track.RecordCard!.Value));
        var plain = Read("level: village", "own-projects: { count: 1 }").Tracks[0];
        Assert.Equal((new OwnProjects(new IntRange(1, 1), null), null), (plain.OwnProjects!, plain.RecordCard));
        Assert.Null(Read("level: village", "record-card: yearly").Tracks[0].OwnProjects);
    }

    [Fact]
    public void Track_OfClusters_ReadsTheirLevel()
    {
        var enters = Read("cluster: city", "record-card: quarterly").Tracks[0].Enters;
        Assert.Equal(("city", null, 0), (enters.Cluster, enters.Individual, enters.Levels.Count));
        Assert.Null(Read("level: village", "record-card: yearly").Tracks[0].Enters.Cluster);
    }

    [Fact]
    public void LeadingGroup_IsRead_ItsOfficeIsItsOwnUnlessSaid()
    {
        var group = Read(
            "level: village", "record-card: yearly", "leading-group: { head: leader-in-charge, members: [department], office: authority, set-up: 20wd }")
            .LeadingGroup!;
        Assert.Equal((Audience.LeaderInCharge, Actor.Authority, new Offset(20, true)), (group.Head, group.Office, group.SetUp));
        Assert.Equal(["department"], group.Members);
        var own = Read("level: village", "record-card: yearly", "leading-group: { head: leader, set-up: 20d }").LeadingGroup!;
        Assert.Equal((Audience.Leader, Actor.Self, 0), (own.Head, own.Office, own.Members.Count));
        Assert.Null(Read("level: village", "record-card: yearly").LeadingGroup);
    }

    [Theory]
    [InlineData("cluster: hamlet", "record-card: yearly", "", "tracks.village.enters.cluster")]
    [InlineData("cluster: city, level: village", "record-card: yearly", "", "tracks.village.enters")]
    [InlineData("cluster: city, sector: rural", "record-card: yearly", "", "tracks.village.enters")]
    [InlineData("cluster: city, individual: star", "record-card: yearly", "", "tracks.village.enters")]
    [InlineData("sector: rural", "record-card: yearly", "", "tracks.village.enters")]
    [InlineData("level: village", "record-card: daily", "", "tracks.village.record-card")]
    [InlineData("level: village", "own-projects: { count: 0 }", "", "tracks.village.own-projects.count")]
    [InlineData("level: village", "own-projects: { count: 11 }", "", "tracks.village.own-projects.count")]
    [InlineData("level: village", "own-projects: { clause: one }", "", "tracks.village.own-projects.count")]
    [InlineData("level: village", "own-projects: { count: 1, clause: two }", "", "tracks.village.own-projects.clause")]
    [InlineData("level: village", "record-card: yearly", "leading-group: { head: reporter, set-up: 20wd }", "leading-group.head")]
    [InlineData("level: village", "record-card: yearly", "leading-group: { head: leader }", "leading-group.set-up")]
    [InlineData("level: village", "record-card: yearly", "leading-group: { set-up: 20wd }", "leading-group.head")]
    [InlineData("level: village", "record-card: yearly", "leading-group: { head: leader, members: [office], set-up: 20wd }", "leading-group.members[0]")]
    [InlineData("level: village", "record-card: yearly", "leading-group: { head: leader, office: nobody, set-up: 20wd }", "leading-group.office")]
    public void Mistake_IsOneErrorAtItsPlace(string enters, string track, string group, string path) =>
        Assert.Equal([path], DefinitionReader.Read(Text(enters, track, group)).Errors.Select(e => e.Path));

    private static CampaignDefinition Read(string enters, string track, string group = "")
    {
        var reading = DefinitionReader.Read(Text(enters, track, group));
        Assert.Empty(reading.Errors);
        return reading.Definition!;
    }

    private static string Text(string enters, string track, string group) => $$"""
        campaign: contest
        title: 争创
        authority: { unit: county, zone: Asia/Shanghai, workdays: cn }
        programme: { years: 2026 }
        {{group}}
        tracks:
          village: { title: 示范村, enters: { {{enters}} }, standard: village, weights: { self-check: 100% }, attain: { reach: met }, {{track}} }
        standards:
          village:
            scale: 100
            grades: { met: 80 }
            sections: [{ id: all, title: 全部, max: 100, clauses: [{ id: one, text: 一, points: 100 }] }]
        phases:
          q: { kind: self-check, period: Q1, opens: end, due: 10wd }
          year: { kind: evaluation, period: year, opens: 12-01, due: 5wd }
        """;
}
