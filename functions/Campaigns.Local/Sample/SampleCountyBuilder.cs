using System.Globalization;

namespace Campaigns.Local.Sample;

/// <summary>
/// The sample county 清和县: fictitious, of a real county's size, the same at every run. 30 townships, 14 county departments, 840 villages, 60 stations,
/// 900 individuals of category <c>vanguard</c> who live in the villages, and the people who work on the campaign: a leader and a reporter for every unit,
/// two reviewers, a leader in charge, an organisation member and seven liaisons in every township (each liaison looks after four villages), the authority's
/// staff, nine members of the panel, three inspectors, an administrator and an auditor.
/// </summary>
public static class SampleCountyBuilder
{
    public const string County = "county";
    public const string Vanguard = "vanguard";
    const int Townships = 30;
    const int VillagesEach = 28;
    const int VanguardsEach = 30;
    const int LiaisonsEach = 7;

    public static SampleCounty Build()
    {
        var units = Units().ToList();
        return new SampleCounty(units, [.. People(units)]);
    }

    /// <summary>
    /// The townships' share of the county: <paramref name="townships"/> of them with so many villages and everything below, so many departments, the
    /// individuals being of the category given; for quick runs.
    /// </summary>
    public static SampleCounty Build(int townships, int departments = 0, int villagesEach = VillagesEach, string category = Vanguard)
    {
        var whole = Build();
        var kept = Enumerable.Range(1, townships).Select(TownshipId).Append(County).ToHashSet();
        var villages = Enumerable.Range(1, Townships * VillagesEach).Where(v => (v - 1) % VillagesEach < villagesEach).Select(VillageId).ToHashSet();
        var own = Enumerable.Range(1, departments).Select(d => Id("d", d, 2)).Union(kept).ToHashSet();
        var units = whole.Units
            .Where(u => own.Contains(u.Id) || u.Parent is { } p && p != County && kept.Contains(p) && (u.Level != "village" || villages.Contains(u.Id)))
                .ToList();
        var ids = units.Select(u => u.Id).ToHashSet();
        return new SampleCounty(units, [.. whole.People.Where(p => ids.Contains(p.Unit)).Select(p => p with
        {
            Assignments = [.. p.Assignments.Where(a => ids.Contains(a.Unit))],
            Categories = [.. p.Categories.Select(_ => category)],
        })]);
    }

    static IEnumerable<SampleUnit> Units()
    {
        yield return new SampleUnit(County, "清和县", "Qinghe County", "county", "government", null);
        for (var t = 1; t <= Townships; t++)
        {
            var (zh, en) = ChineseNames.Township(t - 1);
            yield return new SampleUnit(TownshipId(t), zh + (t % 5 == 0 ? "镇" : "乡"), $"{en} Township", "township", "rural", County);
        }
        for (var d = 1; d <= ChineseNames.Departments.Count; d++)
        {
            var (zh, en) = ChineseNames.Departments[d - 1];
            yield return new SampleUnit(Id("d", d, 2), zh, en, "department", "government", County);
        }
        for (var v = 1; v <= Townships * VillagesEach; v++)
        {
            var (zh, en) = ChineseNames.Village(v - 1);
            yield return new SampleUnit(VillageId(v), zh + "村", $"{en} Village", "village", "rural", TownshipId((v - 1) / VillagesEach + 1));
        }
        for (var s = 1; s <= Townships * ChineseNames.Stations.Count; s++)
        {
            var township = (s - 1) / ChineseNames.Stations.Count;
            var (zh, en) = ChineseNames.Stations[(s - 1) % ChineseNames.Stations.Count];
            var (townZh, townEn) = ChineseNames.Township(township);
            yield return new SampleUnit(Id("s", s, 2), townZh + zh, $"{townEn} {en}", "station", "government", TownshipId(township + 1));
        }
    }

    static IEnumerable<SamplePerson> People(IReadOnlyList<SampleUnit> units)
    {
        foreach (var unit in units.Where(u => u.Id != County))
        {
            yield return Person($"{unit.Id}-leader", unit.Id, new SampleAssignment("leader", unit.Id));
            yield return Person($"{unit.Id}-reporter", unit.Id, new SampleAssignment("reporter", unit.Id));
        }
        for (var t = 1; t <= Townships; t++)
        {
            var township = TownshipId(t);
            for (var n = 1; n <= 2; n++)
                yield return Person($"{township}-reviewer-{n}", township, new SampleAssignment("reviewer", township));
            yield return Person($"{township}-deputy", township, new SampleAssignment("leaderInCharge", township));
            yield return Person($"{township}-organiser", township, new SampleAssignment("organisationMember", township));
            for (var n = 1; n <= LiaisonsEach; n++)
            {
                var first = (t - 1) * VillagesEach + (n - 1) * (VillagesEach / LiaisonsEach) + 1;
                yield return Person($"{township}-liaison-{n}", township,
                    [.. Enumerable.Range(first, VillagesEach / LiaisonsEach).Select(v => new SampleAssignment("liaison", VillageId(v)))]);
            }
            for (var n = 1; n <= VanguardsEach; n++)
            {
                var village = VillageId((t - 1) * VillagesEach + (n - 1) % VillagesEach + 1);
                yield return Person($"{township}-vanguard-{n:D2}", village) with { Categories = [Vanguard] };
            }
        }
        yield return Person("county-leader", County, new SampleAssignment("leader", County));
        yield return Person("county-office-1", County, new SampleAssignment("authority", County), new SampleAssignment("reviewer", County));
        var second = Person("county-office-2", County, new SampleAssignment("authority", County), new SampleAssignment("reviewer", County));
        yield return second with { Language = "en" };
        for (var n = 1; n <= 9; n++)
            yield return Person($"county-panel-{n}", County, new SampleAssignment("panelMember", County));
        for (var n = 1; n <= 3; n++)
            yield return Person($"county-inspector-{n}", County, new SampleAssignment("inspector", County));
        yield return Person("county-admin", County, new SampleAssignment("administrator", County));
        yield return Person("county-auditor", County, new SampleAssignment("auditor", County));
    }

    static SamplePerson Person(string id, string unit, params SampleAssignment[] assignments) =>
        new(id, ChineseNames.Person(id).Zh, $"{id}@qinghe.example", "zh", unit, [], assignments);

    static string TownshipId(int number) => Id("t", number, 2);

    static string VillageId(int number) => Id("v", number, 3);

    static string Id(string kind, int number, int digits) => kind + "-" + number.ToString("D" + digits, CultureInfo.InvariantCulture);
}
