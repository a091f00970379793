namespace Campaigns.Rules.Definitions;

/// <summary>
/// What <see cref="DefinitionReader"/> made of a text: the definition, or every error that it found (B10). <see cref="Definition"/> is null exactly when
/// there are <see cref="Errors"/>; these stand in the order of the text.
/// </summary>
public sealed record DefinitionReading(CampaignDefinition? Definition, IReadOnlyList<DefinitionError> Errors);

/// <summary>
/// One mistake: its place (line and column from 1), its path (<c>phases.q1.due</c>, <c>standards.village.sections[0].max</c>; list items count from 0)
/// and what is wrong with it, in words for the person who edits the file.
/// </summary>
public sealed record DefinitionError(int Line, int Column, string Path, LocalizedText Message)
{
    /// <summary><c>12:9 phases.q1.due: message</c>, in Chinese unless <paramref name="language"/> asks for English.</summary>
    public string In(string language) => Path.Length == 0 ? $"{Line}:{Column} {Message.In(language)}" : $"{Line}:{Column} {Path}: {Message.In(language)}";

    public override string ToString() => In("en");
}
