using System.Text.Json.Nodes;

namespace Campaigns.Local.Rehearsal.Summaries;

/// <summary>How often each word occurs, in the order of the words.</summary>
internal static class Tally
{
    public static JsonObject Of(IEnumerable<string> words)
    {
        var counts = new JsonObject();
        foreach (var word in words.GroupBy(w => w, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
            counts[word.Key] = word.Count();
        return counts;
    }
}
