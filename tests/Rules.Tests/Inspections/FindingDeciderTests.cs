using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Honouring;
using Campaigns.Rules.Inspections;
using Campaigns.Rules.Ledger;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Sheets;
using Campaigns.Rules.Tests.Participants;
using Xunit;

namespace Campaigns.Rules.Tests.Inspections;

public sealed class FindingDeciderTests
{
    private static readonly DateTimeOffset Found = Given.Reviewing;
    private static readonly DateTimeOffset Due = Found.AddDays(15);
    private static readonly Reviewer Inspector = new("p-inspector", ["county"]);
    private static readonly Reviewer Chief = new("p-chief", ["county"]);
    private static readonly Reviewer Own = new("p-1", ["v-001"]);
    private static readonly Inspection Visit = new() { Id = "spot-1", Origin = InspectionOrigin.Unscheduled, OrderedAt = Found, OrderedBy = "p-chief" };
    private static readonly Finding Fresh = new()
    {
        Id = "f-1",
        Inspection = "spot-1",
        Clause = "deeds",
        Text = "台账不全",
        FoundBy = "p-inspector",
        FoundAt = Found,
        DueAt = Due,
    };

    private static readonly DateTimeOffset DecideBy = Due.AddDays(7);

    private static readonly ReportFix Fix = new("已补齐", ["e-1", "e-2"], Due.AddDays(5), Own);
    private static readonly TimedRung Before = new("1", Due.AddDays(-1), [Audience.Reporter], Escalates: false);
    private static readonly TimedRung After = new("2", Due.AddMinutes(2), [Audience.ParentLeader], Escalates: true);

    private static readonly CampaignDefinition Campaign = Given.Campaign with
    {
        Warnings = [new WarningRule { Id = "slow", When = new FindingOverdue(), Card = Card.Yellow, Clears = WarningClearing.Closed }],
    };

    [Fact]
    public void Open_ByItsInspector_CountsAndTellsTheLedger()
    {
        var opened = Accepted(Open(Fresh, Inspector));
        Assert.Equal(new InspectionRecord(0, 1, 0, 0, 0), opened.State.Participant.Inspected);
        var fact = Assert.Single(opened.Facts);
        Assert.Equal((Acts.FindingOpened, "p-inspector", "villages/v-001/spot-1/f-1", "台账不全"), (fact.Act, fact.By, fact.Subject, fact.Why));
        Assert.Equal("deeds", fact.Facts["clause"]);
        Assert.Equal(2, Accepted(FindingDecider.Open(opened.State.Participant, Visit, Fresh with { Clause = null }, Inspector, false, Found, Given.Standard))
            .State.Participant.Inspected!.Open);
    }

    [Fact]
    public void Open_WithoutTextOrTimeOrByTheWrongOne_IsRefused()
    {
        Assert.Equal(RefusalCode.TextMissing, Open(Fresh with { Text = " " }, Inspector).Refusal!.Code);
        Assert.Equal(RefusalCode.TextTooLong, Open(Fresh with { Text = new string('长', 100_000) }, Inspector).Refusal!.Code);
        Assert.Equal(RefusalCode.UnknownClause, Open(Fresh with { Clause = "nowhere" }, Inspector).Refusal!.Code);
        Assert.Equal(RefusalCode.ReworkTimeMissing, Open(Fresh with { DueAt = Found }, Inspector).Refusal!.Code);
        Assert.Null(Open(Fresh with { DueAt = Found.AddTicks(1) }, Inspector).Refusal);
        Assert.Equal(RefusalCode.ReviewerIsParticipant, Open(Fresh, Own).Refusal!.Code);
        Assert.Equal(RefusalCode.ReviewerIsParticipant, Open(Fresh, new Reviewer("v-001", [])).Refusal!.Code);
        var assigned = Visit with { Inspector = "p-other" };
        Assert.Equal(RefusalCode.NotYourInspection,
            FindingDecider.Open(Given.Untouched, assigned, Fresh, Inspector, false, Found, Given.Standard).Refusal!.Code);
        Assert.Null(FindingDecider.Open(Given.Untouched, assigned, Fresh, Inspector, true, Found, Given.Standard).Refusal);
        Assert.Null(FindingDecider.Open(Given.Untouched, assigned, Fresh, new Reviewer("p-other", []), false, Found, Given.Standard).Refusal);
    }

    [Fact]
    public void Fix_ThenVerify_ClosesTheFinding()
    {
        var fixedCase = Accepted(Decide(Opened, Fix, Due));
        Assert.Equal(
            (FindingState.Fixed, Due, Due.AddDays(5)), (fixedCase.State.Finding.State, fixedCase.State.Finding.Fix!.At, fixedCase.State.Finding.Fix.VerifyBy));
        Assert.Equal((Acts.FindingFixed, "false", "e-1 e-2"), (fixedCase.Facts[0].Act, fixedCase.Facts[0].Facts["late"], fixedCase.Facts[0].Facts["evidence"]));
        Assert.Equal("true", Accepted(Decide(Opened, Fix, Due.AddTicks(1))).Facts[0].Facts["late"]);

        var closed = Accepted(Decide(fixedCase.State, new VerifyFix("看过", Inspector), Due.AddDays(1)));
        Assert.Equal((FindingState.Closed, Due.AddDays(1)), (closed.State.Finding.State, closed.State.Finding.ClosedAt));
        Assert.Equal(new InspectionRecord(0, 0, 1, 0, 0), closed.State.Participant.Inspected);
        Assert.Equal([Acts.FindingClosed], closed.Facts.Select(f => f.Act));
        foreach (var command in new FindingCommand[] { Fix, new VerifyFix(null, Inspector), Reject(Due.AddDays(9)), Extend(Due.AddDays(1)) })
            Assert.Equal(RefusalCode.FindingClosed, Decide(closed.State, command, Due.AddDays(1)).Refusal!.Code);
    }

    [Fact]
    public void Fix_WithoutTextOrEvidence_IsRefused()
    {
        Assert.Equal((RefusalCode.TextMissing, "text"), At(Decide(Opened, Fix with { Text = "" }, Due)));
        Assert.Equal((RefusalCode.TextTooLong, "text"), At(Decide(Opened, Fix with { Text = new string('长', 100_000) }, Due)));
        Assert.Equal((RefusalCode.FixEvidenceMissing, "evidence"), At(Decide(Opened, Fix with { Evidence = [] }, Due)));
        Assert.Equal((RefusalCode.AnswerOutOfRange, "evidence"), At(Decide(Opened, Fix with { Evidence = [.. Enumerable.Repeat("e", 21)] }, Due)));
        Assert.Null(Decide(Opened, Fix with { Evidence = [.. Enumerable.Repeat("e", 20)] }, Due).Refusal);
    }

    [Fact]
    public void Reject_GivesANewDeadlineFromWhichEverythingStartsAgain()
    {
        var overdue = Accepted(Pass(Opened, Due.AddMinutes(2))).State;
        var again = Accepted(Decide(Accepted(Decide(overdue, Fix, Due.AddDays(1))).State, Reject(Due.AddDays(9)), Due.AddDays(2))).State;
        Assert.Equal(
            (FindingState.Rejected, Due.AddDays(9), 1, "没有整改"), (again.Finding.State, again.Finding.DueAt, again.Finding.Rejections, again.Finding.Rejected));
        Assert.Empty(again.Finding.Fired);
        Assert.Null(again.Finding.OverdueAt);
        Assert.True(again.Finding.AwaitsFix);
        Assert.Equal(FindingState.Fixed, Accepted(Decide(again, Fix, Due.AddDays(3))).State.Finding.State);
        Assert.Equal(RefusalCode.NothingToVerify, Decide(again, Reject(Due.AddDays(20)), Due.AddDays(3)).Refusal!.Code);
        Assert.Equal(RefusalCode.NothingToVerify, Decide(Opened, new VerifyFix(null, Inspector), Due).Refusal!.Code);

        var reported = Accepted(Decide(Opened, Fix, Due)).State;
        Assert.Equal((RefusalCode.ReasonMissing, "reason"), At(Decide(reported, Reject(Due.AddDays(9)) with { Reason = " " }, Due)));
        Assert.Equal((RefusalCode.ReworkTimeMissing, "until"), At(Decide(reported, Reject(Due), Due)));
        Assert.Null(Decide(reported, Reject(Due.AddTicks(1)), Due).Refusal);
        Assert.Equal(RefusalCode.FixAwaitsVerification, Decide(reported, Fix, Due).Refusal!.Code);
        Assert.Equal(RefusalCode.FixAwaitsVerification, Decide(reported, Extend(Due.AddDays(1)), Due).Refusal!.Code);
    }

    [Fact]
    public void Extend_OutOfRange_NamesTheRange()
    {
        var refusal = Decide(Opened, Extend(Due), Found).Refusal!;

        Assert.Equal((Instant(Due), Instant(Due.AddDays(5))), (refusal.Facts!["after"], refusal.Facts["latest"]));

        static string Instant(DateTimeOffset at) =>
            at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Extend_OnceAndWithinTheRule_MovesTheDeadline()
    {
        var overdue = Accepted(Pass(Opened, Due.AddMinutes(2))).State;
        var extended = Accepted(Decide(overdue, Extend(Due.AddDays(5)), Due.AddDays(1)));
        Assert.Equal((Due.AddDays(5), true, null), (extended.State.Finding.DueAt, extended.State.Finding.Extended, extended.State.Finding.OverdueAt));
        Assert.Empty(extended.State.Finding.Fired);
        Assert.Equal([Acts.FindingExtended], extended.Facts.Select(f => f.Act));
        Assert.Equal(RefusalCode.AlreadyExtended, Decide(extended.State, Extend(Due.AddDays(6)), Due).Refusal!.Code);

        Assert.Equal((RefusalCode.ReasonMissing, "reason"), At(Decide(Opened, Extend(Due.AddDays(1)) with { Reason = "" }, Found)));
        Assert.Equal((RefusalCode.ExtensionOutOfRange, "until"), At(Decide(Opened, Extend(Due), Found)));
        Assert.Null(Decide(Opened, Extend(Due.AddTicks(1)), Found).Refusal);
        Assert.Equal((RefusalCode.ExtensionOutOfRange, "until"), At(Decide(Opened, Extend(Due.AddDays(5).AddTicks(1)), Found)));
        // Long after the deadline, what would lie in the past gives nobody time.
        Assert.Equal((RefusalCode.ExtensionOutOfRange, "until"), At(Decide(Opened, Extend(Due.AddDays(2)), Due.AddDays(2))));
        Assert.Null(Decide(Opened, Extend(Due.AddDays(2).AddTicks(1)), Due.AddDays(2)).Refusal);
    }

    [Fact]
    public void OwnPeople_ReportFixesAndDecideNothing()
    {
        var reported = Accepted(Decide(Opened, Fix, Due)).State;
        Assert.Equal(RefusalCode.ReviewerIsParticipant, Decide(reported, new VerifyFix(null, Own), Due).Refusal!.Code);
        Assert.Equal(RefusalCode.ReviewerIsParticipant, Decide(reported, Reject(Due.AddDays(1)) with { By = Own }, Due).Refusal!.Code);
        Assert.Equal(RefusalCode.ReviewerIsParticipant, Decide(Opened, Extend(Due.AddDays(1)) with { By = Own }, Due).Refusal!.Code);
        Assert.Equal(RefusalCode.ReviewerIsParticipant, Decide(Opened, new ReportFalsified("x", DecideBy, new Reviewer("v-001", [])), Due).Refusal!.Code);
    }

    [Fact]
    public void TimePasses_RemindsThenEscalatesAndRecordsOverdueOnce()
    {
        Assert.Empty(Accepted(Pass(Opened, Before.At.AddTicks(-1))).Facts);
        var reminded = Accepted(Pass(Opened, Before.At));
        Assert.Equal(Before, reminded.State.Speaks);
        Assert.Equal([Acts.FindingReminded], reminded.Facts.Select(f => f.Act));
        Assert.Equal(("1", ""), (reminded.Facts[0].Facts["rung"], reminded.Facts[0].Facts["superseded"]));
        Assert.Empty(Accepted(Pass(reminded.State, Due)).Facts);

        var escalated = Accepted(Pass(reminded.State, After.At));
        Assert.Equal(After, escalated.State.Speaks);
        Assert.Equal([Acts.FindingEscalated, Acts.FindingOverdue, Acts.CardRaised], escalated.Facts.Select(f => f.Act));
        Assert.Equal((After.At, 1), (escalated.State.Finding.OverdueAt, escalated.State.Participant.Inspected!.Overdue));
        Assert.Equal(("slow-1", "f-1", true), (escalated.State.Participant.Cards[0].Id, escalated.State.Participant.Cards[0].Subject,
            escalated.State.Participant.Cards[0].IsOpen));
        Assert.Empty(Accepted(Pass(escalated.State, After.At.AddDays(9))).Facts);

        var closed = Accepted(Decide(Accepted(Decide(escalated.State, Fix, Due.AddDays(3))).State, new VerifyFix(null, Inspector), Due.AddDays(4)));
        Assert.Equal([Acts.FindingClosed, Acts.CardCleared], closed.Facts.Select(f => f.Act));
        Assert.False(closed.State.Participant.Cards[0].IsOpen);
        Assert.Equal(new InspectionRecord(0, 0, 1, 0, 1), closed.State.Participant.Inspected);
    }

    [Fact]
    public void TimePasses_AfterAnOutage_TellsOnlyTheLatest()
    {
        var late = Accepted(Pass(Opened, Due.AddDays(30)));
        Assert.Equal(After, late.State.Speaks);
        Assert.Equal((Acts.FindingEscalated, "2", "1"), (late.Facts[0].Act, late.Facts[0].Facts["rung"], late.Facts[0].Facts["superseded"]));
        Assert.Equal(["1", "2"], late.State.Finding.Fired);
    }

    [Fact]
    public void TimePasses_WithoutRungs_StillRecordsOverdue()
    {
        Assert.Empty(Accepted(Decide(Opened, new LetTimePass([]), Due)).Facts);
        var overdue = Accepted(Decide(Opened, new LetTimePass([]), Due.AddTicks(1)));
        Assert.Null(overdue.State.Speaks);
        Assert.Equal([Acts.FindingOverdue, Acts.CardRaised], overdue.Facts.Select(f => f.Act));
    }

    [Fact]
    public void TimePasses_OverAFix_AsksForVerificationOnce()
    {
        var reported = Accepted(Decide(Opened, Fix, Due)).State;
        Assert.Empty(Accepted(Pass(reported, Fix.VerifyBy)).Facts);
        var asked = Accepted(Pass(reported, Fix.VerifyBy.AddTicks(1)));
        Assert.True(asked.State.AsksForVerification);
        Assert.Equal([Acts.VerificationOverdue], asked.Facts.Select(f => f.Act));
        Assert.Empty(Accepted(Pass(asked.State with { AsksForVerification = false }, Fix.VerifyBy.AddDays(1))).Facts);
    }

    [Fact]
    public void Falsified_ReportedByOneAndConfirmedByAnother_Disqualifies()
    {
        var reported = Accepted(Decide(Opened, new ReportFalsified("材料造假", DecideBy, Inspector), Found));
        Assert.Equal([Acts.FalsificationReported], reported.Facts.Select(f => f.Act));
        Assert.Equal(FindingState.Open, reported.State.Finding.State);
        Assert.Equal(RefusalCode.AlreadyReported, Decide(reported.State, new ReportFalsified("又", DecideBy, Chief), Found).Refusal!.Code);
        Assert.Equal(RefusalCode.SamePersonConfirms, Decide(reported.State, Confirm with { By = Inspector }, Found).Refusal!.Code);
        Assert.Equal(RefusalCode.NothingReported, Decide(Opened, Confirm, Found).Refusal!.Code);
        Assert.Equal((RefusalCode.ReasonMissing, "reason"), At(Decide(reported.State, Confirm with { Reason = "" }, Found)));

        var confirmed = Accepted(Decide(reported.State, Confirm, Found.AddDays(1)));
        Assert.Equal([Acts.FalsificationConfirmed, Acts.Disqualified], confirmed.Facts.Select(f => f.Act));
        Assert.Equal("p-leader", confirmed.Facts[0].Facts["accountable"]);
        Assert.Equal(FindingState.Falsified, confirmed.State.Finding.State);
        var standing = confirmed.State.Participant.Standing!;
        Assert.Equal(("spot-1/f-1", "属实", "p-chief", 2026), (standing.Finding, standing.Reason, standing.By, standing.UntilYear));
        Assert.Equal(["p-leader"], standing.Accountable);
        Assert.Equal(new InspectionRecord(0, 0, 0, 1, 0), confirmed.State.Participant.Inspected);
        foreach (var command in new FindingCommand[] { Fix, new ReportFalsified("x", DecideBy, Inspector), Confirm, Extend(Due.AddDays(1)) })
            Assert.Equal(RefusalCode.FindingFalsified, Decide(confirmed.State, command, Found).Refusal!.Code);
        Assert.Empty(Accepted(Pass(confirmed.State, Due.AddDays(30))).Facts);
    }

    [Fact]
    public void Falsified_FoundByTheOneWhoWouldConfirm_NeedsAnother()
    {
        var byChief = Opened with { Finding = Opened.Finding with { FoundBy = "p-chief" } };
        var reported = Accepted(Decide(byChief, new ReportFalsified("造假", DecideBy, Inspector), Found)).State;
        Assert.Equal(RefusalCode.SamePersonConfirms, Decide(reported, Confirm, Found).Refusal!.Code);
        Assert.Null(Decide(reported, Confirm with { By = new Reviewer("p-second", []) }, Found).Refusal);
    }

    [Fact]
    public void Falsified_WithTheNextYearOrWithoutDisqualifying_FollowsTheRule()
    {
        var reported = Accepted(Decide(Opened, new ReportFalsified("造假", DecideBy, Inspector), Found)).State;
        var longer = Campaign with { Rectification = new Rectification { DisqualifiesNextYear = true } };
        Assert.Equal(2027, Accepted(FindingDecider.Decide(reported, Confirm, Found, longer)).State.Participant.Standing!.UntilYear);
        var lenient = Campaign with { Rectification = new Rectification { Disqualifies = false } };
        var confirmed = Accepted(FindingDecider.Decide(reported, Confirm, Found, lenient));
        Assert.Null(confirmed.State.Participant.Standing);
        Assert.Equal([Acts.FalsificationConfirmed], confirmed.Facts.Select(f => f.Act));
    }

    [Fact]
    public void FalsificationConfirmedAfterTheDecision_WithdrawsTheHonour()
    {
        var honoured = Opened with { Participant = Opened.Participant with { Outcome = new Outcome(95, false, "excellent", 1, true, true) } };
        var closed = Accepted(Decide(Accepted(Decide(honoured, Fix, Due)).State, new VerifyFix(null, Inspector), Due)).State;
        var reported = Accepted(Decide(closed, new ReportFalsified("造假", DecideBy, Inspector), Due)).State;
        var confirmed = Accepted(Decide(reported, Confirm, Due.AddDays(200)));
        Assert.Equal([Acts.FalsificationConfirmed, Acts.Disqualified, Acts.HonourWithdrawn], confirmed.Facts.Select(f => f.Act));
        Assert.Equal(new Outcome(95, false, "excellent", 1, false, false), confirmed.State.Participant.Outcome);
        Assert.Equal(new InspectionRecord(0, 0, 0, 1, 0), confirmed.State.Participant.Inspected);
        Assert.Equal(("true", "true", ""), (confirmed.Facts[2].Facts["honoured"], confirmed.Facts[2].Facts["attained"], confirmed.Facts[2].Facts["basis"]));
    }

    [Fact]
    public void FalsificationConfirmedAfterTheDecision_RecordsWhatFollowsForThoseThatFailed()
    {
        var failed = new ConsequenceTerms(
            [], [new(ConsequenceKind.Ineligible, ConsequenceTarget.Unit, null, null), new(ConsequenceKind.Criticism, ConsequenceTarget.Leader, null, null)]);
        var strict = Campaign with { Tracks = [.. Campaign.Tracks.Select(t => t with { Consequences = failed })] };
        var had = new Consequence(ConsequenceKind.Criticism, ConsequenceTarget.Leader, "p-leader", null, null);
        var honour = new HonourState("县委〔2026〕8号", Due, null);
        var honoured = Opened with { Participant = Opened.Participant with { Selection = new SelectionState { Honour = honour, Consequences = [had] } } };
        var reported = Accepted(Decide(honoured, new ReportFalsified("造假", DecideBy, Inspector), Due)).State;
        var confirmed = Accepted(FindingDecider.Decide(reported, Confirm, Due.AddDays(200), strict));

        var selection = confirmed.State.Participant.Selection!;
        Assert.Equal([had, new(ConsequenceKind.Ineligible, ConsequenceTarget.Unit, "v-001", null, null)], selection.Consequences);
        Assert.Equal(new HonourWithdrawal(Due.AddDays(200), "p-chief", "属实"), selection.Honour!.Withdrawn);
        Assert.Equal([Acts.FalsificationConfirmed, Acts.Disqualified, Acts.HonourWithdrawn], confirmed.Facts.Select(f => f.Act));
        var withdrawn = confirmed.Facts[2].Facts;
        Assert.Equal("ineligible:v-001", confirmed.Facts[1].Facts["consequences"]);
        Assert.Equal(("县委〔2026〕8号", "true", "false"), (withdrawn["basis"], withdrawn["honoured"], withdrawn["attained"]));

        var plain = Accepted(Decide(Opened, new ReportFalsified("造假", DecideBy, Inspector), Due)).State;
        var barred = Accepted(FindingDecider.Decide(plain, Confirm, Due.AddDays(1), strict)).State.Participant;
        Assert.Null(barred.Selection!.Honour);
        Assert.Equal([ConsequenceKind.Ineligible, ConsequenceKind.Criticism], barred.Selection.Consequences.Select(c => c.Kind));
    }

    [Fact]
    public void Falsified_Dismissed_GoesOnAsBefore()
    {
        var reported = Accepted(Decide(Opened, new ReportFalsified("造假", DecideBy, Inspector), Found)).State;
        Assert.Equal(RefusalCode.NothingReported, Decide(Opened, new DismissFalsified("查无实据", Chief), Found).Refusal!.Code);
        Assert.Equal(RefusalCode.SamePersonConfirms, Decide(reported, new DismissFalsified("查无实据", Inspector), Found).Refusal!.Code);
        Assert.Equal((RefusalCode.ReasonMissing, "reason"), At(Decide(reported, new DismissFalsified("", Chief), Found)));
        var dismissed = Accepted(Decide(reported, new DismissFalsified("查无实据", Chief), Found));
        Assert.Null(dismissed.State.Finding.Falsification);
        Assert.Equal([Acts.FalsificationDismissed], dismissed.Facts.Select(f => f.Act));
        Assert.Null(Decide(dismissed.State, Fix, Due).Refusal);
    }

    [Theory]
    [InlineData(FindingState.Open, null)]
    [InlineData(FindingState.Rejected, null)]
    [InlineData(FindingState.Fixed, RefusalCode.FixAwaitsVerification)]
    [InlineData(FindingState.Closed, RefusalCode.FindingClosed)]
    [InlineData(FindingState.Falsified, RefusalCode.FindingFalsified)]
    public void Attach_WhileAFixIsAwaited_TellsTheLedger(FindingState state, RefusalCode? refused)
    {
        var decision = FindingDecider.Attach(Opened with { Finding = Fresh with { State = state } }, new AttachEvidence("f-1", "e-1", "abc", "p-1"));
        Assert.Equal(refused, decision.Refusal?.Code);
        if (decision is Accepted<ParticipantState> accepted)
        {
            var fact = Assert.Single(accepted.Facts);
            Assert.Equal((Acts.EvidenceAttached, "p-1", "villages/v-001/spot-1/f-1", "e-1", "abc"),
                (fact.Act, fact.By, fact.Subject, fact.Facts["evidence"], fact.Facts["sha256"]));
        }
    }

    [Fact]
    public void Schedule_Usual_RemindsTheWorkingDayBeforeAndEscalatesAtTheDeadline()
    {
        // Due on Monday 18 May 2026 at 18:00 in Shanghai: the reminder goes out on Friday at 8:00.
        var finding = Fresh with { DueAt = new DateTimeOffset(2026, 5, 18, 10, 0, 0, TimeSpan.Zero) };
        var rungs = FindingSchedule.Rungs(Campaign, finding, HolidayTables.Bundled);
        Assert.Equal([new DateTimeOffset(2026, 5, 15, 0, 0, 0, TimeSpan.Zero), finding.DueAt.AddMinutes(2)], rungs.Select(r => r.At));
        Assert.Equal([false, true], rungs.Select(r => r.Escalates));
        Assert.Equal([Audience.Reporter, Audience.Leader, Audience.ParentLeader], rungs[1].To);
        Assert.Equal(rungs[0].At, FindingSchedule.NextLook(finding, rungs, []));
        Assert.Equal(rungs[1].At, FindingSchedule.NextLook(finding with { Fired = ["1"] }, rungs, []));
        Assert.Equal(finding.DueAt.AddMinutes(2), FindingSchedule.NextLook(finding with { Fired = ["1", "2"] }, rungs, []));
        Assert.Null(FindingSchedule.NextLook(finding with { Fired = ["1", "2"], OverdueAt = finding.DueAt }, rungs, []));
        Assert.Equal(rungs[1].At, FindingSchedule.NextLook(finding with { Fired = ["1"], OverdueAt = finding.DueAt }, rungs, []));
        var reported = finding with { State = FindingState.Fixed, Fix = new Fix("x", ["e"], Found, "p-1", Due) };
        Assert.Equal(Due.AddMinutes(2), FindingSchedule.NextLook(reported, rungs, []));
        Assert.Null(FindingSchedule.NextLook(reported with { Fired = [FindingDecider.Verification] }, rungs, []));
        Assert.Null(FindingSchedule.NextLook(finding with { State = FindingState.Closed }, rungs, []));
    }

    [Fact]
    public void Schedule_OfANamedLadder_CountsFromTheFindingAndFromItsDeadline()
    {
        var ladder = new Ladder("rectifier",
        [
            new Rung("late", new When(Anchor.Due, new Offset(1, true)), [Audience.Authority], null),
            new Rung("now", new When(Anchor.Open, Offset.None), [Audience.Reporter], null),
            new Rung("soon", new When(Anchor.Open, new Offset(2, false)), [Audience.Leader], null),
        ]);
        var campaign = Campaign with { Ladders = [ladder], Rectification = new Rectification { Ladder = "rectifier" } };
        var finding = Fresh with
        {
            FoundAt = new DateTimeOffset(2026, 5, 12, 3, 0, 0, TimeSpan.Zero),
            DueAt = new DateTimeOffset(2026, 5, 18, 10, 0, 0, TimeSpan.Zero),
        };
        var rungs = FindingSchedule.Rungs(campaign, finding, HolidayTables.Bundled);
        Assert.Equal(["now", "soon", "late"], rungs.Select(r => r.Id));
        Assert.Equal(
            [finding.FoundAt, new DateTimeOffset(2026, 5, 14, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 5, 19, 0, 0, 0, TimeSpan.Zero)],
            rungs.Select(r => r.At));
        Assert.Equal([false, false, true], rungs.Select(r => r.Escalates));
    }

    [Fact]
    public void Schedule_WithoutTheYearsHolidays_LeavesOutWhatItCannotKnow()
    {
        var finding = Fresh with { DueAt = new DateTimeOffset(2055, 5, 18, 10, 0, 0, TimeSpan.Zero) };
        Assert.Equal(["2"], FindingSchedule.Rungs(Campaign, finding, HolidayTables.Bundled).Select(r => r.Id));
    }

    private static readonly ConfirmFalsified Confirm = new(
        "属实", new(new Dictionary<ConsequenceTarget, IReadOnlyList<string>> { [ConsequenceTarget.Leader] = ["p-leader"] }), 2026, Chief);

    private static FindingCase Opened => Accepted(Open(Fresh, Inspector)).State;

    private static RejectFix Reject(DateTimeOffset until) => new("没有整改", until, Inspector);

    private static ExtendFinding Extend(DateTimeOffset until) => new(until, Due.AddDays(5), "雨季", Chief);

    private static Decision<FindingCase> Open(Finding finding, Reviewer by) =>
        FindingDecider.Open(Given.Untouched, Visit, finding, by, forAuthority: false, Found, Given.Standard);

    private static Decision<FindingCase> Decide(FindingCase at, FindingCommand command, DateTimeOffset now) =>
        FindingDecider.Decide(at, command, now, Campaign);

    private static Decision<FindingCase> Pass(FindingCase at, DateTimeOffset now) => Decide(at with { Speaks = null }, new LetTimePass([Before, After]), now);

    private static Accepted<FindingCase> Accepted(Decision<FindingCase> decision) => Assert.IsType<Accepted<FindingCase>>(decision);

    private static (RefusalCode, string?) At(Decision<FindingCase> decision) => (decision.Refusal!.Code, decision.Refusal.Path);
}
