using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;
using Microsoft.Extensions.Logging.Abstractions;

namespace Campaigns.Local.TaskHub;

/// <summary>
/// The history of one generation of an instance as text, to be kept with the tests, and the proof that code still follows it: an instance that was running
/// when the code was deployed goes on only if it does.
/// </summary>
public sealed class RecordedHistory
{
    static readonly string[] Values = ["Input", "Result", "Payload", "Output"];
    readonly Recorded instance;
    readonly IReadOnlyList<HistoryEvent> events;

    internal RecordedHistory(Recorded instance, IReadOnlyList<HistoryEvent> events, GenerationEnd? end)
    {
        this.instance = instance;
        this.events = [.. events.Where(e => e is not ExecutionEnded)];
        End = end;
    }

    /// <summary>The orchestrator's name.</summary>
    public string Orchestrator => instance.Orchestrator;

    /// <summary>The instance's version; empty where it has none.</summary>
    public string Version => (events[0] as ExecutionStarted)?.Version ?? string.Empty;

    /// <summary>The instance's id.</summary>
    public string InstanceId => instance.Instance;

    /// <summary>How many events there are.</summary>
    public int Count => events.Count;

    internal Recorded Instance => instance;

    internal IReadOnlyList<HistoryEvent> Events => events;

    /// <summary>How the generation ended; null where it waits.</summary>
    internal GenerationEnd? End { get; }

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="JsonException">The text is no recorded history.</exception>
    public static RecordedHistory Parse(string text)
    {
        var root = JsonNode.Parse(text)?.AsObject() ?? throw new JsonException("A recorded history is empty.");
        var events = root["events"]?.AsArray() ?? throw new JsonException("A recorded history has no events.");
        return new(
            HistoryJson.Read<Recorded>(root["instance"]?.ToJsonString() ?? throw new JsonException("A recorded history has no instance.")),
            [.. events.Select(e => HistoryJson.Read<HistoryEvent>(Folded(e!).ToJsonString()))],
            root["end"] is { } end ? HistoryJson.Read<GenerationEnd>(Folded(end).ToJsonString()) : null);
    }

    /// <summary>
    /// Runs an orchestrator over the history, and over every part of it at whose end the instance rested: the code must do just what the history holds, with
    /// the same inputs, and rest and end where it did. Null where it does so, otherwise where it first leaves the history, as
    /// <c>event 5: expected a timer …, got a call of activity …</c>.
    /// </summary>
    public string? Replay(Func<TaskOrchestrationContext, Task<object?>> orchestrator, DataConverter? converter = null)
    {
        // What a child without a version of its own would get is the instance's, so that a default of today's does not count.
        var settings = new EpisodeSettings(converter ?? JsonDataConverter.Default, NullLoggerFactory.Instance, Version, Exact: true);
        var rests = Enumerable.Range(0, Count).Where(n => events[n] is EpisodeStarted).Skip(1).Append(Count);
        return rests.Select(n => Leaves(n, Episode.Run(State, [.. events.Take(n)], [], orchestrator, settings))).FirstOrDefault(d => d is not null);
    }

    /// <summary>The history as text: an event a line, values as JSON.</summary>
    public override string ToString()
    {
        var text = new StringBuilder("{\n  \"instance\": ").Append(HistoryJson.Write(instance)).Append(",\n  \"events\": [\n    ");
        text.AppendJoin(",\n    ", events.Select(e => Line(HistoryJson.Write(e)))).Append("\n  ]");
        if (End is not null)
        {
            text.Append(",\n  \"end\": ").Append(Line(HistoryJson.Write(End)));
        }

        return text.Append("\n}\n").ToString();
    }

    internal InstanceState State => new()
    {
        InstanceId = instance.Instance,
        Name = instance.Orchestrator,
        Version = Version,
        Execution = instance.Execution,
        Parent = instance.Parent,
    };

    internal static RecordedHistory Of(InstanceRecord record) => Of(record.State, record.History, record.State.HasEnded
        ? new GenerationEnd(record.State.Status.ToString(), record.State.Output, Failure: record.State.Failure?.Type) : null);

    internal static RecordedHistory Of(InstanceState state, IReadOnlyList<HistoryEvent> events, GenerationEnd? end) =>
        new(new(state.Name, state.InstanceId, state.Execution, state.Parent), events, end);

    string? Leaves(int length, EpisodeOutcome outcome)
    {
        if (outcome.Departure is { } departure)
        {
            return Say(departure.Event, departure.Expected, departure.Did);
        }

        var end = length == Count ? End : null;
        if (outcome.Actions.Count > 0)
        {
            return Say(length, end is null ? "nothing more before the next event" : "the end", ReplayContext.Describe(outcome.Actions[0]));
        }

        return GenerationEnd.Difference(end, GenerationEnd.Of(outcome)) is var (expected, did) ? Say(length, expected, did) : null;
    }

    static string Say(int at, string expected, string did) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture, $"event {at}: expected {expected}, got {did}");

    // Values are JSON in a string where they are stored, and plain JSON where they are read.
    static string Line(string json)
    {
        var node = JsonNode.Parse(json)!.AsObject();
        foreach (var name in Values)
        {
            if (node[name] is JsonValue value)
            {
                node[name] = JsonNode.Parse(value.GetValue<string>()) ?? throw new JsonException("A value that is null is left out.");
            }
        }

        return node.ToJsonString(HistoryJson.Options);
    }

    static JsonObject Folded(JsonNode node)
    {
        var copy = node.DeepClone().AsObject();
        foreach (var name in Values)
        {
            if (copy[name] is { } value)
            {
                copy[name] = value.ToJsonString();
            }
        }

        return copy;
    }
}

/// <summary>Whose history is recorded.</summary>
internal sealed record Recorded(string Orchestrator, string Instance, int Execution, ParentLink? Parent);
