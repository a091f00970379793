using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Campaigns.App.Cycles;
using Campaigns.App.Participants;
using Campaigns.App.Storage;
using Campaigns.Local.Rehearsal;
using Campaigns.Local.TaskHub;
using Campaigns.Rules.Cycles;
using Microsoft.Extensions.Logging.Abstractions;

namespace Campaigns.Local.Faults;

/// <summary>
/// Takes a cycle over from its driver, which is alive and does not know: raises the epoch and starts the driver of the new one, as the watchdog of another
/// host does that takes a slow driver for a dead one. Some times while the driver waits, some times in the middle of a milestone.
/// </summary>
internal sealed class Takeovers : IAsyncDisposable
{
    static readonly TimeSpan Look = TimeSpan.FromMilliseconds(2);
    readonly TableClient _hubTable;
    string? _owner;
    readonly CycleStore _cycles;
    readonly CycleDriver _driver;
    readonly string _cycle;
    readonly IReadOnlyList<DateOnly> _days;
    readonly CancellationTokenSource _end = new();
    Task _midway = Task.CompletedTask;
    int _next;

    /// <param name="storage">The storage that the hosts share.</param>
    /// <param name="cycle">The cycle that is taken over.</param>
    /// <param name="days">From which days on, one takeover each: while the driver waits and in the middle of a milestone, in turn.</param>
    public Takeovers(string storage, string cycle, IReadOnlyList<DateOnly> days)
    {
        (_cycle, _days) = (cycle, days);
        var service = new TableServiceClient(storage);
        var hub = new TaskHubOptions { Connect = options => new TableServiceClient(storage, options) };
        _hubTable = service.GetTableClient(hub.TablePrefix + "Instances");
        _cycles = new CycleStore(new CampaignTables(service), new LongTexts(new CampaignBlobs(new BlobServiceClient(storage))), TimeProvider.System);
        _driver = new CycleDriver(_cycles, OrchestrationVersion.Newest, NullLogger<CycleDriver>.Instance);
        Hub = new TaskHubBuilder(hub).Build();
    }

    /// <summary>A client of the hosts' task hub that does none of its work.</summary>
    public LocalTaskHub Hub { get; }

    /// <summary>How often a waiting driver was taken over from.</summary>
    public int WhileWaiting { get; private set; }

    /// <summary>How often a driver was taken over from that had a milestone in hand.</summary>
    public int Midway { get; private set; }

    /// <summary>How often the task hub went from one host to another.</summary>
    public int Hands { get; private set; }

    /// <summary>A day has begun, and everything is quiet.</summary>
    public async Task DayAsync(RehearsalDay day, CancellationToken cancellation)
    {
        var lease = await _hubTable.GetEntityIfExistsAsync<TableEntity>(HubKeys.Hub, HubKeys.Lease, cancellationToken: cancellation);
        if (lease.HasValue && lease.Value!.GetString("Owner") is var owner && owner != _owner)
            (_owner, Hands) = (owner, _owner is null ? 0 : Hands + 1);
        if (_next == _days.Count || DateOnly.FromDateTime(day.Now.UtcDateTime) < _days[_next] || day.State is "completed" || !_midway.IsCompleted)
            return;
        if (_next++ % 2 == 0)
        {
            if (await TakeAsync(cancellation))
                WhileWaiting++;
        }
        else
        {
            _midway = MidwayAsync(_end.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _midway.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Hub.DisposeAsync();
        _end.Dispose();
    }

    async Task MidwayAsync(CancellationToken cancellation)
    {
        while (!await HasOneInHandAsync(cancellation))
            await Task.Delay(Look, TimeProvider.System, cancellation);
        if (await TakeAsync(cancellation))
            Midway++;
    }

    async Task<bool> HasOneInHandAsync(CancellationToken cancellation) =>
        await _cycles.ReadSnapshotAsync(_cycle, cancellation) is { } snapshot && snapshot.Milestones.Any(m => m.State == MilestoneState.Claimed);

    async Task<bool> TakeAsync(CancellationToken cancellation) =>
        await _cycles.ReadAsync(_cycle, cancellation) is { } cycle && await _driver.TakeOverAsync(Hub.Client, cycle, cancellation);
}
