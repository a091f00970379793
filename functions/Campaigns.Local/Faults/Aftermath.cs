using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Campaigns.App.Reminders;
using Campaigns.App.Storage;
using Campaigns.Local.Mail;
using Campaigns.Local.Rehearsal;
using Campaigns.Local.Rehearsal.Summaries;

namespace Campaigns.Local.Faults;

/// <summary>
/// What a year left behind: its result, all items, the keys of all notices, and how often each message arrived. Two years of one seed, one of them disturbed,
/// leave the same behind, apart from a few messages that arrive again under the same Message-ID.
/// </summary>
internal sealed record Aftermath(
    JsonObject Result, IReadOnlyList<string> Items, IReadOnlyList<string> Notices, IReadOnlyList<string> Waiting, IReadOnlyDictionary<string, int> Messages)
{
    /// <summary>The most messages that may arrive again after one kill (design section 6).</summary>
    public const int RepeatsAKill = 20;

    const int MostListed = 5;

    /// <summary>What the groups' ledgers say that the engine did (<see cref="EngineFacts"/>).</summary>
    public IReadOnlyList<string> Engine { get; init; } = [];

    /// <summary>How many messages arrived that had arrived before.</summary>
    public int Repeated => Messages.Values.Sum(n => n - 1);

    public static async Task<Aftermath> ReadAsync(Season season, string storage, MailLog mail, CancellationToken cancellation)
    {
        var tables = new CampaignTables(new TableServiceClient(storage));
        var result = await new ResultReader(season).ReadAsync(cancellation);
        var items = await ItemsAsync(tables.Items, cancellation);
        var notices = await KeysAsync(tables.Notices, cancellation);
        return new Aftermath(
            result, items, [.. notices.Where(n => n.Contains("/n|", StringComparison.Ordinal))],
            [.. notices.Where(n => n.Contains("/q|", StringComparison.Ordinal))], mail.ByMessageId())
        {
            Engine = await EngineFacts.ReadAsync(tables, cancellation),
        };
    }

    /// <summary>
    /// What is wrong with this year, next to the undisturbed one, when the app was killed <paramref name="kills"/> times; empty when nothing is.
    /// </summary>
    public IReadOnlyList<string> DifferencesFrom(Aftermath undisturbed, int kills)
    {
        ArgumentNullException.ThrowIfNull(undisturbed);
        var differences = new List<string>();
        Compare("result", undisturbed.Result, Result, differences);
        if (Result["ledgers"]?["broken"] is not JsonArray { Count: 0 })
            differences.Add($"ledgers do not verify: {Result["ledgers"]?.ToJsonString()}");
        Compare("items", undisturbed.Items, Items, differences);
        Compare("notices", undisturbed.Notices, Notices, differences);
        Compare("deliveries that wait", undisturbed.Waiting, Waiting, differences);
        Compare("what the engine did", undisturbed.Engine, Engine, differences);
        differences.AddRange(Engine.GroupBy(f => f).Where(f => f.Count() > 1).Take(MostListed).Select(f => $"the engine did twice: {f.Key}"));
        Compare("messages", undisturbed.Messages.Keys, Messages.Keys, differences);
        differences.AddRange(Notices.GroupBy(WithoutInstant).Where(n => n.Count() > 1).Select(n => $"a notice stands twice: {string.Join(", ", n)}"));
        if (Repeated > kills * RepeatsAKill)
            differences.Add($"{Repeated} messages arrived again after {kills} kills");
        return differences;
    }

    static async Task<IReadOnlyList<string>> KeysAsync(TableClient table, CancellationToken cancellation)
    {
        var keys = new List<string>();
        await foreach (var row in table.QueryAsync<TableEntity>(select: ["PartitionKey", "RowKey"], cancellationToken: cancellation))
            keys.Add($"{row.PartitionKey}/{row.RowKey}");
        keys.Sort(StringComparer.Ordinal);
        return keys;
    }

    // A wave that was killed and run again may cut its items into other rows; what they say together is what counts.
    static async Task<IReadOnlyList<string>> ItemsAsync(TableClient table, CancellationToken cancellation)
    {
        var items = new SortedSet<string>(StringComparer.Ordinal);
        await foreach (var row in table.QueryAsync<TableEntity>(cancellationToken: cancellation))
            items.UnionWith(ReminderItems.ItemsOf(row).Select(i => $"{row.PartitionKey}/{i.Recipient}|{i.Track}|{i.Unit}|{i.As}"));
        return [.. items];
    }

    // shard/n|recipient|instant|cycle|milestone: one notice a recipient and milestone, whenever it was composed.
    static string WithoutInstant(string notice)
    {
        var parts = notice.Split('|');
        return string.Join('|', parts.Where((_, n) => n != 2));
    }

    static void Compare(string what, IEnumerable<string> expected, IEnumerable<string> actual, List<string> differences)
    {
        var (there, wanted) = (actual.ToHashSet(StringComparer.Ordinal), expected.ToHashSet(StringComparer.Ordinal));
        var missing = wanted.Except(there).Order(StringComparer.Ordinal).ToList();
        var extra = there.Except(wanted).Order(StringComparer.Ordinal).ToList();
        if (missing.Count > 0)
            differences.Add($"{what}: {missing.Count} missing, such as {string.Join(", ", missing.Take(MostListed))}");
        if (extra.Count > 0)
            differences.Add($"{what}: {extra.Count} too many, such as {string.Join(", ", extra.Take(MostListed))}");
    }

    static void Compare(string path, JsonNode? expected, JsonNode? actual, List<string> differences)
    {
        switch (expected, actual)
        {
            case (JsonObject one, JsonObject other):
                foreach (var name in one.Select(p => p.Key).Union(other.Select(p => p.Key)))
                    Compare($"{path}.{name}", one[name], other[name], differences);
                break;
            case (JsonArray one, JsonArray other) when one.Count == other.Count:
                for (var n = 0; n < one.Count; n++)
                    Compare($"{path}[{n}]", one[n], other[n], differences);
                break;
            case var _ when !JsonNode.DeepEquals(expected, actual):
                differences.Add($"{path}: {actual?.ToJsonString() ?? "null"} instead of {expected?.ToJsonString() ?? "null"}");
                break;
        }
    }
}
