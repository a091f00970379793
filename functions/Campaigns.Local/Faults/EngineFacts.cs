using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Campaigns.App.Participants;
using Campaigns.App.Storage;

namespace Campaigns.Local.Faults;

/// <summary>
/// What the groups' ledgers say that the engine did (opened, reminded, locked), to whom and when. A wave that was cut short and run again may have named its
/// members in other entries; together they say the same, each of each member once.
/// </summary>
internal static class EngineFacts
{
    public static async Task<IReadOnlyList<string>> ReadAsync(CampaignTables tables, CancellationToken cancellation)
    {
        var (from, to) = ParticipantKeys.GroupLedgerRange;
        var facts = new List<string>();
        await foreach (var row in tables.Participants.QueryAsync<TableEntity>(cancellationToken: cancellation))
        {
            if (string.CompareOrdinal(row.RowKey, from) >= 0 && string.CompareOrdinal(row.RowKey, to) < 0)
                facts.AddRange(Of(row.PartitionKey, JsonNode.Parse(row.GetString("Entry"))!));
        }
        facts.Sort(StringComparer.Ordinal);
        return facts;
    }

    static IEnumerable<string> Of(string group, JsonNode entry)
    {
        var more = (entry["facts"]?.AsObject() ?? []).Where(f => f.Key != "members").Select(f => $"{f.Key}={f.Value}").Order(StringComparer.Ordinal);
        var fact = $"{group}/{entry["at"]} {entry["act"]} {entry["subject"]} {string.Join(' ', more)}";
        var members = entry["facts"]?["members"]?.GetValue<string>().Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [""];
        return members.Select(m => $"{fact} {m}");
    }
}
