using Campaigns.Rules.Definitions;

namespace Campaigns.App.Templates;

/// <summary>
/// One of the source documents as a definition that is ready to run (B9). <see cref="Id"/> is the campaign's id in <see cref="Text"/>;
/// <see cref="Source"/> names the document.
/// </summary>
public sealed class Template(string id, LocalizedText source, string text)
{
    readonly Lazy<CampaignDefinition> _definition = new(() =>
        DefinitionReader.Read(text) is var reading && reading.Definition is { } definition
            ? definition
            : throw new InvalidOperationException($"{id}.yaml: {string.Join("; ", reading.Errors)}"));

    public string Id => id;
    public LocalizedText Source => source;
    public string Text => text;

    /// <summary>What the text says, read once; a template that cannot be read is a fault of the build, which this throws.</summary>
    public CampaignDefinition Definition => _definition.Value;

    public LocalizedText Title => Definition.Title;

    /// <summary>What the directory has to hold for anybody to enter: one line a track, in the document's order.</summary>
    public IEnumerable<TemplateNeed> Needs =>
        Definition.Tracks.Select(t => new TemplateNeed(t.Id, t.Title, t.Enters.Levels, t.Enters.Sectors, t.Enters.Individual));
}

/// <summary>Who a track lets in: units of these levels and sectors (empty: of any), or people of a category.</summary>
public sealed record TemplateNeed(
    string Track, LocalizedText Title, IReadOnlyList<string> Levels, IReadOnlyList<string> Sectors, string? Individual);
