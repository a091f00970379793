using Campaigns.App.Storage;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Ledger;

/// <summary>Anchors the ledgers at each month's beginning. A host that fires it more often, as time that skips does, pays nothing.</summary>
public sealed class AnchorTimer(MonthlyAnchors anchors)
{
    [Function(nameof(AnchorLedgers))]
    public async Task AnchorLedgers([TimerTrigger("0 0 18 1 * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        using var work = StorageMeter.Work("anchors");
        await anchors.WriteAsync(cancellationToken);
    }
}
