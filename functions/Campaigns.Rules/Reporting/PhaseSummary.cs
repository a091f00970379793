using System.Globalization;
using Campaigns.Rules.Definitions;

namespace Campaigns.Rules.Reporting;

/// <summary>One line about a phase: its rates and how many participants were reminded and escalated.</summary>
public sealed record PhaseSummary(string Phase, string PeriodId, ReportingRates Rates, int Reminded = 0, int Escalated = 0)
{
    /// <summary>The line as people read it in a terminal or a bulletin.</summary>
    public LocalizedText Line => new(
        $"{Phase} {PeriodId}：应报{Rates.Expected}，已报{Rates.Actual}（{Percent(Rates.ReportingRate)}），"
        + $"按时{Rates.ActualOnTime}（{Percent(Rates.ReportingRateOnTime)}），宽限期内{Rates.InGrace}，迟报{Rates.Late}，"
        + $"未报{Rates.Silent}，退回{Rates.Returned}，提醒{Reminded}，督办{Escalated}",
        $"{Phase} {PeriodId}: expected {Rates.Expected}, actual {Rates.Actual} ({Percent(Rates.ReportingRate)}), "
        + $"on time {Rates.ActualOnTime} ({Percent(Rates.ReportingRateOnTime)}), in grace {Rates.InGrace}, late {Rates.Late}, "
        + $"silent {Rates.Silent}, returned {Rates.Returned}, reminded {Reminded}, escalated {Escalated}");

    private static string Percent(decimal rate) => rate.ToString("0.##", CultureInfo.InvariantCulture) + "%";
}
