using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;
using Microsoft.Extensions.Logging.Abstractions;

namespace Campaigns.Local.TaskHub;

/// <summary>
/// The history of an instance's current generation as text, to be kept with the tests, and the proof that code still follows it: an instance that was
/// running when the code was deployed goes on only if it does.
/// </summary>
public sealed class RecordedHistory
{
    readonly InstanceState state;
    readonly IReadOnlyList<HistoryEvent> events;

    RecordedHistory(InstanceState state, IReadOnlyList<HistoryEvent> events) => (this.state, this.events) = (state, events);

    /// <summary>The orchestrator's name.</summary>
    public string Orchestrator => state.Name;

    /// <summary>How many events there are.</summary>
    public int Count => events.Count;

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="System.Text.Json.JsonException">The text is no recorded history.</exception>
    public static RecordedHistory Parse(string text)
    {
        var stored = HistoryJson.Read<Stored>(text);
        return new(stored.State, stored.Events);
    }

    /// <summary>Runs an orchestrator over the history; null where it follows it, otherwise where it leaves it.</summary>
    public string? Replay(Func<TaskOrchestrationContext, Task<object?>> orchestrator, DataConverter? converter = null)
    {
        var outcome = Episode.Run(state, events, [], orchestrator, new(converter ?? JsonDataConverter.Default, NullLoggerFactory.Instance, string.Empty));
        if (outcome.Ending?.Failure is { Type: FailureRecord.NonDeterministicType } failure)
        {
            return failure.Message;
        }

        // The history was written at rest, so everything its code had done is in it.
        var ended = events.Any(e => e is ExecutionEnded);
        return outcome.Actions.Count > 0 && !ended
            ? $"the orchestrator did {ReplayContext.Describe(outcome.Actions[0])}, which the history does not hold"
            : null;
    }

    /// <summary>The history as text.</summary>
    public override string ToString() => HistoryJson.Write(new Stored(state, events));

    internal static RecordedHistory Of(InstanceRecord record) => new(record.State, record.History);

    sealed record Stored(InstanceState State, IReadOnlyList<HistoryEvent> Events);
}
