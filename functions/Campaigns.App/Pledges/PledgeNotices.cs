using System.Globalization;
using Campaigns.App.Cycles;
using Campaigns.App.Reminders;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Pledges;

namespace Campaigns.App.Pledges;

/// <summary>What people are told of pledges whose fulfilment was reported.</summary>
internal static class PledgeNotices
{
    /// <summary>To those who confirm: one notice a day of the authority's calendar, whatever is reported on it.</summary>
    public static IReadOnlyList<DirectNotice> Reported(CycleContext cycle, string unit, Pledge pledge, IReadOnlyList<string> reviewers)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(cycle.Definition.Authority.Zone);
        var day = ZoneTime.DayOf(zone, pledge.ReportedAt!.Value);
        var until = cycle.LocalTime(pledge.ConfirmUntil!.Value);
        return
        [
            .. reviewers.Select(person => new DirectNotice(
                person, "pledgesReported|" + day.ToString("O", CultureInfo.InvariantCulture), ZoneTime.At(zone, day, TimeOnly.MinValue), "pledgesReported",
                new LocalizedText("有承诺兑现情况待确认", "Fulfilled pledges wait for your confirmation"),
                new LocalizedText($"{unit}等报告了承诺兑现情况，请于{until}前确认或否认。", $"{unit}, and perhaps others, reported; confirm or deny by {until}."))),
        ];
    }
}
