using Campaigns.Rules.Calendar;
using Campaigns.Rules.Cycles;
using Campaigns.Rules.Participants;
using Xunit;

namespace Campaigns.Rules.Tests.Cycles;

public sealed class CalendarAmenderTests
{
    static readonly ParticipantState silent = new()
    {
        Track = "village",
        Unit = "v",
        Parent = "t",
        Area = "t",
        Phases = new Dictionary<string, PhaseState> { ["q1"] = new() { Status = SheetStatus.Silent } },
    };

    [Fact]
    public void Amend_DueDateOntoAMakeUpSaturday_IsDueThatSaturday()
    {
        // 2026-10-10 is a Saturday that is worked, 2026-10-11 a Sunday that is not.
        var earlier = Amend("2026-09-25 10:00", "q3", new(Due: new(2026, 10, 9)));
        var back = Year.Accepted(CalendarAmender.Amend(
            Year.Definition, Year.After(Year.At("2026-09-25 10:00"), earlier.Change), One("q3", new(Due: new(2026, 10, 10))), Year.Tables, "p", "w",
            Year.Local("2026-09-25 10:00")));
        Assert.Equal("2026-10-10 18:00", Year.Local(back.Change.Window("q3").DueAt));
        Assert.Equal("2026-10-12 18:00", Year.Local(Amend("2026-09-25 10:00", "q3", new(Due: new(2026, 10, 11))).Change.Window("q3").DueAt));
    }

    [Fact]
    public void Amend_DueDate_MovesEverythingThatHangsOnIt()
    {
        var amended = Amend("2026-09-25 10:00", "q3", new(Due: new(2026, 10, 20)));
        var q3 = amended.Change.Window("q3");
        Assert.Equal("2026-09-22 09:00", Year.Local(q3.OpensAt));
        Assert.Equal("2026-10-20 18:00", Year.Local(q3.DueAt));
        Assert.Equal("2026-10-21 18:00", Year.Local(q3.GraceUntil));
        Assert.Equal("2026-10-23 18:00", Year.Local(q3.LockedAt));
        Assert.Equal("2026-10-23 18:02", Year.Local(amended.Change.Milestone("q3|lock").Milestone.At));
        Assert.Equal("2026-10-15 09:00", Year.Local(amended.Change.Milestone("q3|remind|2").Milestone.At));
        Assert.Equal("2026-10-21 09:00", Year.Local(amended.Change.Milestone("q3|escalate|3").Milestone.At));
        Assert.Equal("2026-10-27 09:00", Year.Local(amended.Change.Milestone("q3|escalate|4").Milestone.At));
        Assert.Equal("2026-10-26 09:00", Year.Local(amended.Change.Window("h").OpensAt));
        Assert.Equal("2026-11-02 18:00", Year.Local(amended.Change.Window("h").DueAt));
        Assert.Equal("2026-11-03 18:00", Year.Local(amended.Change.Window("h").LockedAt));
        Assert.Equal("2026-10-26 09:00", Year.Local(amended.Change.Milestone("b|bulletin").Milestone.At));
        Assert.Equal(["q3", "h", "b"], amended.Change.Effect.Moved);
        Assert.Empty(amended.Change.Effect.Reopened);
        Assert.DoesNotContain(
            amended.Change.Milestones, m => m.Milestone.Phase is "q1" or "e" || m.Milestone.Id is "q3|open" or "q3|remind|1" or "cycle|close");
    }

    [Fact]
    public void Amend_ListsExactlyWhatMoves()
    {
        var cycle = Year.At("2026-09-25 10:00");
        var amended = Amend("2026-09-25 10:00", "q3", new(Due: new(2026, 10, 20)));
        var after = Year.After(cycle, amended.Change);
        Assert.All(amended.Moves, m => Assert.NotEqual(m.From, m.To));
        Assert.Contains(new MovedInstant("q3.dueAt", Year.Local("2026-10-10 18:00"), Year.Local("2026-10-20 18:00")), amended.Moves);
        foreach (var milestone in cycle.Milestones.Zip(after.Milestones))
        {
            var move = amended.Moves.SingleOrDefault(m => m.What == milestone.First.Milestone.Id);
            Assert.Equal(milestone.Second.Milestone.At, move is null ? milestone.First.Milestone.At : move.To);
        }
        Assert.Equal(3 + 4 + 1, amended.Moves.Count(m => m.What.Contains('.')));
    }

    [Fact]
    public void Amend_DaysGivenOneByOne_AreTaken()
    {
        var window = Amend("2026-09-10 10:00", "q3", new(new(2026, 9, 21), new(2026, 10, 12), new(2026, 10, 13), new(2026, 10, 19))).Change.Window("q3");
        Assert.Equal(
            ["2026-09-21 09:00", "2026-10-12 18:00", "2026-10-13 18:00", "2026-10-19 18:00"],
            new[] { window.OpensAt, window.DueAt, window.GraceUntil, window.LockedAt }.Select(Year.Local));
    }

    [Fact]
    public void Amend_OpeningAlone_KeepsADueDateThatDoesNotCountFromIt()
    {
        var amended = Amend("2026-09-10 10:00", "q3", new(Opens: new(2026, 9, 24)));
        Assert.Equal("2026-10-10 18:00", Year.Local(amended.Change.Window("q3").DueAt));
        Assert.Equal("2026-09-24 09:00", Year.Local(amended.Change.Milestone("q3|remind|1").Milestone.At));
        Assert.Equal(["q3"], amended.Change.Effect.Moved);
    }

    [Fact]
    public void Amend_OpeningOfAPhaseDueFromIt_MovesItsDueDateToo()
    {
        var window = Amend("2026-09-10 10:00", "h", new(Opens: new(2026, 10, 20))).Change.Window("h");
        Assert.Equal(("2026-10-27 18:00", "2026-10-28 18:00"), (Year.Local(window.DueAt), Year.Local(window.LockedAt)));
    }

    [Fact]
    public void Amend_OpeningPastTheDueDate_TakesItAlong()
    {
        var window = Amend("2026-09-10 10:00", "q3", new(Opens: new(2026, 10, 14))).Change.Window("q3");
        Assert.Equal(
            ("2026-10-14 09:00", "2026-10-14 18:00", "2026-10-15 18:00"),
            (Year.Local(window.OpensAt), Year.Local(window.DueAt), Year.Local(window.GraceUntil)));
    }

    [Fact]
    public void Amend_LockedPhaseIntoTheFuture_OpensItAgain()
    {
        var now = "2026-04-20 10:00";
        var amended = Amend(now, "q1", new(Due: new(2026, 4, 24)));
        Assert.Equal(["q1"], amended.Change.Effect.Reopened);
        Assert.Equal(MilestoneState.Pending, amended.Change.Milestone("q1|lock").State);
        Assert.Equal(MilestoneState.Pending, amended.Change.Milestone("q1|due").State);
        Assert.Equal(MilestoneState.Pending, amended.Change.Milestone("q1|remind|2").State);
        Assert.Equal("2026-04-21 09:00", Year.Local(amended.Change.Milestone("q1|remind|2").Milestone.At));
        Assert.DoesNotContain(amended.Change.Milestones, m => m.Milestone.Id is "q1|open");
        var next = CycleInterpreter.Next(Year.After(Year.At(now), amended.Change), Year.Local(now));
        Assert.Equal("2026-04-21 09:00", Year.Local(Assert.IsType<CycleStep.Wait>(next).Until));
    }

    [Fact]
    public void Amend_LockIntoThePast_LocksAtOnceAndIsNoOutage()
    {
        var now = "2026-04-09 10:00";
        var amended = Amend(now, "q1", new(Due: new(2026, 3, 31), Grace: new(2026, 3, 31), Locked: new(2026, 4, 1)));
        var after = Year.After(Year.At(now), amended.Change);
        var run = Assert.IsType<CycleStep.Run>(CycleInterpreter.Next(after, Year.Local(now)));
        Assert.Equal("q1|lock", run.Milestone.Id);
        Assert.Equal(MilestoneState.Superseded, amended.Change.Milestone("q1|escalate|3").State);
        Assert.Equal(MilestoneState.Superseded, amended.Change.Milestone("q1|escalate|4").State);
    }

    [Fact]
    public void Amend_ReminderThatWasSent_StaysSent()
    {
        var amended = Amend("2026-04-08 10:00", "q1", new(Due: new(2026, 4, 15)));
        Assert.DoesNotContain(amended.Change.Milestones, m => m.Milestone.Id is "q1|remind|1" or "q1|remind|2");
        Assert.Equal("2026-04-16 09:00", Year.Local(amended.Change.Milestone("q1|escalate|3").Milestone.At));
    }

    [Fact]
    public void Amend_AfterAnEarlierChange_KeepsIt()
    {
        var paused = Year.Paused("2026-04-01 10:00");
        var resumed = Year.After(paused, Year.Accepted(PauseRule.Resume(
            paused, Rules.Definitions.PausePolicy.Shift, Year.Shift, "p", "w", Year.Local("2026-04-03 10:00"))));
        var amended = Year.Accepted(CalendarAmender.Amend(
            Year.Definition, resumed, One("q3", new(Due: new(2026, 10, 20))), Year.Tables, "p", "w", Year.Local("2026-04-03 10:00")));
        Assert.Equal(resumed.Windows.Single(w => w.Phase == "q1"), amended.Change.Window("q1"));
        Assert.Equal("2026-09-24 09:00", Year.Local(amended.Change.Window("q3").OpensAt));
    }

    [Fact]
    public void Amend_EvaluationOnThe31stOfDecember_MovesTheEndOfTheCycle()
    {
        var amended = Amend("2026-12-01 10:00", "e", new(Due: new(2026, 12, 30), Opens: new(2026, 12, 29)));
        Assert.Equal("2026-12-31 18:02", Year.Local(amended.Change.Milestone("cycle|close").Milestone.At));
        Assert.Equal("2027-01-01 18:02", Year.Local(Year.At("2026-12-01 10:00").Milestones.Single(m => m.Milestone.Id == "cycle|close").Milestone.At));
    }

    [Fact]
    public void Amend_PublishedBulletin_StaysWhereItWas()
    {
        var amended = Amend("2026-10-20 10:00", "q3", new(Due: new(2026, 10, 26)));
        Assert.DoesNotContain("b", amended.Change.Effect.Moved);
        Assert.Contains("h", amended.Change.Effect.Moved);
    }

    [Fact]
    public void Amend_BulletinItself_MovesItsPublication() => Assert.Equal(
        "2026-10-23 09:00", Year.Local(Amend("2026-10-01 10:00", "b", new(Opens: new(2026, 10, 23))).Change.Milestone("b|bulletin").Milestone.At));

    [Fact]
    public void Amend_ClaimedMilestone_IsFinishedWhereItWas()
    {
        var cycle = Year.At("2026-09-25 10:00");
        var claimed =
            cycle with { Milestones = [.. cycle.Milestones.Select(m => m.Milestone.Id == "q3|remind|2" ? m with { State = MilestoneState.Claimed } : m)] };
        var amended = Year.Accepted(CalendarAmender.Amend(
            Year.Definition, claimed, One("q3", new(Due: new(2026, 10, 20))), Year.Tables, "p", "w", Year.Local("2026-09-25 10:00")));
        Assert.DoesNotContain(amended.Change.Milestones, m => m.Milestone.Id == "q3|remind|2");
    }

    [Fact]
    public void Amend_IntoAYearWithoutTable_AwaitsIt()
    {
        var amended = Year.Accepted(CalendarAmender.Amend(
            Year.Definition, Year.At("2026-09-25 10:00"), One("h", new(Opens: new(2026, 12, 30))), HolidayTables.Bundled, "p", "w",
            Year.Local("2026-09-25 10:00")));
        Assert.Equal((null, 2027), (amended.Change.Window("h").DueAt, amended.Change.Window("h").AwaitingYear));
        Assert.Equal(2027, amended.Change.Milestone("h|lock").Milestone.AwaitingYear);
        Assert.Null(amended.Change.Milestone("cycle|close").Milestone.At);
    }

    [Theory]
    [InlineData("q9", null, "2026-10-20", RefusalCode.UnknownPhase)]
    [InlineData("q3", null, "2026-10-10", RefusalCode.NothingMoves)]
    [InlineData("q3", "2026-10-12", "2026-10-09", RefusalCode.WindowInverted)]
    [InlineData("q3", null, "2026-09-21", RefusalCode.WindowInverted)]
    public void Amend_WhatCannotBe_IsRefused(string phase, string? opens, string due, RefusalCode code)
    {
        PhaseAmendment days = new(opens is null ? null : DateOnly.Parse(opens, null), DateOnly.Parse(due, null));
        var refusal = CalendarAmender.Amend(
            Year.Definition, Year.At("2026-09-10 10:00"), One(phase, days), Year.Tables, "p", "w", Year.Local("2026-09-10 10:00")).Refusal!;
        Assert.Equal(code, refusal.Code);
        Assert.Equal(code is RefusalCode.NothingMoves ? "phases" : $"phases.{phase}", refusal.Path);
    }

    [Fact]
    public void Amend_GraceBeforeTheDueDateOrLockBeforeTheGrace_IsRefused()
    {
        PhaseAmendment[] inverted = [new(Grace: new(2026, 10, 9)), new(Locked: new(2026, 10, 10))];
        Assert.All(inverted, days => Assert.Equal(RefusalCode.WindowInverted, CalendarAmender.Amend(
            Year.Definition, Year.At("2026-09-10 10:00"), One("q3", days), Year.Tables, "p", "w", Year.Local("2026-09-10 10:00")).Refusal!.Code));
    }

    [Fact]
    public void Amend_EvaluationThatWasComputed_IsRefused() => Assert.Equal(RefusalCode.PhaseDecided, CalendarAmender.Amend(
        Year.Definition, Year.At("2026-12-31 10:00"), One("e", new(Due: new(2027, 1, 8))), Year.Tables, "p", "w", Year.Local("2026-12-31 10:00"))
            .Refusal!.Code);

    [Fact]
    public void Amend_WithoutAReasonOrInACycleThatDoesNotRun_IsRefused()
    {
        var cycle = Year.At("2026-09-10 10:00");
        Assert.Equal(RefusalCode.ReasonMissing, CalendarAmender.Amend(
            Year.Definition, cycle, One("q3", new(Due: new(2026, 10, 20))), Year.Tables, "p", "", Year.Local("2026-09-10 10:00")).Refusal!.Code);
        Assert.Equal(RefusalCode.CyclePaused, CalendarAmender.Amend(
            Year.Definition, cycle with { State = CycleState.Paused }, One("q3", new(Due: new(2026, 10, 20))), Year.Tables, "p", "w",
            Year.Local("2026-09-10 10:00")).Refusal!.Code);
    }

    [Fact]
    public void Follow_Reopening_LetsTheSilentActAndTimesWhatWasHandedInAnew()
    {
        var change = Amend("2026-04-20 10:00", "q1", new(Due: new(2026, 4, 24))).Change;
        var late = silent.With("q1", new() { Status = SheetStatus.Submitted, SubmittedAt = Year.Local("2026-04-13 10:00"), Timeliness = Timeliness.InGrace });
        Assert.Equal(SheetStatus.Open, Follow(silent)!.Phase("q1").Status);
        Assert.Equal(Timeliness.OnTime, Follow(late)!.Phase("q1").Timeliness);
        Assert.Null(Follow(Follow(late)!));
        Assert.Null(Follow(silent with { Phases = new Dictionary<string, PhaseState>() }));

        ParticipantState? Follow(ParticipantState state) => CalendarEffectRule.Follow(state, change.Effect, 2, change.Windows, Year.Shift);
    }

    [Fact]
    public void Follow_PhaseThatMovesAndStaysLocked_LeavesTheSilentSilent()
    {
        CalendarEffect effect = new() { Moved = ["q1"] };
        Assert.Null(CalendarEffectRule.Follow(silent, effect, 2, Year.At("2026-09-01 10:00").Windows, Year.Shift));
    }

    [Fact]
    public void Follow_Pause_MovesARunningReworkOnce()
    {
        CalendarEffect effect = new() { WorkingDays = 2, From = Year.Local("2026-04-01 10:00") };
        ParticipantState state = new() { Track = "village", Unit = "v", Parent = "t", Area = "t" };
        var returned = state.With("q1", new() { Status = SheetStatus.Returned, ReworkUntil = Year.Local("2026-04-02 18:00") });
        var moved = CalendarEffectRule.Follow(returned, effect, 3, [], Year.Shift)!;
        Assert.Equal("2026-04-07 18:00", Year.Local(moved.Phase("q1").ReworkUntil));
        Assert.Null(CalendarEffectRule.Follow(moved, effect, 3, [], Year.Shift));
        Assert.Null(CalendarEffectRule.Follow(state, effect, 3, [], Year.Shift));
        Assert.Null(CalendarEffectRule.Follow(returned.With("q1", new() { ReworkUntil = effect.From }), effect, 3, [], Year.Shift));
        Assert.NotNull(CalendarEffectRule.Follow(moved, effect, 4, [], Year.Shift));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void Follow_Pause_MovesAnExtensionThatRanOnAfterIt(int ticks, bool moves)
    {
        var from = Year.Local("2026-04-01 10:00");
        Extension extension = new()
        {
            Id = "q1-1",
            Phase = "q1",
            State = ExtensionState.Granted,
            Reason = "防汛",
            OldDueAt = from.AddDays(-2),
            DueAt = from.AddDays(-1),
            GraceUntil = from,
            LockedAt = from.AddTicks(ticks),
            RequestedBy = "p",
            RequestedAt = from.AddDays(-3),
        };
        ParticipantState state = new() { Track = "village", Unit = "v", Parent = "t", Area = "t", Dates = new() { Extensions = [extension] } };

        var moved = CalendarEffectRule.Follow(state, new() { WorkingDays = 2, From = from }, 3, [], Year.Shift)?.Dates.Extensions[0];

        Assert.Equal(moves, moved is not null);
        if (moved is not null)
            Assert.Equal((extension.DueAt, extension.GraceUntil, "2026-04-03 10:00"), (moved.DueAt, moved.GraceUntil, Year.Local(moved.LockedAt)));
    }

    private static PlannedChange Amend(string now, string phase, PhaseAmendment days) => Year.Accepted(CalendarAmender.Amend(
        Year.Definition, Year.At(now), One(phase, days), Year.Tables, "p-1", "延期", Year.Local(now)));

    private static Dictionary<string, PhaseAmendment> One(string phase, PhaseAmendment days) => new() { [phase] = days };
}
