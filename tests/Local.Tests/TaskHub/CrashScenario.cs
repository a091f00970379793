using System.Collections.Concurrent;
using Campaigns.Local.Tests.Emulator;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Campaigns.Local.Tests.TaskHub;

/// <summary>
/// A small orchestration with everything in it: activities, children under ids that come again, a timer, an event from a sibling, two generations. It can be
/// driven to its end over any number of crashes.
/// </summary>
public sealed class CrashScenario : IAsyncDisposable
{
    public const string Expected = "g1: 11+12 told 1";

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    readonly ConcurrentDictionary<string, int> _effects = new();
    readonly LocalTaskHubHarness _hub;

    public CrashScenario(AzuriteFixture azurite)
    {
        _hub = new(azurite.ConnectionString, AzuriteFixture.NewPrefix());
        _hub.AddActivity<string, int>("Do", key =>
        {
            _effects.AddOrUpdate(key!, 1, (_, runs) => runs + 1);
            return Task.FromResult(_effects.Count);
        });
        _hub.AddOrchestrator<int, int>("Kid", async (context, n) =>
        {
            await Task.WhenAll(context.CallActivityAsync<int>("Do", $"kid {n} x"), context.CallActivityAsync<int>("Do", $"kid {n} y"));
            return n;
        });
        _hub.AddOrchestrator<int, int>("Teller", (context, n) =>
        {
            context.SendEvent("root", "told", n);
            return Task.FromResult(0);
        });
        _hub.AddOrchestrator<int, string>("Root", async (context, generation) =>
        {
            await context.CallActivityAsync<int>("Do", $"root {generation}");
            var kids = await Task.WhenAll(Enumerable.Range(1, 2).Select(i =>
                context.CallSubOrchestratorAsync<int>("Kid", (10 * generation) + i, new SubOrchestrationOptions(instanceId: $"kid-{i}"))));
            await context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
            await context.CallSubOrchestratorAsync("Teller", generation, new SubOrchestrationOptions(instanceId: "teller"));
            var told = await context.WaitForExternalEvent<int>("told");
            if (generation == 0)
            {
                context.ContinueAsNew(1);
            }

            return $"g{generation}: {string.Join('+', kids)} told {told}";
        });
    }

    /// <summary>The keys of all effects; an effect that happened twice has one key.</summary>
    public IReadOnlyList<string> Effects => [.. _effects.Keys.Order(StringComparer.Ordinal)];

    /// <summary>History events the last hub wrote.</summary>
    public long HistoryEvents => _hub.Hub.Counters.HistoryEvents;

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    /// <summary>Runs to the end, with the obstacle in the way until it has brought the process down.</summary>
    public async Task<OrchestrationMetadata> RunAsync(FallingStorage? obstacle, bool restart)
    {
        using var patience = new CancellationTokenSource(Patience);
        _hub.Obstacle = obstacle;
        while (true)
        {
            try
            {
                var drive = DriveAsync(patience.Token);
                if (obstacle is null || !restart || await Task.WhenAny(drive, obstacle.Fallen) == drive)
                {
                    return await drive;
                }
            }
            catch (Exception e) when (e is IOException or AggregateException && !patience.IsCancellationRequested)
            {
                // A client's own call hit the obstacle; a client tries again.
            }

            if (restart && obstacle is { Fallen.IsCompleted: true })
            {
                (_hub.Obstacle, obstacle) = (null, null);
                _hub.Abandon();
            }
        }
    }

    async Task<OrchestrationMetadata> DriveAsync(CancellationToken patience)
    {
        if (!_hub.IsStarted)
        {
            await _hub.StartAsync();
        }

        var hub = _hub.Hub;
        if (await hub.Client.GetInstanceAsync("root", patience) is null)
        {
            await hub.Client.ScheduleNewOrchestrationInstanceAsync("Root", 0, new StartOrchestrationOptions("root"), patience);
        }

        while (true)
        {
            await hub.WaitUntilIdleAsync(patience);
            if (hub.NextTimer is { } next)
            {
                _hub.Clock.MoveTo(next > _hub.Clock.GetUtcNow() ? next : _hub.Clock.GetUtcNow());
                hub.ClockChanged();
            }
            else
            {
                return await hub.Client.WaitForInstanceCompletionAsync("root", true, patience);
            }
        }
    }
}
