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
