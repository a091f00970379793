using Campaigns.App.Telemetry;

namespace Campaigns.App.Reminders;

/// <summary>
/// What a turn of the dispatcher has seen and not delivered, from the pages that it reads anyway. Behind a page that it broke off at it does not look: what is
/// counted is there, and there may be more.
/// </summary>
internal sealed class Backlog
{
    private long _left;
    private DateTimeOffset? _oldest;

    /// <summary>These were seen and are still to be delivered.</summary>
    public void Leave(IEnumerable<Delivery> deliveries)
    {
        foreach (var delivery in deliveries)
        {
            _left++;
            if (_oldest is null || delivery.DueAt < _oldest)
                _oldest = delivery.DueAt;
        }
    }

    /// <summary>Tells how much is left at <paramref name="now"/>, in campaign time.</summary>
    public void Tell(DateTimeOffset now)
    {
        AppMeter.Outstanding.Record(_left);
        AppMeter.OldestNotice.Record(_oldest is { } oldest ? Math.Max(0, (now - oldest).TotalSeconds) : 0);
    }
}
