using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Campaigns.Local.TaskHub;

/// <summary>What an episode needs besides the instance.</summary>
/// <param name="Exact">Whether an action's input, instance id, version and instant count too, and not only what it is and what it calls.</param>
internal sealed record EpisodeSettings(DataConverter Converter, ILoggerFactory Loggers, string DefaultVersion, bool Exact = false);

/// <summary>How an execution ended.</summary>
internal sealed record Ending(OrchestrationRuntimeStatus Status, string? Output, FailureRecord? Failure, bool Recursive = false);

/// <summary>The next generation's beginning.</summary>
internal sealed record Generation(ExecutionStarted Start, IReadOnlyList<EventRaised> Carried);

/// <summary>Where code left its history: the event's number from 0, what the history holds and what the code did.</summary>
internal sealed record Departure(int Event, string Expected, string Did);

/// <summary>What an episode made of its events; nothing of it holds until it is committed.</summary>
internal sealed record EpisodeOutcome
{
    /// <summary>How many of the fresh events were taken; the rest wait for the next generation.</summary>
    public required int Taken { get; init; }

    public required IReadOnlyList<ActionEvent> Actions { get; init; }

    public required IReadOnlyList<OpenTimer> Timers { get; init; }

    public required bool Suspended { get; init; }

    public required bool CustomStatusChanged { get; init; }

    public string? CustomStatus { get; init; }

    public Ending? Ending { get; init; }

    public Generation? Next { get; init; }

    /// <summary>Where the code did not follow its history; null where it did.</summary>
    public Departure? Departure { get; init; }
}

/// <summary>
/// Runs an orchestrator over its history and then over fresh events. Pure: the same history, events and code give the same outcome, and nothing
/// outside is touched. Code that does not follow its own history ends the instance as failed.
/// </summary>
internal sealed class Episode
{
    readonly EpisodeSettings settings;
    readonly Func<TaskOrchestrationContext, Task<object?>> orchestrator;
    readonly OrchestratorThread thread = new();
    readonly Queue<HistoryEvent> held = new();
    readonly ReplayContext context;
    Task<object?>? main;
    Ending? ending;
    bool suspended;
    int replayed;
    Departure? departure;

    Episode(
        InstanceState instance, ExecutionStarted start, Func<TaskOrchestrationContext, Task<object?>> orchestrator, EpisodeSettings settings)
    {
        this.settings = settings;
        this.orchestrator = orchestrator;
        context = new(instance, start, settings, thread);
    }

    /// <summary>Runs one episode. The first event of the history is the generation's start; fresh events begin with an <see cref="EpisodeStarted"/>.</summary>
    public static EpisodeOutcome Run(
        InstanceState instance,
        IReadOnlyList<HistoryEvent> history,
        IReadOnlyList<HistoryEvent> fresh,
        Func<TaskOrchestrationContext, Task<object?>> orchestrator,
        EpisodeSettings settings)
    {
        var episode = new Episode(instance, (ExecutionStarted)history[0], orchestrator, settings);
        EpisodeOutcome? outcome = null;
        episode.thread.Run(() => outcome = episode.Run(history, fresh));
        return outcome!;
    }

    /// <summary>The outcome for an instance whose code cannot be run here.</summary>
    public static EpisodeOutcome Failed(int facts, FailureRecord why) => new()
    {
        Taken = facts,
        Actions = [],
        Timers = [],
        Suspended = false,
        CustomStatusChanged = false,
        Ending = new(OrchestrationRuntimeStatus.Failed, null, why),
    };

    EpisodeOutcome Run(IReadOnlyList<HistoryEvent> history, IReadOnlyList<HistoryEvent> fresh)
    {
        var taken = 0;
        try
        {
            context.Replaying = true;
            for (replayed = 1; replayed < history.Count; replayed++)
            {
                Apply(history[replayed]);
            }

            // Only a generation's first episode has nothing to replay, and it starts the code when its own first event is applied.
            context.Replaying = false;
            while (taken < fresh.Count && ending is null && main is not { IsCompleted: true })
            {
                Apply(fresh[taken++]);
            }

            if (ending is null)
            {
                Conclude();
            }
        }
        catch (NonDeterminismException e)
        {
            taken = fresh.Count;
            departure = new(replayed, e.Expected, e.Did);
            ending = new(OrchestrationRuntimeStatus.Failed, null, new(FailureRecord.NonDeterministicType, e.Message));
        }

        return Outcome(taken);
    }

    void Apply(HistoryEvent fact)
    {
        switch (fact)
        {
            case EpisodeStarted episode:
                context.Now = episode.Time;
                context.PlatformNow = episode.PlatformTime;
                Start();
                break;
            case ActionEvent action:
                context.Confirm(action);
                break;
            case ExecutionSuspended:
                suspended = true;
                break;
            case ExecutionResumed:
                suspended = false;
                while (!suspended && held.TryDequeue(out var next))
                {
                    Deliver(next);
                }

                break;
            case ExecutionTerminated terminated:
                ending = new(OrchestrationRuntimeStatus.Terminated, terminated.Output, null, terminated.Recursive);
                break;
            case ExecutionStarted or ExecutionEnded:
                break;
            default:
                Take(fact);
                break;
        }
    }

    void Start()
    {
        if (main is not null)
        {
            return;
        }

        try
        {
            main = orchestrator(context);
        }
        catch (Exception e)
        {
            main = Task.FromException<object?>(e);
        }

        thread.RunReady();
        while (held.TryDequeue(out var carried))
        {
            Deliver(carried);
        }
    }

    void Take(HistoryEvent fact)
    {
        // Before the code has started there are only events carried over from the generation before.
        if (suspended || main is null)
        {
            held.Enqueue(fact);
        }
        else
        {
            Deliver(fact);
        }
    }

    void Deliver(HistoryEvent fact)
    {
        switch (fact)
        {
            case TaskCompleted done:
                context.Complete(done.Id, new(done.Id, done.Result, null));
                break;
            case TaskFailed failed:
                context.Complete(failed.Id, new(failed.Id, null, failed.Failure));
                break;
            case ChildCompleted done:
                context.Complete(done.Id, new(done.Id, done.Result, null));
                break;
            case ChildFailed failed:
                context.Complete(failed.Id, new(failed.Id, null, failed.Failure));
                break;
            case TimerFired fired:
                context.Fire(fired.Id);
                break;
            case EventRaised raised:
                context.Events.Raise(raised);
                break;
        }

        thread.RunReady();
    }

    void Conclude()
    {
        if (main is { IsCompleted: true })
        {
            ending = main switch
            {
                { IsFaulted: true } => new(OrchestrationRuntimeStatus.Failed, null, FailureRecord.From(main.Exception.InnerException ?? main.Exception)),
                { IsCanceled: true } => new(
                    OrchestrationRuntimeStatus.Failed, null, FailureRecord.From(new TaskCanceledException("The orchestrator was cancelled by its own code."))),
                _ when context.Continuation is not null => null,
                _ => Completed(main),
            };
        }
        else if (!suspended && main is not null && (thread.DisturbedFromOutside || !context.AwaitsSomething))
        {
            ending = new(OrchestrationRuntimeStatus.Failed, null, FailureRecord.From(new InvalidOperationException(
                "An invalid asynchronous invocation was detected: the orchestrator awaits something that the orchestration context did not give it.")));
        }
    }

    Ending Completed(Task<object?> done)
    {
        try
        {
            return new(OrchestrationRuntimeStatus.Completed, settings.Converter.Serialize(done.GetAwaiter().GetResult()), null);
        }
        catch (Exception e)
        {
            return new(OrchestrationRuntimeStatus.Failed, null, FailureRecord.From(e));
        }
    }

    EpisodeOutcome Outcome(int taken)
    {
        var nondeterministic = ending?.Failure?.Type == FailureRecord.NonDeterministicType;
        return new()
        {
            Taken = taken,
            Actions = nondeterministic ? [] : context.NewActions,
            Timers = ending is null ? context.OpenTimers : [],
            Suspended = suspended,
            CustomStatusChanged = context.CustomStatusChanged,
            CustomStatus = context.SerializedCustomStatus,
            Ending = ending,
            Departure = departure,
            Next = ending is null && main is { IsCompleted: true } && context.Continuation is { } continuation ? NextGeneration(continuation) : null,
        };
    }

    Generation NextGeneration(Continuation continuation) => new(
        continuation.Start, continuation.PreserveEvents ? [.. context.Events.Buffered, .. held.OfType<EventRaised>()] : []);
}
