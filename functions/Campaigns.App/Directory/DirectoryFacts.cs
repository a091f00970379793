using System.Globalization;
using Campaigns.Rules.Ledger;
using Campaigns.Rules.People;

namespace Campaigns.App.Directory;

/// <summary>Who changes the directory, when (campaign time), and why where a reason was given.</summary>
public sealed record DirectoryMark(string By, DateTimeOffset At, string? Why = null);

/// <summary>
/// What changes of the directory mean for the ledgers of units: what became of the unit itself, and who got or lost which part in it. People appear by id
/// alone; a change of somebody's name, address or language is no unit's fact.
/// </summary>
public sealed class DirectoryFacts(DirectoryMark mark)
{
    /// <summary>The most people in one entry, which is one string property.</summary>
    public const int MostPeople = 200;

    readonly Dictionary<string, List<LedgerFact>> _facts = new(StringComparer.Ordinal);
    readonly Dictionary<string, (List<string> Given, List<string> Taken)> _parts = new(StringComparer.Ordinal);

    public DirectoryMark Mark => mark;

    /// <summary>Notes what became of a unit; nothing where it is as it was.</summary>
    public DirectoryFacts Add(Unit? before, Unit after)
    {
        ArgumentNullException.ThrowIfNull(after);
        if (before is null)
        {
            Note(after.Id, Acts.UnitEntered, new()
            {
                ["name"] = after.Name,
                ["level"] = after.Level,
                ["sector"] = after.Sector,
                ["parent"] = after.Parent ?? "",
            });
        }
        else if (after.RetiredAt is not null && before.RetiredAt is null)
            Note(after.Id, Acts.UnitRetired, new() { ["into"] = after.EndedInto ?? "" });
        else if (Changed(before, after) is { Count: > 0 } changed)
            Note(after.Id, Acts.UnitChanged, changed);
        return this;
    }

    /// <summary>Notes what a person belongs to and is at units, and was.</summary>
    public DirectoryFacts Add(Person? before, Person after)
    {
        ArgumentNullException.ThrowIfNull(after);
        var (had, has) = (Parts(before), Parts(after));
        foreach (var (unit, role) in has.Except(had))
            Part(unit).Given.Add($"{role}:{after.Id}");
        foreach (var (unit, role) in had.Except(has))
            Part(unit).Taken.Add($"{role}:{after.Id}");
        return this;
    }

    /// <summary>Notes at a person's unit that the person was erased, and wherever the person had a part that this has ended.</summary>
    public DirectoryFacts Erase(Person person)
    {
        ArgumentNullException.ThrowIfNull(person);
        Note(person.Unit, Acts.PersonErased, new() { ["person"] = person.Id });
        foreach (var (unit, role) in Parts(person))
            Part(unit).Taken.Add($"{role}:{person.Id}");
        return this;
    }

    /// <summary>Notes at every unit concerned that somebody stands in, or does no more.</summary>
    public DirectoryFacts Add(Person absent, Delegation delegation)
    {
        ArgumentNullException.ThrowIfNull(absent);
        ArgumentNullException.ThrowIfNull(delegation);
        foreach (var assignment in absent.Assignments.Where(a => a.IsCoveredBy(delegation)))
        {
            Note(assignment.Unit, delegation.EndedAt is null ? Acts.Delegated : Acts.DelegationEnded, new()
            {
                ["role"] = AssignmentText.RoleName(assignment.Role),
                ["for"] = absent.Id,
                ["to"] = delegation.To,
                ["from"] = Instant(delegation.From),
                ["until"] = Instant(delegation.End),
            });
        }
        return this;

        static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
    }

    /// <summary>The facts by unit, in a stable order.</summary>
    public IReadOnlyList<(string Unit, IReadOnlyList<LedgerFact> Facts)> ByUnit()
    {
        var all = _facts.ToDictionary(f => f.Key, f => f.Value.ToList(), StringComparer.Ordinal);
        foreach (var (unit, (given, taken)) in _parts)
        {
            if (!all.TryGetValue(unit, out var facts))
                all[unit] = facts = [];
            facts.AddRange(Cut("given", given).Concat(Cut("taken", taken)).Select(f => new LedgerFact(Acts.PeopleChanged, mark.By, unit, f, mark.Why)));
        }
        return [.. all.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => (f.Key, (IReadOnlyList<LedgerFact>)f.Value))];
    }

    static IEnumerable<Dictionary<string, string>> Cut(string name, List<string> parts) => parts.Order(StringComparer.Ordinal)
        .Chunk(MostPeople).Select(chunk => new Dictionary<string, string> { [name] = string.Join(' ', chunk) });

    static Dictionary<string, string> Changed(Unit before, Unit after)
    {
        var changed = new Dictionary<string, string>();
        foreach (var (name, was, now) in new[]
        {
            ("name", before.Name, after.Name), ("nameEn", before.NameEn, after.NameEn), ("level", before.Level, after.Level),
            ("sector", before.Sector, after.Sector), ("parent", before.Parent, after.Parent),
        })
        {
            if (was != now)
                changed[name] = $"{was} → {now}";
        }
        return changed;
    }

    static HashSet<(string Unit, string Role)> Parts(Person? person) => person is null ? []
        : [(person.Unit, "member"), .. person.Assignments.Select(a => (a.Unit, AssignmentText.RoleName(a.Role)))];

    (List<string> Given, List<string> Taken) Part(string unit)
    {
        if (!_parts.TryGetValue(unit, out var part))
            _parts[unit] = part = ([], []);
        return part;
    }

    void Note(string unit, string act, Dictionary<string, string> facts)
    {
        if (!_facts.TryGetValue(unit, out var noted))
            _facts[unit] = noted = [];
        noted.Add(new(act, mark.By, unit, facts, mark.Why));
    }
}
