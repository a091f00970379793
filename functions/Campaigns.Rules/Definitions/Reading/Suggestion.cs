namespace Campaigns.Rules.Definitions.Reading;

/// <summary>The word that somebody probably meant.</summary>
internal static class Suggestion
{
    /// <summary>The nearest of <paramref name="words"/> within two typing slips (one for short words); null where none is near.</summary>
    public static string? For(string written, IEnumerable<string> words)
    {
        var most = written.Length <= 3 ? 1 : 2;
        string? best = null;
        var least = most + 1;
        foreach (var word in words)
        {
            if (Math.Abs(word.Length - written.Length) > most)
                continue;
            var distance = Distance(written.ToLowerInvariant(), word);
            if (distance < least)
                (best, least) = (word, distance);
        }
        return best;
    }

    /// <summary>A phrase to append to an error in both languages; empty where nothing is near.</summary>
    public static (string En, string Zh) Phrase(string written, IEnumerable<string> words)
    {
        var known = words.ToList();
        if (For(written, known) is { } meant)
            return ($"; did you mean '{meant}'?", $"；是否应为“{meant}”？");
        return known.Count is > 0 and <= 16 ? ($"; known: {string.Join(", ", known)}", $"；可用：{string.Join("、", known)}") : ("", "");
    }

    /// <summary>Insertions, deletions, replacements and swaps of neighbours that turn one word into the other.</summary>
    static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            d[i, 0] = i;
        for (var j = 0; j <= b.Length; j++)
            d[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                d[i, j] = Math.Min(replaced, Math.Min(d[i - 1, j], d[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        }
        return d[a.Length, b.Length];
    }
}
