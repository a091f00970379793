using Campaigns.Rules.Coverage;
using Campaigns.Rules.Cycles;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Inspections;
using Campaigns.Rules.Objections;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Tests.Calendar;
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

    [Fact]
    public void Of_FiledPlan_IsTheOfficesUntilThePhaseLocks_OrItsCompletionEnds()
    {
        var phases = Year.Phases.Replace("q3: { kind: self-check, period: Q3", "q3: { kind: plan, file-with: authority", StringComparison.Ordinal);
        var definition = Planning.Definition(phases, Year.Ladder);
        IReadOnlyList<Obligation> At(PhaseState plan, string now) =>
            [.. Obligations.Of(Village.With("q3", plan), definition, Year.At(now, definition), Year.Local(now)).Where(o => o.Phase == "q3")];
        var filed = new PhaseState { Status = SheetStatus.Submitted, Version = 1 };
        var waits = Assert.Single(At(filed, "2026-09-25 10:00"));
        Assert.Equal((ObligationKind.AnswerPlan, Audience.Authority, "2026-10-14 18:00"), (waits.Kind, waits.Owner, Year.Local(waits.DueAt)));
        Assert.Equal("q3|remind|2", waits.Next);

        var completed = Assert.Single(At(filed with { AnswerUntil = Year.Local("2026-10-20 18:00") }, "2026-10-16 10:00"));
        Assert.Equal(("2026-10-20 18:00", "plan-completion", "2026-10-20 18:02"), (Year.Local(completed.DueAt), completed.Next, Year.Local(completed.NextAt)));
        Assert.Empty(At(filed with { Status = SheetStatus.Accepted }, "2026-09-25 10:00"));
    }

    [Theory]
    [InlineData("2026-09-22 08:59", 0)]
    [InlineData("2026-09-25 10:00", 1)]
    [InlineData("2026-11-02 10:00", 1)]
    public void Of_CandidateToAssess_IsItsInspectorsUntilItIsMarked_AlsoAfterTheLock(string now, int waiting)
    {
        var assess = Year.Definition.Phase("q3") with { Kind = PhaseKind.Inspection, Draw = InspectionDraw.All with { OfCandidates = true } };
        var definition = Year.Definition with { Phases = [.. Year.Definition.Phases.Select(p => p.Id == "q3" ? assess : p)] };
        IReadOnlyList<Obligation> Of(PhaseState visit) =>
            [.. Obligations.Of(Village.With("q3", visit), definition, Year.At(now), Year.Local(now)).Where(o => o.Phase == "q3")];
        var drawn = new PhaseState { Drawn = new("i-1", "p-7") };

        Assert.Equal(waiting, Of(drawn).Count);
        Assert.All(Of(drawn), o => Assert.Equal(
            (ObligationKind.Assess, Audience.Authority, "p-7", "2026-10-10 18:00"), (o.Kind, o.Owner, o.People!.Single(), Year.Local(o.DueAt))));
        Assert.All(Of(new PhaseState { Drawn = new("i-1", null) }), o => Assert.Null(o.People));
        Assert.Empty(Of(PhaseState.Untouched));
        Assert.Empty(Of(drawn with { Score = 0 }));
        Assert.Empty(Of(drawn with { Fulfilled = Fulfilment.NotApplicable }));
        var patrol = definition with { Phases = [.. definition.Phases.Select(p => p with { Draw = null })] };
        Assert.DoesNotContain(Obligations.Of(Village.With("q3", drawn), patrol, Year.At(now), Year.Local(now)), o => o.Phase == "q3");
    }

    [Fact]
    public void Of_Finding_IsTheReportersThenTheInspectorsThenNobodys()
    {
        var finding = new Finding
        {
            Id = "f-1",
            Inspection = "spot-1",
            Text = "t",
            FoundBy = "p-inspector",
            FoundAt = Year.Local("2026-09-20 10:00"),
            DueAt = Year.Local("2026-10-12 18:00"),
        };
        var look = Year.Local("2026-10-10 08:00");
        var open = Obligations.Of("village", "v-1", finding, look)!;
        Assert.Equal((ObligationKind.Rectify, Audience.Reporter, "spot-1", "f-1"), (open.Kind, open.Owner, open.Phase, open.Subject));
        Assert.Equal((finding.DueAt, "finding", look), (open.DueAt, open.Next, open.NextAt));
        Assert.Null(Obligations.Of("village", "v-1", finding, null)!.Next);

        var verify = Year.Local("2026-10-19 18:00");
        var fixedOne = finding with { State = FindingState.Fixed, Fix = new("done", ["e-1"], look, "p", verify) };
        var waits = Obligations.Of("village", "v-1", fixedOne, verify)!;
        Assert.Equal(
            (ObligationKind.VerifyFix, Audience.Authority, verify, "p-inspector"), (waits.Kind, waits.Owner, waits.DueAt, Assert.Single(waits.People!)));
        Assert.Null(Obligations.Of("village", "v-1", finding with { State = FindingState.Closed }, null));

        var decide = Year.Local("2026-10-15 18:00");
        var reported = finding with { State = FindingState.Closed, Falsification = new("p-2", look, "造假") { DecideBy = decide } };
        var decides = Obligations.Of("village", "v-1", reported, look)!;
        Assert.Equal((ObligationKind.DecideFalsification, Audience.Authority, decide, "finding", look),
            (decides.Kind, decides.Owner, decides.DueAt, decides.Next, decides.NextAt));
        var old = reported with { Falsification = reported.Falsification with { DecideBy = null } };
        Assert.Equal(finding.DueAt, Obligations.Of("village", "v-1", old, null)!.DueAt);
        var confirmed = reported with { State = FindingState.Falsified, Falsification = reported.Falsification with { ConfirmedBy = "p-3" } };
        Assert.Null(Obligations.Of("village", "v-1", confirmed, null));
    }

    [Fact]
    public void Of_PublicReport_IsItsOwnersUntilItIsAnswered()
    {
        var (due, look) = (Year.Local("2026-10-20 18:00"), Year.Local("2026-10-19 09:00"));
        var report = new PublicReport("r-1", "village", "v-1", "t", null, "13800000000", Year.Local("2026-10-08 10:00")) { DueAt = due };
        var open = Obligations.Of(report, null, look)!;
        Assert.Equal((ObligationKind.AnswerReport, Audience.Authority, "reports", "r-1"), (open.Kind, open.Owner, open.Phase, open.Subject));
        Assert.Equal((due, "report", look, null), (open.DueAt, open.Next, open.NextAt, open.People));
        var named = Obligations.Of(report, ["p-1"], null)!;
        Assert.Equal(["p-1"], named.People);
        Assert.Null(named.Next);
        Assert.Null(Obligations.Of(report with { State = PublicReportState.Dismissed }, null, look));
        Assert.Null(Obligations.Of(report with { State = PublicReportState.Pursued }, null, look));
    }

    [Theory]
    [InlineData(ChallengeKind.Objection, ObligationKind.AnswerObjection)]
    [InlineData(ChallengeKind.Appeal, ObligationKind.AnswerAppeal)]
    public void Of_Challenge_IsTheOfficesUntilItIsAnswered(ChallengeKind kind, ObligationKind waits)
    {
        var by = Year.Local("2026-10-20 18:00");
        var challenge = new Challenge("c-1", kind, "village", "v-1", "q3", "t", null, null, Year.Local("2026-10-15 10:00")) { AnswerBy = by };
        var open = Obligations.Of(challenge, null)!;
        Assert.Equal((waits, Audience.Authority, by, "challenge", "c-1"), (open.Kind, open.Owner, open.DueAt, open.Next, open.Subject));
        Assert.Equal("2026-10-20 18:02", Year.Local(open.NextAt));
        var window = Year.At("2026-09-25 10:00").Windows.Single(w => w.Phase == "q3");
        var untimed = Obligations.Of(challenge with { AnswerBy = null }, window)!;
        Assert.Equal((window.LockedAt, null, null), (untimed.DueAt, untimed.Next, untimed.NextAt));
        Assert.Null(Obligations.Of(challenge with { Status = ChallengeStatus.Upheld }, null));
    }

    [Theory]
    [InlineData("2026-09-22 08:59", false, 0)]
    [InlineData("2026-09-25 10:00", false, 2)]
    [InlineData("2026-10-14 18:01", false, 0)]
    [InlineData("2026-10-14 18:01", true, 2)]
    public void OfPanel_MembersOweTheirScores_WhileItTakesThem_OrIsHeld(string now, bool held, int owed)
    {
        var waits = Obligations.OfPanel("village", "v-1", "q3", ["p-3", "p-1", "p-2"], ["p-2"], held, Year.At(now), Year.Local(now));
        Assert.Equal(owed, waits.Count);
        Assert.Equal(owed == 0 ? [] : ["p-1", "p-3"], waits.Select(o => Assert.Single(o.People!)));
        Assert.All(waits, o => Assert.Equal((ObligationKind.ScorePanel, "2026-10-10 18:00"), (o.Kind, Year.Local(o.DueAt))));
        Assert.Empty(Obligations.OfPanel("village", "v-1", "q9", ["p-1"], [], true, Year.At(now), Year.Local(now)));
    }

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
