using Campaigns.Rules.Coverage;
using Campaigns.Rules.Cycles;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Tests.Cycles;
using Xunit;

namespace Campaigns.Rules.Tests.Coverage;

public sealed class ObligationsTests
{
    private static readonly ParticipantState Village = new() { Track = "village", Unit = "v-1", Parent = "t", Area = "t" };

    [Fact]
    public void Of_OpenSheet_IsTheReportersUntilItsDueDate()
    {
        var waits = Assert.Single(Of(Village, "2026-09-25 10:00"));
        Assert.Equal((ObligationKind.Report, Audience.Reporter, "q3"), (waits.Kind, waits.Owner, waits.Phase));
        Assert.Equal(("2026-10-10 18:00", "q3|remind|2", "2026-09-30 09:00"), (Year.Local(waits.DueAt), waits.Next, Year.Local(waits.NextAt)));
    }

    [Theory]
    [InlineData("2026-09-22 08:59", 0)]
    [InlineData("2026-09-22 09:00", 1)]
    [InlineData("2026-10-12 12:00", 1)]
    [InlineData("2026-10-14 18:01", 0)]
    public void Of_SheetOutsideItsWindow_WaitsForNobody(string now, int waiting) => Assert.Equal(waiting, Of(Village, now).Count(o => o.Phase == "q3"));

    [Fact]
    public void Of_OpenAppraisal_IsTheReviewers()
    {
        var waits = Of(Village.With("q3", new() { Status = SheetStatus.Silent }), "2026-10-16 10:00").Single(o => o.Phase == "h");
        Assert.Equal((ObligationKind.Appraise, Audience.ParentReviewer), (waits.Kind, waits.Owner));
        Assert.NotNull(waits.NextAt);
    }

    [Fact]
    public void Of_ReturnedSheet_WaitsForItsReworkWhateverThePhase()
    {
        var until = Year.Local("2026-10-20 18:00");
        var waits = Of(Village.With("q3", new() { Status = SheetStatus.Returned, ReworkUntil = until }), "2026-10-16 10:00").Single(o => o.Phase == "q3");
        Assert.Equal((ObligationKind.Rework, Audience.Reporter, until, "rework"), (waits.Kind, waits.Owner, waits.DueAt, waits.Next));
        Assert.Equal("2026-10-20 18:02", Year.Local(waits.NextAt));
    }

    [Fact]
    public void Of_RequestedExtension_IsTheTierAbovesToDecide()
    {
        var asked = Village with { Dates = new() { Extensions = [Extension(ExtensionState.Requested)] } };
        Assert.Equal([ObligationKind.Report, ObligationKind.DecideExtension], Of(asked, "2026-09-25 10:00").Select(o => o.Kind));
        Assert.Equal(Audience.ParentReviewer, Of(asked, "2026-09-25 10:00")[1].Owner);
    }

    [Fact]
    public void Of_ExtendedSheet_WaitsByItsOwnDates()
    {
        var extended = Village with { Dates = new() { Extensions = [Extension(ExtensionState.Granted)] } };
        var waits = Of(extended, "2026-10-16 10:00").Single(o => o.Phase == "q3");
        Assert.Equal(("extension", "2026-10-20 18:00", "2026-10-22 18:02"), (waits.Next, Year.Local(waits.DueAt), Year.Local(waits.NextAt)));
        Assert.Equal("extension", Of(extended, "2026-10-22 18:00").Single(o => o.Phase == "q3").Next);
    }

    [Fact]
    public void Of_PhaseThatIsNotInTheCycle_WaitsForNobody()
    {
        var cycle = Year.At("2026-09-25 10:00");
        cycle = cycle with { Windows = [.. cycle.Windows.Where(w => w.Phase != "q3")] };

        Assert.Empty(Obligations.Of(Village, Year.Definition, cycle, Year.Local("2026-09-25 10:00")));
    }

    [Fact]
    public void Of_WhoHandedIn_IsNotWaitedFor() => Assert.Empty(Of(Village.With("q3", new() { Status = SheetStatus.Submitted }), "2026-09-25 10:00"));

    private static Extension Extension(ExtensionState state) => new()
    {
        Id = "q3-1",
        Phase = "q3",
        State = state,
        Reason = "r",
        OldDueAt = Year.Local("2026-10-10 18:00"),
        DueAt = Year.Local("2026-10-20 18:00"),
        GraceUntil = Year.Local("2026-10-20 18:00"),
        LockedAt = Year.Local("2026-10-22 18:00"),
        RequestedBy = "p",
        RequestedAt = Year.Local("2026-09-24 10:00"),
    };

    private static IReadOnlyList<Obligation> Of(ParticipantState state, string now) => Obligations.Of(state, Year.Definition, Year.At(now), Year.Local(now));
}
