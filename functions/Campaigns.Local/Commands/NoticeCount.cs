using System.Text.Json.Nodes;
using Azure.Data.Tables;

namespace Campaigns.Local.Commands;

/// <summary>Counts notices as they lie in their table: by kind and by channel. Every notice stands in the inbox; some went out by e-mail too.</summary>
internal sealed class NoticeCount
{
    readonly SortedDictionary<string, int> _kinds = new(StringComparer.Ordinal);
    readonly SortedDictionary<string, int> _mail = new(StringComparer.Ordinal);
    int _notices;
    int _waiting;

    public void Add(TableEntity row)
    {
        if (row.RowKey.StartsWith("q|", StringComparison.Ordinal))
            _waiting++;
        if (!row.RowKey.StartsWith("n|", StringComparison.Ordinal))
            return;
        _notices++;
        Count(_kinds, row.GetString("Kind"));
        Count(_mail, row.GetString("Email"));
    }

    public JsonObject ToJson() => new()
    {
        ["byKind"] = Of(_kinds),
        ["byChannel"] = new JsonObject { ["inbox"] = _notices, ["email"] = _mail.GetValueOrDefault("Sent") },
        ["byDelivery"] = Of(_mail),
        ["waiting"] = _waiting,
    };

    static void Count(SortedDictionary<string, int> counts, string? name) => counts[name ?? "none"] = counts.GetValueOrDefault(name ?? "none") + 1;

    static JsonObject Of(SortedDictionary<string, int> counts) => new(counts.Select(c => KeyValuePair.Create(c.Key, (JsonNode?)JsonValue.Create(c.Value))));
}
