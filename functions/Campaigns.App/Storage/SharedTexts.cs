namespace Campaigns.App.Storage;

/// <summary>
/// Holds equal texts once: rows repeat tracks, areas and units a thousandfold, and each row read brings its own copy. For whoever holds something of everybody
/// for a while; not safe for several threads.
/// </summary>
internal sealed class SharedTexts
{
    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);

    /// <summary>The text that stands for all that equal <paramref name="text"/>.</summary>
    public string Of(string text)
    {
        if (_texts.TryGetValue(text, out var shared))
            return shared;
        _texts.Add(text);
        return text;
    }
}
