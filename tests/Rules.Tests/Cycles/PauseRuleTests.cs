using Campaigns.Rules.Calendar;
using Campaigns.Rules.Cycles;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Campaigns.Rules.Tests.Cycles;

public sealed class PauseRuleTests
{
    [Fact]
    public void Pause_RunningCycle_StandsStillWithEveryDateAsItWas()
    {
        var cycle = Year.At("2026-04-01 10:00");
        var change = Year.Accepted(PauseRule.Pause(cycle, "p-1", "防汛", Year.Local("2026-04-01 10:00")));
        Assert.Equal((MilestoneKind.Pause, CycleState.Paused), (change.Kind, change.State));
        Assert.Equal(Year.Local("2026-04-01 10:00"), change.PausedAt);
        Assert.Equal(cycle.Windows, change.Windows);
        Assert.Empty(change.Milestones);
        Assert.Equal(("p-1", "防汛"), (change.Effect.By, change.Effect.Why));
        Assert.Equal("cycle|pause|20260401020000", change.MilestoneId);
        Assert.Null(Assert.IsType<CycleStep.Wait>(CycleInterpreter.Next(Year.After(cycle, change), Year.Local("2026-12-01 00:00"))).Until);
    }

    [Theory]
    [InlineData(CycleState.Enrolling, RefusalCode.CycleEnrolling)]
    [InlineData(CycleState.Paused, RefusalCode.CyclePaused)]
    [InlineData(CycleState.Completed, RefusalCode.CycleOver)]
    [InlineData(CycleState.Cancelled, RefusalCode.CycleOver)]
    public void Pause_CycleThatDoesNotRun_IsRefused(CycleState state, RefusalCode code) =>
        Assert.Equal(code, PauseRule.Pause(Year.At("2026-04-01 10:00") with { State = state }, "p", "w", Year.Local("2026-04-01 10:00")).Refusal!.Code);

    [Theory]
    [InlineData(CycleState.Enrolling, RefusalCode.CycleEnrolling)]
    [InlineData(CycleState.Completed, RefusalCode.CycleOver)]
    [InlineData(CycleState.Cancelled, RefusalCode.CycleOver)]
    public void Cancel_CycleThatIsNotThere_IsRefused(CycleState state, RefusalCode code) =>
        Assert.Equal(code, PauseRule.Cancel(Year.At("2026-04-01 10:00") with { State = state }, "p", "w", Year.Local("2026-04-01 10:00")).Refusal!.Code);

    [Fact]
    public void EveryChange_WithoutAReason_IsRefused()
    {
        var now = Year.Local("2026-04-01 10:00");
        Refusal?[] refusals =
        [
            PauseRule.Pause(Year.At("2026-04-01 10:00"), "p", " ", now).Refusal,
            PauseRule.Resume(Year.Paused("2026-04-01 10:00"), PausePolicy.Shift, Year.Shift, "p", "", now).Refusal,
            PauseRule.Cancel(Year.At("2026-04-01 10:00"), "p", "", now).Refusal,
        ];
        Assert.All(refusals, r => Assert.Equal((RefusalCode.ReasonMissing, "reason"), (r!.Code, r.Path)));
    }

    [Fact]
    public void Resume_CycleThatRuns_IsRefused() => Assert.Equal(
        RefusalCode.CycleNotPaused,
        PauseRule.Resume(Year.At("2026-04-01 10:00"), PausePolicy.Shift, Year.Shift, "p", "w", Year.Local("2026-04-02 10:00")).Refusal!.Code);

    [Fact]
    public void Resume_AfterThreeWorkingDays_MovesWhatIsLeftByThree()
    {
        var cycle = Year.Paused("2026-04-01 10:00");
        // Wednesday to Tuesday; Saturday to Monday the 6th are the holiday.
        var change = Resumed(cycle, "2026-04-07 10:00");
        Assert.Equal((3, Year.Local("2026-04-01 10:00")), (change.Effect.WorkingDays, change.Effect.From));
        var q1 = change.Window("q1");
        Assert.Equal("2026-03-25 09:00", Year.Local(q1.OpensAt));
        Assert.Equal("2026-04-15 18:00", Year.Local(q1.DueAt));
        Assert.Equal("2026-04-17 18:00", Year.Local(q1.GraceUntil));
        Assert.Equal("2026-04-21 18:00", Year.Local(q1.LockedAt));
        Assert.Equal("2026-04-21 18:02", Year.Local(change.Milestone("q1|lock").Milestone.At));
        Assert.Equal("2026-04-10 09:00", Year.Local(change.Milestone("q1|remind|2").Milestone.At));
        Assert.All(change.Milestones, m => Assert.Equal(MilestoneState.Pending, m.State));
        Assert.DoesNotContain(change.Milestones, m => m.Milestone.Id is "q1|open" or "q1|remind|1");
        Assert.Equal(CycleState.Running, change.State);
        Assert.Null(change.PausedAt);
        Assert.Equal(MilestoneKind.Resume, change.Kind);
    }

    [Fact]
    public void Resume_TheSameMorning_MovesByOneDayBecauseABegunDayCountsWhole()
    {
        var change = Resumed(Year.Paused("2026-04-01 10:00"), "2026-04-01 10:01");
        Assert.Equal(1, change.Effect.WorkingDays);
        Assert.Equal(0, Resumed(Year.Paused("2026-04-01 10:00"), "2026-04-01 10:00").Effect.WorkingDays);
    }

    [Fact]
    public void Resume_AtOnce_MovesNothing()
    {
        var cycle = Year.Paused("2026-04-01 10:00");
        var change = Resumed(cycle, "2026-04-01 10:00");
        Assert.Empty(change.Milestones);
        Assert.Equal(cycle.Windows, change.Windows);
    }

    [Fact]
    public void Resume_WhatFellOnTheInstantOfThePause_IsNotMoved()
    {
        var cycle = Year.At("2026-03-25 08:00") with { State = CycleState.Paused, PausedAt = Year.Local("2026-03-25 09:00") };

        var change = Resumed(cycle, "2026-03-27 09:00");

        Assert.Equal(2, change.Effect.WorkingDays);
        Assert.Equal("2026-03-25 09:00", Year.Local(change.Window("q1").OpensAt));
        Assert.DoesNotContain(change.Milestones, m => m.Milestone.Id is "q1|open" or "q1|remind|1");
        Assert.Contains(change.Milestones, m => m.Milestone.Id == "q1|due");
    }

    [Fact]
    public void Resume_WindowThatAwaitsAYear_GoesOnAwaitingIt()
    {
        var cycle = Year.Paused("2026-04-01 10:00") with { Windows = [new("x", "2026", Year.Local("2026-12-20 09:00"), null, null, null, 2027)] };

        Assert.Equal(2027, Resumed(cycle, "2026-04-03 10:00").Window("x").AwaitingYear);
    }

    [Fact]
    public void Resume_WhateverWasLeft_FiresInNoBurst()
    {
        var cycle = Year.Paused("2026-04-09 19:00");
        var now = Year.Local("2026-06-30 08:00");
        var next = CycleInterpreter.Next(Year.After(cycle, Resumed(cycle, "2026-06-30 08:00")), now);
        Assert.True(Assert.IsType<CycleStep.Wait>(next).Until > now);
        Assert.Empty(next.Recorded);
    }

    [Fact]
    public void Resume_KeepingTheDates_CountsThemAndSupersedesTheMessages()
    {
        var cycle = Year.Paused("2026-04-01 10:00");
        var now = Year.Local("2026-05-06 10:00");
        var change = Year.Accepted(PauseRule.Resume(cycle, PausePolicy.Keep, Year.Shift, "p", "w", now));
        Assert.Equal(cycle.Windows, change.Windows);
        Assert.Equal(0, change.Effect.WorkingDays);
        Assert.Equal(["q1|escalate|3", "q1|escalate|4", "q1|remind|2"], change.Milestones.Select(m => m.Milestone.Id).Order(StringComparer.Ordinal));
        Assert.All(change.Milestones, m => Assert.Equal(MilestoneState.Superseded, m.State));
        // The lock of before runs now, and is not taken for an outage.
        var run = Assert.IsType<CycleStep.Run>(CycleInterpreter.Next(Year.After(cycle, change), now));
        Assert.Equal("q1|lock", run.Milestone.Id);
        Assert.Equal(["q1|due", "q1|grace-end"], run.Recorded.Select(r => r.Milestone.Id));
    }

    [Fact]
    public void Resume_KeepingTheDates_LeavesARungOfTheVeryInstantSuperseded()
    {
        var cycle = Year.Paused("2026-04-01 10:00");
        var rung = cycle.Milestones.Single(m => m.Milestone.Id == "q1|remind|2").Milestone.At!.Value;
        Assert.Single(Year.Accepted(PauseRule.Resume(cycle, PausePolicy.Keep, Year.Shift, "p", "w", rung)).Milestones);
        Assert.Empty(Year.Accepted(PauseRule.Resume(cycle, PausePolicy.Keep, Year.Shift, "p", "w", rung.AddTicks(-1))).Milestones);
    }

    [Fact]
    public void Resume_InAYearWithoutHolidayTable_IsRefusedByItsName()
    {
        var shift = new WorkingDayShift(new("cn", HolidayTables.Bundled), Year.Zone);
        var refusal = PauseRule.Resume(Year.Paused("2026-12-30 10:00"), PausePolicy.Shift, shift, "p", "w", Year.Local("2027-01-10 10:00")).Refusal!;
        Assert.Equal((RefusalCode.CalendarMissing, "2027"), (refusal.Code, refusal.Facts!["year"]));
    }

    [Fact]
    public void Resume_IntoAYearWithoutHolidayTable_AwaitsItInsteadOfGuessing()
    {
        var shift = new WorkingDayShift(new("cn", HolidayTables.Bundled), Year.Zone);
        var change = Year.Accepted(PauseRule.Resume(
            Year.Paused("2026-12-30 10:00"), PausePolicy.Shift, shift, "p", "w", Year.Local("2026-12-31 10:00")));
        Assert.Equal((null, 2027), (change.Window("e").DueAt, change.Window("e").AwaitingYear));
        Assert.Equal((null, 2027), (change.Milestone("e|decide").Milestone.At, change.Milestone("e|decide").Milestone.AwaitingYear));
    }

    [Fact]
    public void Cancel_LeavesNothingToCome()
    {
        var cycle = Year.At("2026-04-01 10:00");
        var change = Year.Accepted(PauseRule.Cancel(cycle, "p", "w", Year.Local("2026-04-01 10:00")));
        var after = Year.After(cycle, change);
        Assert.Equal((MilestoneKind.Cancel, CycleState.Cancelled), (change.Kind, after.State));
        Assert.DoesNotContain(after.Milestones, m => m.State is MilestoneState.Pending);
        Assert.All(change.Milestones, m => Assert.Equal(MilestoneState.Superseded, m.State));
        Assert.Equal(CycleState.Cancelled, Year.Accepted(PauseRule.Cancel(Year.Paused("2026-04-01 10:00"), "p", "w", Year.Local("2026-04-02 10:00"))).State);
    }

    [Fact]
    public void Next_CancelledWithAMilestoneUnderWay_FinishesIt()
    {
        var cycle = Year.At("2026-04-01 10:00") with { State = CycleState.Cancelled };
        var claimed = cycle with { Milestones = [.. cycle.Milestones.Select((m, i) => i == 5 ? m with { State = MilestoneState.Claimed } : m)] };
        Assert.IsType<CycleStep.Run>(CycleInterpreter.Next(claimed, Year.Local("2026-04-01 10:00")));
        Assert.IsType<CycleStep.End>(CycleInterpreter.Next(cycle, Year.Local("2026-04-01 10:00")));
    }

    /// <summary>Pausing for n working days and resuming shifts what is left by n, and nothing of what was.</summary>
    [Fact]
    public void PausingForNWorkingDays_ShiftsWhatIsLeftByN() => Prop.ForAll(
        Gen.Choose(0, 330).ToArbitrary(), Gen.Choose(0, 60).ToArbitrary(), (day, count) =>
        {
            var days = new WorkingDays("cn", Year.Tables);
            var from = days.RollForward(new DateOnly(2026, 1, 5).AddDays(day)).Date!.Value;
            var pausedAt = $"{from:yyyy-MM-dd} 14:30";
            var cycle = Year.Paused(pausedAt);
            var change = Resumed(cycle, $"{days.Add(from, count).Date:yyyy-MM-dd} 14:30");
            var left = cycle.Milestones.Where(m => m.Milestone.At > Year.Local(pausedAt)).ToList();
            var after = Year.After(cycle, change).Milestones.ToDictionary(m => m.Milestone.Id, m => m.Milestone.At);
            return change.Effect.WorkingDays == count
                && left.All(m => after[m.Milestone.Id] == (count == 0 ? m.Milestone.At : Year.Shift.Move(m.Milestone.At!.Value, count).At))
                && cycle.Milestones.Except(left).All(m => after[m.Milestone.Id] == m.Milestone.At);
        }).QuickCheckThrowOnFailure();

    private static CalendarChange Resumed(CycleProgress cycle, string at) =>
        Year.Accepted(PauseRule.Resume(cycle, PausePolicy.Shift, Year.Shift, "p", "w", Year.Local(at)));
}
