namespace Campaigns.Rules.Definitions.Reading;

/// <summary>Collects what is wrong with a document; a hostile one cannot make it grow without bound.</summary>
internal sealed class Problems
{
    const int Most = 500;
    readonly List<DefinitionError> errors = [];

    /// <summary>The keys that were known at each mapping that was read, by its path.</summary>
    public Dictionary<string, IReadOnlyList<string>> Known { get; } = new(StringComparer.Ordinal);

    public bool Any => errors.Count > 0;

    public void Add(Node at, string en, string zh) => Add(at.Line, at.Column, at.Path, en, zh);

    public void Add(int line, int column, string path, string en, string zh)
    {
        if (errors.Count < Most)
            errors.Add(new DefinitionError(line, column, path, new LocalizedText(zh, en)));
    }

    /// <summary>In the order of the text; what was found first comes first where places are equal.</summary>
    public IReadOnlyList<DefinitionError> InOrder() => [.. errors.OrderBy(e => e.Line).ThenBy(e => e.Column)];
}
