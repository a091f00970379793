using System.Globalization;
using System.Text.Json.Nodes;

namespace Campaigns.Local.TaskHub;

/// <summary>
/// What differs between an action of a history and the same action as code does it now. Values are compared as JSON: what the history holds must be there;
/// what is new there must say nothing (null, false, zero or empty), as a property does that older histories could not know.
/// </summary>
internal static class ActionDifference
{
    /// <summary>What the history's action has and what the code's has instead; null where nothing differs that matters.</summary>
    public static (string Held, string Done)? Of(ActionEvent recorded, ActionEvent mine) => (recorded, mine) switch
    {
        (TaskScheduled r, TaskScheduled m) => OfText("input", r.Input, m.Input),
        (ChildScheduled r, ChildScheduled m) =>
            OfValue("as instance", r.InstanceId, m.InstanceId) ?? OfValue("of version", r.Version, m.Version) ?? OfText("input", r.Input, m.Input),
        (TimerCreated r, TimerCreated m) =>
            OfValue("until", Instant(r.FireAt), Instant(m.FireAt)) ?? OfValue("by", Clock(r), Clock(m)),
        (EventSent r, EventSent m) => OfValue("to", r.InstanceId, m.InstanceId) ?? OfText("payload", r.Payload, m.Payload),
        _ => null,
    };

    /// <summary>The same for two JSON texts.</summary>
    public static (string Held, string Done)? OfText(string name, string? recorded, string? mine) => OfNode(name, Node(recorded), Node(mine));

    static (string Held, string Done)? OfNode(string path, JsonNode? recorded, JsonNode? mine)
    {
        switch (recorded, mine)
        {
            case (JsonObject r, JsonObject m):
                foreach (var (name, value) in r)
                {
                    // A property that said nothing may go.
                    if (!m.ContainsKey(name) && !SaysNothing(value))
                    {
                        return ($"with {path}.{name} = {Text(value)}", $"without {path}.{name}");
                    }

                    if (m.TryGetPropertyValue(name, out var now) && OfNode($"{path}.{name}", value, now) is { } inner)
                    {
                        return inner;
                    }
                }

                var added = m.FirstOrDefault(p => !r.ContainsKey(p.Key) && !SaysNothing(p.Value));
                return added.Key is null ? null : ($"without {path}.{added.Key}", $"with {path}.{added.Key} = {Text(added.Value)}");
            case (JsonArray r, JsonArray m) when r.Count == m.Count:
                return r.Select((value, n) => OfNode(string.Create(CultureInfo.InvariantCulture, $"{path}[{n}]"), value, m[n]))
                    .FirstOrDefault(d => d is not null);
            default:
                return JsonNode.DeepEquals(recorded, mine) ? null : ($"with {path} = {Text(recorded)}", $"with {path} = {Text(mine)}");
        }
    }

    static bool SaysNothing(JsonNode? node) => node switch
    {
        null or JsonArray { Count: 0 } or JsonObject { Count: 0 } => true,
        JsonValue value => value.ToJsonString() is "false" or "0" or "\"\"",
        _ => false,
    };

    static (string Held, string Done)? OfValue(string what, string? recorded, string? mine) =>
        string.Equals(recorded ?? string.Empty, mine ?? string.Empty, StringComparison.Ordinal) ? null : ($"{what} '{recorded}'", $"{what} '{mine}'");

    static JsonNode? Node(string? text) => text is null ? null : JsonNode.Parse(text);

    static string Text(JsonNode? node) => node?.ToJsonString(HistoryJson.Options) ?? "null";

    static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    static string Clock(TimerCreated timer) => timer.Platform ? "platform time" : "campaign time";
}
