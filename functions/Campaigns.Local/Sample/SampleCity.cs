using static Campaigns.Local.Sample.SampleDraft;

namespace Campaigns.Local.Sample;

/// <summary>
/// The city 泽州市 of the demonstration clusters: fictitious; three counties with four clusters each, ten of them of the city's level, forty townships with five
/// points each, of all fields, two hundred points in all. Every point has a leader of its township, every cluster a county leader, and both have instructors.
/// </summary>
internal static class SampleCity
{
    /// <summary>Townships of the largest county; the city has forty.</summary>
    public const int TownshipsEach = 14;
    const int Counties = 3;
    const int PointsEach = 5;
    const int ClustersEach = 4;
    static readonly string[] Themes = ["服务型党组织", "农村新社区党建", "党员人才工程", "网络党建"];
    static readonly (string Zh, string En)[] CountyNames = [("东平县", "Dongping County"), ("滨湖区", "Binhu District"), ("安丰县", "Anfeng County")];
    static readonly (string Zh, string En, string Level, string Sector)[] Fields =
    [
        ("{0}村", "{0} Village", "village", "rural"), ("{0}社区", "{0} Community", "community", "community"),
        ("{0}机关支部", "{0} office branch", "branch", "government"), ("{0}学校支部", "{0} school branch", "branch", "school"),
        ("{0}企业支部", "{0} firm's branch", "branch", "new-organisations"),
    ];

    /// <summary>The city with so many townships in every county (the third has two fewer where all are asked for).</summary>
    public static SampleCounty Build(int townshipsEach)
    {
        var draft = new SampleDraft("zezhou.example");
        draft.Top("city", ("泽州市", "Zezhou City"), "city");
        draft.Office("city");
        var (township, point, cluster) = (0, 0, 0);
        Several(Counties, c =>
        {
            var county = draft.Unit(Id("c", c, 1), CountyNames[c - 1], "county", "government", "city");
            draft.Committee(county);
            var own = new List<string>();
            Several(townshipsEach >= TownshipsEach && c == Counties ? TownshipsEach - 2 : townshipsEach, _ =>
            {
                var (zh, en) = ChineseNames.Village(600 + township);
                var town = draft.Unit(Id("t", ++township), (zh + "镇", $"{en} Township"), "township", "rural", county);
                draft.Committee(town);
                var points = new List<string>();
                Several(PointsEach, n =>
                {
                    var field = Fields[n - 1];
                    var place = ChineseNames.Village(point++);
                    points.Add(draft.Unit(
                        Id("p", point, 3), (string.Format(null, field.Zh, place.Zh), string.Format(null, field.En, place.En)), field.Level, field.Sector,
                        town));
                });
                draft.Assigned($"{town}-contact", town, "contactPoint", points);
                draft.Assigned($"{town}-instructor-1", town, "leadInstructor", points);
                draft.Assigned($"{town}-instructor-2", town, "instructor", points);
                own.AddRange(points);
            });
            // The last of two of the three counties is the county's own; ten of twelve are the city's.
            var clusters = Math.Min(ClustersEach, 2 * townshipsEach);
            Several(clusters, n => draft.Cluster(
                Id("g", ++cluster), ($"{CountyNames[c - 1].Zh}第{n}示范群", $"{CountyNames[c - 1].En} cluster {n}"), n == clusters && c > 1 ? "county" : "city",
                county, Themes[n - 1], [.. own.Where((_, i) => i % clusters == n - 1)]));
        });
        return draft.Done();
    }
}
