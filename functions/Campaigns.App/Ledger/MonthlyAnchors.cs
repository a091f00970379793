using System.Collections.Concurrent;
using System.Globalization;
using Campaigns.App.Cycles;
using Campaigns.App.Storage;
using Campaigns.Rules.Cycles;

namespace Campaigns.App.Ledger;

/// <summary>
/// Anchors the ledgers of running cycles once a month of campaign time (J19), however often it is asked: this process remembers the months that it has
/// anchored, and another's anchors are never overwritten.
/// </summary>
public sealed class MonthlyAnchors(AnchorStore anchors, CycleStore cycles, CampaignClock clock)
{
    private readonly ConcurrentDictionary<string, bool> _done = new(StringComparer.Ordinal);

    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        var now = clock.Now;
        var month = now.UtcDateTime.ToString("yyyy-MM", CultureInfo.InvariantCulture);
        if (_done.ContainsKey(month))
            return;
        foreach (var (cycle, state) in await cycles.ListAsync(cancellationToken))
        {
            if (state is CycleState.Running or CycleState.Paused)
                await anchors.WriteAsync(cycle, month, now, cancellationToken);
        }
        _done[month] = true;
    }
}
