using Campaigns.App.Access;
using Campaigns.App.Http;
using Campaigns.Rules.Cycles;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Campaigns.App.Cycles;

/// <summary><c>POST /cycles/{cycle}/pause|resume|cancel</c> and <c>PATCH /cycles/{cycle}/calendar</c> (C4, J3, J5).</summary>
public sealed class CalendarEndpoints(AccessPolicy access, CycleStore cycles, CycleContexts contexts, CalendarDesk desk)
{
    private const string Route = "api/v1/cycles/{cycle}/";

    [Function(nameof(PauseCycle))]
    public Task<IResult> PauseCycle(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "pause")] HttpRequest request,
        string cycle,
        FunctionContext context,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        ActAsync<ReasonBody>(
            request, cycle, context, Act.PauseCycle,
            (body, by, operation) => desk.PauseAsync(client, cycle, by, body.Reason, operation, cancellationToken), cancellationToken);

    [Function(nameof(ResumeCycle))]
    public Task<IResult> ResumeCycle(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "resume")] HttpRequest request,
        string cycle,
        FunctionContext context,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        ActAsync<ResumeBody>(
            request, cycle, context, Act.ResumeCycle,
            (body, by, operation) => desk.ResumeAsync(client, cycle, body.Policy, by, body.Reason, operation, cancellationToken), cancellationToken);

    [Function(nameof(CancelCycle))]
    public Task<IResult> CancelCycle(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "cancel")] HttpRequest request,
        string cycle,
        FunctionContext context,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        ActAsync<ReasonBody>(
            request, cycle, context, Act.CancelCycle,
            (body, by, operation) => desk.CancelAsync(client, cycle, by, body.Reason, operation, cancellationToken), cancellationToken);

    /// <summary>With <c>dryRun=true</c> answers what would move and moves nothing.</summary>
    [Function(nameof(AmendCalendar))]
    public async Task<IResult> AmendCalendar(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = Route + "calendar")] HttpRequest request,
        string cycle,
        FunctionContext context,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (await DeniesAsync(cycle, context, Act.AmendCalendar, cancellationToken) is { } no)
            return no;
        var reader = new RequestReader(request);
        var dryRun = reader.Flag("dryRun");
        if (reader.Problem is { } bad)
            return bad;
        if (!IdempotencyKey.Of(request, context).TryGet(out var key, out var problem))
            return problem;
        var read = await Json.ReadAsync<AmendBody>(request, cancellation: cancellationToken);
        if (!read.TryGet(out var body, out problem))
            return problem;
        var by = context.Caller().Person;
        var snapshot = await cycles.ReadSnapshotAsync(cycle, cancellationToken) ?? throw new InvalidOperationException($"Cycle {cycle} is gone.");
        var operation = $"{key.OperationId(request, by)}|{read.Hash}";
        if (snapshot.Milestones.FirstOrDefault(m => m.Effect?.Operation == operation) is { Effect: { } done })
            return Answers.Ok(new AmendAnswer(cycle, false, snapshot.Cycle.PlanVersion, [], done.Reopened));
        if (body.PlanVersion is { } seen && seen != snapshot.Cycle.PlanVersion)
            return Problems.Conflict("calendarChanged", $"The calendar is at version {snapshot.Cycle.PlanVersion}; look at what would move now.");

        var definition = (await contexts.KeepAsync(snapshot.Cycle, cancellationToken)).Definition;
        var decision = desk.Preview(snapshot, definition, body.Phases, by, body.Reason);
        if (decision is not Accepted<PlannedChange> { State: var planned })
            return decision.Refusal!.ToProblem(context.Caller().Language);
        if (dryRun)
            return Answers.Ok(new AmendAnswer(cycle, true, snapshot.Cycle.PlanVersion, planned.Moves, planned.Change.Effect.Reopened));
        var outcome = await desk.AmendAsync(client, cycle, body.Phases, by, body.Reason, operation, cancellationToken);
        return outcome.Refusal?.ToProblem(context.Caller().Language)
            ?? Answers.Ok(new AmendAnswer(cycle, false, outcome.Cycle!.PlanVersion, planned.Moves, outcome.Effect!.Reopened));
    }

    private async Task<IResult> ActAsync<TBody>(
        HttpRequest request, string cycle, FunctionContext context, Act act, Func<TBody, string, string, Task<CalendarOutcome>> change,
        CancellationToken cancellationToken)
        where TBody : class
    {
        if (await DeniesAsync(cycle, context, act, cancellationToken) is { } no)
            return no;
        if (!IdempotencyKey.Of(request, context).TryGet(out var key, out var problem))
            return problem;
        var read = await Json.ReadAsync<TBody>(request, cancellation: cancellationToken);
        if (!read.TryGet(out var body, out problem))
            return problem;
        var by = context.Caller().Person;
        var outcome = await change(body, by, $"{key.OperationId(request, by)}|{read.Hash}");
        return outcome.Refusal?.ToProblem(context.Caller().Language)
            ?? Answers.Ok(new CalendarAnswer(cycle, outcome.Cycle!.State, outcome.Cycle.PlanVersion, outcome.Effect!.WorkingDays));
    }

    /// <summary>A bad id, who may not, or no such cycle; null where it may go on.</summary>
    private async Task<IResult?> DeniesAsync(string cycle, FunctionContext context, Act act, CancellationToken cancellationToken)
    {
        if (RequestReader.BadRoute(("cycle", cycle)) is { } bad)
            return bad;
        var found = await contexts.GetAsync(cycle, cancellationToken);
        if (await access.DeniesAsync(context.Caller(), act, found?.Definition.Authority.Unit, cancellationToken) is { } no)
            return no;
        return found is null ? Problems.NotFound($"cycle {cycle}") : null;
    }
}

public sealed record ReasonBody(string Reason);

/// <summary>Why the cycle goes on, and what becomes of its dates where that is not to be what the definition says.</summary>
public sealed record ResumeBody(string Reason, PausePolicy? Policy = null);

/// <summary>The new days by phase; <see cref="PlanVersion"/> is that of the list that was looked at, where one insists on it.</summary>
public sealed record AmendBody(IReadOnlyDictionary<string, PhaseAmendment> Phases, string Reason, int? PlanVersion = null);

/// <summary>The cycle after the change; <see cref="WorkingDays"/> is by how many its dates moved.</summary>
public sealed record CalendarAnswer(string Cycle, CycleState State, int PlanVersion, int WorkingDays);

/// <summary>What an amendment moves or, with <see cref="DryRun"/>, would move (J3).</summary>
public sealed record AmendAnswer(string Cycle, bool DryRun, int PlanVersion, IReadOnlyList<MovedInstant> Moves, IReadOnlyList<string> Reopened);
