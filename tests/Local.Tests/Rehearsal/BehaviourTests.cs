using Campaigns.Local.Rehearsal;
using Campaigns.Rules.Calendar;
using Xunit;

namespace Campaigns.Local.Tests.Rehearsal;

public sealed class BehaviourTests
{
    static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");
    static readonly DateTimeOffset Opens = new(2026, 3, 25, 0, 0, 0, TimeSpan.Zero);
    static readonly PhaseWindow Window = new("q1", "2026Q1", Opens, Opens.AddDays(14), Opens.AddDays(17), Opens.AddDays(24));
    static readonly string[] Units = [.. Enumerable.Range(1, 2000).Select(n => $"v-{n:D4}")];

    static Timing Timing(int seed, BehaviourProfile? profile = null) => new(seed, profile ?? new BehaviourProfile(), new WorkSlots(Zone));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(77)]
    public void Submission_ByDefault_HasTheSharesThatAYearAsksFor(int seed)
    {
        var at = Units.Select(u => Timing(seed).Submission(u, Window)).ToList();

        Assert.InRange(at.Count(i => i is null) / 2000.0, 0.02, 0.08);
        Assert.InRange(at.Count(i => i > Window.GraceUntil) / 2000.0, 0.05, 0.13);
        Assert.True(at.Where(i => i is not null).All(i => i > Window.OpensAt && i <= Window.LockedAt));
        Assert.Contains(at, i => i <= Window.DueAt && i >= Window.DueAt!.Value.AddHours(-1));
    }

    [Fact]
    public void Submission_OfOneUnit_DependsOnNothingButSeedUnitAndPhase()
    {
        var alone = Timing(1).Submission("v-0007", Window);

        Assert.Equal(alone, Units.Reverse().Select(u => (u, Timing(1).Submission(u, Window))).Single(p => p.u == "v-0007").Item2);
        Assert.NotEqual(Units.Select(u => Timing(1).Submission(u, Window)), Units.Select(u => Timing(2).Submission(u, Window)));
    }

    [Fact]
    public void Submission_WithoutInstants_IsNone() =>
        Assert.All(Units, u => Assert.Null(Timing(1).Submission(u, new PhaseWindow("q1", "2027Q1", null, null, null, null, 2027))));

    [Fact]
    public void Review_OfSheetsThatGoBack_LeavesTimeForTheRework() =>
        Assert.All(Units, u => Assert.True(Timing(1).Review(u, Window, returns: true) <= Opens + (Window.DueAt! - Opens) * 0.4));

    [Fact]
    public void Rework_WhenItHappens_IsInsideItsOwnDeadline()
    {
        var at = Units.Select(u => Timing(3).Rework(u, "q1", Opens, Opens.AddDays(7))).ToList();

        Assert.True(at.Where(i => i is not null).All(i => i > Opens && i <= Opens.AddDays(7)));
        Assert.InRange(at.Count(i => i is null) / 2000.0, 0.05, 0.15);
    }

    [Fact]
    public void Pick_SpanWithoutAMoment_StaysInsideTheSpan()
    {
        var saturday = new DateTimeOffset(2026, 1, 10, 1, 0, 0, TimeSpan.Zero);

        var at = new WorkSlots(Zone).Pick(saturday, saturday.AddHours(3), 0.5);

        Assert.InRange(at, saturday, saturday.AddHours(3));
    }

    [Fact]
    public void QualityOf_SeedOne_HasNoLeanYearAndSomeOtherSeedHas()
    {
        var profile = new BehaviourProfile();
        string[] tracks = ["characteristic-township", "demonstration-village", "entrepreneurial-vanguard", "departments-and-stations"];

        Assert.All(tracks, t => Assert.Equal(profile.UsualQuality, profile.QualityOf(1, t)));
        Assert.Contains(tracks[..3], t => profile.QualityOf(2, t) == profile.LeanQuality);
    }

    [Theory]
    [InlineData("""{ "late": 1.2 }""", "between 0 and 1")]
    [InlineData("""{ "early": 0.6, "onTime": 0.6 }""", "more than 1")]
    [InlineData("""{ "files": [] }""", "files")]
    [InlineData("""{ "lazy": 0.2 }""", "not understood")]
    [InlineData("""{ "pauseDays": 61 }""", "between 0 and 60")]
    [InlineData("""{ "amendDays": -1 }""", "between 0 and 60")]
    [InlineData("null", "empty")]
    public void Parse_OfWhatCannotBe_SaysWhy(string json, string reason) =>
        Assert.Contains(reason, Assert.Throws<FormatException>(() => BehaviourProfile.Parse(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void Parse_OfSomeShares_KeepsTheOthers()
    {
        var profile = BehaviourProfile.Parse("""{ "late": 0.1, "quality": { "villages": 0.5 } }""");

        Assert.Equal(0.1, profile.Late);
        Assert.Equal(new BehaviourProfile().Early, profile.Early);
        Assert.Equal(0.5, profile.QualityOf(1, "villages"));
    }

    [Fact]
    public void FilesAt_OverManyShares_IsOneAndAHalfOnAverage()
    {
        var profile = new BehaviourProfile();

        Assert.Equal(1.5, Enumerable.Range(0, 1000).Average(n => profile.FilesAt(n / 1000.0)), 2);
    }
}
