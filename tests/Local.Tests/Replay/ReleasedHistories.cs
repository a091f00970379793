using System.Runtime.CompilerServices;
using Campaigns.App.Cycles;
using Campaigns.Local.Hosting;
using Campaigns.Local.Replay;
using Campaigns.Local.TaskHub;
using Microsoft.DurableTask;

namespace Campaigns.Local.Tests.Replay;

/// <summary>
/// The histories that lie beside this file, and today's orchestrators as the host binds them. Histories of the newest version are recorded from the real app by
/// <c>dotnet run --project functions/Campaigns.Local -- record-histories tests/Local.Tests/Replay/Histories</c>, which writes over none.
/// </summary>
public sealed class ReleasedHistories : IDisposable
{
    /// <summary>What to do when code does not follow a history any more.</summary>
    public const string Advice = """
        Instances of that version wait in the task hubs of running deployments and would stop there for good. Do not change the steps of a released version, nor the
        names, inputs and instance ids of what it calls; what an activity does and what the rules say may change freely, and records may gain properties that
        default to nothing. Put the old steps back, and for new ones:
          1. add a version to OrchestrationVersion.Released and make it the defaultVersion of functions/Campaigns.App/host.json,
          2. branch on context.CompareVersionTo("that version") >= 0 in the orchestrator,
          3. dotnet run --project functions/Campaigns.Local -- record-histories tests/Local.Tests/Replay/Histories
        Running cycles are moved to it by the watchdog. Never record the histories of a version that was deployed again.
        """;

    readonly FunctionsHost _host = ReplayHost.Create();

    /// <summary>Names of all orchestrators of the app.</summary>
    public IReadOnlyList<string> Orchestrators => [.. _host.Orchestrators.Select(o => o.Name)];

    internal IReadOnlyList<HostedOrchestrator> Hosted => _host.Orchestrators;

    internal HistoryFolder Folder { get; } = new(new DirectoryInfo(Path.Combine(Here(), "Histories")));

    /// <summary>One history of a version, the newest where none is named; fails where there is none.</summary>
    public RecordedHistory Of(string orchestrator, string name, string? version = null) =>
        Folder.Of(version ?? OrchestrationVersion.Newest.Current).Single(h => (h.Orchestrator, h.Case) == (orchestrator, name)).History;

    /// <summary>Today's code over a history; null where it follows it, otherwise what is wrong and what to do.</summary>
    public string? Replay(RecordedHistory history, string name, Func<TaskOrchestrationContext, Task<object?>>? code = null)
    {
        ArgumentNullException.ThrowIfNull(history);
        code ??= _host.Orchestrators.SingleOrDefault(o => o.Name == history.Orchestrator)?.RunAsync;
        var left = code is null ? "the app has no such orchestrator any more" : history.Replay(code);
        return left is null ? null : $"The history {history.Version}/{history.Orchestrator}/{name} is left at {left}.\n{Advice}";
    }

    public void Dispose() => _host.DisposeAsync().AsTask().GetAwaiter().GetResult();

    static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
