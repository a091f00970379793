using Campaigns.App.Cycles;
using Campaigns.App.Directory;
using Campaigns.App.Storage;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Reminding;

namespace Campaigns.App.Reminders;

/// <summary>From when on a cycle's notices may go out, and whether by e-mail at all.</summary>
public sealed class DeliveryTerms(HolidayTables holidays, CampaignClock clock)
{
    /// <summary>Now, or the end of the quiet hours that are on at the authority's.</summary>
    public DateTimeOffset NotBefore(CycleContext cycle)
    {
        ArgumentNullException.ThrowIfNull(cycle);
        return QuietHours.NextAllowed(clock.Now, cycle.Definition.Authority.Zone, cycle.Definition.Authority.Workdays, holidays);
    }

    /// <summary>Who has no address reads the inbox.</summary>
    internal static DeliveryState EmailTo(Person? recipient) => string.IsNullOrEmpty(recipient?.Email) ? DeliveryState.InboxOnly : DeliveryState.Pending;
}
