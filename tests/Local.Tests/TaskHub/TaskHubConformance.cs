using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Xunit;

namespace Campaigns.Local.Tests.TaskHub;

/// <summary>
/// What an engine behind Microsoft.DurableTask has to do, written against its client and abstractions alone, so that the suites derived from this
/// class run on any engine that has a harness.
/// </summary>
public abstract class TaskHubConformance : IAsyncLifetime
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    ITaskHubHarness? _hub;

    protected ITaskHubHarness Hub => _hub ?? throw new InvalidOperationException("The engine has not been made.");

    protected CancellationToken Deadline { get; } = new CancellationTokenSource(Patience).Token;

    public async Task InitializeAsync() => _hub = await CreateAsync();

    public async Task DisposeAsync()
    {
        if (_hub is not null)
        {
            await _hub.DisposeAsync();
        }
    }

    protected abstract Task<ITaskHubHarness> CreateAsync();

    protected Task<string> ScheduleAsync(string name, object? input = null, string? id = null) =>
        Hub.Client.ScheduleNewOrchestrationInstanceAsync(name, input, id is null ? null : new StartOrchestrationOptions(id), Deadline);

    protected Task<OrchestrationMetadata> CompletionAsync(string id) => Hub.Client.WaitForInstanceCompletionAsync(id, true, Deadline);

    protected async Task<OrchestrationMetadata> StateAsync(string id) =>
        await Hub.Client.GetInstanceAsync(id, true, Deadline) ?? throw new InvalidOperationException($"There is no instance {id}.");

    protected async Task<OrchestrationMetadata> RunAsync(string name, object? input = null, string? id = null) =>
        await CompletionAsync(await ScheduleAsync(name, input, id));
}
