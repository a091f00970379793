using Campaigns.Rules.Definitions;

namespace Campaigns.App.Templates;

/// <summary>The templates that come with the app (B9), embedded.</summary>
public static class TemplateCatalog
{
    /// <summary>The campaign of the county's opinion on 三级联争.</summary>
    public const string ThreeLevelContest = "three-level-contest";

    static readonly (string Id, LocalizedText Source)[] Sources =
    [
        (ThreeLevelContest, new("三级联争活动实施意见（县）", "A county's opinion on carrying out the three-level contest")),
        ("five-good-village", new("关于开展“三级联创”活动的情况汇报（乡）", "A township's report on its three-level work since 2001")),
        ("advanced-county", new("创建农村基层组织建设先进县动员大会讲话（县）", "A county's mobilisation speech for becoming an advanced county")),
        ("demonstration-clusters", new("关于培育“创业创新基层党建示范群”的实施方案（市）", "A city's plan for demonstration clusters")),
        ("township-year", new("党建带群团工作意见、党建工作意见（乡镇）", "A township's opinions on the year's party building and mass work")),
    ];

    static readonly Lazy<IReadOnlyList<Template>> Read = new(() => [.. Sources.Select(s => Load(s.Id, s.Source))]);

    /// <summary>All of them, in the order of the documents.</summary>
    public static IReadOnlyList<Template> All => Read.Value;

    /// <summary>The template, or null where there is none of that id.</summary>
    public static Template? Find(string id) => All.FirstOrDefault(t => t.Id == id);

    /// <summary>The text of the template; throws where there is none of that id.</summary>
    public static string TextOf(string id) => (Find(id) ?? throw new ArgumentException($"There is no template {id}.", nameof(id))).Text;

    static Template Load(string id, LocalizedText source)
    {
        using var stream = typeof(TemplateCatalog).Assembly.GetManifestResourceStream($"templates/{id}.yaml")
            ?? throw new InvalidOperationException($"{id}.yaml is not embedded.");
        using var reader = new StreamReader(stream);
        return new Template(id, source, reader.ReadToEnd());
    }
}
