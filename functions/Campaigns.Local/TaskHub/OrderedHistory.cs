using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;
using Microsoft.Extensions.Logging.Abstractions;

namespace Campaigns.Local.TaskHub;

/// <summary>
/// Puts a recorded history into an order that does not depend on how threads ran: what came in is given to the same code again, one thing an episode and
/// results in the order of their calls, and names that storage drew are counted. What the code did and what came in stay what they were.
/// </summary>
internal static class OrderedHistory
{
    /// <summary>The history in order.</summary>
    /// <exception cref="InvalidOperationException">In order, the code does something else; such a history can only be kept as it is.</exception>
    public static RecordedHistory Of(RecordedHistory raw, Func<TaskOrchestrationContext, Task<object?>> orchestrator)
    {
        var settings = new EpisodeSettings(JsonDataConverter.Default, NullLoggerFactory.Instance, raw.Version);
        var instance = raw.Instance with { Execution = 1, Parent = raw.Instance.Parent is { } parent ? parent with { Execution = 1 } : null };
        var state = raw.State with { Execution = 1, Parent = instance.Parent };
        var arrivals = Arrivals(raw.Events);
        var history = raw.Events.TakeWhile(e => e is not EpisodeStarted).Select((e, n) => Named(e, n)).ToList();
        var now = raw.Events.OfType<EpisodeStarted>().First().Time;
        var platform = now;
        var outcome = Run(new EpisodeStarted(now, platform));
        while (arrivals.Count > 0)
        {
            var next = Next(arrivals, history);
            arrivals.Remove(next);
            now = next.At > now ? next.At : now;
            var due = next.Fact is TimerFired fired ? history.OfType<TimerCreated>().First(t => t.Id == fired.Id) : null;
            platform = new[] { platform, now, due is { Platform: true } ? due.FireAt : now }.Max();
            outcome = Run(new EpisodeStarted(now, platform), Named(next.Fact, history.Count));
        }

        var end = GenerationEnd.Of(outcome);
        if (GenerationEnd.Difference(raw.End, end) is not null || history.OfType<ActionEvent>().Count() != raw.Events.OfType<ActionEvent>().Count())
        {
            throw new InvalidOperationException($"The history of '{raw.InstanceId}' is another one when what came in is put in order.");
        }

        return new(instance, history, end);

        EpisodeOutcome Run(params HistoryEvent[] fresh)
        {
            var made = Episode.Run(state, history, fresh, orchestrator, settings);
            history.AddRange(fresh);
            history.AddRange(made.Actions);
            return made;
        }
    }

    static List<(HistoryEvent Fact, DateTimeOffset At)> Arrivals(IReadOnlyList<HistoryEvent> events)
    {
        var arrivals = new List<(HistoryEvent, DateTimeOffset)>();
        DateTimeOffset? at = null;
        foreach (var fact in events)
        {
            if (fact is EpisodeStarted episode)
            {
                at = episode.Time;
            }
            else if (fact is not (ExecutionStarted or ActionEvent) && at is { } now)
            {
                arrivals.Add((fact, now));
            }
        }

        return arrivals;
    }

    // Results before the next event from outside are as good in any order; the earliest call's comes first.
    static (HistoryEvent Fact, DateTimeOffset At) Next(List<(HistoryEvent Fact, DateTimeOffset At)> arrivals, List<HistoryEvent> history)
    {
        var called = history.OfType<ActionEvent>().Select(a => a.Id).ToHashSet();
        return arrivals.TakeWhile(a => Number(a.Fact) is not null).Where(a => called.Contains(Number(a.Fact)!.Value)).OrderBy(a => Number(a.Fact))
            .Append(arrivals[0]).First();
    }

    static int? Number(HistoryEvent fact) => fact switch
    {
        TaskCompleted done => done.Id,
        TaskFailed failed => failed.Id,
        ChildCompleted done => done.Id,
        ChildFailed failed => failed.Id,
        TimerFired fired => fired.Id,
        _ => null,
    };

    static HistoryEvent Named(HistoryEvent fact, int number) => fact switch
    {
        EventRaised raised => raised with { Key = FormattableString.Invariant($"{number}") },
        TaskFailed failed => failed with { Failure = WithoutStack(failed.Failure) },
        ChildFailed failed => failed with { Failure = WithoutStack(failed.Failure) },
        _ => fact,
    };

    static FailureRecord WithoutStack(FailureRecord failure) =>
        failure with { Stack = null, Inner = failure.Inner is { } inner ? WithoutStack(inner) : null };
}
