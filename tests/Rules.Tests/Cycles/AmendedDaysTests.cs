using Campaigns.Rules.Calendar;
using Campaigns.Rules.Cycles;
using Campaigns.Rules.Participants;
using Xunit;

namespace Campaigns.Rules.Tests.Cycles;

/// <summary>Amendments on top of earlier ones, of one end of a window alone, and into years whose working days are not known (J3, J4).</summary>
public sealed class AmendedDaysTests
{
    private const string September = "2026-09-10 10:00";

    [Fact]
    public void Amend_PhaseAfterAnotherWithDaysOfItsOwn_KeepsThemWhileTheOthersEndStays()
    {
        var own = Year.After(Year.At(September), Amend(Year.At(September), September, ("h", new(Opens: new(2026, 10, 26)))).Change);

        Assert.Equal(["q1"], Amend(own, September, ("q1", new(Locked: new(2026, 4, 17)))).Change.Effect.Moved);
        Assert.Equal(["q3"], Amend(own, September, ("q3", new(Opens: new(2026, 9, 24)))).Change.Effect.Moved);
        Assert.Equal(["q3", "h", "b"], Amend(own, September, ("q3", new(Locked: new(2026, 10, 20)))).Change.Effect.Moved);
    }

    [Fact]
    public void Amend_PhaseAfterOneThatIsNotInTheCycle_MovesOnItsOwn()
    {
        var cycle = Year.At(September);
        var without = cycle with
        {
            Windows = [.. cycle.Windows.Where(w => w.Phase != "q3")],
            Milestones = [.. cycle.Milestones.Where(m => m.Milestone.Phase != "q3")],
        };

        Assert.Equal(["h"], Amend(without, September, ("h", new(Due: new(2026, 10, 30)))).Change.Effect.Moved);
    }

    [Fact]
    public void Amend_LockAlone_MovesNothingThatHangsOnTheDueDate()
    {
        var change = Amend(Year.At("2026-09-25 10:00"), "2026-09-25 10:00", ("q3", new(Locked: new(2026, 10, 20)))).Change;

        Assert.Equal(
            ["b|bulletin", "h|due", "h|grace-end", "h|lock", "h|open", "q3|escalate|4", "q3|lock"],
            change.Milestones.Select(m => m.Milestone.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Amend_MilestoneThatTheCycleDoesNotHave_IsNotAdded()
    {
        var cycle = Year.At(September);
        var without = cycle with { Milestones = [.. cycle.Milestones.Where(m => m.Milestone.Id is not ("q3|remind|2" or "cycle|close"))] };

        var change = Amend(without, September, ("q3", new(Due: new(2026, 10, 20)))).Change;

        Assert.DoesNotContain(change.Milestones, m => m.Milestone.Id is "q3|remind|2" or "cycle|close");
        Assert.Contains(change.Milestones, m => m.Milestone.Id == "q3|escalate|3");
    }

    [Fact]
    public void Amend_BeforeTheLock_TimesTheDueDateAnewWithoutReopening()
    {
        // 13 April: the due date of the 10th is past, the grace runs until the 14th.
        var change = Amend(Year.At("2026-04-13 10:00"), "2026-04-13 10:00", ("q1", new(Due: new(2026, 4, 20)))).Change;

        Assert.Equal(MilestoneState.Pending, change.Milestone("q1|due").State);
        Assert.Empty(change.Effect.Reopened);
    }

    [Fact]
    public void Amend_TwoPhases_ReopensTheLockedOneAlone()
    {
        var change = Amend(Year.At("2026-04-20 10:00"), "2026-04-20 10:00", ("q1", new(Due: new(2026, 4, 24))), ("q3", new(Due: new(2026, 10, 20)))).Change;

        Assert.Equal(["q1", "q3", "h", "b"], change.Effect.Moved);
        Assert.Equal(["q1"], change.Effect.Reopened);
    }

    [Fact]
    public void Amend_RungToThisVeryInstant_IsSuperseded()
    {
        var change = Amend(Year.At("2026-04-08 09:00"), "2026-04-08 09:00", ("q1", new(Due: new(2026, 4, 7)))).Change;

        Assert.Equal((Year.Local("2026-04-08 09:00"), MilestoneState.Superseded),
            (change.Milestone("q1|escalate|3").Milestone.At, change.Milestone("q1|escalate|3").State));
    }

    [Fact]
    public void Amend_Moves_NameMilestonesInTheirOrder()
    {
        var moves = Amend(Year.At(September), September, ("q3", new(Due: new(2026, 10, 20)))).Moves.Where(m => m.What.Contains('|')).ToList();

        Assert.Equal(moves.Select(m => m.To).Order(), moves.Select(m => m.To));
        Assert.Equal(["q3|remind|2", "q3|due"], moves.Take(2).Select(m => m.What));
    }

    [Fact]
    public void Amend_PublishedBulletin_MovesNothing()
    {
        var refusal = Refusal(Year.At("2026-10-20 10:00"), "2026-10-20 10:00", ("b", new(Opens: new(2026, 10, 23))));

        Assert.Equal((RefusalCode.NothingMoves, "phases"), (refusal.Code, refusal.Path));
    }

    [Fact]
    public void Amend_SeveralPhasesThatCannotBe_AreRefusedTogetherInOrder()
    {
        var unknown = Refusal(Year.At(September), September, ("z", new()), ("q3", new(Due: new(2026, 10, 20))), ("a", new()));
        Assert.Equal([("phases.a", "a"), ("phases.z", "z")], unknown.All.Select(r => (r.Path, r.Facts!["phase"])));

        PhaseAmendment inverted = new(Locked: new(2026, 3, 2));
        var refusal = Refusal(Year.At(September), September, ("q3", inverted), ("q1", inverted));
        Assert.Equal([RefusalCode.WindowInverted, RefusalCode.WindowInverted], refusal.All.Select(r => r.Code));
        Assert.Equal(["phases.q1", "phases.q3"], refusal.All.Select(r => r.Path));
    }

    [Theory]
    [InlineData("2027-01-05", null, null, null, 2027)]
    [InlineData(null, "2027-01-05", "2026-12-30", "2026-12-31", 2027)]
    [InlineData(null, null, "2027-01-05", "2026-12-31", 2027)]
    [InlineData(null, null, null, "2027-01-05", 2027)]
    [InlineData("2027-01-05", "2028-01-05", null, null, 2027)]
    [InlineData(null, "2027-01-05", "2028-01-05", null, 2027)]
    [InlineData(null, null, "2027-01-05", "2028-01-05", 2027)]
    public void Amend_IntoYearsWithoutTables_AwaitsTheFirstInTheWindowsOrder(string? opens, string? due, string? grace, string? locked, int awaiting)
    {
        PhaseAmendment days = new(Day(opens), Day(due), Day(grace), Day(locked));

        var window = Year.Accepted(CalendarAmender.Amend(
            Year.Definition, Year.At(September), new Dictionary<string, PhaseAmendment> { ["q3"] = days }, HolidayTables.Bundled, "p", "w",
            Year.Local(September)))
            .Change.Window("q3");

        Assert.Equal(awaiting, window.AwaitingYear);
        Assert.Equal((opens is null, due is null), (window.OpensAt is not null, window.DueAt is not null));

        static DateOnly? Day(string? day) => day is null ? null : DateOnly.Parse(day, null);
    }

    [Fact]
    public void Amend_WindowThatAwaitsAYear_GoesOnAwaitingIt()
    {
        var bundled = HolidayTables.Bundled;
        var awaiting = Year.After(Year.At(September), Year.Accepted(CalendarAmender.Amend(
            Year.Definition, Year.At(September), One(("q3", new(Due: new(2027, 1, 5)))), bundled, "p", "w", Year.Local(September))).Change);

        var window = Year.Accepted(CalendarAmender.Amend(
            Year.Definition, awaiting, One(("q3", new(Opens: new(2026, 9, 23)))), bundled, "p", "w", Year.Local(September))).Change.Window("q3");

        Assert.Equal((Year.Local("2026-09-23 09:00"), null, 2027), (window.OpensAt, window.DueAt, window.AwaitingYear));
    }

    private static Dictionary<string, PhaseAmendment> One(params (string Phase, PhaseAmendment Days)[] days) => days.ToDictionary(d => d.Phase, d => d.Days);

    private static PlannedChange Amend(CycleProgress cycle, string now, params (string Phase, PhaseAmendment Days)[] days) => Year.Accepted(
        CalendarAmender.Amend(Year.Definition, cycle, One(days), Year.Tables, "p-1", "延期", Year.Local(now)));

    private static Refusal Refusal(CycleProgress cycle, string now, params (string Phase, PhaseAmendment Days)[] days) => CalendarAmender.Amend(
        Year.Definition, cycle, One(days), Year.Tables, "p-1", "延期", Year.Local(now)).Refusal!;
}
