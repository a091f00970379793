using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Campaigns.Local.TaskHub;

/// <summary>
/// One fact in the history of an instance. The history of a generation, applied in order, gives the orchestrator's state again;
/// names on disk are short because every event of every generation is stored.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "k")]
[JsonDerivedType(typeof(ExecutionStarted), "start")]
[JsonDerivedType(typeof(EpisodeStarted), "episode")]
[JsonDerivedType(typeof(TaskScheduled), "task")]
[JsonDerivedType(typeof(TaskCompleted), "task-ok")]
[JsonDerivedType(typeof(TaskFailed), "task-failed")]
[JsonDerivedType(typeof(ChildScheduled), "child")]
[JsonDerivedType(typeof(ChildCompleted), "child-ok")]
[JsonDerivedType(typeof(ChildFailed), "child-failed")]
[JsonDerivedType(typeof(TimerCreated), "timer")]
[JsonDerivedType(typeof(TimerFired), "timer-fired")]
[JsonDerivedType(typeof(EventRaised), "event")]
[JsonDerivedType(typeof(EventSent), "sent")]
[JsonDerivedType(typeof(ExecutionSuspended), "suspend")]
[JsonDerivedType(typeof(ExecutionResumed), "resume")]
[JsonDerivedType(typeof(ExecutionTerminated), "terminate")]
[JsonDerivedType(typeof(ExecutionEnded), "end")]
internal abstract record HistoryEvent;

/// <summary>An event that orchestrator code caused; replay must cause it again under the same number.</summary>
/// <param name="Id">The action's number within the generation.</param>
internal abstract record ActionEvent(int Id) : HistoryEvent;

/// <summary>The generation's first event.</summary>
internal sealed record ExecutionStarted(string Name, string? Version, string? Input) : HistoryEvent;

/// <summary>A batch of incoming events begins.</summary>
/// <param name="Time">Campaign time: what orchestrator code sees as now.</param>
/// <param name="PlatformTime">Platform time: what retry delays are measured by.</param>
internal sealed record EpisodeStarted(DateTimeOffset Time, DateTimeOffset PlatformTime) : HistoryEvent;

internal sealed record TaskScheduled(int Id, string Name, string? Input) : ActionEvent(Id);

internal sealed record TaskCompleted(int Id, string? Result) : HistoryEvent;

internal sealed record TaskFailed(int Id, FailureRecord Failure) : HistoryEvent;

internal sealed record ChildScheduled(int Id, string Name, string InstanceId, string? Version, string? Input) : ActionEvent(Id);

internal sealed record ChildCompleted(int Id, string? Result) : HistoryEvent;

internal sealed record ChildFailed(int Id, FailureRecord Failure) : HistoryEvent;

/// <summary>A durable timer.</summary>
/// <param name="Id">The action's number within the generation.</param>
/// <param name="FireAt">When it is due.</param>
/// <param name="Platform">True where platform time decides (the delay of a retry), false for campaign time.</param>
internal sealed record TimerCreated(int Id, DateTimeOffset FireAt, bool Platform) : ActionEvent(Id);

internal sealed record TimerFired(int Id) : HistoryEvent;

/// <summary>An external event.</summary>
/// <param name="Name">Its name, whatever the case.</param>
/// <param name="Payload">Its payload's text.</param>
/// <param name="Key">The message it came in; a message that is delivered twice is taken once.</param>
internal sealed record EventRaised(string Name, string? Payload, string Key) : HistoryEvent;

internal sealed record EventSent(int Id, string InstanceId, string Name, string? Payload) : ActionEvent(Id);

internal sealed record ExecutionSuspended(string? Reason) : HistoryEvent;

internal sealed record ExecutionResumed(string? Reason) : HistoryEvent;

internal sealed record ExecutionTerminated(string? Output, bool Recursive) : HistoryEvent;

internal sealed record ExecutionEnded(string Status) : HistoryEvent;

/// <summary>How history, state and messages are written.</summary>
internal static class HistoryJson
{
    public static readonly JsonSerializerOptions Options = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    public static T Read<T>(string text) =>
        JsonSerializer.Deserialize<T>(text, Options) ?? throw new JsonException("A stored document of the task hub is empty.");
}
