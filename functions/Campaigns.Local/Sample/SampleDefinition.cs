using Campaigns.App.Templates;

namespace Campaigns.Local.Sample;

/// <summary>The sample county's campaign: the template of the county's three-level contest.</summary>
public static class SampleDefinition
{
    /// <summary>The definition's text, as a clerk would edit it.</summary>
    public static string Text => TemplateCatalog.TextOf(TemplateCatalog.ThreeLevelContest);
}
