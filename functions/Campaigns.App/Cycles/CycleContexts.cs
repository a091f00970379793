using System.Collections.Concurrent;
using Campaigns.App.Campaigns;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Scoring;

namespace Campaigns.App.Cycles;

/// <summary>Cycle contexts, at most a minute of platform time old; the definition in them is immutable and kept for good.</summary>
public sealed class CycleContexts(CycleStore cycles, CampaignStore campaigns, TimeProvider time)
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(60);
    private readonly ConcurrentDictionary<string, (CycleContext Context, long ReadAt)> _cache = new();

    /// <summary>The context of a cycle; null when there is none of that id.</summary>
    public async ValueTask<CycleContext?> GetAsync(string cycle, CancellationToken cancellationToken)
    {
        if (_cache.TryGetValue(cycle, out var cached) && time.GetElapsedTime(cached.ReadAt) < MaxAge)
            return cached.Context;
        return await cycles.ReadAsync(cycle, cancellationToken) is { } row ? await KeepAsync(row, cancellationToken) : null;
    }

    /// <summary>
    /// The context for what <paramref name="work"/> prepares over all groups, which costs no request just after its milestone was claimed. Null where its
    /// epoch has passed or the cycle is gone: it is to have no effect then. The groups follow, perhaps in a process that has not heard of the new epoch yet;
    /// none of them may go on without what was not prepared, so that null comes when every process has.
    /// </summary>
    public async Task<CycleContext?> ForAsync(MilestoneWork work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        if (await cycles.ReadRecentAsync(work.Cycle, cancellationToken) is { } row && row.Epoch == work.Epoch)
            return await KeepAsync(row, cancellationToken);
        await Task.Delay(2 * CycleStore.Recent, time, cancellationToken);
        return null;
    }

    /// <summary>The context of a row that was just read or written.</summary>
    public async ValueTask<CycleContext> KeepAsync(Cycle row, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(row);
        var definition = (await campaigns.DefinitionAsync(row.Campaign, row.Version, cancellationToken)).ForYear(row.Year).With(row.References);
        var context = new CycleContext(
            row.Id, row.Year, definition, new CyclePlan(row.Year, definition.Authority.Zone, row.Windows, []), row.PlanVersion, row.State)
        {
            Participants = row.Participants,
            References = row.References,
        };
        _cache[row.Id] = (context, time.GetTimestamp());
        return context;
    }
}
