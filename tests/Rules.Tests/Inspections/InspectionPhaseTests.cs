using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Reminding;
using Campaigns.Rules.Tests.Participants;
using Xunit;

namespace Campaigns.Rules.Tests.Inspections;

/// <summary>An inspection as a phase of the year: its draw, and whom its ladder speaks to.</summary>
public sealed class InspectionPhaseTests
{
    private static readonly Phase Patrol = Given.Phase("patrol", PhaseKind.Inspection) with
    {
        By = Actor.Authority,
        Due = new When(Anchor.Open, new Offset(5, true)),
    };

    private static readonly Ladder Ladder = new("l", [new Rung("1", new When(Anchor.Open, Offset.None), [Audience.Reporter, Audience.Authority], null)]);
    private static readonly Contacts People = new() { Reporters = ["rep"], Authority = ["chief", "p-inspector"] };

    [Fact]
    public void Plan_OfAnInspection_DrawsAtTheInstantAtWhichItOpensAndBeforeIt()
    {
        var plan = CyclePlanner.Plan(Given.Campaign with { Phases = [Patrol, Given.Q1] }, 2026, HolidayTables.Bundled);
        var ids = plan.Milestones.Where(m => m.Phase == "patrol").Select(m => m.Id).ToList();
        Assert.Equal(["patrol|draw", "patrol|open"], ids[..2]);
        Assert.Equal(plan.Milestones.Single(m => m.Id == "patrol|open").At, plan.Milestones.Single(m => m.Id == "patrol|draw").At);
        Assert.DoesNotContain(plan.Milestones, m => m.Id == "q1|draw");
    }

    [Theory]
    [InlineData(MilestoneKind.Remind)]
    [InlineData(MilestoneKind.Escalate)]
    public void StillDue_OnlyWhoWasDrawnAndNotVisited(MilestoneKind kind)
    {
        var drawn = new PhaseState { Drawn = new DrawnVisit("patrol-1", null) };
        Assert.True(StillDue.Holds(kind, PhaseKind.Inspection, drawn));
        Assert.False(StillDue.Holds(kind, PhaseKind.Inspection, new PhaseState()));
        Assert.False(StillDue.Holds(kind, PhaseKind.Inspection, drawn with { Status = SheetStatus.Accepted }));
    }

    [Fact]
    public void Audience_OfAnInspection_HasItsInspectorFirstAndOnce()
    {
        var state = Given.Untouched.With("patrol", new PhaseState { Drawn = new DrawnVisit("patrol-1", "p-inspector") });
        Assert.Equal(["p-inspector", "rep", "chief"], Of(state, Patrol).Select(r => r.Person));
        Assert.Equal(["p-inspector", "chief"], Of(state, Patrol with { Announced = false }).Select(r => r.Person));
        Assert.Equal(Audience.Authority, Of(state, Patrol)[0].As);
        Assert.Equal(["rep", "chief", "p-inspector"], Of(Given.Untouched, Patrol).Select(r => r.Person));
        Assert.Equal(["rep", "chief", "p-inspector"], Of(state, Patrol with { Kind = PhaseKind.Appraisal, Announced = false }).Select(r => r.Person));
    }

    private static IReadOnlyList<Recipient> Of(ParticipantState state, Phase phase) => InspectionAudience.Of(state, phase, Ladder.Rungs[0], Ladder, People);
}
