using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Campaigns.Local.Clocks;
using Campaigns.Local.TaskHub;
using Campaigns.Local.Tests.Emulator;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Campaigns.Local.Tests.TaskHub;

/// <summary>The local task hub on a storage emulator, with campaign time that moves by hand.</summary>
public sealed class LocalTaskHubHarness(string connection, string prefix) : ITaskHubHarness
{
    public static readonly DateTimeOffset Start = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    readonly Dictionary<string, Func<TaskOrchestrationContext, Task<object?>>> _orchestrators = [];
    readonly Dictionary<string, (Type Type, Func<object?, string, CancellationToken, Task<object?>> Run)> _activities = [];
    LocalTaskHub? _hub;

    public static Task<ITaskHubHarness> NewAsync(AzuriteFixture azurite) =>
        Task.FromResult<ITaskHubHarness>(new LocalTaskHubHarness(azurite.ConnectionString, AzuriteFixture.NewPrefix()));

    public VirtualTime Clock { get; } = new(Start);

    /// <summary>Stands in the hub's way to storage; null: nothing does.</summary>
    public HttpPipelinePolicy? Obstacle { get; set; }

    /// <summary>Changes what the hub is built from.</summary>
    public Func<TaskHubOptions, TaskHubOptions> Setup { get; set; } = options => options;

    public string DefaultVersion { get; set; } = string.Empty;

    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(5);

    public bool IsStarted { get; private set; }

    public LocalTaskHub Hub => _hub ?? throw new InvalidOperationException("The hub has not been started.");

    public DurableTaskClient Client => Hub.Client;

    public void AddOrchestrator<TInput, TOutput>(string name, Func<TaskOrchestrationContext, TInput?, Task<TOutput>> run) =>
        _orchestrators[name] = async context => await run(context, context.GetInput<TInput>());

    public void AddActivity<TInput, TOutput>(string name, Func<TInput?, Task<TOutput>> run) =>
        _activities[name] = (typeof(TInput), async (input, _, _) => await run(input is TInput given ? given : default));

    /// <summary>Another hub on the same tables, not started.</summary>
    public LocalTaskHub Build()
    {
        var builder = new TaskHubBuilder(Setup(new TaskHubOptions
        {
            Connect = Connect,
            TablePrefix = prefix,
            Campaign = Clock,
            DefaultVersion = DefaultVersion,
            PollInterval = PollInterval,
            LongestPause = TimeSpan.FromMilliseconds(400),
        }));
        foreach (var (name, run) in _orchestrators)
        {
            builder.RegisterOrchestrator(name, run);
        }

        foreach (var (name, activity) in _activities)
        {
            builder.RegisterActivity(name, activity.Type, activity.Run);
        }

        return builder.Build();
    }

    public async Task StartAsync()
    {
        _hub?.Abandon();
        _hub = Build();
        await _hub.StartAsync();
        IsStarted = true;
    }

    public async Task RestartAsync()
    {
        Abandon();
        await StartAsync();
    }

    /// <summary>Ends the hub as a killed process does.</summary>
    public void Abandon()
    {
        _hub?.Abandon();
        IsStarted = false;
    }

    public Task SettleAsync() => Hub.WaitUntilIdleAsync(new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token);

    public async Task AdvanceAsync(TimeSpan time)
    {
        await SettleAsync();
        var end = Clock.GetUtcNow() + time;
        while (Hub.NextTimer is { } next && next <= end)
        {
            await MoveToAsync(next);
        }

        await MoveToAsync(end);
    }

    public async ValueTask DisposeAsync()
    {
        if (_hub is not null)
        {
            await _hub.DisposeAsync();
        }
    }

    async Task MoveToAsync(DateTimeOffset instant)
    {
        if (instant > Clock.GetUtcNow())
        {
            Clock.MoveTo(instant);
        }

        Hub.ClockChanged();
        await SettleAsync();
    }

    TableServiceClient Connect(TableClientOptions options)
    {
        if (Obstacle is { } obstacle)
        {
            options.AddPolicy(obstacle, Azure.Core.HttpPipelinePosition.PerRetry);
            options.Retry.MaxRetries = 0;
        }

        return new(connection, options);
    }
}
