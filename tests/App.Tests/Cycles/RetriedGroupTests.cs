using Campaigns.App.Cycles;
using Campaigns.App.Cycles.Activities;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Cycles;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Campaigns.App.Tests.Cycles;

/// <summary>A group that was parked and is to work off what it missed.</summary>
[Collection(AppDefinition.Name)]
public sealed class RetriedGroupTests(AppUnderTest app)
{
    private static readonly Milestone Missed = new("closing|evaluate", "closing", MilestoneKind.Evaluate, null, new(2099, 1, 1, 0, 0, 0, TimeSpan.Zero));

    /// <summary>A county of up to 900 participants is one group, whose list ends as any other's.</summary>
    [Fact]
    public async Task OnlyGroupOfACycle_WorksOffItsList_InARunOfItsOwn()
    {
        var cycles = app.Host.Services.GetRequiredService<CycleStore>();
        var cycle = await OneGroupCycle.CreateAsync(cycles, AppUnderTest.NewId("retried"), Missed);
        await cycles.ChangeGroupAsync(
            cycle.Id, OneGroupCycle.Group, "park", g => g with { Parked = "storage said no", Pending = [Missed.Id], Retry = true }, default);

        var step = await ActivatorUtilities.CreateInstance<TakeNextStep>(app.Host.Services).Run(new(cycle.Id, cycle.Epoch), default);

        Assert.Equal((NextStepKind.Run, true), (step.Kind, step.Work!.WorksOff));
        Assert.Equal([OneGroupCycle.Group], step.Work.Groups);
        Assert.NotEqual(step.Work.Occurrence, step.Work.RunId);
        await cycles.ChangeAsync(cycle.Id, "end", c => c with { State = CycleState.Cancelled }, default);
    }
}
