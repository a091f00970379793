using Microsoft.DurableTask.Client;

namespace Campaigns.Local.TaskHub;

/// <summary>
/// An episode that has been run in memory, and the change of the instance that would make it hold. Nothing outside has happened yet.
/// </summary>
internal sealed class EpisodePlan
{
    // Keys of messages taken by earlier generations, by which one that is delivered again is known.
    const int SeenKept = 64;

    readonly HubEngine engine;
    readonly InstanceRecord before;
    readonly IReadOnlyList<HistoryEvent> facts;
    readonly EpisodeOutcome outcome;

    EpisodePlan(
        HubEngine engine, InstanceRecord before, IEnumerable<HistoryEvent> taken, EpisodeOutcome outcome, List<InboxMessage> consumed, DateTimeOffset now)
    {
        this.engine = engine;
        this.before = before;
        this.outcome = outcome;
        facts = [.. taken];
        Change = ChangeOf(consumed, now);
    }

    public InstanceChange Change { get; }

    public IReadOnlyList<ActionEvent> Actions => outcome.Actions;

    /// <summary>History events that come into being with the change.</summary>
    public int Events => facts.Count + outcome.Actions.Count + (outcome.Next is { } next ? 1 + next.Carried.Count : 0) + (outcome.Ending is null ? 0 : 1);

    /// <summary>Sub-orchestrations that this execution has called and that are not known to have ended.</summary>
    public IReadOnlyList<ChildScheduled> OpenChildren => [.. OpenCalls.Of([.. before.History, .. facts, .. outcome.Actions]).OfType<ChildScheduled>()];

    /// <summary>The generation with this episode.</summary>
    public RecordedHistory Recorded => RecordedHistory.Of(before.State, [.. before.History, .. facts, .. outcome.Actions], GenerationEnd.Of(outcome));

    /// <summary>Runs the instance's next episode; null where nothing has come in and nothing is due.</summary>
    public static EpisodePlan? Make(HubEngine engine, InstanceRunner runner, InstanceRecord before, int messageLimit)
    {
        var campaignNow = engine.Options.Campaign.GetUtcNow();
        var last = before.History.OfType<EpisodeStarted>().LastOrDefault();

        // Orchestrators never see time go back, even where a clock was set back.
        var opening = new EpisodeStarted(last?.Time > campaignNow ? last.Time : campaignNow, engine.Options.Platform.GetUtcNow());
        var messages = before.Inbox.Take(messageLimit).ToList();
        var notYet = before.State.Status == OrchestrationRuntimeStatus.Pending && before.State.StartAt > campaignNow;
        if (notYet && messages.Find(m => m.Fact is ExecutionTerminated) is { } called)
        {
            // Ended before its time: the code never runs.
            return Make(engine, before, [called.Fact], [called], opening.Time);
        }

        if (notYet)
        {
            return null;
        }

        var seen = before.State.Seen.Concat(before.History.OfType<EventRaised>().Select(e => e.Key)).ToHashSet(StringComparer.Ordinal);
        var repeated = messages.Where(m => m.Fact is EventRaised raised && !seen.Add(raised.Key)).ToList();
        var fresh = messages.Except(repeated).ToList();
        var open = OpenCalls.Of(before.History).Select(c => c.Id).ToHashSet();
        var due = before.State.Timers.Where(t => t.FireAt <= (t.Platform ? opening.PlatformTime : campaignNow)).OrderBy(t => t.FireAt).ThenBy(t => t.Id);
        List<HistoryEvent> facts =
        [
            opening,
            .. fresh.Select(m => m.Fact),
            .. runner.ResultsFor(before.State.Execution, open),
            .. due.Select(t => new TimerFired(t.Id)),
        ];
        return facts.Count == 1 && repeated.Count == 0 && last is not null ? null : Make(engine, before, facts, [.. repeated, .. fresh], opening.Time, fresh);
    }

    static EpisodePlan Make(
        HubEngine engine, InstanceRecord before, List<HistoryEvent> facts, List<InboxMessage> messages, DateTimeOffset now, List<InboxMessage>? fresh = null)
    {
        var outcome = !VersionGate.Takes(engine.Options, before.State.Version)
            ? Episode.Failed(facts.Count, FailureRecord.VersionMismatch(before.State.Version ?? string.Empty, engine.Options.DefaultVersion))
            : engine.Orchestrator(before.State.Name) is { } orchestrator
            ? Episode.Run(before.State, before.History, facts, orchestrator, engine.Settings)
            : Episode.Failed(facts.Count, FailureRecord.UnknownOrchestrator(before.State.Name));

        // Messages follow the opening event, one fact each; those behind the last fact taken stay in the inbox.
        var left = fresh is null ? [] : fresh.Skip(outcome.Taken - 1).ToHashSet();
        return new(engine, before, facts.Take(outcome.Taken), outcome, [.. messages.Where(m => !left.Contains(m))], now);
    }

    InstanceChange ChangeOf(List<InboxMessage> consumed, DateTimeOffset now)
    {
        var state = before.State with
        {
            UpdatedAt = now,
            CustomStatus = outcome.CustomStatusChanged ? outcome.CustomStatus : before.State.CustomStatus,
        };
        if (outcome.Next is { } next)
        {
            var keys = state.Seen.Concat(before.History.Concat(facts).OfType<EventRaised>().Select(e => e.Key)).Distinct().ToList();
            state = state with
            {
                Execution = state.Execution + 1,
                Version = next.Start.Version,
                Status = OrchestrationRuntimeStatus.Running,
                Timers = [],
                Seen = [.. keys.Skip(Math.Max(0, keys.Count - SeenKept))],
            };
            return new() { Before = before, After = state, History = [next.Start, .. next.Carried], Consumed = consumed, Outbox = Outbox() };
        }

        List<HistoryEvent> history = [.. facts, .. outcome.Actions];
        if (outcome.Ending is { } ending)
        {
            history.Add(new ExecutionEnded(ending.Status.ToString()));
            state = state with { Status = ending.Status, Output = ending.Output, Failure = ending.Failure, Timers = [] };
        }
        else
        {
            // A timer that fired while the instance was held is still open for the code, but must not fire again.
            var fired = before.History.Concat(facts).OfType<TimerFired>().Select(t => t.Id).ToHashSet();
            state = state with
            {
                Status = outcome.Suspended ? OrchestrationRuntimeStatus.Suspended : OrchestrationRuntimeStatus.Running,
                Timers = [.. outcome.Timers.Where(t => !fired.Contains(t.Id))],
            };
        }

        return new() { Before = before, After = state, History = history, Consumed = consumed, Outbox = Outbox() };
    }

    List<OutboundMessage> Outbox()
    {
        var messages = new List<OutboundMessage>();
        foreach (var sent in outcome.Actions.OfType<EventSent>())
        {
            var key = engine.Store.NewMessageKey();
            messages.Add(new(sent.InstanceId, key, new EventRaised(sent.Name, sent.Payload, key)));
        }

        if (outcome.Ending is { Recursive: true })
        {
            messages.AddRange(OpenChildren.Select(c => new OutboundMessage(c.InstanceId, engine.Store.NewMessageKey(), new ExecutionTerminated(null, true))));
        }

        return messages;
    }
}
