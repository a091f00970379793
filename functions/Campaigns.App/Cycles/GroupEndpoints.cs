using Campaigns.App.Access;
using Campaigns.App.Http;
using Campaigns.App.Storage;
using Campaigns.Rules.Cycles;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Campaigns.App.Cycles;

/// <summary>
/// <c>POST /cycles/{cycle}/groups/{group}/retry</c>: a parked group works off, in order, what it has missed, also when the cycle has completed meanwhile. Asked
/// for twice, it is done once.
/// </summary>
public sealed class GroupEndpoints(AccessPolicy access, CycleStore cycles, CycleContexts contexts, CycleDriver driver, CampaignClock clock)
{
    [Function(nameof(RetryGroup))]
    public async Task<IResult> RetryGroup(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/cycles/{cycle}/groups/{group}/retry")] HttpRequest request,
        string cycle,
        string group,
        FunctionContext context,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (RequestReader.BadRoute(("cycle", cycle), ("group", group)) is { } bad)
            return bad;
        var found = await contexts.GetAsync(cycle, cancellationToken);
        if (await access.DeniesAsync(context.Caller(), Act.RetryGroup, found?.Definition.Authority.Unit, cancellationToken) is { } no)
            return no;
        if (await cycles.ReadSnapshotAsync(cycle, cancellationToken) is not { } snapshot)
            return Problems.NotFound($"cycle {cycle}");
        if (snapshot.Groups.FirstOrDefault(g => g.Id == group) is not { } parked)
            return Problems.NotFound($"group {group} of cycle {cycle}");
        if (snapshot.Cycle.State is CycleState.Cancelled)
            return Problems.Conflict("cycleOver", $"Cycle {cycle} was cancelled.");
        if (parked.Parked is null)
            return Problems.Conflict("groupNotParked", $"Group {group} is not parked.");

        var now = clock.Now;
        await cycles.ChangeGroupAsync(
            cycle, group, $"{cycle}|{group}|retry|{context.InvocationId}",
            g => g.Parked is null || g.Retry ? null : g with { Retry = true, RetriedAt = now }, cancellationToken);
        if (snapshot.Cycle.State is CycleState.Completed)
            await driver.ComeBackAsync(client, snapshot.Cycle, cancellationToken);
        else
            await CalendarDesk.WakeAsync(client, snapshot.Cycle, cancellationToken);
        return Answers.Accepted($"/api/v1/cycles/{cycle}", new ParkedGroup(group, parked.Parked, parked.Pending));
    }
}
