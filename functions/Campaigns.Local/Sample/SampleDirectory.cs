using Campaigns.App.Templates;

namespace Campaigns.Local.Sample;

/// <summary>
/// The fictitious place that each template is tried in. <see cref="Whole"/> is its size as <c>--townships</c> counts it: townships of a county, townships of
/// each county of a city, villages of a township.
/// </summary>
internal sealed record SampleDirectory(string Template, int Whole, Func<int, SampleCounty> Build)
{
    static readonly SampleDirectory[] All =
    [
        new(TemplateCatalog.ThreeLevelContest, 30, size => size >= 30 ? SampleCountyBuilder.Build() : SampleCountyBuilder.Build(size)),
        new("five-good-village", SampleTownship.Villages, SampleTownship.Build),
        new("advanced-county", 30, size => SampleCountyBuilder.Build(size, departments: size >= 30 ? 14 : 1, size >= 30 ? 28 : 3, "member")),
        new("demonstration-clusters", SampleCity.TownshipsEach, SampleCity.Build),
        new("township-year", SampleTown.Villages, SampleTown.Build),
    ];

    /// <summary>The directory of a template, or null where there is no such template.</summary>
    public static SampleDirectory? Of(string template) => All.FirstOrDefault(d => d.Template == template);

    /// <summary>All of it, or as much as <paramref name="size"/> says; at least one.</summary>
    public SampleCounty Sized(int? size) => Build(Math.Clamp(size ?? Whole, 1, Whole));
}
