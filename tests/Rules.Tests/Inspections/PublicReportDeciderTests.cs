using Campaigns.Rules.Calendar;
using Campaigns.Rules.Cycles;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Inspections;
using Campaigns.Rules.Ledger;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Sheets;
using Campaigns.Rules.Tests.Participants;
using Xunit;

namespace Campaigns.Rules.Tests.Inspections;

/// <summary>Reports from the public: filed by anybody, answered by whom the definition says, in time or told upwards (K17).</summary>
public sealed class PublicReportDeciderTests
{
    // Received on Tuesday 12 May 2026 at 11:00 in Shanghai; ten working days lead to Tuesday 26 May at 18:00.
    static readonly DateTimeOffset received = new(2026, 5, 12, 3, 0, 0, TimeSpan.Zero);
    static readonly DateTimeOffset due = new(2026, 5, 26, 10, 0, 0, TimeSpan.Zero);
    const string DueText = "2026-05-26T10:00:00.0000000Z";
    static readonly ReportTerms terms = new(ReportOwner.Authority, new Offset(10, Working: true), null);
    static readonly ReportTerms byInspectors = terms with { By = ReportOwner.Inspector };
    static readonly ReportAnswerer chief = new(new Reviewer("p-chief", ["county"]), ForAuthority: true);
    static readonly ReportAnswerer inspector = new(new Reviewer("p-inspector", ["county"]), ForAuthority: false);

    static readonly PublicReport report = new("r-1", "villages", "v-001", "台账是补的", "deeds", "13800000000", received) { DueAt = due };
    static readonly Inspection look = new() { Id = "report-1", Origin = InspectionOrigin.Report, Reason = "r-1", OrderedAt = received, OrderedBy = "p-chief" };

    static readonly Finding finding = new()
    {
        Id = "f-1",
        Inspection = "report-1",
        Text = "台账不全",
        FoundBy = "p-chief",
        FoundAt = received,
        DueAt = due,
    };

    static readonly CampaignDefinition campaign = Given.Campaign with { Reports = terms };

    [Fact]
    public void File_WaitsUnderItsReference_AndTheLedgerHasNeitherItsWordsNorAContact()
    {
        var first = Accepted(File(Given.Untouched, report));
        var second = Accepted(File(first.State.Participant, report with { Id = "r-2", DueAt = null, Clause = null, Contact = null }));
        Assert.Equal((2, "r-1 r-2"), (second.State.Participant.Reported!.Received, string.Join(' ', second.State.Participant.Reported.Waiting)));
        var fact = Assert.Single(first.Facts);
        Assert.Equal((Acts.PublicReportReceived, "public", "villages/v-001/r-1", null), (fact.Act, fact.By, fact.Subject, fact.Why));
        Assert.Equal([("dueAt", DueText)], fact.Facts.Select(f => (f.Key, f.Value)));
        Assert.Equal("", Assert.Single(second.Facts).Facts["dueAt"]);
    }

    [Theory]
    [InlineData(CycleState.Enrolling)]
    [InlineData(CycleState.Paused)]
    [InlineData(CycleState.Completed)]
    [InlineData(CycleState.Cancelled)]
    public void File_OutsideARunningCycle_IsRefused(CycleState cycle) => Assert.Equal(
        RefusalCode.ReportsNotTaken, PublicReportDecider.File(Given.Untouched, terms, cycle, report, Given.Standard).Refusal!.Code);

    [Fact]
    public void File_WhereTheDefinitionTakesNone_IsRefused() => Assert.Equal(
        RefusalCode.ReportsNotTaken, PublicReportDecider.File(Given.Untouched, null, CycleState.Running, report, Given.Standard).Refusal!.Code);

    [Fact]
    public void File_HostileOrEmpty_IsRefusedWithEveryPlace()
    {
        var hostile = report with { Text = new string('x', 2001), Clause = "nowhere", Contact = new string('c', 201) };
        Assert.Equal(
            [("text", RefusalCode.TextTooLong), ("clause", RefusalCode.UnknownClause), ("contact", RefusalCode.TextTooLong)],
            File(Given.Untouched, hostile).Refusal!.All.Select(r => (r.Path!, r.Code)));
        Assert.Equal((RefusalCode.TextMissing, "text"), At(File(Given.Untouched, report with { Text = " " })));
        Assert.Null(File(Given.Untouched, report with { Text = new string('x', 2000), Contact = new string('c', 200) }).Refusal);
    }

    [Fact]
    public void File_AFlood_IsRefusedAtTheLimit_AndTakenAgainOnceOneIsAnswered()
    {
        var flooded = Given.Untouched with { Reported = new ReportRecord(30, [.. Enumerable.Range(1, 19).Select(n => $"r-{n}")]) };
        var last = Accepted(File(flooded, report with { Id = "r-20" })).State;
        Assert.Equal(RefusalCode.TooManyReports, File(last.Participant, report with { Id = "r-21" }).Refusal!.Code);
        var answered = Accepted(PublicReportDecider.Dismiss(last, terms, chief, "重复", received)).State;
        Assert.Equal((31, 19), (answered.Participant.Reported!.Received, answered.Participant.Reported.Waiting.Count));
        Assert.Null(File(answered.Participant, report with { Id = "r-21" }).Refusal);
    }

    [Fact]
    public void Dismiss_GivesItsReason_AndIsFinal()
    {
        Assert.Equal((RefusalCode.ReasonMissing, "reason"), At(PublicReportDecider.Dismiss(Waiting, terms, chief, " ", received)));
        Assert.Equal((RefusalCode.TextTooLong, "reason"), At(PublicReportDecider.Dismiss(Waiting, terms, chief, new string('长', 100_000), received)));
        var dismissed = Accepted(PublicReportDecider.Dismiss(Waiting, terms, chief, "经查不属实", due));
        Assert.Equal((PublicReportState.Dismissed, "p-chief", due, "经查不属实"), (dismissed.State.Report.State, dismissed.State.Report.AnsweredBy,
            dismissed.State.Report.AnsweredAt, dismissed.State.Report.Reason));
        Assert.Empty(dismissed.State.Participant.Reported!.Waiting);
        var fact = Assert.Single(dismissed.Facts);
        Assert.Equal((Acts.PublicReportDismissed, "p-chief", "经查不属实", 0), (fact.Act, fact.By, fact.Why, fact.Facts.Count));
        Assert.Equal(RefusalCode.ReportAnswered, PublicReportDecider.Dismiss(dismissed.State, terms, chief, "再次", due).Refusal!.Code);
        Assert.Equal(RefusalCode.ReportAnswered, Pursue(dismissed.State, terms, chief).Refusal!.Code);
    }

    [Fact]
    public void Pursue_OpensAFindingWithTheReferenceAsItsSource()
    {
        var pursued = Assert.IsType<Accepted<PursuedReport>>(Pursue(Waiting, terms, chief));
        var (state, answered, _, opened) = pursued.State;
        Assert.Equal(("r-1", "f-1", FindingState.Open), (opened.Report, opened.Id, opened.State));
        Assert.Equal((PublicReportState.Pursued, "p-chief", received.AddDays(1), "report-1", "f-1"),
            (answered.State, answered.AnsweredBy, answered.AnsweredAt, answered.Inspection, answered.Finding));
        Assert.Equal((1, 0), (state.Inspected!.Open, state.Reported!.Waiting.Count));
        Assert.Equal([Acts.PublicReportPursued, Acts.InspectionOrdered, Acts.FindingOpened], pursued.Facts.Select(f => f.Act));
        Assert.Equal(("report-1", "f-1"), (pursued.Facts[0].Facts["inspection"], pursued.Facts[0].Facts["finding"]));
        Assert.Equal(("report", "r-1"), (pursued.Facts[1].Facts["origin"], pursued.Facts[2].Facts["report"]));
        Assert.All(pursued.Facts, f => Assert.DoesNotContain("13800000000", $"{f.Why} {string.Join(' ', f.Facts.Values)}", StringComparison.Ordinal));
        Assert.All(pursued.Facts, f => Assert.DoesNotContain("台账是补的", $"{f.Why} {string.Join(' ', f.Facts.Values)}", StringComparison.Ordinal));
    }

    [Fact]
    public void Pursue_WithoutAFindingOrAReason_IsRefusedAndItStillWaits()
    {
        Assert.Equal(RefusalCode.TextMissing, Pursue(Waiting, terms, chief, finding with { Text = " " }).Refusal!.Code);
        Assert.Equal(RefusalCode.UnknownClause, Pursue(Waiting, terms, chief, finding with { Clause = "nowhere" }).Refusal!.Code);
        Assert.Equal(RefusalCode.ReasonMissing, PublicReportDecider.Pursue(
            Waiting, terms, chief, look with { Reason = null }, finding, received, Given.Standard).Refusal!.Code);
    }

    [Fact]
    public void Answer_ByWhomTheDefinitionSays_NeverByItsOwnPeople()
    {
        Assert.Equal(RefusalCode.NotYourReport, PublicReportDecider.Dismiss(Waiting, terms, inspector, "x", received).Refusal!.Code);
        Assert.Equal(RefusalCode.NotYourReport, Pursue(Waiting, terms, inspector).Refusal!.Code);
        Assert.Null(PublicReportDecider.Dismiss(Waiting, byInspectors, inspector, "x", received).Refusal);
        Assert.Null(Pursue(Waiting, byInspectors, inspector).Refusal);
        Assert.Null(PublicReportDecider.Dismiss(Waiting, byInspectors, chief, "x", received).Refusal);
        // The authority may always: other rules were adopted meanwhile.
        Assert.Equal(RefusalCode.NotYourReport, PublicReportDecider.Dismiss(Waiting, null, inspector, "x", received).Refusal!.Code);
        Assert.Null(PublicReportDecider.Dismiss(Waiting, null, chief, "x", received).Refusal);
        foreach (var own in new[] { new Reviewer("p-1", ["v-001"]), new Reviewer("v-001", []) })
        {
            Assert.Equal(RefusalCode.ReviewerIsParticipant,
                PublicReportDecider.Dismiss(Waiting, byInspectors, new(own, ForAuthority: true), "x", received).Refusal!.Code);
            Assert.Equal(RefusalCode.ReviewerIsParticipant, Pursue(Waiting, byInspectors, new(own, ForAuthority: true)).Refusal!.Code);
        }
    }

    [Fact]
    public void LetTimePass_RemindsEscalatesAndRecordsThatItIsOverdue_EachOnce()
    {
        var rungs = PublicReportSchedule.Rungs(campaign, report, HolidayTables.Bundled);
        Assert.Equal([("1", new DateTimeOffset(2026, 5, 25, 0, 0, 0, TimeSpan.Zero), false), ("2", due.AddMinutes(2), true)],
            rungs.Select(r => (r.Id, r.At, r.Escalates)));
        var early = Pass(Waiting, rungs[0].At.AddTicks(-1));
        Assert.Empty(early.Facts);
        Assert.Same(report, early.State.Report);
        var reminded = Pass(Waiting, rungs[0].At);
        Assert.Equal((Acts.PublicReportReminded, "engine", "villages/v-001/r-1", "1"),
            (reminded.Facts[0].Act, reminded.Facts[0].By, reminded.Facts[0].Subject, reminded.Facts[0].Facts["rung"]));
        Assert.Equal((rungs[0], 1), (reminded.State.Speaks, reminded.Facts.Count));
        var again = Pass(reminded.State, due);
        Assert.Equal((0, null), (again.Facts.Count, again.State.Speaks));
        Assert.False(reminded.State.Report.IsOverdue(due));
        Assert.True(reminded.State.Report.IsOverdue(due.AddTicks(1)));
        Assert.Equal([Acts.PublicReportOverdue], Pass(reminded.State, due.AddTicks(1)).Facts.Select(f => f.Act));
        var escalated = Pass(reminded.State, due.AddMinutes(2));
        Assert.Equal([Acts.PublicReportEscalated, Acts.PublicReportOverdue], escalated.Facts.Select(f => f.Act));
        Assert.Empty(Pass(escalated.State, due.AddDays(30)).Facts);
        var dismissed = Accepted(PublicReportDecider.Dismiss(escalated.State, terms, chief, "x", due)).State;
        Assert.Empty(Pass(dismissed, due.AddDays(30)).Facts);
        Assert.False(dismissed.Report.IsOverdue(due.AddDays(1)));
        Assert.Empty(Pass(Waiting with { Report = report with { DueAt = null } }, due.AddDays(30)).Facts);
    }

    [Fact]
    public void Schedule_OfANamedLadder_CountsFromTheReportAndItsDueDate()
    {
        var ladder = new Ladder("hearing",
        [
            new Rung("a", new When(Anchor.Open, Offset.None), [Audience.Authority], null),
            new Rung("b", new When(Anchor.Due, new Offset(-3, Working: true)), [Audience.Authority], null),
            new Rung("c", new When(Anchor.Due, new Offset(1, Working: true)), [Audience.ParentLeader], null),
        ]);
        var together = new Ladder("hearing", [ladder.Rungs[2] with { Id = "z" }, ladder.Rungs[2] with { Id = "y" }]);
        Assert.Equal(["y", "z"], PublicReportSchedule.Rungs(
            campaign with { Ladders = [together], Reports = terms with { Ladder = "hearing" } }, report, HolidayTables.Bundled).Select(r => r.Id));
        var named = campaign with { Ladders = [ladder], Reports = terms with { Ladder = "hearing" } };
        var rungs = PublicReportSchedule.Rungs(named, report, HolidayTables.Bundled);
        Assert.Equal([received, new DateTimeOffset(2026, 5, 21, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 5, 27, 0, 0, 0, TimeSpan.Zero)],
            rungs.Select(r => r.At));
        Assert.Equal([false, false, true], rungs.Select(r => r.Escalates));
        Assert.Equal(received, PublicReportSchedule.NextLook(report, rungs));
        Assert.Equal(due.AddMinutes(2), PublicReportSchedule.NextLook(report with { Fired = ["a", "b"] }, rungs));
        Assert.Equal(rungs[2].At, PublicReportSchedule.NextLook(report with { Fired = ["a", "b"], OverdueAt = due }, rungs));
        Assert.Null(PublicReportSchedule.NextLook(report with { Fired = ["a", "b", "c"], OverdueAt = due }, rungs));
        var answered = report with { State = PublicReportState.Dismissed };
        Assert.Null(PublicReportSchedule.NextLook(answered, rungs));
        Assert.Empty(PublicReportSchedule.Rungs(named, answered, HolidayTables.Bundled));
        Assert.Equal(["1", "2"], PublicReportSchedule.Rungs(campaign with { Reports = null }, report, HolidayTables.Bundled).Select(r => r.Id));
    }

    [Fact]
    public void Dated_WaitsForTheYearsHolidays_AndIsNeverMovedAfterwards()
    {
        var undated = report with { DueAt = null };
        Assert.Equal(due, PublicReportSchedule.Dated(campaign, undated, HolidayTables.Bundled).DueAt);
        Assert.Equal(received, PublicReportSchedule.Dated(campaign, report with { DueAt = received }, HolidayTables.Bundled).DueAt);
        Assert.Null(PublicReportSchedule.Dated(campaign with { Reports = null }, undated, HolidayTables.Bundled).DueAt);
        var unknown = undated with { ReceivedAt = new DateTimeOffset(2055, 5, 12, 3, 0, 0, TimeSpan.Zero) };
        Assert.Null(PublicReportSchedule.Dated(campaign, unknown, HolidayTables.Bundled).DueAt);
        Assert.Empty(PublicReportSchedule.Rungs(campaign, unknown, HolidayTables.Bundled));
        Assert.Null(PublicReportSchedule.NextLook(unknown, []));
    }

    static ReportCase Waiting => Accepted(File(Given.Untouched, report)).State;

    static Decision<ReportCase> File(ParticipantState state, PublicReport filed) =>
        PublicReportDecider.File(state, terms, CycleState.Running, filed, Given.Standard);

    static Decision<PursuedReport> Pursue(ReportCase at, ReportTerms terms, ReportAnswerer who, Finding? found = null) =>
        PublicReportDecider.Pursue(at, terms, who, look, found ?? finding, received.AddDays(1), Given.Standard);

    static Accepted<ReportCase> Pass(ReportCase at, DateTimeOffset now) => Accepted(
        PublicReportDecider.LetTimePass(at, PublicReportSchedule.Rungs(campaign, report, HolidayTables.Bundled), now));

    static Accepted<ReportCase> Accepted(Decision<ReportCase> decision) => Assert.IsType<Accepted<ReportCase>>(decision);

    static (RefusalCode, string?) At(Decision<ReportCase> decision) => (decision.Refusal!.Code, decision.Refusal.Path);
}
