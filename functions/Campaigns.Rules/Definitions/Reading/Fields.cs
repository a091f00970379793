namespace Campaigns.Rules.Definitions.Reading;

/// <summary>
/// The keys of one mapping. Unknown keys are reported once, with the key that was probably meant; a misspelt key is read as the one meant, so that
/// one slip is one error.
/// </summary>
internal sealed class Fields
{
    readonly Dictionary<string, Pair> byKey = new(StringComparer.Ordinal);
    readonly Problems problems;

    Fields(MapNode node, Problems problems) => (Node, this.problems) = (node, problems);

    public MapNode Node { get; }

    /// <summary>The fields of <paramref name="node"/>; null, reported, where it is no mapping. A null node is not reported: whoever found it missing has
    /// said so.</summary>
    public static Fields? Of(Node? node, Problems problems, params string[] keys)
    {
        if (Entries(node, problems) is not { } map)
            return null;
        var fields = new Fields(map, problems);
        problems.Known[map.Path] = keys;
        foreach (var entry in map.Entries.Where(e => keys.Contains(e.Key)))
            fields.byKey.Add(entry.Key, entry);
        foreach (var entry in map.Entries.Where(e => !keys.Contains(e.Key)))
        {
            if (entry.Value is ScalarNode { IsEmpty: true } && entry.Key.Contains(' '))
            {
                // Between braces a comma ends the text before it, and the rest reads as a key.
                problems.Add(entry.KeyNode, $"'{Values.Short(entry.Key)}' is cut off: a text with a comma inside {{ }} must stand in quotation marks",
                    $"“{Values.Short(entry.Key)}”被截断：{{ }} 内含半角逗号的文字须加引号");
                continue;
            }
            var absent = keys.Where(k => !fields.byKey.ContainsKey(k)).ToList();
            if (Suggestion.For(entry.Key, absent) is { } meant)
                fields.byKey.Add(meant, entry);
            var (en, zh) = Suggestion.Phrase(entry.Key, absent.Count == 0 ? keys : absent);
            problems.Add(entry.KeyNode, $"unknown key '{Values.Short(entry.Key)}'{en}", $"未知的键“{Values.Short(entry.Key)}”{zh}");
        }
        return fields;
    }

    /// <summary>A mapping whose keys the author chooses (tracks, phases): null, reported, where it is none.</summary>
    public static MapNode? Entries(Node? node, Problems problems)
    {
        if (node is MapNode map)
            return map;
        if (node is not null and not RefusedNode)
            problems.Add(node, "keys and values are expected here", "此处应为“键: 值”");
        return null;
    }

    public bool Has(string key) => byKey.ContainsKey(key);

    public Node? Optional(string key) => byKey.TryGetValue(key, out var entry) ? entry.Value : null;

    /// <summary>The value of <paramref name="key"/>; null, reported, where it is missing.</summary>
    public Node? Required(string key)
    {
        if (byKey.TryGetValue(key, out var entry))
            return entry.Value;
        problems.Add(Node with { Path = Node.Path.Length == 0 ? key : $"{Node.Path}.{key}" }, $"'{key}' is missing", $"缺少“{key}”");
        return null;
    }

    /// <summary>Reports <paramref name="key"/>, where it is given, as out of place.</summary>
    public void Forbid(string key, string en, string zh)
    {
        if (byKey.TryGetValue(key, out var entry))
            problems.Add(entry.KeyNode, en, zh);
    }
}
