using Microsoft.DurableTask;

namespace Campaigns.Local.TaskHub;

/// <summary>A failure as it is stored.</summary>
/// <param name="Type">The exception's type name with its namespace.</param>
/// <param name="Message">The exception's message.</param>
/// <param name="Stack">The exception's stack.</param>
/// <param name="Inner">What caused it.</param>
/// <param name="Final">True where trying again cannot help, as with a task nobody registered; retries are then not even begun.</param>
internal sealed record FailureRecord(string Type, string Message, string? Stack = null, FailureRecord? Inner = null, bool Final = false)
{
    public const string NonDeterministicType = "DurableTask.Core.Exceptions.NonDeterministicOrchestrationException";

    public static FailureRecord From(Exception failure) => failure is TaskFailedException task
        ? new(failure.GetType().ToString(), failure.Message, failure.StackTrace, From(task.FailureDetails))
        : new(failure.GetType().ToString(), failure.Message, failure.StackTrace, failure.InnerException is { } inner ? From(inner) : null);

    public static FailureRecord UnknownActivity(string name) =>
        new("ActivityTaskNotFound", $"The activity task named '{name}' does not exist. Is it registered with this task hub?", Final: true);

    public static FailureRecord UnknownOrchestrator(string name) =>
        new("OrchestratorTaskNotFound", $"The orchestrator task named '{name}' does not exist. Is it registered with this task hub?", Final: true);

    public static FailureRecord VersionMismatch(string version, string own) =>
        new("VersionMismatch", $"The orchestration has the version '{version}', which this task hub of version '{own}' does not take.", Final: true);

    public TaskFailureDetails ToDetails() => new(Type, Message, Stack, Inner?.ToDetails(), null);

    static FailureRecord From(TaskFailureDetails details) =>
        new(details.ErrorType, details.ErrorMessage, details.StackTrace, details.InnerFailure is { } inner ? From(inner) : null);
}
