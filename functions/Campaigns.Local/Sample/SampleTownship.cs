using static Campaigns.Local.Sample.SampleDraft;

namespace Campaigns.Local.Sample;

/// <summary>
/// The township 双河乡 of the five-good villages: fictitious, of the size that the report gives: 28 villages and 13 other branches, forty-one in all, each
/// village with a liaison of its own, who is a cadre of the township.
/// </summary>
internal static class SampleTownship
{
    public const int Villages = 28;
    const int Stations = 5;
    const int Branches = 8;
    static readonly (string Zh, string En)[] StationNames =
        [("卫生院", "Health centre"), ("农技站", "Agricultural station"), ("财政所", "Finance office"), ("派出所", "Police station"), ("水利站", "Water station")];

    static readonly (string Zh, string En, string Sector)[] BranchNames =
    [
        ("机关支部", "Office branch", "government"), ("中学支部", "Middle school branch", "school"), ("中心小学支部", "Primary school branch", "school"),
        ("供销社支部", "Cooperative branch", "state-enterprise"), ("粮管所支部", "Grain office branch", "state-enterprise"),
        ("纺织厂支部", "Textile mill branch", "new-organisations"), ("养殖协会支部", "Breeders' branch", "new-organisations"),
        ("离退休支部", "Retired members' branch", "government"),
    ];

    /// <summary>The county office, the township, and so many of its villages with their share of stations and branches.</summary>
    public static SampleCounty Build(int villages)
    {
        var draft = new SampleDraft("shuanghe.example");
        const string Township = "t-01";
        draft.Top("county", ("平湖县", "Pinghu County"), "county");
        draft.Office("county");
        draft.Unit(Township, ("双河乡", "Shuanghe Township"), "township", "rural", "county");
        draft.Committee(Township);
        Several(villages, n =>
        {
            var (zh, en) = ChineseNames.Village(n - 1);
            var village = draft.Unit(Id("v", n), (zh + "村", $"{en} Village"), "village", "rural", Township);
            var cadre = $"{Township}-cadre-{n:D2}";
            draft.Individual(cadre, Township, "township-cadre");
            draft.Assigned($"{village}-liaison", Township, "liaison", [village]);
            draft.Individual($"{village}-cadre-1", village, "village-cadre");
            draft.Individual($"{village}-cadre-2", village, "village-cadre");
        });
        Several(Share(Stations, villages), n => draft.Unit(Id("s", n), StationNames[n - 1], "station", "government", Township));
        Several(Share(Branches, villages), n =>
        {
            var (zh, en, sector) = BranchNames[n - 1];
            draft.Unit(Id("b", n), (zh, en), "branch", sector, Township);
        });
        return draft.Done();
    }

    static int Share(int of, int villages) => Math.Clamp((of * villages + Villages - 1) / Villages, 1, of);
}
