using System.Globalization;

namespace Campaigns.Local.Sample;

/// <summary>
/// A directory in the making: every unit comes with the people who answer for it, named by its id and their role, so that two builds of a place agree.
/// </summary>
internal sealed class SampleDraft(string domain)
{
    readonly List<SampleUnit> _units = [];
    readonly List<SamplePerson> _people = [];
    readonly List<SampleCluster> _clusters = [];

    public SampleCounty Done() => new(_units, _people) { Clusters = _clusters };

    /// <summary>A unit with its leader and its reporter.</summary>
    public string Unit(string id, (string Zh, string En) name, string level, string sector, string parent)
    {
        Root(id, name, level, sector, parent);
        Person($"{id}-leader", id, "leader");
        Person($"{id}-reporter", id, "reporter");
        return id;
    }

    /// <summary>A cluster of the home's, with who reports for it and the leader of the home who looks after it (K14).</summary>
    public void Cluster(string id, (string Zh, string En) name, string level, string home, string theme, IReadOnlyList<string> points)
    {
        var domains = _units.Where(u => points.Contains(u.Id)).Select(u => u.Sector).Distinct().Order(StringComparer.Ordinal).ToList();
        _clusters.Add(new SampleCluster(id, name.Zh, name.En, level, home, theme, $"{id}-contact", domains, points));
        Assigned($"{id}-reporter", home, "reporter", [id]);
        Assigned($"{id}-leader", home, "leader", [id]);
        Assigned($"{id}-contact", home, "contactPoint", [id]);
        Assigned($"{id}-instructor", home, "leadInstructor", [id]);
    }

    /// <summary>The unit at the top with its leader.</summary>
    public void Top(string id, (string Zh, string En) name, string level)
    {
        Root(id, name, level, "government", null);
        Person($"{id}-leader", id, "leader");
    }

    /// <summary>
    /// The authority's people: two of the office, who review what is right below, nine of the panel, three inspectors, an administrator and an
    /// auditor.
    /// </summary>
    public void Office(string unit)
    {
        Person($"{unit}-office-1", unit, "authority", "reviewer");
        Person($"{unit}-office-2", unit, "authority", "reviewer");
        Several(9, n => Person($"{unit}-panel-{n}", unit, "panelMember"));
        Several(3, n => Person($"{unit}-inspector-{n}", unit, "inspector"));
        Person($"{unit}-admin", unit, "administrator");
        Person($"{unit}-auditor", unit, "auditor");
    }

    /// <summary>Two reviewers, the leader in charge and the organisation member of a committee below the authority (K9).</summary>
    public void Committee(string unit)
    {
        Person($"{unit}-reviewer-1", unit, "reviewer");
        Person($"{unit}-reviewer-2", unit, "reviewer");
        Person($"{unit}-deputy", unit, "leaderInCharge");
        Person($"{unit}-organiser", unit, "organisationMember");
    }

    /// <summary>A person who holds roles at its own unit.</summary>
    public void Person(string id, string unit, params string[] roles) => Placed(id, unit, [.. roles.Select(role => new SampleAssignment(role, unit))]);

    /// <summary>A person of one unit who holds a role at others.</summary>
    public void Assigned(string id, string unit, string role, IEnumerable<string> at) => Placed(id, unit, [.. at.Select(u => new SampleAssignment(role, u))]);

    /// <summary>An individual that takes part.</summary>
    public void Individual(string id, string unit, string category) => _people.Add(Made(id, unit, []) with { Categories = [category] });

    public static void Several(int count, Action<int> make)
    {
        for (var n = 1; n <= count; n++)
            make(n);
    }

    /// <summary><c>v-007</c>: a kind and a number, padded so that ids sort as numbers do.</summary>
    public static string Id(string kind, int number, int digits = 2) => kind + "-" + number.ToString("D" + digits, CultureInfo.InvariantCulture);

    void Root(string id, (string Zh, string En) name, string level, string sector, string? parent) =>
        _units.Add(new SampleUnit(id, name.Zh, name.En, level, sector, parent));

    void Placed(string id, string unit, IReadOnlyList<SampleAssignment> assignments) => _people.Add(Made(id, unit, assignments));

    SamplePerson Made(string id, string unit, IReadOnlyList<SampleAssignment> assignments) =>
        new(id, ChineseNames.Person(id).Zh, $"{id}@{domain}", "zh", unit, [], assignments);
}
