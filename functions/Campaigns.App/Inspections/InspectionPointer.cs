using Azure.Data.Tables;
using Campaigns.App.Cycles;
using Campaigns.App.Storage;
using Campaigns.Rules.Inspections;

namespace Campaigns.App.Inspections;

/// <summary>
/// Which participant an inspection visits, and how it came about: a row of the cycle's partition, written once. What was seen is a row beside the participant.
/// </summary>
public sealed record InspectionPointer(string Track, string Unit, Inspection Inspection)
{
    internal TableEntity ToRow(string cycle) => new(cycle, CycleKeys.Inspection(Inspection.Id))
    {
        ["V"] = 1,
        [nameof(Track)] = Track,
        [nameof(Unit)] = Unit,
        [nameof(Inspection)] = StorageJson.Write(Inspection),
    };

    internal static InspectionPointer FromRow(TableEntity row) =>
        new(row.GetString(nameof(Track)), row.GetString(nameof(Unit)), StorageJson.Read<Inspection>(row.GetString(nameof(Inspection))));
}
