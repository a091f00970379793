using Campaigns.Rules.Calendar;
using Campaigns.Rules.Cycles;
using Xunit;

namespace Campaigns.Rules.Tests.Cycles;

/// <summary>What comes after a phase that got time back comes later too (J3, J6).</summary>
public sealed class OutageFollowersTests
{
    private const string Away = "2026-10-09 09:00";
    private const string Back = "2026-10-14 12:00";

    [Fact]
    public void With_PhasesThatOpenAfterTheExtendedOne_MoveToAfterItsNewLock_AndNothingElseDoes()
    {
        var cycle = Year.At(Away);
        var alone = Extension(cycle);

        var extension = OutageFollowers.With(Year.Definition, cycle, alone, Year.Tables);

        // Due on 10-10, locked on 10-14: five days of outage later, and what is after it on the working day after that.
        Assert.Equal("2026-10-19 18:00", Year.Local(Window(extension, "q3").LockedAt));
        Assert.Equal("2026-10-20 09:00", Year.Local(Window(extension, "h").OpensAt));
        Assert.Equal("2026-10-27 18:00", Year.Local(Window(extension, "h").DueAt));
        Assert.Equal("2026-10-20 09:00", Year.Local(Window(extension, "b").OpensAt));
        Assert.Equal("2026-10-20 09:00", Year.Local(extension.Milestones.Single(m => m.Id == "b|bulletin").At));
        Assert.Equal("2026-10-20 09:00", Year.Local(extension.Milestones.Single(m => m.Id == "h|open").At));
        Assert.Equal("2026-10-28 18:02", Year.Local(extension.Milestones.Single(m => m.Id == "h|lock").At));
        Assert.Equal(Window(alone, "e"), Window(extension, "e"));
        Assert.Equal(Window(alone, "q1"), Window(extension, "q1"));
        Assert.DoesNotContain(extension.Milestones, m => m.Phase is "q1" or "e" or CyclePlanner.Cycle);
        Assert.Equal(alone.Milestones, extension.Milestones.Take(alone.Milestones.Count));
        Assert.Equal(extension.Milestones.Count, extension.Milestones.Select(m => m.Id).Distinct().Count());
        Assert.Equal((alone.By, alone.From, alone.To), (extension.By, extension.From, extension.To));
        Assert.Equal(alone.Phases, extension.Phases);
    }

    [Fact]
    public void With_PhaseThatHasBegun_StaysAsItIs()
    {
        var cycle = Year.At(Away);
        cycle = cycle with
        {
            Milestones = [.. cycle.Milestones.Select(m => m.Milestone.Id == "h|open" ? m with { State = MilestoneState.Claimed } : m)],
        };
        var alone = Extension(cycle);

        var extension = OutageFollowers.With(Year.Definition, cycle, alone, Year.Tables);

        Assert.Equal(Window(alone, "h"), Window(extension, "h"));
        Assert.DoesNotContain(extension.Milestones, m => m.Phase == "h");
        Assert.Equal("2026-10-20 09:00", Year.Local(Window(extension, "b").OpensAt));
    }

    [Fact]
    public void With_CalendarThatNobodyMayAmend_ExtendsTheOnePhaseAlone()
    {
        var cycle = Year.Paused(Away);
        var alone = Extension(cycle);

        Assert.Same(alone, OutageFollowers.With(Year.Definition, cycle, alone, Year.Tables));
    }

    private static OutageExtension Extension(CycleProgress cycle) => OutageRule.Extend(cycle, Year.Local("2026-10-10 09:00"), Year.Local(Back))!;

    private static PhaseWindow Window(OutageExtension extension, string phase) => extension.Windows.Single(w => w.Phase == phase);
}
