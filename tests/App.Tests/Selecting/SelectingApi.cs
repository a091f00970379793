using Campaigns.App.Cycles;
using Campaigns.App.Selecting;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Nominations;

namespace Campaigns.App.Tests.Selecting;

/// <summary>Brings a track on its way to the honours: two villages that were nominated, and the engine's steps without a driver.</summary>
internal static class SelectingApi
{
    /// <summary>v-01 and v-02 have handed in and are nominated by their township.</summary>
    public static async Task NominateTwoAsync(this ApiUnderTest api)
    {
        foreach (var village in new[] { "v-01", "v-02" })
        {
            (await api.UploadAsync(village, "a.txt", "照片说明"u8.ToArray())).Is(201);
            (await api.SubmitAsync(village, key: village)).Is(200);
        }
        await api.Service<SelectionStore>().PutAllAsync(
            api.Cycle, "village", [("n|t-1", new Nomination("village", "t-1", ["v-01", "v-02"], "rev-t-1", api.Time.GetUtcNow()))], default);
    }

    /// <summary>Runs a selecting milestone over the one group.</summary>
    public static async Task RunStepAsync(this ApiUnderTest api, string phase, MilestoneKind kind)
    {
        var cycle = (await api.Service<CycleContexts>().GetAsync(api.Cycle, default))!;
        var milestone = api.Plan.Milestones.Single(m => m.Phase == phase && m.Kind == kind);
        var steps = api.Service<SelectionSteps>();
        await steps.PrepareAsync(cycle, milestone, api.Time.GetUtcNow(), default);
        await steps.RunAsync(cycle, new GroupWork(new MilestoneWork(api.Cycle, 1, milestone, ["g-1"], "1"), "g-1"), api.Time.GetUtcNow(), default);
    }
}
