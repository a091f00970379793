using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Campaigns.Local.Tests.TaskHub;

/// <summary>What the conformance suite needs of an engine besides Microsoft.DurableTask's own types.</summary>
public interface ITaskHubHarness : IAsyncDisposable
{
    /// <summary>The engine's client.</summary>
    DurableTaskClient Client { get; }

    /// <summary>Adds or replaces an orchestrator; a replacement holds from the next restart.</summary>
    void AddOrchestrator<TInput, TOutput>(string name, Func<TaskOrchestrationContext, TInput?, Task<TOutput>> run);

    /// <summary>Adds an activity.</summary>
    void AddActivity<TInput, TOutput>(string name, Func<TInput?, Task<TOutput>> run);

    /// <summary>Starts the engine.</summary>
    Task StartAsync();

    /// <summary>Ends the engine's process and starts another one on the same storage.</summary>
    Task RestartAsync();

    /// <summary>Waits until the engine has nothing left to do at the present time.</summary>
    Task SettleAsync();

    /// <summary>Moves the orchestrations' time on and waits until everything that has become due is done.</summary>
    Task AdvanceAsync(TimeSpan time);
}
