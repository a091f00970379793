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

/// <summary>A reported falsification that nobody decides: its time, its ladder, and that it never hangs in limbo (E5, J7).</summary>
public sealed class UndecidedFalsificationTests
{
    // Reported on Tuesday 12 May 2026 at 11:00 in Shanghai, to be decided by Tuesday 19 May at 18:00.
    static readonly DateTimeOffset reportedAt = new(2026, 5, 12, 3, 0, 0, TimeSpan.Zero);
    static readonly DateTimeOffset until = new(2026, 5, 19, 10, 0, 0, TimeSpan.Zero);
    const string UntilText = "2026-05-19T10:00:00.0000000Z";
    static readonly Reviewer inspector = new("p-inspector", []);
    static readonly Reviewer chief = new("p-chief", []);
    static readonly TimedRung before = new("1", until.AddDays(-1), [Audience.Authority], Escalates: false);
    static readonly TimedRung after = new("2", until.AddMinutes(2), [Audience.ParentLeader], Escalates: true);

    static readonly Finding found = new()
    {
        Id = "f-1",
        Inspection = "spot-1",
        Text = "照片重复使用",
        FoundBy = "p-inspector",
        FoundAt = reportedAt,
        DueAt = until.AddDays(20),
    };

    [Fact]
    public void Report_RemembersUntilWhenItIsToBeDecided()
    {
        var reported = Report(found);
        Assert.Equal((until, reportedAt, true), (reported.State.Finding.Falsification!.DecideBy, reported.State.Finding.Falsification.ReportedAt,
            reported.State.Finding.Falsification.Waits));
        Assert.Equal(UntilText, Assert.Single(reported.Facts).Facts["decideBy"]);
        var late = Decide(new(Given.Untouched, found), new ReportFalsified("x", reportedAt, inspector), reportedAt);
        Assert.Equal((RefusalCode.ReworkTimeMissing, "decideBy"), (late.Refusal!.Code, late.Refusal.Path));
        Assert.Null(Decide(new(Given.Untouched, found), new ReportFalsified("x", reportedAt.AddTicks(1), inspector), reportedAt).Refusal);
    }

    [Fact]
    public void LetTimePass_RemindsThenEscalatesAndRecordsThatItIsOverdue_EachOnce()
    {
        var reported = Report(found).State;
        Assert.Empty(Pass(reported, before.At.AddTicks(-1)).Facts);
        var reminded = Pass(reported, before.At);
        Assert.Equal([Acts.FalsificationReminded], reminded.Facts.Select(f => f.Act));
        Assert.Equal(("engine", "villages/v-001/spot-1/f-1", "1", ""),
            (reminded.Facts[0].By, reminded.Facts[0].Subject, reminded.Facts[0].Facts["rung"], reminded.Facts[0].Facts["superseded"]));
        Assert.Equal(before, reminded.State.Presses);
        Assert.Null(reminded.State.Speaks);
        Assert.Empty(Pass(reminded.State, before.At).Facts);
        Assert.Empty(Pass(reminded.State, until).Facts);

        var escalated = Pass(reminded.State, after.At);
        Assert.Equal([Acts.FalsificationEscalated, Acts.FalsificationOverdue], escalated.Facts.Select(f => f.Act));
        Assert.Equal(UntilText, escalated.Facts[1].Facts["dueAt"]);
        Assert.Equal((after.At, after), (escalated.State.Finding.Falsification!.OverdueAt, escalated.State.Presses));
        Assert.Equal(["1", "2"], escalated.State.Finding.Falsification.Fired);
        Assert.Empty(Pass(escalated.State, after.At.AddDays(9)).Facts);

        // After an outage all of it at once: the reminder is superseded.
        var late = Pass(reported, after.At);
        Assert.Equal((Acts.FalsificationEscalated, "1", 2), (late.Facts[0].Act, late.Facts[0].Facts["superseded"], late.Facts.Count));
    }

    [Fact]
    public void LetTimePass_TheFixAndTheFalsification_WaitApart()
    {
        var reported = Report(found).State;
        var fixRung = new TimedRung("9", before.At, [Audience.Reporter], Escalates: false);
        var both = Accepted(Decide(reported, new LetTimePass([fixRung]) { Deciding = [before, after] }, before.At));
        Assert.Equal([Acts.FindingReminded, Acts.FalsificationReminded], both.Facts.Select(f => f.Act));
        Assert.Equal((fixRung, before), (both.State.Speaks, both.State.Presses));
        Assert.Equal(["9"], both.State.Finding.Fired);
        Assert.Equal(["1"], both.State.Finding.Falsification!.Fired);

        // Closed in the meantime, it still waits for its decision.
        var closed = reported with { Finding = reported.Finding with { State = FindingState.Closed } };
        Assert.Equal([Acts.FalsificationReminded], Pass(closed, before.At).Facts.Select(f => f.Act));
    }

    [Fact]
    public void LetTimePass_OnceDecidedOrWithoutATime_SaysNothing()
    {
        var reported = Report(found).State;
        var holders = new PostHolders(new Dictionary<ConsequenceTarget, IReadOnlyList<string>>());
        var confirmed = Accepted(Decide(reported, new ConfirmFalsified("属实", holders, 2026, chief), until)).State;
        Assert.False(confirmed.Finding.Falsification!.Waits);
        Assert.Empty(Pass(confirmed, after.At).Facts);
        var dismissed = Accepted(Decide(reported, new DismissFalsified("不属实", chief), until)).State;
        Assert.Empty(Pass(dismissed, after.At).Facts);
        var old = reported with { Finding = reported.Finding with { Falsification = reported.Finding.Falsification! with { DecideBy = null } } };
        Assert.Empty(Pass(old, after.At).Facts);
    }

    [Fact]
    public void Schedule_IsTheUsualOneOrTheNamedLadder_AndNothingOnceDecided()
    {
        var finding = Report(found).State.Finding;
        var usual = FindingSchedule.Deciding(Given.Campaign, finding, HolidayTables.Bundled);
        Assert.Equal([new DateTimeOffset(2026, 5, 18, 0, 0, 0, TimeSpan.Zero), until.AddMinutes(2)], usual.Select(r => r.At));
        Assert.Equal([false, true], usual.Select(r => r.Escalates));
        Assert.Equal([Audience.Authority], usual[0].To);
        Assert.Equal([Audience.Authority, Audience.ParentLeader], usual[1].To);
        // One day's time: the working day before would lie before the report itself.
        var hasty = finding with { Falsification = finding.Falsification! with { DecideBy = new DateTimeOffset(2026, 5, 13, 10, 0, 0, TimeSpan.Zero) } };
        Assert.Equal(["2"], FindingSchedule.Deciding(Given.Campaign, hasty, HolidayTables.Bundled).Select(r => r.Id));

        var ladder = new Ladder("office", [new Rung("x", new When(Anchor.Due, new Offset(2, Working: true)), [Audience.Authority], null)]);
        var named = Given.Campaign with { Ladders = [ladder], Rectification = new Rectification { ConfirmLadder = "office" } };
        Assert.Equal([("x", new DateTimeOffset(2026, 5, 21, 0, 0, 0, TimeSpan.Zero))],
            FindingSchedule.Deciding(named, finding, HolidayTables.Bundled).Select(r => (r.Id, r.At)));
        Assert.Empty(FindingSchedule.Deciding(named, found, HolidayTables.Bundled));
        var decided = finding with { Falsification = finding.Falsification with { ConfirmedBy = "p-chief" } };
        Assert.Empty(FindingSchedule.Deciding(named, decided, HolidayTables.Bundled));
        Assert.Empty(FindingSchedule.Deciding(
            named, finding with { Falsification = finding.Falsification with { DecideBy = null } }, HolidayTables.Bundled));
    }

    [Fact]
    public void NextLook_IsTheEarlierOfTheFixAndTheDecision()
    {
        var finding = Report(found).State.Finding;
        var fix = new TimedRung("9", until.AddDays(3), [Audience.Reporter], Escalates: false);
        Assert.Equal(before.At, FindingSchedule.NextLook(finding, [fix], [before, after]));
        Assert.Equal(before.At.AddDays(-1), FindingSchedule.NextLook(finding, [fix with { At = before.At.AddDays(-1) }], [before, after]));
        Assert.Equal(before.At, FindingSchedule.NextLook(finding with { State = FindingState.Closed }, [fix], [before, after]));
        var told = finding with { Falsification = finding.Falsification! with { Fired = ["1", "2"] } };
        Assert.Equal(until.AddMinutes(2), FindingSchedule.NextLook(told, [fix], [before, after]));
        var over = told with { Falsification = told.Falsification with { OverdueAt = after.At } };
        Assert.Equal(fix.At, FindingSchedule.NextLook(over, [fix], [before, after]));
        Assert.Null(FindingSchedule.NextLook(over with { State = FindingState.Closed }, [fix], [before, after]));
        Assert.Equal(new DateTimeOffset(2026, 5, 18, 0, 0, 0, TimeSpan.Zero), FindingSchedule.NextLook(Given.Campaign, finding, HolidayTables.Bundled));
        Assert.Equal(finding.DueAt.AddMinutes(2), FindingSchedule.NextLook(finding with { Falsification = null }, [], []));
    }

    static Accepted<FindingCase> Report(Finding finding) =>
        Accepted(Decide(new(Given.Untouched, finding), new ReportFalsified("照片系往年所摄", until, inspector), reportedAt));

    static Accepted<FindingCase> Pass(FindingCase at, DateTimeOffset now) =>
        Accepted(Decide(at with { Presses = null }, new LetTimePass([]) { Deciding = [before, after] }, now));

    static Decision<FindingCase> Decide(FindingCase at, FindingCommand command, DateTimeOffset now) =>
        FindingDecider.Decide(at, command, now, Given.Campaign);

    static Accepted<FindingCase> Accepted(Decision<FindingCase> decision) => Assert.IsType<Accepted<FindingCase>>(decision);
}
