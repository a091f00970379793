using Campaigns.Rules.Calendar;
using Campaigns.Rules.Cycles;
using Xunit;

namespace Campaigns.Rules.Tests.Cycles;

/// <summary>Which phases get time back after an outage, and exactly from when (J6).</summary>
public sealed class OutageRuleTests
{
    private static readonly DateTimeOffset Due = new(2026, 4, 14, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Extend_PhasesThatLostADeadline_MoveInOrderOfTheirIdsAndNoOthers()
    {
        var cycle = Cycle(
            Window("z", Due), Window("a", Due), Window("later", Due.AddDays(30)),
            Window("bulletin", Due) with { DueAt = null, GraceUntil = null, LockedAt = null });

        var extension = OutageRule.Extend(cycle, Due, Due.AddHours(2))!;

        Assert.Equal(["a", "z"], extension.Phases);
        Assert.Equal(TimeSpan.FromDays(1), extension.By);
        Assert.Equal([Due.AddDays(1), Due.AddDays(1), Due.AddDays(30), null], extension.Windows.Select(w => w.DueAt));
        Assert.Equal(
            ["z|due", "z|grace-end", "z|escalate|1", "z|lock", "a|due", "a|grace-end", "a|escalate|1", "a|lock"], extension.Milestones.Select(m => m.Id));
        Assert.Equal(Due.AddDays(1), extension.Milestones[0].At);
    }

    [Fact]
    public void Extend_MilestonesThatAreDone_StayAsTheyAre()
    {
        var cycle = Cycle(Window("q1", Due));
        cycle = cycle with
        {
            Milestones =
            [.. cycle.Milestones.Select(m => m.Milestone.Kind is MilestoneKind.Due ? m with { State = MilestoneState.Done } : m)]
        };

        Assert.DoesNotContain(OutageRule.Extend(cycle, Due, Due.AddHours(2))!.Milestones, m => m.Kind is MilestoneKind.Due);
    }

    [Fact]
    public void Extend_PhaseThatWasLocked_StaysLocked()
    {
        var cycle = Cycle(Window("locked", Due), Window("open", Due));
        cycle = cycle with
        {
            Milestones = [.. cycle.Milestones.Select(m => m.Milestone.Id == "locked|lock" ? m with { State = MilestoneState.Done } : m)],
        };

        Assert.Equal(["open"], OutageRule.Extend(cycle, Due, Due.AddHours(2))!.Phases);
    }

    [Theory]
    [InlineData(300, true)]
    [InlineData(301, false)]
    public void Extend_DeadlineJustBeforeWhatWasMissed_CountsForFiveMinutes(int seconds, bool counts)
    {
        // Everything of the window lies at one instant, so that it alone decides.
        var at = Due.AddSeconds(-seconds);
        var cycle = Cycle(new PhaseWindow("q1", "2026Q1", Due.AddDays(-20), at, at, at));

        var extension = OutageRule.Extend(cycle, Due, Due.AddHours(2));

        Assert.Equal(counts ? at.AddDays(1) : null, extension?.Windows[0].LockedAt);
    }

    [Fact]
    public void Extend_DeadlineThatIsOnlyReached_HasLostNothing()
    {
        var cycle = Cycle(Window("q1", Due));

        Assert.Null(OutageRule.Extend(cycle, Due.AddHours(-2), Due));
        Assert.NotNull(OutageRule.Extend(cycle, Due.AddHours(-2), Due.AddTicks(1)));
    }

    private static PhaseWindow Window(string phase, DateTimeOffset due) => new(phase, "2026Q1", due.AddDays(-20), due, due.AddDays(3), due.AddDays(6));

    private static CycleProgress Cycle(params PhaseWindow[] windows) => new(CycleState.Running, windows,
        [.. windows.Where(w => w.DueAt is not null).SelectMany(w => (Milestone[])
        [
            new($"{w.Phase}|due", w.Phase, MilestoneKind.Due, null, w.DueAt),
            new($"{w.Phase}|remind|0", w.Phase, MilestoneKind.Remind, "0", w.DueAt),
            new($"{w.Phase}|grace-end", w.Phase, MilestoneKind.GraceEnd, null, w.GraceUntil),
            new($"{w.Phase}|escalate|1", w.Phase, MilestoneKind.Escalate, "1", w.GraceUntil),
            new($"{w.Phase}|lock", w.Phase, MilestoneKind.Lock, null, w.LockedAt),
        ]).Select(m => new MilestoneProgress(m, MilestoneState.Pending))]);
}
