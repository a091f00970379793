namespace Campaigns.App.Storage;

/// <summary>
/// Campaign time: what deadlines, <c>receivedAt</c>, the ledger and notices go by. Virtual in a rehearsal, the platform's clock otherwise.
/// Everything else (tokens, leases, back-off, caches) takes the plain <see cref="TimeProvider"/>.
/// </summary>
public sealed class CampaignClock(TimeProvider time)
{
    public TimeProvider Time { get; } = time;

    public DateTimeOffset Now => Time.GetUtcNow();
}
