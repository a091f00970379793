using Campaigns.Rules.Definitions;
using Campaigns.Rules.Evaluation;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Tests.Participants;
using Xunit;

namespace Campaigns.Rules.Tests.Evaluation;

/// <summary>A choice on site: the assessment's mark beside what is known day to day, by stated weights (K3).</summary>
public sealed class ChoiceTests
{
    private static readonly Phase Patrol = Given.Phase("patrol", PhaseKind.Inspection);
    private static readonly Phase Assess = Given.Phase("assess", PhaseKind.Inspection) with
    {
        Title = new("实地考核", "On-site assessment"),
        Draw = InspectionDraw.All with { OfCandidates = true },
    };

    private static readonly CampaignDefinition Campaign = Of(0.6m, (PhaseKind.SelfCheck, 0.3m), (PhaseKind.Inspection, 0.1m));

    [Fact]
    public void Of_Assessed_WeighsTheMarkAndWhatIsKnown_LineByLine()
    {
        var choice = Choice.Of(Campaign, State(("q1", 80), ("patrol", 70), ("assess", 90)))!;

        Assert.Equal([("assessment", 54m), ("selfCheck", 24m), ("inspection", 7m)], choice.Lines.Select(l => (l.Path, l.Points)));
        Assert.Equal((85m, false), (choice.Total, choice.Vetoed));
        Assert.Equal(("实地考核：60% × 90", "On-site assessment: 60% × 90"), (choice.Lines[0].Reason.Zh, choice.Lines[0].Reason.En));
        Assert.Equal(("30% × (80) ÷ 1", "10% × (70) ÷ 1"), (choice.Lines[1].Reason.En, choice.Lines[2].Reason.En));
    }

    [Fact]
    public void Of_NeverInspectedDayToDay_SpreadsThatWeightOverMarkAndRest()
    {
        var choice = Choice.Of(Campaign, State(("q1", 81), ("assess", 90)))!;

        // 60 and 30 of 90: two thirds of 90 and one third of 81.
        Assert.Equal([("assessment", 60m), ("selfCheck", 27m), ("inspection", 0m)], choice.Lines.Select(l => (l.Path, l.Points)));
        Assert.Equal("66.67% × 90", choice.Lines[0].Reason.En![^11..]);
        Assert.StartsWith("10%: not inspected", choice.Lines[2].Reason.En, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_NotToBeAssessed_RestsOnWhatIsKnown()
    {
        var excused = State(("q1", 80), ("patrol", 60)).With("assess", new PhaseState { Fulfilled = Fulfilment.NotApplicable });

        var choice = Choice.Of(Campaign, excused)!;

        Assert.Equal([("assessment", 0m), ("selfCheck", 60m), ("inspection", 15m)], choice.Lines.Select(l => (l.Path, l.Points)));
        Assert.Equal(
            ("60%：不适用实地考核，权重按比例分摊到其他各项", "60%: not to be assessed; the weight is spread over the rest"),
            (choice.Lines[0].Reason.Zh, choice.Lines[0].Reason.En));
        Assert.Equal(0, Choice.Of(Of(1), excused)!.Total);
        Assert.False(Choice.IsAwaited(Assess, excused));
    }

    [Fact]
    public void Of_NotAssessedYet_OrSelectedInAnotherWay_IsNothing()
    {
        Assert.Null(Choice.Of(Campaign, State(("q1", 80), ("patrol", 70))));
        Assert.True(Choice.IsAwaited(Assess, State(("q1", 80))));
        Assert.False(Choice.IsAwaited(Assess, State(("assess", 0))));
        Assert.Null(Choice.Of(Campaign with { Tracks = [Given.Villages] }, State(("q1", 80), ("assess", 90))));
        Assert.Null(Choice.Of(Campaign with { Phases = [Given.Q1, Patrol] }, State(("q1", 80), ("assess", 90))));
        Assert.Null(Choice.PhaseOf(Campaign, Given.Villages));
        Assert.Equal("assess", Choice.PhaseOf(Campaign, Campaign.Tracks[0])!.Id);
    }

    [Fact]
    public void Composite_LeavesTheAssessmentOut()
    {
        var inspected = Campaign with
        {
            Tracks = [Given.Villages with { Weights = new Dictionary<PhaseKind, decimal> { [PhaseKind.SelfCheck] = 0.5m, [PhaseKind.Inspection] = 0.5m } }],
        };

        Assert.Equal(75, Evaluator.Evaluate(inspected, State(("q1", 80), ("patrol", 70), ("assess", 10))).Total);
        Assert.Equal(75, Evaluator.SoFar(inspected, State(("q1", 80), ("patrol", 70), ("assess", 10))));
    }

    private static CampaignDefinition Of(decimal assessment, params (PhaseKind Kind, decimal Share)[] known) => Given.Campaign with
    {
        Phases = [Given.Q1, Patrol, Assess],
        Tracks =
        [
            Given.Villages with
            {
                Weights = new Dictionary<PhaseKind, decimal> { [PhaseKind.SelfCheck] = 1 },
                Select = new Selection(2, null, null, SelectionMethod.OnSite, "met") { Weigh = new(assessment, known.ToDictionary(k => k.Kind, k => k.Share)) },
            },
        ],
    };

    private static ParticipantState State(params (string Phase, decimal Score)[] scores) => scores.Aggregate(
        Given.Untouched, (state, s) => state.With(s.Phase, new PhaseState { Status = SheetStatus.Accepted, Score = s.Score }));
}
