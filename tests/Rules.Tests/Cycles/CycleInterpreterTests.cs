using Campaigns.Rules.Calendar;
using Campaigns.Rules.Cycles;
using Xunit;

namespace Campaigns.Rules.Tests.Cycles;

public sealed class CycleInterpreterTests
{
    private static readonly DateTimeOffset Opens = new(2026, 3, 25, 1, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Due = new(2026, 4, 14, 10, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Grace = Due.AddDays(3);
    private static readonly DateTimeOffset Locked = Due.AddDays(6);

    private static readonly Milestone[] Plan =
    [
        new("q1|open", "q1", MilestoneKind.Open, null, Opens),
        new("q1|remind|1", "q1", MilestoneKind.Remind, "1", Opens),
        new("q1|remind|2", "q1", MilestoneKind.Remind, "2", Due.AddDays(-3)),
        new("q1|remind|3", "q1", MilestoneKind.Remind, "3", Due.AddDays(-1)),
        new("q1|due", "q1", MilestoneKind.Due, null, Due),
        new("q1|escalate|4", "q1", MilestoneKind.Escalate, "4", Due.AddDays(1)),
        new("q1|graceEnd", "q1", MilestoneKind.GraceEnd, null, Grace),
        new("q1|lock", "q1", MilestoneKind.Lock, null, Locked.AddMinutes(2)),
        new("q1|escalate|5", "q1", MilestoneKind.Escalate, "5", Locked.AddDays(2)),
    ];

    [Fact]
    public void Next_BeforeTheFirstMilestone_WaitsForItsInstant()
    {
        var wait = Assert.IsType<CycleStep.Wait>(CycleInterpreter.Next(Progress(), Opens.AddDays(-1)));
        Assert.Equal(Opens, wait.Until);
    }

    [Fact]
    public void Next_AtOneInstant_RunsMilestonesInTheirOrder()
    {
        var first = Assert.IsType<CycleStep.Run>(CycleInterpreter.Next(Progress(), Opens));
        Assert.Equal("q1|open", first.Milestone.Id);
        var second = Assert.IsType<CycleStep.Run>(CycleInterpreter.Next(Progress("q1|open"), Opens));
        Assert.Equal("q1|remind|1", second.Milestone.Id);
    }

    [Fact]
    public void Next_ClaimedMilestone_GoesOnWithIt()
    {
        var progress = Progress("q1|open") with { State = CycleState.Paused };
        var claimed = progress with
        {
            Milestones = [.. progress.Milestones.Select(m => m.Milestone.Id == "q1|remind|1" ? m with { State = MilestoneState.Claimed } : m)],
        };
        var run = Assert.IsType<CycleStep.Run>(CycleInterpreter.Next(claimed, Opens));
        Assert.Equal("q1|remind|1", run.Milestone.Id);
    }

    [Fact]
    public void Next_DueDatePasses_IsRecordedWithoutRunningAnything()
    {
        var step = CycleInterpreter.Next(Progress("q1|open", "q1|remind|1", "q1|remind|2", "q1|remind|3"), Due);
        var wait = Assert.IsType<CycleStep.Wait>(step);
        Assert.Equal(("q1|due", MilestoneState.Done), (wait.Recorded.Single().Milestone.Id, wait.Recorded.Single().State));
        Assert.Equal(Due.AddDays(1), wait.Until);
    }

    [Fact]
    public void Next_Paused_WaitsForAChange()
    {
        var wait = Assert.IsType<CycleStep.Wait>(CycleInterpreter.Next(Progress() with { State = CycleState.Paused }, Locked));
        Assert.Null(wait.Until);
    }

    [Fact]
    public void Next_AwaitingACalendar_NeverFiresOnAGuessedDay()
    {
        var awaiting = new CycleProgress(
            CycleState.Running,
            [new("q1", "2027Q1", null, null, null, null, 2027)],
            [new(new("q1|open", "q1", MilestoneKind.Open, null, null, 2027), MilestoneState.Pending)]);
        var wait = Assert.IsType<CycleStep.Wait>(CycleInterpreter.Next(awaiting, new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero)));
        Assert.Null(wait.Until);
    }

    [Fact]
    public void Next_EverythingDone_Ends()
    {
        Assert.IsType<CycleStep.End>(CycleInterpreter.Next(Progress([.. Plan.Select(m => m.Id)]), Locked.AddDays(30)));
    }

    [Theory]
    [InlineData(CycleState.Completed)]
    [InlineData(CycleState.Cancelled)]
    public void Next_CycleOver_Ends(CycleState state)
    {
        Assert.IsType<CycleStep.End>(CycleInterpreter.Next(Progress() with { State = state }, Opens));
    }

    [Fact]
    public void Next_OutageOverReminders_SupersedesAllButTheLast()
    {
        var now = Due.AddHours(-2);
        var run = Assert.IsType<CycleStep.Run>(CycleInterpreter.Next(Progress("q1|open", "q1|remind|1"), now));
        Assert.Equal("q1|remind|3", run.Milestone.Id);
        Assert.Equal(["q1|remind|2"], run.Recorded.Where(r => r.State == MilestoneState.Superseded).Select(r => r.Milestone.Id));
    }

    [Fact]
    public void Next_OutageOfThreeDaysOverTheDueDate_ExtendsBeforeAnybodyIsEscalated()
    {
        var done = new[] { "q1|open", "q1|remind|1", "q1|remind|2" };
        var back = Due.AddDays(-1).AddDays(3);
        var extend = Assert.IsType<CycleStep.Extend>(CycleInterpreter.Next(Progress(done), back));
        var window = extend.Extension.Windows.Single();
        Assert.Equal(["q1"], extend.Extension.Phases);
        Assert.Equal(Due.AddDays(3), window.DueAt);
        Assert.Equal(Locked.AddDays(3), window.LockedAt);
        Assert.Equal(Due.AddDays(4), extend.Extension.Milestones.Single(m => m.Id == "q1|escalate|4").At);
        Assert.DoesNotContain(extend.Extension.Milestones, m => m.Kind == MilestoneKind.Remind);

        var after = Replanned(Progress(done), extend.Extension);
        var run = Assert.IsType<CycleStep.Run>(CycleInterpreter.Next(after, back));
        Assert.Equal("q1|remind|3", run.Milestone.Id);
        var next = Progress([.. done, "q1|remind|3"]);
        var wait = Assert.IsType<CycleStep.Wait>(CycleInterpreter.Next(Replanned(next, extend.Extension), back));
        Assert.Equal(Due.AddDays(3), wait.Until);
    }

    [Fact]
    public void Next_OutageOverTheLock_GivesTheTimeBackInsteadOfSilencingAnybody()
    {
        var done = new[] { "q1|open", "q1|remind|1", "q1|remind|2", "q1|remind|3", "q1|due", "q1|escalate|4", "q1|graceEnd" };
        var extend = Assert.IsType<CycleStep.Extend>(CycleInterpreter.Next(Progress(done), Locked.AddDays(2)));
        Assert.Equal(Due, extend.Extension.Windows.Single().DueAt);
        Assert.True(extend.Extension.Windows.Single().LockedAt > Locked);
        Assert.Equal(extend.Extension.Windows.Single().LockedAt!.Value.AddMinutes(2), extend.Extension.Milestones.Single(m => m.Kind == MilestoneKind.Lock).At);
    }

    [Fact]
    public void Next_LateByLessThanTheTolerance_IsNoOutage()
    {
        var run = Assert.IsType<CycleStep.Run>(CycleInterpreter.Next(Progress("q1|open"), Opens + CycleInterpreter.Tolerance));
        Assert.Equal("q1|remind|1", run.Milestone.Id);
    }

    [Fact]
    public void Next_TwoMilestonesClaimed_GoesOnWithTheEarlier()
    {
        var progress = Progress("q1|open");
        var claimed = progress with
        {
            Milestones =
                [.. progress.Milestones.Reverse().Select(m => m.Milestone.Kind is MilestoneKind.Remind ? m with { State = MilestoneState.Claimed } : m)],
        };

        Assert.Equal("q1|remind|1", Assert.IsType<CycleStep.Run>(CycleInterpreter.Next(claimed, Due)).Milestone.Id);
    }

    [Fact]
    public void Next_LateByExactlyTheTolerance_IsNoOutageYet()
    {
        var progress = Progress("q1|open", "q1|remind|1", "q1|remind|2", "q1|remind|3");

        Assert.IsType<CycleStep.Wait>(CycleInterpreter.Next(progress, Due + CycleInterpreter.Tolerance));
        Assert.IsType<CycleStep.Extend>(CycleInterpreter.Next(progress, Due + CycleInterpreter.Tolerance + TimeSpan.FromTicks(1)));
    }

    [Fact]
    public void Next_OutageOverTheOpening_StillOpensThePhase() =>
        Assert.Equal("q1|open", Assert.IsType<CycleStep.Run>(CycleInterpreter.Next(Progress(), Due.AddDays(-2))).Milestone.Id);

    [Theory]
    [InlineData(60, "q1|remind|a")]
    [InlineData(61, "q1|remind|b")]
    public void Next_RungOvertakenByALaterOne_IsSupersededOnceItIsLateByMoreThanTheTolerance(int minutes, string runs)
    {
        var progress = Rungs(
            new("q1|remind|a", "q1", MilestoneKind.Remind, "a", Opens), new("q1|remind|b", "q1", MilestoneKind.Remind, "b", Opens.AddMinutes(30)));

        Assert.Equal(runs, Assert.IsType<CycleStep.Run>(CycleInterpreter.Next(progress, Opens.AddMinutes(minutes))).Milestone.Id);
    }

    [Fact]
    public void Next_RungOvertakenAtThisVeryInstant_IsSuperseded()
    {
        var progress = Rungs(
            new("q1|remind|a", "q1", MilestoneKind.Remind, "a", Opens), new("q1|remind|b", "q1", MilestoneKind.Remind, "b", Opens.AddHours(2)));

        Assert.Equal("q1|remind|b", Assert.IsType<CycleStep.Run>(CycleInterpreter.Next(progress, Opens.AddHours(2))).Milestone.Id);
    }

    [Fact]
    public void Next_LaterRungOfAnotherPhase_OvertakesNothing()
    {
        var progress = Rungs(
            new("q1|remind|a", "q1", MilestoneKind.Remind, "a", Opens), new("q2|remind|b", "q2", MilestoneKind.Remind, "b", Opens.AddHours(1)));

        Assert.Equal("q1|remind|a", Assert.IsType<CycleStep.Run>(CycleInterpreter.Next(progress, Opens.AddHours(2))).Milestone.Id);
    }

    [Fact]
    public void Next_ReminderOfADueDateThatHasPassed_HasLostItsPurpose()
    {
        // The calendar was changed after the due date, so the engine did not miss it.
        var progress = Progress("q1|open", "q1|remind|1", "q1|remind|2") with
        {
            ChangedAt = Due.AddHours(1),
            Windows = [Window, Window with { Phase = "q2", DueAt = Due.AddDays(50), GraceUntil = Due.AddDays(50), LockedAt = Due.AddDays(50) }],
        };

        var wait = Assert.IsType<CycleStep.Wait>(CycleInterpreter.Next(progress, Due.AddHours(3)));

        Assert.Equal([("q1|remind|3", MilestoneState.Superseded), ("q1|due", MilestoneState.Done)], wait.Recorded.Select(r => (r.Milestone.Id, r.State)));
    }

    [Fact]
    public void Next_ReminderOnTheDueInstantItself_IsStillSent()
    {
        var run = Assert.IsType<CycleStep.Run>(CycleInterpreter.Next(Progress("q1|open", "q1|remind|1", "q1|remind|2"), Due));

        Assert.Equal("q1|remind|3", run.Milestone.Id);
    }

    [Fact]
    public void Next_EscalationOfADueDateThatHasPassed_KeepsItsPurpose()
    {
        var progress = Progress("q1|open", "q1|remind|1", "q1|remind|2", "q1|remind|3", "q1|due") with { ChangedAt = Due.AddDays(1).AddHours(2) };

        Assert.Equal("q1|escalate|4", Assert.IsType<CycleStep.Run>(CycleInterpreter.Next(progress, Due.AddDays(1).AddHours(4))).Milestone.Id);
    }

    [Fact]
    public void AtStart_OnTheVeryInstant_IsNotOverYet()
    {
        var plan = new CyclePlan(2026, "Asia/Shanghai", [Window], Plan);

        Assert.All(CycleInterpreter.AtStart(plan, Locked), m => Assert.Equal(MilestoneState.Pending, m.State));
    }

    [Fact]
    public void AtStart_BulletinThatWasToAppearBefore_NeverHappens()
    {
        var bulletin = new PhaseWindow("b", "2026Q1", Opens, null, null, null);
        var plan = new CyclePlan(2026, "Asia/Shanghai", [bulletin], [new("b|bulletin", "b", MilestoneKind.Bulletin, null, Opens)]);

        Assert.Equal(MilestoneState.Superseded, Assert.Single(CycleInterpreter.AtStart(plan, Opens.AddDays(1))).State);
        Assert.Equal(MilestoneState.Pending, Assert.Single(CycleInterpreter.AtStart(plan, Opens)).State);
    }

    [Fact]
    public void AtStart_PhaseOverByThen_NeverHappensAndSaysSo()
    {
        var plan = new CyclePlan(2026, "Asia/Shanghai", [Window], Plan);
        Assert.All(CycleInterpreter.AtStart(plan, Locked.AddDays(1)), m => Assert.Equal(MilestoneState.Superseded, m.State));
        Assert.All(CycleInterpreter.AtStart(plan, Due), m => Assert.Equal(MilestoneState.Pending, m.State));
    }

    private static PhaseWindow Window => new("q1", "2026Q1", Opens, Due, Grace, Locked);

    private static CycleProgress Progress(params string[] done) => new(
        CycleState.Running,
        [Window],
        [.. Plan.Select(m => new MilestoneProgress(m, done.Contains(m.Id) ? MilestoneState.Done : MilestoneState.Pending))]);

    private static CycleProgress Rungs(params Milestone[] rungs) => new(
        CycleState.Running, [Window, Window with { Phase = "q2" }], [.. rungs.Select(m => new MilestoneProgress(m, MilestoneState.Pending))]);

    private static CycleProgress Replanned(CycleProgress progress, OutageExtension extension) => progress with
    {
        Windows = extension.Windows,
        Milestones =
        [
            .. progress.Milestones.Select(m =>
                extension.Milestones.FirstOrDefault(moved => moved.Id == m.Milestone.Id) is { } moved ? m with { Milestone = moved } : m),
        ],
    };
}
