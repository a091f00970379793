namespace Campaigns.Rules.People;

/// <summary>
/// Who may be erased, and how a name is taken out of what was written to others. An id is no name: what a person did, decided and was given stays in the
/// ledgers under the id.
/// </summary>
public static class Erasing
{
    /// <summary>
    /// What stands in the way: posts that nobody else holds (<c>reporter@v-001</c>), unless somebody takes them over, and running cycles that the person itself
    /// takes part in (<c>participant@cycle/track</c>). Nothing does where the caller says that it may be left vacant. In the order given, each once.
    /// </summary>
    /// <param name="posts">The person's posts, each with whether somebody else holds the same.</param>
    /// <param name="takesPart">Running cycles, as <c>cycle/track</c>.</param>
    /// <param name="handedOver">Whether somebody takes the posts over.</param>
    /// <param name="mayBeVacant">Whether posts may be left vacant and participants silent.</param>
    public static IReadOnlyList<string> Obstacles(
        IEnumerable<(string Role, string Unit, bool HeldByOthers)> posts, IEnumerable<string> takesPart, bool handedOver, bool mayBeVacant)
    {
        ArgumentNullException.ThrowIfNull(posts);
        ArgumentNullException.ThrowIfNull(takesPart);
        if (mayBeVacant)
            return [];
        var vacant = handedOver ? [] : posts.Where(p => !p.HeldByOthers).Select(p => $"{p.Role}@{p.Unit}");
        return [.. vacant.Concat(takesPart.Select(c => $"participant@{c}")).Distinct()];
    }

    /// <summary>
    /// The text with <paramref name="id"/> wherever <paramref name="name"/> stands. A name in Latin letters is not looked for inside a longer word.
    /// </summary>
    public static string WithoutName(string text, string name, string id)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length == 0)
            return text;
        var at = 0;
        while ((at = text.IndexOf(name, at, StringComparison.Ordinal)) >= 0)
        {
            var end = at + name.Length;
            var inWord = (at > 0 && IsLatin(text[at - 1]) && IsLatin(name[0])) || (end < text.Length && IsLatin(text[end]) && IsLatin(name[^1]));
            if (!inWord)
                text = string.Concat(text.AsSpan(0, at), id, text.AsSpan(end));
            at += inWord ? 1 : id.Length;
        }
        return text;
    }

    private static bool IsLatin(char c) => char.IsLetter(c) && c < '\u0250';
}
