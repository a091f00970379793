using System.Text.Json.Serialization;
using Campaigns.Rules.Reporting;

namespace Campaigns.App.Completeness;

/// <summary>The five reporting figures by the names that DHIS2 gives them (J11), for its users' tools; the rates in per cent from 0 to 100.</summary>
public sealed record NamedRates(
    [property: JsonPropertyName("EXPECTED_REPORTS")] int ExpectedReports,
    [property: JsonPropertyName("ACTUAL_REPORTS")] int ActualReports,
    [property: JsonPropertyName("ACTUAL_REPORTS_ON_TIME")] int ActualReportsOnTime,
    [property: JsonPropertyName("REPORTING_RATE")] decimal ReportingRate,
    [property: JsonPropertyName("REPORTING_RATE_ON_TIME")] decimal ReportingRateOnTime)
{
    internal static NamedRates Of(ReportingRates rates) =>
        new(rates.Expected, rates.Actual, rates.ActualOnTime, rates.ReportingRate, rates.ReportingRateOnTime);
}
