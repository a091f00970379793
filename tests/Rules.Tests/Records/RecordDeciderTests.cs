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

    private static readonly RecordContent Full = new("标题", "目标", "p-1")
    {
        Standard = "十个",
        Target = "venues",
        Form = MeetingForm.OnSite,
        Due = new DateOnly(2026, 9, 1),
        On = new DateOnly(2026, 5, 1),
        Progress = 30,
    };

    [Theory]
    [InlineData(RecordKind.OwnProject, "title text person due")]
    [InlineData(RecordKind.RecordCard, "text person")]
    [InlineData(RecordKind.TargetPiece, "text person standard target")]
    [InlineData(RecordKind.LeadingGroup, "person")]
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
                new RecordGap("villages", "v-001", "t-01", RecordKind.OwnProject), new RecordGap("villages", "v-001", "t-01", RecordKind.TargetPiece, "halls"),
                new RecordGap("villages", "v-001", "t-01", RecordKind.TargetPiece, "venues"),
                new RecordGap("villages", "v-001", "t-01", RecordKind.LeadingGroup),
            ],
            RecordGaps.Of(Campaign, Given.Untouched, ["venues", "halls"]));
        var complete = Given.Untouched with
        {
            Records = new(new Dictionary<RecordKind, int> { [RecordKind.OwnProject] = 1, [RecordKind.LeadingGroup] = 1 }, ["venues"]),
        };
        Assert.Empty(RecordGaps.Of(Campaign, complete, ["venues"]));
        Assert.Empty(RecordGaps.Of(Given.Campaign, Given.Untouched, []));
        var people = Campaign with { Tracks = [Given.Villages with { Enters = new Entry([], [], "star") }] };
        Assert.Empty(RecordGaps.Of(people, Given.Untouched, []));
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
