using Campaigns.Rules.Calendar;
using Campaigns.Rules.Inspections;
using Campaigns.Rules.Ledger;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Sheets;
using Campaigns.Rules.Tests.Participants;
using Xunit;

namespace Campaigns.Rules.Tests.Inspections;

public sealed class InspectionDeciderTests
{
    private static readonly Reviewer Inspector = new("p-inspector", ["county"]);
    private static readonly Inspection Drawn = new()
    {
        Id = "patrol1-abc",
        Origin = InspectionOrigin.Drawn,
        Phase = "patrol1",
        Inspector = "p-inspector",
        OrderedAt = Given.Opening,
        OrderedBy = Acts.Engine,
    };

    private static readonly Inspection Spot = Drawn with { Id = "spot-1", Origin = InspectionOrigin.Unscheduled, Phase = null, Reason = "群众反映" };
    private static readonly PhaseWindow Window = Given.Window with { Phase = "patrol1" };

    [Fact]
    public void Record_OfAPhase_LeavesItsScoreAndCountsTheVisit()
    {
        var recorded = Accepted(Record(Drawn, new Visit(Given.OnTime, "p-inspector", 88.555m, "看了现场")));
        var phase = recorded.State.Participant.Phase("patrol1");
        Assert.Equal(
            (SheetStatus.Accepted, 88.56m, Given.OnTime, Timeliness.OnTime, 1),
            (phase.Status, phase.Score, phase.SubmittedAt, phase.Timeliness, phase.Version));
        Assert.Equal(new InspectionRecord(1, 0, 0, 0, 0), recorded.State.Participant.Inspected);
        Assert.Equal(88.555m, recorded.State.Inspection.Visit!.Score);
        var fact = Assert.Single(recorded.Facts);
        Assert.Equal((Acts.InspectionRecorded, "villages/v-001/patrol1-abc", "88.56", "onTime", "看了现场"),
            (fact.Act, fact.Subject, fact.Facts["score"], fact.Facts["timeliness"], fact.Why));
        Assert.Equal(RefusalCode.VisitRecorded, Record(recorded.State.Inspection, new Visit(Given.OnTime, "p-inspector", 1, null)).Refusal!.Code);
    }

    [Fact]
    public void Record_AnotherVisit_IsCountedBesideTheEarlier()
    {
        var before = Given.Untouched with { Inspected = new InspectionRecord(3, 2, 1, 0, 0) };
        var recorded = Accepted(InspectionDecider.Record(
            new InspectionCase(before, Drawn), At(Given.OnTime), Inspector, false, Window, Given.Standard));

        Assert.Equal(new InspectionRecord(4, 2, 1, 0, 0), recorded.State.Participant.Inspected);
    }

    [Theory]
    [InlineData("p-inspector", "p-inspector")]
    [InlineData(null, "")]
    public void Order_Fact_NamesTheInspectorWhereOneIsAssigned(string? inspector, string named)
    {
        var ordered = Accepted(InspectionDecider.Order(Given.Untouched, Spot with { Inspector = inspector }, Inspector));

        Assert.Equal(named, Assert.Single(ordered.Facts).Facts["inspector"]);
    }

    [Fact]
    public void Record_OutsideTheWindow_IsRefused()
    {
        Assert.Equal(RefusalCode.NotOpenYet, Record(Drawn, At(Window.OpensAt!.Value.AddTicks(-1))).Refusal!.Code);
        Assert.Null(Record(Drawn, At(Window.OpensAt!.Value)).Refusal);
        Assert.Null(Record(Drawn, At(Window.LockedAt!.Value)).Refusal);
        Assert.Equal(RefusalCode.DeadlinePassed, Record(Drawn, At(Window.LockedAt!.Value.AddTicks(1))).Refusal!.Code);
        Assert.Equal(Timeliness.Late, Accepted(Record(Drawn, At(Given.Late))).State.Participant.Phase("patrol1").Timeliness);
    }

    [Fact]
    public void Record_AssessmentAfterItsLock_IsTakenAsLate_ForTheChoiceWaitsForIt()
    {
        var late = InspectionDecider.Record(
            new(Given.Untouched, Drawn), At(Window.LockedAt!.Value.AddDays(3)), Inspector, false, Window, Given.Standard, assesses: true);

        var phase = Accepted(late).State.Participant.Phase("patrol1");
        Assert.Equal((80m, Timeliness.Late), (phase.Score, phase.Timeliness));
        Assert.Equal("late", Accepted(late).Facts[0].Facts["timeliness"]);
        Assert.Equal(
            RefusalCode.NotOpenYet,
            InspectionDecider.Record(new(Given.Untouched, Drawn), At(Window.OpensAt!.Value.AddTicks(-1)), Inspector, false, Window, Given.Standard, true)
                .Refusal!.Code);
    }

    [Fact]
    public void Record_ScoreOutsideTheScaleOrMissing_IsRefused()
    {
        Assert.Equal((RefusalCode.AnswerMissing, "score"), Code(Record(Drawn, new Visit(Given.OnTime, "p", null, null))));
        Assert.Equal((RefusalCode.AnswerOutOfRange, "score"), Code(Record(Drawn, new Visit(Given.OnTime, "p", -0.01m, null))));
        Assert.Equal((RefusalCode.AnswerOutOfRange, "score"), Code(Record(Drawn, new Visit(Given.OnTime, "p", 100.01m, null))));
        Assert.Null(Record(Drawn, new Visit(Given.OnTime, "p", 0, null)).Refusal);
        Assert.Null(Record(Drawn, new Visit(Given.OnTime, "p", 100, null)).Refusal);
        Assert.Equal((RefusalCode.TextTooLong, "notes"), Code(Record(Drawn, new Visit(Given.OnTime, "p", 1, new string('长', 100_000)))));
    }

    [Fact]
    public void Record_ByAnotherInspectorOrOwnPeople_IsRefused()
    {
        var visit = At(Given.OnTime);
        Assert.Equal(RefusalCode.NotYourInspection, Record(Drawn, visit, new Reviewer("p-other", [])).Refusal!.Code);
        Assert.Null(Record(Drawn, visit, new Reviewer("p-other", []), forAuthority: true).Refusal);
        Assert.Null(Record(Drawn with { Inspector = null }, visit, new Reviewer("p-other", [])).Refusal);
        Assert.Equal(RefusalCode.ReviewerIsParticipant, Record(Drawn, visit, new Reviewer("p-inspector", ["v-001"]), forAuthority: true).Refusal!.Code);
        Assert.Equal(RefusalCode.ReviewerIsParticipant, Record(Drawn, visit, new Reviewer("v-001", [])).Refusal!.Code);
    }

    [Fact]
    public void Record_UnscheduledWithoutAScore_CountsAsAVisitOnly()
    {
        var recorded = Accepted(InspectionDecider.Record(
            new(Given.Untouched, Spot), new Visit(Given.OnTime, "p-inspector", null, null), Inspector, false, null, Given.Standard));
        Assert.Empty(recorded.State.Participant.Phases);
        Assert.Equal(1, recorded.State.Participant.Inspected!.Visits);
        Assert.Equal("", recorded.Facts[0].Facts["score"]);
        Assert.False(recorded.Facts[0].Facts.ContainsKey("timeliness"));
    }

    [Fact]
    public void Order_NeedsAReasonAndNobodyOrdersTheirOwn()
    {
        var ordered = Accepted(InspectionDecider.Order(Given.Untouched, Spot, Inspector));
        Assert.Equal((Acts.InspectionOrdered, "unscheduled", "群众反映"), (ordered.Facts[0].Act, ordered.Facts[0].Facts["origin"], ordered.Facts[0].Why));
        Assert.Equal(
            "report", Accepted(InspectionDecider.Order(Given.Untouched, Spot with { Origin = InspectionOrigin.Report }, Inspector)).Facts[0].Facts["origin"]);
        Assert.Equal("drawn", Accepted(InspectionDecider.Order(Given.Untouched, Drawn with { Reason = "x" }, Inspector)).Facts[0].Facts["origin"]);
        Assert.Equal((RefusalCode.ReasonMissing, "reason"), Code(InspectionDecider.Order(Given.Untouched, Spot with { Reason = " " }, Inspector)));
        Assert.Equal(
            (RefusalCode.TextTooLong, "reason"), Code(InspectionDecider.Order(Given.Untouched, Spot with { Reason = new string('长', 100_000) }, Inspector)));
        Assert.Equal(RefusalCode.ReviewerIsParticipant, InspectionDecider.Order(Given.Untouched, Spot, new Reviewer("p", ["v-001"])).Refusal!.Code);
    }

    private static Visit At(DateTimeOffset at) => new(at, "p-inspector", 80, null);

    private static Decision<InspectionCase> Record(Inspection inspection, Visit visit, Reviewer? by = null, bool forAuthority = false) =>
        InspectionDecider.Record(new(Given.Untouched, inspection), visit, by ?? Inspector, forAuthority, Window, Given.Standard);

    private static Accepted<InspectionCase> Accepted(Decision<InspectionCase> decision) => Assert.IsType<Accepted<InspectionCase>>(decision);

    private static (RefusalCode, string?) Code(Decision<InspectionCase> decision) => (decision.Refusal!.Code, decision.Refusal.Path);
}
