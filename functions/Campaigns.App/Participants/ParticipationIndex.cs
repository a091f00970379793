using Azure.Data.Tables;
using Campaigns.App.Storage;

namespace Campaigns.App.Participants;

/// <summary>A group of a cycle and the areas (units right below the authority) that its participants belong to.</summary>
public sealed record EnrolledGroup(string Group, IReadOnlyList<string> Areas);

/// <summary>
/// Table Participation: in which group a unit takes part (partition = unit, row = <c>cycle|track</c>), and the groups of a cycle
/// (partition = <c>cycle|{cycle}</c>, row = group). A participant never changes its group within a cycle, so what was found once is kept.
/// </summary>
public sealed class ParticipationIndex(CampaignTables tables)
{
    private const string GroupProperty = "Group";
    private const string AreasProperty = "Areas";
    private const int Capacity = 200_000;
    private readonly LruCache<(string Unit, string Row), string> _groups = new(Capacity);

    /// <summary>
    /// The group of a participant, or null where the unit takes no part in the cycle's track. One request, none for a participant seen before.
    /// </summary>
    public async ValueTask<string?> GroupOfAsync(string cycle, string track, string unit, CancellationToken cancellationToken)
    {
        if (!ParticipantKeys.IsSlug(cycle) || !ParticipantKeys.IsSlug(track) || !ParticipantKeys.IsSlug(unit))
            return null;
        var row = Row(cycle, track);
        if (_groups.TryGet((unit, row), out var known))
            return known;
        var found = await tables.Participation.GetEntityIfExistsAsync<TableEntity>(unit, row, cancellationToken: cancellationToken);
        if (!found.HasValue)
            return null;
        var group = found.Value!.GetString(GroupProperty);
        _groups.Set((unit, row), group);
        return group;
    }

    /// <summary>Everything that a unit takes or took part in: cycle, group and track, in order of cycle and track.</summary>
    public async IAsyncEnumerable<ParticipantKey> OfUnitAsync(
        string unit, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {unit}");
        await foreach (var row in tables.Participation.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            var parts = row.RowKey.Split('|');
            yield return new(parts[0], row.GetString(GroupProperty), parts[1], unit);
        }
    }

    /// <summary>The groups of a cycle in order of their ids; complete once the cycle's enrolment is.</summary>
    public async Task<IReadOnlyList<EnrolledGroup>> GroupsAsync(string cycle, CancellationToken cancellationToken)
    {
        var groups = new List<EnrolledGroup>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {CyclePartition(cycle)}");
        await foreach (var row in tables.Participation.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
            groups.Add(new(row.RowKey, row.GetString(AreasProperty).Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        return groups;
    }

    /// <summary>Records a participant's group; writing the same again changes nothing.</summary>
    internal async Task RecordAsync(ParticipantKey key, CancellationToken cancellationToken)
    {
        var row = new TableEntity(key.Unit, Row(key.Cycle, key.Track)) { [GroupProperty] = key.Group };
        // Not kept: who enrols a hundred thousand hears from each of them months later, if at all.
        await tables.Participation.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
    }

    /// <summary>Records a cycle's group; writing the same again changes nothing.</summary>
    internal Task RecordGroupAsync(string cycle, EnrolledGroup group, CancellationToken cancellationToken)
    {
        var row = new TableEntity(CyclePartition(cycle), group.Group) { [AreasProperty] = string.Join(' ', group.Areas) };
        return tables.Participation.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
    }

    /// <summary>Adds an area to a group, so that those who ask for that area find the group; adding it again changes nothing.</summary>
    internal async Task AddAreaAsync(string cycle, string group, string area, CancellationToken cancellationToken)
    {
        var known = (await GroupsAsync(cycle, cancellationToken)).FirstOrDefault(g => g.Group == group)?.Areas ?? [];
        if (!known.Contains(area))
            await RecordGroupAsync(cycle, new(group, [.. known.Append(area).Order(StringComparer.Ordinal)]), cancellationToken);
    }

    private static string Row(string cycle, string track) => $"{cycle}|{track}";

    // A unit's id is a slug and never holds the separator, so this partition is nobody's.
    private static string CyclePartition(string cycle) => $"cycle|{cycle}";
}
