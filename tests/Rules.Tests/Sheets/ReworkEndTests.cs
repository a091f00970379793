using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Sheets;
using Campaigns.Rules.Tests.Participants;
using Xunit;

namespace Campaigns.Rules.Tests.Sheets;

/// <summary>When a rework is over is said for the due index, and decided by <see cref="LockRework"/>: both mean the same instant.</summary>
public sealed class ReworkEndTests
{
    private static readonly DateTimeOffset Until = Given.ReworkUntil;

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 0)]
    [InlineData(3, 3)]
    public void End_IsTheReworks_OrThePhasesLockWhereThatIsLater(int lockedAfter, int endsAfter)
    {
        var window = Given.Window with { LockedAt = Until.AddDays(lockedAfter) };
        AssertEnd(Until.AddDays(endsAfter), Given.ReturnedForRework, window);
    }

    [Fact]
    public void End_OfWhoIsExtended_IsItsOwnLock()
    {
        var locked = Until.AddDays(2);
        var extension = new Extension
        {
            Id = "q1-1",
            Phase = "q1",
            State = ExtensionState.Granted,
            Reason = "r",
            OldDueAt = Given.Window.DueAt!.Value,
            DueAt = locked,
            GraceUntil = locked,
            LockedAt = locked,
            RequestedBy = "p",
            RequestedAt = Given.OnTime,
        };
        AssertEnd(locked, Given.ReturnedForRework with { Dates = new() { Extensions = [extension] } }, Given.Window);
    }

    [Fact]
    public void End_WhileTheLockAwaitsItsCalendar_IsTheReworks() =>
        Assert.Equal(Until, ReworkEnd.Of(Given.ReturnedForRework, Given.Q1, Given.Window with { LockedAt = null }));

    [Fact]
    public void End_WhereNothingIsReturned_IsNone()
    {
        Assert.Null(ReworkEnd.Of(Given.Untouched, Given.Q1, Given.Window));
        Assert.Null(ReworkEnd.Of(Given.SubmittedOnTime, Given.Q1, Given.Window));
        var returned = Given.ReturnedForRework;
        Assert.Null(ReworkEnd.Of(returned.With("q1", returned.Phase("q1") with { Status = SheetStatus.Submitted }), Given.Q1, Given.Window));
        Assert.Null(ReworkEnd.Of(returned.With("q1", returned.Phase("q1") with { ReworkUntil = null }), Given.Q1, Given.Window));
        // A plan that was sent back has its own time to be completed.
        Assert.Null(ReworkEnd.Of(returned, Given.Phase("q1", PhaseKind.Plan), Given.Window));
        Assert.NotNull(ReworkEnd.Of(returned, Given.Phase("q1", PhaseKind.Summary), Given.Window));
    }

    private static void AssertEnd(DateTimeOffset expected, ParticipantState state, PhaseWindow window)
    {
        Assert.Equal(expected, ReworkEnd.Of(state, Given.Q1, window));
        Assert.Equal(RefusalCode.NotLockedYet, Lock(expected).Refusal?.Code);
        Assert.Single(Given.ActsOf(Lock(expected.AddTicks(1))));

        Decision<ParticipantState> Lock(DateTimeOffset now) => SheetDecider.Decide(state, Given.Q1, window, new LockRework(), now, Given.Standard);
    }
}
