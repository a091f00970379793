using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Ledger;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Records;
using Campaigns.Rules.Sheets;
using Campaigns.Rules.Tests.Participants;
using Xunit;

namespace Campaigns.Rules.Tests.Records;

public sealed class RecordDeciderTests
{
    private static readonly CampaignDefinition Campaign = Given.Campaign with
    {
        Tracks = [Given.Villages with { OwnProjects = new(new IntRange(1, 2), "deeds"), RecordCard = RecordCardRhythm.Yearly }],
        LeadingGroup = new(Audience.Leader, [], Actor.Self, new Offset(20, true)),
    };

    private static readonly DateOnly Today = ZoneTime.DayOf(TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"), Given.OnTime);
    private static readonly GapTime Time = new(2026, new DateOnly(2026, 4, 1), new DateOnly(2026, 1, 29));

    private static readonly RecordContent Full = new("标题", "目标", "p-1")
    {
        Standard = "十个",
        Target = "venues",
        Form = MeetingForm.OnSite,
        Due = new DateOnly(2026, 9, 1),
        On = new DateOnly(2026, 1, 5),
        Progress = 30,
    };

    [Theory]
    [InlineData(RecordKind.OwnProject, "title text person due")]
    [InlineData(RecordKind.RecordCard, "text person")]
    [InlineData(RecordKind.TargetPiece, "text person standard target")]
    [InlineData(RecordKind.LeadingGroup, "person on")]
    [InlineData(RecordKind.Practice, "title text")]
    [InlineData(RecordKind.Meeting, "title on form")]
    public void Check_NamesEveryMissingPart(RecordKind kind, string missing)
    {
        Assert.Equal(missing.Split(' '), RecordDecider.Check(kind, new RecordContent()).Select(r => r.Path));
        Assert.Empty(RecordDecider.Check(kind, Full));
    }

    [Fact]
    public void Check_LengthsAndProgress()
    {
        var wrong = Full with
        {
            Title = new string('a', 301),
            Text = new string('a', 20_001),
            Person = new string('a', 301),
            Standard = new string('a', 20_001),
            Target = new string('a', 301),
            Clause = new string('a', 301),
            Place = new string('a', 301),
            Progress = 101,
        };
        Assert.Equal(
            ["title", "text", "person", "standard", "target", "clause", "place", "progress"],
            RecordDecider.Check(RecordKind.Meeting, wrong).Select(r => r.Path));
        Assert.Equal(["progress"], RecordDecider.Check(RecordKind.Meeting, Full with { Progress = -1 }).Select(r => r.Path));
        Assert.Empty(RecordDecider.Check(RecordKind.Meeting, Full with { Progress = 0, Title = new string('a', 300), Text = new string('a', 20_000) }));
        Assert.Empty(RecordDecider.Check(RecordKind.Meeting, Full with { Progress = 100 }));
    }

    [Fact]
    public void Keep_CountsOnce_AndTheLedgerSaysWhich()
    {
        var decision = Decide(Given.Untouched, RecordKind.OwnProject, null, new KeepRecord(Full, "p-1"));
        var accepted = Given.Accepted(decision.Participant);
        Assert.Equal(1, accepted.State.Records!.Of(RecordKind.OwnProject));
        Assert.Equal((RecordStatus.Kept, "p-1", Given.OnTime), (decision.Record!.Status, decision.Record.By, decision.Record.At));
        Assert.Equal((Acts.RecordKept, "villages/v-001/ownProject/one", "ownProject", "30"),
            (accepted.Facts[0].Act, accepted.Facts[0].Subject, accepted.Facts[0].Facts["kind"], accepted.Facts[0].Facts["progress"]));

        var again = Given.Accepted(
            Decide(accepted.State, RecordKind.OwnProject, decision.Record, new KeepRecord(Full with { Progress = null }, "p-1")).Participant);
        Assert.Equal(1, again.State.Records!.Of(RecordKind.OwnProject));
        Assert.False(again.Facts[0].Facts.ContainsKey("progress"));
    }

    [Fact]
    public void Content_FromJsonThatLeavesThingsOut_HasNoNulls()
    {
        var content = System.Text.Json.JsonSerializer.Deserialize<RecordContent>(
            """{"units":null,"evidence":null}""", System.Text.Json.JsonSerializerOptions.Web)!;
        var full = System.Text.Json.JsonSerializer.Deserialize<RecordContent>(
            """{"units":["v-1"],"evidence":["e-1"]}""", System.Text.Json.JsonSerializerOptions.Web)!;

        Assert.Empty(content.Units);
        Assert.Empty(content.Evidence);
        Assert.Equal(["v-1", "e-1"], [.. full.Units, .. full.Evidence]);
    }

    [Fact]
    public void Keep_OneTooMany_IsRefused()
    {
        AssertRefused(RefusalCode.TooMany, Decide(With(RecordKind.OwnProject, 2), RecordKind.OwnProject, null, new KeepRecord(Full, "p-1")));
        Assert.Equal("500", Decide(With(RecordKind.Meeting, 500), RecordKind.Meeting, null, new KeepRecord(Full, "p-1")).Participant.Refusal!.Facts!["max"]);
        Given.Accepted(Decide(With(RecordKind.OwnProject, 1), RecordKind.OwnProject, null, new KeepRecord(Full, "p-1")).Participant);
        AssertRefused(RefusalCode.TooMany, Decide(With(RecordKind.LeadingGroup, 1), RecordKind.LeadingGroup, null, new KeepRecord(Full, "p-1")));
        AssertRefused(RefusalCode.TooMany, Decide(With(RecordKind.Meeting, 500), RecordKind.Meeting, null, new KeepRecord(Full, "p-1")));
        Given.Accepted(Decide(With(RecordKind.Meeting, 499), RecordKind.Meeting, null, new KeepRecord(Full, "p-1")).Participant);
    }

    [Fact]
    public void Keep_WhatIsNotAsked_IsRefused()
    {
        foreach (var kind in new[] { RecordKind.OwnProject, RecordKind.RecordCard, RecordKind.LeadingGroup })
        {
            var decision = RecordDecider.Decide(Given.Untouched, Given.Campaign, kind, "one", null, new KeepRecord(Full, "p-1"), Given.OnTime);
            AssertRefused(RefusalCode.RecordNotAsked, decision);
            Given.Accepted(Decide(Given.Untouched, kind, null, new KeepRecord(Full, "p-1")).Participant);
        }
        Given.Accepted(
            RecordDecider.Decide(Given.Untouched, Given.Campaign, RecordKind.Meeting, "one", null, new KeepRecord(Full, "p-1"), Given.OnTime).Participant);
    }

    [Fact]
    public void Keep_TargetPiece_NamesItsTargetOnce()
    {
        var first = Given.Accepted(Decide(Given.Untouched, RecordKind.TargetPiece, null, new KeepRecord(Full, "p-1")).Participant).State;
        var second = Given.Accepted(Decide(first, RecordKind.TargetPiece, null, new KeepRecord(Full, "p-1")).Participant).State;
        Assert.Equal(["venues"], second.Records!.Targets);
        Assert.Equal(2, second.Records.Of(RecordKind.TargetPiece));
        Assert.Empty(Given.Accepted(Decide(Given.Untouched, RecordKind.Meeting, null, new KeepRecord(Full, "p-1")).Participant).State.Records!.Targets);
    }

    [Fact]
    public void Keep_Wrong_IsRefused() =>
        AssertRefused(RefusalCode.TextMissing, Decide(Given.Untouched, RecordKind.Practice, null, new KeepRecord(new RecordContent(), "p-1")));

    [Fact]
    public void Practice_IsSelected_ThenPublished_AndFrozen()
    {
        var kept = Decide(Given.Untouched, RecordKind.Practice, null, new KeepRecord(Full, "p-1")).Record!;
        AssertRefused(RefusalCode.PracticeNotSelected, Decide(Given.Untouched, RecordKind.Practice, kept, Advance(RecordStatus.Published)));
        var selected = Decide(Given.Untouched, RecordKind.Practice, kept, Advance(RecordStatus.Selected));
        Assert.Equal((RecordStatus.Selected, "p-reviewer"), (selected.Record!.Status, selected.Record.By));
        Assert.Equal(Acts.PracticeSelected, Given.Accepted(selected.Participant).Facts[0].Act);
        AssertRefused(RefusalCode.PracticeSelected, Decide(Given.Untouched, RecordKind.Practice, selected.Record, Advance(RecordStatus.Selected)));
        AssertRefused(RefusalCode.PracticeSelected, Decide(Given.Untouched, RecordKind.Practice, selected.Record, new KeepRecord(Full, "p-1")));
        var published = Decide(Given.Untouched, RecordKind.Practice, selected.Record, Advance(RecordStatus.Published));
        Assert.Equal(RecordStatus.Published, published.Record!.Status);
        Assert.Equal(Acts.PracticePublished, Given.Accepted(published.Participant).Facts[0].Act);
    }

    [Fact]
    public void Advance_WhatIsNoPractice_OrOnesOwn_IsRefused()
    {
        var kept = Decide(Given.Untouched, RecordKind.Practice, null, new KeepRecord(Full, "p-1")).Record!;
        AssertRefused(RefusalCode.NothingToReview, Decide(Given.Untouched, RecordKind.Practice, null, Advance(RecordStatus.Selected)));
        AssertRefused(RefusalCode.NothingToReview, Decide(Given.Untouched, RecordKind.Meeting, kept, Advance(RecordStatus.Selected)));
        AssertRefused(
            RefusalCode.ReviewerIsParticipant,
            Decide(Given.Untouched, RecordKind.Practice, kept, new AdvancePractice(RecordStatus.Selected, new Reviewer("p", ["v-001"]))));
    }

    [Fact]
    public void Gaps_ListWhatIsAskedForAndNotThere()
    {
        Assert.Equal(
            [
                new RecordGap("villages", "v-001", "t-01", RecordKind.OwnProject),
                new RecordGap("villages", "v-001", "t-01", RecordKind.RecordCard) { Period = "2026", Due = new DateOnly(2026, 12, 31) },
                new RecordGap("villages", "v-001", "t-01", RecordKind.TargetPiece, "halls"),
                new RecordGap("villages", "v-001", "t-01", RecordKind.TargetPiece, "venues"),
                new RecordGap("villages", "v-001", "t-01", RecordKind.LeadingGroup) { Due = new DateOnly(2026, 1, 29) },
            ],
            RecordGaps.Of(Campaign, Given.Untouched, ["venues", "halls"], Time));
        var complete = Given.Untouched with
        {
            Records = new(new Dictionary<RecordKind, int> { [RecordKind.OwnProject] = 1, [RecordKind.LeadingGroup] = 1 }, ["venues"])
            {
                Cards = new Dictionary<string, int> { ["2026"] = 1 },
                GroupSetUpOn = new DateOnly(2026, 1, 9),
            },
        };
        Assert.Empty(RecordGaps.Of(Campaign, complete, ["venues"], Time));
        Assert.Equal(
            [RecordKind.LeadingGroup],
            RecordGaps.Of(Campaign, complete with { Records = complete.Records with { GroupSetUpOn = null } }, ["venues"], Time).Select(g => g.Kind));
        Assert.Empty(RecordGaps.Of(Given.Campaign, Given.Untouched, [], Time));
        var people = Campaign with { Tracks = [Given.Villages with { Enters = new Entry([], [], "star") }] };
        Assert.Empty(RecordGaps.Of(people, Given.Untouched, [], Time));
        Assert.Empty(RecordGaps.Of(
            Campaign, Given.Untouched with { Left = new(Campaigns.Rules.People.UnitChangeKind.Retire, [], Given.OnTime) }, ["venues"], Time));
    }

    [Theory]
    [InlineData(RecordCardRhythm.Yearly, "2026-01-01", "2026")]
    [InlineData(RecordCardRhythm.HalfYearly, "2026-06-30", "2026S1")]
    [InlineData(RecordCardRhythm.HalfYearly, "2026-07-01", "2026S1 2026S2")]
    [InlineData(RecordCardRhythm.Quarterly, "2026-09-30", "2026Q1 2026Q2 2026Q3")]
    [InlineData(RecordCardRhythm.Monthly, "2026-03-01", "202601 202602 202603")]
    [InlineData(RecordCardRhythm.Quarterly, "2025-12-31", "")]
    [InlineData(RecordCardRhythm.Quarterly, "2027-02-01", "2026Q1 2026Q2 2026Q3 2026Q4")]
    public void Cards_OfEveryPeriodThatHasBegun_AreAskedFor(RecordCardRhythm rhythm, string today, string periods)
    {
        var campaign = Given.Campaign with { Tracks = [Given.Villages with { RecordCard = rhythm }] };
        var time = new GapTime(2026, DateOnly.ParseExact(today, "yyyy-MM-dd"), null);
        var ids = periods.Split(' ', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(ids, RecordGaps.Of(campaign, Given.Untouched, [], time).Select(g => g.Period));
        var filed = Given.Untouched with { Records = RecordTally.None with { Cards = ids.Take(1).ToDictionary(i => i, _ => 1) } };
        Assert.Equal(ids.Skip(1), RecordGaps.Of(campaign, filed, [], time).Select(g => g.Period));
    }

    [Fact]
    public void Card_CountsForThePeriodOfItsDay_AndMovesWithIt()
    {
        var campaign = Campaign with { Tracks = [Given.Villages with { RecordCard = RecordCardRhythm.Quarterly }] };
        RecordDecision Keep(ParticipantState state, KeptRecord? record, DateOnly? on) => RecordDecider.Decide(
            state, campaign, RecordKind.RecordCard, "one", record, new KeepRecord(Full with { On = on }, "p-1"), Given.OnTime);

        var first = Keep(Given.Untouched, null, new DateOnly(2026, 1, 31));
        var kept = Given.Accepted(first.Participant);
        Assert.Equal([("2026Q1", 1)], kept.State.Records!.Cards.Select(c => (c.Key, c.Value)));
        Assert.Equal("2026Q1", kept.Facts[0].Facts["period"]);
        // Written again without a day it stays where it was, with another one it moves.
        Assert.Equal(new DateOnly(2026, 1, 31), Keep(kept.State, first.Record, null).Record!.Content.On);
        var moved = Given.Accepted(Keep(kept.State, first.Record, new DateOnly(2025, 12, 1)).Participant).State.Records!;
        Assert.Equal([("2025Q4", 1)], moved.Cards.Select(c => (c.Key, c.Value)));
        var two = Given.Accepted(Keep(kept.State, null, new DateOnly(2026, 2, 1)).Participant).State;
        Assert.Equal(2, two.Records!.Cards["2026Q1"]);
        Assert.Equal(1, Given.Accepted(Keep(two, first.Record, new DateOnly(2025, 12, 1)).Participant).State.Records!.Cards["2026Q1"]);
        // A card that names no day is of today.
        Assert.Equal(Today, Keep(Given.Untouched, null, null).Record!.Content.On);
    }

    [Theory]
    [InlineData(RecordKind.LeadingGroup)]
    [InlineData(RecordKind.RecordCard)]
    public void Keep_OfADayToCome_IsRefused(RecordKind kind)
    {
        AssertRefused(RefusalCode.DayInFuture, Decide(Given.Untouched, kind, null, new KeepRecord(Full with { On = Today.AddDays(1) }, "p-1")));
        var today = Decide(Given.Untouched, kind, null, new KeepRecord(Full with { On = Today }, "p-1"));
        var state = Given.Accepted(today.Participant).State;
        Assert.Equal(kind is RecordKind.LeadingGroup ? Today : null, state.Records!.GroupSetUpOn);
        Given.Accepted(Decide(Given.Untouched, RecordKind.Meeting, null, new KeepRecord(Full with { On = Today.AddDays(1) }, "p-1")).Participant);
    }

    [Fact]
    public void GapTime_CountsTheGroupsDaysFromTheYearsStart()
    {
        Assert.Equal(Time, GapTime.Of(Campaign, 2026, HolidayTables.Bundled, new DateTimeOffset(2026, 3, 31, 16, 0, 0, TimeSpan.Zero)));
        var calendar = Campaign with { LeadingGroup = Campaign.LeadingGroup! with { SetUp = new Offset(20, false) } };
        Assert.Equal(new DateOnly(2026, 1, 21), GapTime.Of(calendar, 2026, HolidayTables.Empty, Given.OnTime).GroupDue);
        Assert.Null(GapTime.Of(Campaign, 2026, HolidayTables.Empty, Given.OnTime).GroupDue);
        Assert.Null(GapTime.Of(Given.Campaign, 2026, HolidayTables.Bundled, Given.OnTime).GroupDue);
    }

    private static AdvancePractice Advance(RecordStatus to) => new(to, Given.Reviewer);

    private static ParticipantState With(RecordKind kind, int count) =>
        Given.Untouched with { Records = new(new Dictionary<RecordKind, int> { [kind] = count }, []) };

    private static RecordDecision Decide(ParticipantState state, RecordKind kind, KeptRecord? record, RecordCommand command) =>
        RecordDecider.Decide(state, Campaign, kind, "one", record, command, Given.OnTime);

    private static void AssertRefused(RefusalCode code, RecordDecision decision)
    {
        Assert.Equal(code, decision.Participant.Refusal?.Code);
        Assert.Null(decision.Record);
    }
}
