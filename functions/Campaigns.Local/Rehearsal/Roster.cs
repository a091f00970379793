using Campaigns.Local.Sample;

namespace Campaigns.Local.Rehearsal;

/// <summary>Who is who among the simulated people: looked up by role and unit, always in the order of their ids.</summary>
internal sealed class Roster
{
    readonly Dictionary<string, SamplePerson> _people;
    readonly ILookup<(string Role, string Unit), SamplePerson> _holders;

    public Roster(SampleCounty county)
    {
        County = county;
        _people = county.People.ToDictionary(p => p.Id);
        _holders = county.People.OrderBy(p => p.Id, StringComparer.Ordinal)
            .SelectMany(p => p.Assignments, (person, a) => (person, a))
            .ToLookup(h => (h.a.Role, h.a.Unit), h => h.person);
    }

    public SampleCounty County { get; }

    /// <summary>
    /// Who hands in for a participant: the person itself in a track of individuals, the unit's reporter otherwise; null where there is nobody.
    /// </summary>
    public string? ReporterOf(string unit) => _people.ContainsKey(unit) ? unit : _holders[("reporter", unit)].FirstOrDefault()?.Id;

    /// <summary>The reviewers of a unit, each of whom may appraise what is right below it.</summary>
    public IReadOnlyList<string> ReviewersOf(string unit) => [.. _holders[("reviewer", unit)].Select(p => p.Id)];

    /// <summary>Everybody with a role, whatever the unit, by id.</summary>
    public IReadOnlyList<string> With(string role) =>
        [.. _people.Values.Where(p => p.Assignments.Any(a => a.Role == role)).Select(p => p.Id).Order(StringComparer.Ordinal)];

    /// <summary>Anybody with a role, whatever the unit; null where nobody has it.</summary>
    public string? AnyWith(string role) =>
        _people.Values.Where(p => p.Assignments.Any(a => a.Role == role)).Select(p => p.Id).Order(StringComparer.Ordinal).FirstOrDefault();
}
