using System.Collections.Concurrent;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Campaigns.Local.TaskHub;

/// <summary>
/// The turns of one instance, one after the other. Between turns it keeps the instance as last read or written; a conflict or a failed call makes it
/// read again, and everything else follows from what it reads.
/// </summary>
internal sealed class InstanceTurn(HubEngine engine, InstanceRunner runner)
{
    // More messages wait for the next episode, so that a change fits one transaction.
    const int MessagesPerEpisode = 40;
    const int ChildrenAtOnce = 8;

    readonly HashSet<(int Execution, int Id)> underWay = [];
    InstanceRecord? known;
    bool rejected;

    /// <summary>Changes stored so far.</summary>
    public int Commits { get; private set; }

    string InstanceId => runner.InstanceId;

    public async Task RunAsync(CancellationToken stopping)
    {
        while (true)
        {
            stopping.ThrowIfCancellationRequested();
            known = runner.Begin(known) ?? await LoadAsync(stopping).ConfigureAwait(false);
            if (known is null)
            {
                await LeaveAsync(stopping).ConfigureAwait(false);
                return;
            }

            await DeliverOutboxAsync(stopping).ConfigureAwait(false);
            if (known.State.HasEnded)
            {
                await FinishAsync(stopping).ConfigureAwait(false);
                return;
            }

            await KeepAliveAsync(stopping).ConfigureAwait(false);
            if (VersionGate.Rejects(engine.Options, known.State.Version))
            {
                Reject();
                return;
            }

            await StartOpenCallsAsync(stopping).ConfigureAwait(false);
            ArmTimers();
            if (!await RunEpisodeAsync(stopping).ConfigureAwait(false))
            {
                return;
            }
        }
    }

    // Nothing of it runs here, also no call that it has open: whoever takes its version goes on with all of it.
    void Reject()
    {
        engine.SetTimers(InstanceId, null, null);
        if (!rejected)
        {
            rejected = true;
            engine.Log.LogWarning(
                "Instance {Instance} has the version {Version}, which this hub of version {Own} does not take; it waits for one that does.",
                InstanceId, known!.State.Version, engine.Options.DefaultVersion);
        }
    }

    async Task<InstanceRecord?> LoadAsync(CancellationToken stopping) => await engine.Store.LoadAsync(InstanceId, stopping).ConfigureAwait(false);

    async Task LeaveAsync(CancellationToken stopping)
    {
        if (runner.LiveMark() is { Mark: { } mark, Removable: true })
        {
            await engine.Attention.UnmarkLiveAsync(InstanceId, mark, stopping).ConfigureAwait(false);
            runner.ForgetLive();
        }

        engine.Changed(InstanceId);
        runner.TryLeave();
    }

    async Task FinishAsync(CancellationToken stopping)
    {
        if (known!.State.Parent is { } parent)
        {
            HistoryEvent result = known.State.Status == OrchestrationRuntimeStatus.Completed
                ? new ChildCompleted(parent.TaskId, known.State.Output)
                : new ChildFailed(parent.TaskId, FailureOf(known.State));

            // In memory is enough: the parent's history names this instance until the parent has stored the result.
            engine.With(parent.InstanceId, r => r.Receive(parent.Execution, parent.TaskId, result));
        }

        await LeaveAsync(stopping).ConfigureAwait(false);
    }

    static FailureRecord FailureOf(InstanceState state) => state.Failure
        ?? new(typeof(OperationCanceledException).ToString(), $"The sub-orchestration '{state.InstanceId}' was ended as {state.Status}.");

    /// <summary>Makes sure that an instance which no parent's history leads to has a live row.</summary>
    async Task KeepAliveAsync(CancellationToken stopping)
    {
        if (known!.State.Parent is null && runner.LiveMark().Mark is null)
        {
            runner.MarkedLive(await engine.Attention.MarkLiveAsync(InstanceId, stopping).ConfigureAwait(false));
        }
    }

    async Task DeliverOutboxAsync(CancellationToken stopping)
    {
        foreach (var outbox in known!.Outbox)
        {
            foreach (var message in outbox.Messages)
            {
                await engine.SendAsync(message, stopping).ConfigureAwait(false);
            }

            await engine.Store.DeleteOutboxAsync(InstanceId, outbox, stopping).ConfigureAwait(false);
        }

        known = known with { Outbox = [] };
    }

    async Task StartOpenCallsAsync(CancellationToken stopping)
    {
        var execution = known!.State.Execution;
        underWay.RemoveWhere(call => call.Execution != execution);
        var children = new List<ChildScheduled>();
        foreach (var call in OpenCalls.Of(known.History))
        {
            if (!underWay.Add((execution, call.Id)))
            {
                continue;
            }

            if (call is TaskScheduled task)
            {
                engine.Activities.Start(known.State, task, stopping);
            }
            else if (call is ChildScheduled child)
            {
                children.Add(child);
            }
        }

        await EnsureChildrenAsync(children, execution, stopping).ConfigureAwait(false);
    }

    async Task EnsureChildrenAsync(IReadOnlyList<ChildScheduled> children, int execution, CancellationToken stopping)
    {
        // Each child on its own: what one of them suffers must not undo what another has reached.
        var failures = new ConcurrentQueue<Exception>();
        var failed = new ConcurrentQueue<ChildScheduled>();
        await Parallel.ForEachAsync(
            children,
            new ParallelOptions { MaxDegreeOfParallelism = ChildrenAtOnce, CancellationToken = stopping },
            async (child, token) =>
            {
                try
                {
                    await ChildCreation.EnsureAsync(engine, known!.State, child, token).ConfigureAwait(false);
                }
                catch (Exception e) when (!token.IsCancellationRequested)
                {
                    failures.Enqueue(e);
                    failed.Enqueue(child);
                }
            }).ConfigureAwait(false);
        underWay.ExceptWith(failed.Select(c => (execution, c.Id)));
        if (failures.TryDequeue(out var first))
        {
            throw new IOException($"{failed.Count} sub-orchestrations of instance '{InstanceId}' could not be created.", first);
        }
    }

    void ArmTimers()
    {
        var state = known!.State;
        var campaign = state.Timers.Where(t => !t.Platform).Select(t => (DateTimeOffset?)t.FireAt).Min();
        if (state.Status == OrchestrationRuntimeStatus.Pending)
        {
            campaign = state.StartAt;
        }

        engine.SetTimers(InstanceId, campaign, state.Timers.Where(t => t.Platform).Select(t => (DateTimeOffset?)t.FireAt).Min());
    }

    async Task<bool> RunEpisodeAsync(CancellationToken stopping)
    {
        var before = known!;
        if (EpisodePlan.Make(engine, runner, before, MessagesPerEpisode) is not { } plan)
        {
            return false;
        }

        var change = plan.Change;
        if (change.NewGeneration || change.After.HasEnded)
        {
            await SettleChildrenAsync(plan, stopping).ConfigureAwait(false);
        }

        try
        {
            known = await engine.Store.CommitAsync(change, stopping).ConfigureAwait(false);
        }
        catch (InstanceConflictException)
        {
            known = null;
            await engine.CheckOwnershipAsync(stopping).ConfigureAwait(false);
            return true;
        }

        Commits++;
        engine.Counters.AddHistory(plan.Events);
        engine.Changed(InstanceId);
        if (change.NewGeneration || change.After.HasEnded)
        {
            engine.Options.Recorder?.Invoke(plan.Recorded);
        }

        if (change.After.HasEnded)
        {
            StartAbandonedActivities(plan, before.State, stopping);
        }

        return true;
    }

    /// <summary>
    /// Prepares for the end of a generation, after which its history leads nobody to its children any more: those it has just called are created now,
    /// and all that are not known to have ended get live rows of their own.
    /// </summary>
    async Task SettleChildrenAsync(EpisodePlan plan, CancellationToken stopping)
    {
        var execution = known!.State.Execution;
        var open = plan.OpenChildren;
        foreach (var child in open)
        {
            var mark = await engine.Attention.MarkLiveAsync(child.InstanceId, stopping).ConfigureAwait(false);
            engine.With(child.InstanceId, r => r.MarkedLive(mark));
        }

        var fresh = open.Where(c => underWay.Add((execution, c.Id))).ToList();
        await EnsureChildrenAsync(fresh, execution, stopping).ConfigureAwait(false);
        foreach (var child in open)
        {
            engine.Wake(child.InstanceId);
        }
    }

    // Nobody waits for them: they run once, and not again if the process ends first.
    void StartAbandonedActivities(EpisodePlan plan, InstanceState caller, CancellationToken stopping)
    {
        foreach (var task in plan.Actions.OfType<TaskScheduled>())
        {
            engine.Activities.Start(caller, task, stopping);
        }
    }
}
