using Campaigns.App.Access;
using Campaigns.App.Http;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Cycles;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Campaigns.App.Cycles;

/// <summary>Cycles over HTTP: start one, see where it stands, see its timeline.</summary>
public sealed class CycleEndpoints(
    AccessPolicy access, CycleStore cycles, CycleContexts contexts, CycleStarter starter, Campaigns.CampaignStore campaigns)
{
    [Function(nameof(StartCycle))]
    public async Task<IResult> StartCycle(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/campaigns/{campaign}/cycles")] HttpRequest request,
        string campaign,
        FunctionContext context,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (RequestReader.BadRoute(("campaign", campaign)) is { } bad)
            return bad;
        var caller = context.Caller();
        var latest = await campaigns.LatestAsync(campaign, cancellationToken);
        if (await access.DeniesAsync(caller, Act.StartCycle, latest?.Definition.Authority.Unit, cancellationToken) is { } no)
            return no;
        if (!(await Json.ReadAsync<StartCycleBody>(request, cancellation: cancellationToken)).TryGet(out var body, out var problem))
            return problem;

        var result = await starter.StartAsync(campaign, body.Year, caller.Person, cancellationToken);
        return await CycleAnswers.StartedAsync(client, result, cancellationToken)
            ?? Answers.Accepted($"/api/v1/cycles/{CycleStarter.CycleId(campaign, body.Year)}", new StartedCycle(CycleStarter.CycleId(campaign, body.Year)));
    }

    [Function(nameof(ListCycles))]
    public async Task<IResult> ListCycles(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/cycles")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        if (await access.DeniesAsync(context.Caller(), Act.ReadCycle, null, cancellationToken) is { } no)
            return no;
        var listed = await cycles.ListAsync(cancellationToken);
        return Answers.Ok(new Page<ListedCycle>([.. listed.Select(c => new ListedCycle(c.Cycle, c.State))]));
    }

    [Function(nameof(GetCycle))]
    public async Task<IResult> GetCycle(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/cycles/{cycle}")] HttpRequest request,
        string cycle,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var (snapshot, problem) = await ReadAsync(cycle, context, cancellationToken);
        if (problem is not null)
            return problem;
        var caller = context.Caller();
        var authority = await contexts.GetAsync(cycle, cancellationToken) is { } found ? found.Definition.Authority.Unit : null;
        var allowed = new List<CycleAction>();
        foreach (var action in CycleActions.Of(snapshot!.Cycle.State))
        {
            if (await access.WouldAllowAsync(caller, ActOf(action), authority, cancellationToken))
                allowed.Add(action);
        }
        return Answers.Ok(CycleAnswer.Of(snapshot, allowed));
    }

    [Function(nameof(GetTimeline))]
    public async Task<IResult> GetTimeline(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/cycles/{cycle}/timeline")] HttpRequest request,
        string cycle,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var (snapshot, problem) = await ReadAsync(cycle, context, cancellationToken);
        return problem ?? Answers.Ok(TimelineAnswer.Of(snapshot!));
    }

    private static Act ActOf(CycleAction action) => action switch
    {
        CycleAction.Pause => Act.PauseCycle,
        CycleAction.Resume => Act.ResumeCycle,
        CycleAction.Cancel => Act.CancelCycle,
        CycleAction.AmendCalendar => Act.AmendCalendar,
        _ => throw new ArgumentOutOfRangeException(nameof(action)),
    };

    private async Task<(CycleSnapshot? Snapshot, IResult? Problem)> ReadAsync(string cycle, FunctionContext context, CancellationToken cancellationToken)
    {
        if (RequestReader.BadRoute(("cycle", cycle)) is { } bad)
            return (null, bad);
        if (await access.DeniesAsync(context.Caller(), Act.ReadCycle, null, cancellationToken) is { } no)
            return (null, no);
        var snapshot = await cycles.ReadSnapshotAsync(cycle, cancellationToken);
        return (snapshot, snapshot is null ? Problems.NotFound($"cycle {cycle}") : null);
    }
}

public sealed record StartCycleBody(int Year);

public sealed record StartedCycle(string Cycle);

public sealed record ListedCycle(string Id, CycleState State);

/// <summary>
/// A cycle as the API shows it; <see cref="Next"/> is the next milestone that will happen, null when none will, <see cref="AllowedActions"/> what its reader
/// may do with it now (J12).
/// </summary>
public sealed record CycleAnswer(
    string Id,
    string Campaign,
    int Version,
    int Year,
    CycleState State,
    int Epoch,
    int PlanVersion,
    int Participants,
    int Groups,
    IReadOnlyList<ParkedGroup> Parked,
    TimelineMilestone? Next,
    IReadOnlyList<CycleAction> AllowedActions)
{
    public static CycleAnswer Of(CycleSnapshot snapshot, IReadOnlyList<CycleAction> allowed)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var cycle = snapshot.Cycle;
        var next = snapshot.Milestones.Where(m => m.State is MilestoneState.Pending or MilestoneState.Claimed)
            .OrderBy(m => m.Milestone, MilestoneOrder.Instance)
            .FirstOrDefault();
        return new(
            cycle.Id,
            cycle.Campaign,
            cycle.Version,
            cycle.Year,
            cycle.State,
            cycle.Epoch,
            cycle.PlanVersion,
            cycle.Participants,
            snapshot.Groups.Count,
            [.. snapshot.Groups.Where(g => g.Parked is not null).Select(g => new ParkedGroup(g.Id, g.Parked!, g.Pending))],
            next is null ? null : TimelineMilestone.Of(next),
            allowed);
    }
}

public sealed record ParkedGroup(string Group, string Error, IReadOnlyList<string> Pending);

/// <summary>The calendar of a cycle: the windows of its phases and every milestone with what became of it.</summary>
public sealed record TimelineAnswer(IReadOnlyList<PhaseWindow> Windows, IReadOnlyList<TimelineMilestone> Milestones)
{
    public static TimelineAnswer Of(CycleSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return new(
            snapshot.Cycle.Windows,
            [.. snapshot.Milestones.OrderBy(m => m.Milestone, MilestoneOrder.Instance).Select(TimelineMilestone.Of)]);
    }
}

public sealed record TimelineMilestone(
    string Id,
    string Phase,
    MilestoneKind Kind,
    string? Rung,
    DateTimeOffset? At,
    int? AwaitingYear,
    MilestoneState State,
    DateTimeOffset? DoneAt,
    WaveCounts? Counts)
{
    public static TimelineMilestone Of(CycleMilestone milestone)
    {
        ArgumentNullException.ThrowIfNull(milestone);
        var (id, phase, kind, rung, at, awaiting) = milestone.Milestone;
        return new(id, phase, kind, rung, at, awaiting, milestone.State, milestone.DoneAt, milestone.Counts);
    }
}
