using Campaigns.App.Storage;
using Campaigns.Rules.Reporting;

namespace Campaigns.App.Completeness;

/// <summary>
/// Counts by area as they stand in a property: an array of nine numbers an area (expected, on time, in grace, late, silent, returned, extended, nil returns,
/// not applicable), about thirty characters, so that 900 areas fit the 32,768 that a property holds. What can be derived is not stored.
/// </summary>
internal static class PackedRates
{
    public static string Write(IEnumerable<KeyValuePair<string, ReportingRates>> areas) => StorageJson.Write(areas.ToDictionary(
        a => a.Key, a => (int[])[a.Value.Expected, a.Value.ActualOnTime, a.Value.InGrace, a.Value.Late, a.Value.Silent, a.Value.Returned,
            a.Value.Extended, a.Value.NilReturns, a.Value.NotApplicable]));

    public static IEnumerable<KeyValuePair<string, ReportingRates>> Read(string packed) => StorageJson.Read<Dictionary<string, int[]>>(packed)
        .Select(a => KeyValuePair.Create(a.Key, new ReportingRates(a.Value[0], a.Value[1], a.Value[2], a.Value[3], a.Value[4], a.Value[5])
        {
            // Rows of before have six.
            Extended = a.Value.ElementAtOrDefault(6),
            NilReturns = a.Value.ElementAtOrDefault(7),
            NotApplicable = a.Value.ElementAtOrDefault(8),
        }));
}
