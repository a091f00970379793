using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Ledger;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Reminding;
using Campaigns.Rules.Tests.Participants;
using Xunit;

namespace Campaigns.Rules.Tests.Reminding;

public sealed class RemindingTests
{
    private static readonly Contacts Contacts = new()
    {
        Reporters = ["p-2", "p-1"],
        Leaders = ["p-1"],
        Liaisons = ["p-3"],
        ParentReviewers = ["p-4"],
        ParentLeaders = ["p-5"],
        Authority = ["p-6"],
    };

    private static readonly Milestone Escalation = new("q1|escalate|4", "q1", MilestoneKind.Escalate, "4", Given.Locked);

    [Theory]
    [InlineData(Audience.Reporter, "p-1 p-2")]
    [InlineData(Audience.Leader, "p-1")]
    [InlineData(Audience.Liaison, "p-3")]
    [InlineData(Audience.ParentReviewer, "p-4")]
    [InlineData(Audience.ParentLeader, "p-5")]
    [InlineData(Audience.Authority, "p-6")]
    public void Resolve_OneAudience_IsItsPeopleInOrder(Audience audience, string people) =>
        Assert.Equal(people, string.Join(' ', Audiences.Resolve(Rung(audience), Contacts).Select(r => r.Person)));

    [Fact]
    public void Resolve_PersonInTwoAudiences_IsToldOnceAsTheFirst() => Assert.Equal(
        [new Recipient("p-1", Audience.Leader), new Recipient("p-2", Audience.Reporter)],
        Audiences.Resolve(Rung(Audience.Leader, Audience.Reporter), Contacts));

    [Theory]
    [InlineData(Audience.LeaderInCharge, "a")]
    [InlineData(Audience.OrganisationMember, "b")]
    [InlineData(Audience.Designated, "c")]
    [InlineData(Audience.Contact, "d")]
    [InlineData(Audience.Instructor, "e")]
    [InlineData(Audience.Department, "f")]
    public void Resolve_PostsOfTheUnitAndThoseWhoLookAfterIt_AreAudiences(Audience audience, string person) =>
        Assert.Equal([new Recipient(person, audience)], Audiences.Resolve(Rung(audience), Looked));

    [Theory]
    [InlineData(Audience.Reporter)]
    [InlineData(Audience.Designated)]
    [InlineData(Audience.OrganisationMember)]
    [InlineData(Audience.LeaderInCharge)]
    [InlineData(Audience.Leader)]
    public void Resolve_RungForTheUnit_TellsThoseWhoLookAfterItInCopy(Audience own) => Assert.Equal(
        [new Recipient("d", Audience.Contact), new Recipient("e", Audience.Instructor), new Recipient("l", Audience.Liaison)],
        Audiences.Resolve(
            Rung(own), new Ladder("x", [Rung(own)]), Looked with { Reporters = [], Designated = [], OrganisationMembers = [], LeadersInCharge = [] }));

    [Fact]
    public void Resolve_LadderThatNamesTheLiaison_TellsItNowhereElse() => Assert.Equal(
        [new Recipient("r", Audience.Reporter), new Recipient("d", Audience.Contact), new Recipient("e", Audience.Instructor)],
        Audiences.Resolve(Rung(Audience.Reporter), new Ladder("x", [Rung(Audience.Reporter), Rung(Audience.Reporter, Audience.Liaison)]), Looked));

    [Theory]
    [InlineData(Audience.ParentReviewer)]
    [InlineData(Audience.ParentLeader)]
    [InlineData(Audience.Authority)]
    [InlineData(Audience.Department)]
    public void Resolve_RungForOthers_HasNoCopies(Audience audience) => Assert.DoesNotContain(
        Audiences.Resolve(Rung(audience), new Ladder("x", [Rung(audience)]), Looked), r => r.As is Audience.Contact or Audience.Instructor or Audience.Liaison);

    private static Contacts Looked { get; } = new()
    {
        Reporters = ["r"],
        LeadersInCharge = ["a"],
        OrganisationMembers = ["b"],
        Designated = ["c"],
        ContactPoints = ["d"],
        Instructors = ["e"],
        Departments = ["f"],
        Liaisons = ["l"],
        ParentReviewers = ["p"],
        ParentLeaders = ["q"],
        Authority = ["o"],
    };

    [Fact]
    public void Resolve_NobodyHoldsTheRole_IsEmpty() => Assert.Empty(Audiences.Resolve(Rung(Audience.Liaison), Contacts.Nobody));

    [Theory]
    [InlineData(MilestoneKind.Open, SheetStatus.Open, true)]
    [InlineData(MilestoneKind.Open, SheetStatus.Submitted, false)]
    [InlineData(MilestoneKind.Remind, SheetStatus.Open, true)]
    [InlineData(MilestoneKind.Remind, SheetStatus.Submitted, false)]
    [InlineData(MilestoneKind.Remind, SheetStatus.Returned, false)]
    [InlineData(MilestoneKind.Remind, SheetStatus.Accepted, false)]
    [InlineData(MilestoneKind.Remind, SheetStatus.Silent, false)]
    [InlineData(MilestoneKind.Escalate, SheetStatus.Open, true)]
    [InlineData(MilestoneKind.Escalate, SheetStatus.Silent, true)]
    [InlineData(MilestoneKind.Escalate, SheetStatus.Submitted, false)]
    public void Holds_SheetsAndAppraisals_UntilHandedIn(MilestoneKind milestone, SheetStatus status, bool holds)
    {
        foreach (var kind in new[] { PhaseKind.SelfCheck, PhaseKind.Summary, PhaseKind.Appraisal })
            Assert.Equal(holds, StillDue.Holds(milestone, kind, new PhaseState { Status = status }));
    }

    [Fact]
    public void Holds_WhatTheSystemDoesItself_IsTold_ButNeverPressed()
    {
        Assert.True(StillDue.Holds(MilestoneKind.Bulletin, PhaseKind.Bulletin, PhaseState.Untouched));
        Assert.True(StillDue.Holds(MilestoneKind.Open, PhaseKind.Evaluation, PhaseState.Untouched));
        Assert.False(StillDue.Holds(MilestoneKind.Escalate, PhaseKind.Evaluation, PhaseState.Untouched));
        Assert.True(StillDue.Holds(MilestoneKind.Decide, PhaseKind.Evaluation, PhaseState.Untouched));
    }

    [Fact]
    public void Raise_Twice_RaisesOneCard()
    {
        var first = WarningCards.Raise(Given.SilentAfterLock, Given.Q1, Escalation, Card.Yellow, Given.Locked);
        var again = WarningCards.Raise(first.State, Given.Q1, Escalation, Card.Yellow, Given.Locked);

        Assert.Equal([new WarningCard(Card.Yellow, "q1|escalate|4", Given.Locked)], first.State.Cards);
        Assert.Equal(Acts.CardRaised, Assert.Single(first.Facts).Act);
        Assert.Same(first.State, again.State);
        Assert.Empty(again.Facts);
    }

    [Theory]
    [InlineData(Card.Yellow, "yellow")]
    [InlineData(Card.Red, "red")]
    public void Raise_Fact_NamesTheCardAndWhatRaisedIt(Card card, string name)
    {
        var fact = Assert.Single(WarningCards.Raise(Given.SilentAfterLock, Given.Q1, Escalation, card, Given.Locked).Facts);

        Assert.Equal((name, "q1|escalate|4", "villages/v-001/q1"), (fact.Facts["card"], fact.Facts["milestone"], fact.Subject));
    }

    [Theory]
    [InlineData(MilestoneKind.Remind)]
    [InlineData(MilestoneKind.Escalate)]
    public void Holds_SelectionPhases_PressNoParticipant(MilestoneKind milestone) => Assert.All(
        new[] { PhaseKind.Nomination, PhaseKind.Panel, PhaseKind.Decision }, kind => Assert.False(StillDue.Holds(milestone, kind, PhaseState.Untouched)));

    [Fact]
    public void Resolve_RungForTheUnitAndOthers_TellsTheCopiesToo() => Assert.Equal(
        [("r", Audience.Reporter), ("p", Audience.ParentReviewer), ("d", Audience.Contact), ("e", Audience.Instructor), ("l", Audience.Liaison)],
        Audiences.Resolve(Rung(Audience.Reporter, Audience.ParentReviewer), new Ladder("x", []), Looked).Select(r => (r.Person, r.As)));

    [Fact]
    public void Raise_HandedInMeanwhile_RaisesNone() =>
        Assert.Empty(WarningCards.Raise(Given.SubmittedOnTime, Given.Q1, Escalation, Card.Red, Given.Locked).State.Cards);

    private static Rung Rung(params Audience[] to) => new("1", new When(Anchor.Due, Offset.None), to, null);
}
