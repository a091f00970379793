using static Campaigns.Local.Sample.SampleDraft;

namespace Campaigns.Local.Sample;

/// <summary>
/// The town 凤凰镇 of the township year: fictitious, with the opinion's 42 villages and communities, ten branches of offices, schools and firms, three unions,
/// youth leagues and women's federations each, two members a village who are appraised, and one candidate a village for the month's star.
/// </summary>
internal static class SampleTown
{
    public const int Villages = 42;
    const int Communities = 2;
    const int Units = 10;
    const int MassEach = 3;
    static readonly (string Zh, string En, string Sector)[] UnitNames =
    [
        ("镇机关支部", "Town office branch", "government"), ("中学支部", "Middle school branch", "school"), ("小学支部", "Primary school branch", "school"),
        ("卫生院支部", "Health centre branch", "government"), ("财政所支部", "Finance office branch", "government"), ("粮站支部", "Grain station branch", "state-enterprise"),
        ("水泥厂支部", "Cement works branch", "new-organisations"), ("种植协会支部", "Growers' branch", "new-organisations"),
        ("养殖协会支部", "Breeders' branch", "new-organisations"), ("商会支部", "Chamber of commerce branch", "new-organisations"),
    ];

    static readonly (string Kind, string Sector, string Zh, string En)[] Mass =
        [("union", "union", "工会", "union"), ("youth", "youth-league", "团支部", "youth league"), ("women", "women", "妇联", "women's federation")];

    static readonly (string Zh, string En)[] Places = [("机关", "Office"), ("企业", "Firms'"), ("学校", "School")];

    /// <summary>The town with so many villages and communities (two of the latter in the whole town, one in a smaller one).</summary>
    public static SampleCounty Build(int villages)
    {
        var draft = new SampleDraft("fenghuang.example");
        draft.Top("town", ("凤凰镇", "Fenghuang Town"), "township");
        draft.Office("town");
        draft.Person("town-deputy", "town", "leaderInCharge");
        draft.Person("town-organiser", "town", "organisationMember");
        var rural = villages - (villages >= Villages ? Communities : 1);
        Several(villages, n =>
        {
            var (zh, en) = ChineseNames.Village(n - 1);
            var unit = n <= rural
                ? draft.Unit(Id("v", n), (zh + "村", $"{en} Village"), "village", "rural", "town")
                : draft.Unit(Id("v", n), (zh + "社区", $"{en} Community"), "community", "community", "town");
            // 党员民主评议 is held in the member's own branch: somebody of it appraises, and confirms what members pledged.
            draft.Person($"{unit}-appraiser", unit, "reviewer");
            // 42个领导联系点: each has a leader of the town who looks after it.
            draft.Assigned($"{unit}-contact", "town", "contactPoint", [unit]);
            draft.Individual($"{unit}-member-1", unit, "member");
            draft.Individual($"{unit}-member-2", unit, "member");
            draft.Individual($"{unit}-star", unit, "star");
        });
        Several(Math.Clamp((Units * villages + Villages - 1) / Villages, 1, Units), n =>
        {
            var (zh, en, sector) = UnitNames[n - 1];
            draft.Unit(Id("b", n), (zh, en), "branch", sector, "town");
        });
        foreach (var (kind, sector, zh, en) in Mass)
            Several(Math.Min(MassEach, villages), n =>
                draft.Unit(Id(kind, n, 1), (Places[n - 1].Zh + zh, $"{Places[n - 1].En} {en}"), "branch", sector, "town"));
        return draft.Done();
    }
}
