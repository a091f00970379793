using Campaigns.App.Cycles;
using Campaigns.App.Storage;
using Campaigns.App.Telemetry;
using Campaigns.Rules.Cycles;
using Microsoft.Extensions.Logging;

namespace Campaigns.App.Reviews;

/// <summary>
/// Acts on individual deadlines (J1, C6): whatever is due by now, however late (J6). The index only hints; whoever answers for the kind of
/// deadline (<see cref="IDueAction"/>) reads the truth again and decides, then the hint goes. Running twice, also at the same time, changes nothing more.
/// </summary>
public sealed partial class DueTimes(
    DueIndex index, IEnumerable<IDueAction> actions, CycleContexts cycles, CampaignClock clock, TimeProvider platform, ILogger<DueTimes> log)
{
    // Markers tell where anything is due, whatever campaign time does. A hint whose marker was swept away between their two writes is found at the next start,
    // or a day of platform time later.
    internal static readonly TimeSpan WhilePaused = TimeSpan.FromDays(1);
    private static readonly TimeSpan FullSweepEvery = TimeSpan.FromDays(1);
    private readonly Dictionary<string, IDueAction> _actions = actions.ToDictionary(a => a.Kind, StringComparer.Ordinal);
    private long? _fullSweepAt;

    /// <summary>
    /// Sweeps the shards that the index says hold something; at the process's start, and once a day of platform time, all of them. Returns how many deadlines
    /// were acted on or dropped.
    /// </summary>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var now = clock.Now;
        var marked = await index.ShardsDueAsync(now, cancellationToken);
        var full = _fullSweepAt is not { } last || platform.GetElapsedTime(last) >= FullSweepEvery;
        var handled = 0;
        var swept = new HashSet<string>();
        foreach (var shard in full ? DueIndex.AllShards : marked.Select(m => m.Shard).Distinct())
        {
            var (done, clean) = await SweepShardAsync(shard, now, cancellationToken);
            handled += done;
            if (clean)
                swept.Add(shard);
        }
        foreach (var (shard, marker) in marked.Where(m => swept.Contains(m.Shard)))
            await index.DropMarkerAsync(marker, now, cancellationToken);
        if (full)
            _fullSweepAt = platform.GetTimestamp();
        return handled;
    }

    private async Task<(int Done, bool Clean)> SweepShardAsync(string shard, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var done = new List<DueTime>();
        var clean = true;
        await foreach (var due in index.DueAsync(shard, now, cancellationToken))
        {
            try
            {
                await ActAsync(due, now, cancellationToken);
                done.Add(due);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                // One that fails stays due and must not keep the others waiting.
                clean = false;
                Failed(log, due, failure);
            }
        }
        await index.DropAsync(shard, done, cancellationToken);
        return (done.Count, clean);
    }

    /// <summary>While its cycle is paused nothing falls due: it is looked at again a day later. In a cancelled one nothing falls due at all.</summary>
    private async Task ActAsync(DueTime due, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var state = (await cycles.GetAsync(due.Cycle, cancellationToken))?.State;
        if (state is CycleState.Paused)
            await index.AddAsync(due with { At = now + WhilePaused }, cancellationToken);
        else if (state is not CycleState.Cancelled)
            await ActionOf(due, now, cancellationToken);
    }

    private Task ActionOf(DueTime due, DateTimeOffset now, CancellationToken cancellationToken) =>
        _actions.TryGetValue(due.Kind, out var action)
            ? action.ActAsync(due, now, cancellationToken)
            : throw new InvalidOperationException($"Nobody knows what a deadline of kind {due.Kind} asks for.");

    [LoggerMessage(
        EventIds.DeadlineStuck, LogLevel.Error, "Deadline {Due} could not be acted on and stays due.", EventName = nameof(EventIds.DeadlineStuck))]
    private static partial void Failed(ILogger log, DueTime due, Exception failure);
}
