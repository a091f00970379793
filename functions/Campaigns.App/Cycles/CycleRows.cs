using Azure.Data.Tables;
using Campaigns.App.Storage;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Cycles;

namespace Campaigns.App.Cycles;

/// <summary>How cycles, groups and milestones stand in their rows. <c>V</c> is the schema version; readers accept older ones.</summary>
internal static class CycleRows
{
    private const int SchemaVersion = 1;

    public static TableEntity Of(Cycle cycle) => new(cycle.Id, CycleKeys.Cycle)
    {
        ["V"] = SchemaVersion,
        ["Campaign"] = cycle.Campaign,
        ["Version"] = cycle.Version,
        ["Year"] = cycle.Year,
        ["State"] = cycle.State.ToString(),
        ["Epoch"] = cycle.Epoch,
        ["Orchestration"] = cycle.Orchestration,
        ["PlanVersion"] = cycle.PlanVersion,
        ["Participants"] = cycle.Participants,
        ["Windows"] = StorageJson.Write(cycle.Windows),
        ["StartedAt"] = cycle.StartedAt,
        ["StartedBy"] = cycle.StartedBy,
        ["PausedAt"] = cycle.PausedAt,
        ["ChangedAt"] = cycle.ChangedAt,
        ["Change"] = cycle.Change,
        ["References"] = cycle.References.Count == 0 ? null : StorageJson.Write(cycle.References),
        ["Adopted"] = cycle.Adopted is null ? null : StorageJson.Write(cycle.Adopted),
    };

    public static Cycle ToCycle(TableEntity row) => new()
    {
        Id = row.PartitionKey,
        Campaign = row.GetString("Campaign"),
        Version = row.GetInt32("Version")!.Value,
        Year = row.GetInt32("Year")!.Value,
        State = Enum.Parse<CycleState>(row.GetString("State")),
        Epoch = row.GetInt32("Epoch")!.Value,
        Orchestration = row.GetString("Orchestration") ?? OrchestrationVersion.Released[0],
        PlanVersion = row.GetInt32("PlanVersion")!.Value,
        Participants = row.GetInt32("Participants")!.Value,
        Windows = StorageJson.Read<List<PhaseWindow>>(row.GetString("Windows")),
        StartedAt = row.GetDateTimeOffset("StartedAt")!.Value,
        StartedBy = row.GetString("StartedBy"),
        PausedAt = row.GetDateTimeOffset("PausedAt"),
        ChangedAt = row.GetDateTimeOffset("ChangedAt"),
        Change = row.GetString("Change"),
        References = row.GetString("References") is { } references
            ? StorageJson.Read<Dictionary<string, decimal>>(references) : new Dictionary<string, decimal>(),
        Adopted = row.GetString("Adopted") is { } adopted ? StorageJson.Read<AdoptedRules>(adopted) : null,
        ETag = row.ETag,
    };

    public static TableEntity Of(string cycle, CycleGroup group) => new(cycle, CycleKeys.Group(group.Id))
    {
        ["V"] = SchemaVersion,
        ["Participants"] = group.Participants,
        ["Parked"] = group.Parked,
        ["Pending"] = StorageJson.Write(group.Pending),
        ["Retry"] = group.Retry,
        ["RetriedAt"] = group.RetriedAt,
    };

    public static CycleGroup ToGroup(TableEntity row) => new(
        row.RowKey[2..],
        row.GetInt32("Participants")!.Value,
        row.GetString("Parked"),
        StorageJson.Read<List<string>>(row.GetString("Pending")),
        row.GetBoolean("Retry") ?? false,
        row.ETag)
    {
        RetriedAt = row.GetDateTimeOffset("RetriedAt"),
    };

    public static TableEntity Of(string cycle, CycleMilestone milestone) => new(cycle, CycleKeys.Milestone(milestone.Milestone.Id))
    {
        ["V"] = SchemaVersion,
        ["Phase"] = milestone.Milestone.Phase,
        ["Kind"] = milestone.Milestone.Kind.ToString(),
        ["Rung"] = milestone.Milestone.Rung,
        ["At"] = milestone.Milestone.At,
        ["AwaitingYear"] = milestone.Milestone.AwaitingYear,
        ["State"] = milestone.State.ToString(),
        ["PlanVersion"] = milestone.PlanVersion,
        ["DoneAt"] = milestone.DoneAt,
        ["Counts"] = milestone.Counts is null ? null : StorageJson.Write(milestone.Counts),
        ["Round"] = milestone.Round,
        ["Effect"] = milestone.Effect is null ? null : StorageJson.Write(milestone.Effect),
        ["ClaimedBy"] = milestone.Claim?.Epoch,
        ["ClaimedAt"] = milestone.Claim?.At,
    };

    public static CycleMilestone ToMilestone(TableEntity row) => new(
        new(
            row.RowKey[2..],
            row.GetString("Phase"),
            Enum.Parse<MilestoneKind>(row.GetString("Kind")),
            row.GetString("Rung"),
            row.GetDateTimeOffset("At"),
            row.GetInt32("AwaitingYear")),
        Enum.Parse<MilestoneState>(row.GetString("State")),
        row.GetInt32("PlanVersion")!.Value,
        row.GetDateTimeOffset("DoneAt"),
        row.GetString("Counts") is { } counts ? StorageJson.Read<WaveCounts>(counts) : null,
        row.ETag)
    {
        Round = row.GetInt32("Round") ?? 0,
        Effect = row.GetString("Effect") is { } effect ? StorageJson.Read<CalendarEffect>(effect) : null,
        Claim = row.GetInt32("ClaimedBy") is { } epoch && row.GetDateTimeOffset("ClaimedAt") is { } at ? new(epoch, at) : null,
    };
}
