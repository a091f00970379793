using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Campaigns.Rules.Definitions;

namespace Campaigns.Rules.Panels;

/// <summary>
/// Who scores whom: members by candidate, both in ordinal order. <see cref="BelowQuorum"/> names candidates with fewer members than a quorum, to whom more
/// must be
/// appointed.
/// </summary>
public sealed record PanelAssignment(IReadOnlyDictionary<string, IReadOnlyList<string>> Members, IReadOnlyList<string> BelowQuorum)
{
    public static PanelAssignment Empty { get; } = new(new Dictionary<string, IReadOnlyList<string>>(), []);

    public bool Has(string unit, string person) => Members.TryGetValue(unit, out var members) && members.Contains(person);
}

/// <summary>Assigns candidates to members (J15): conflict-free, nobody above its load, the same for the same seed whatever the order of the lists.</summary>
public static class PanelAssigner
{
    /// <summary>
    /// The assignment of <paramref name="candidates"/> to <paramref name="members"/>. What <paramref name="before"/> assigned stays where it may, so that a
    /// replacement moves as little as possible; the rest goes to whoever has least to do, ties by a hash of the seed. Those with the fewest possible
    /// members come first.
    /// </summary>
    public static PanelAssignment Assign(
        string seed, IReadOnlyCollection<PanelCandidate> candidates, IReadOnlyCollection<PanelMember> members, PanelTerms terms, PanelAssignment before)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        ArgumentNullException.ThrowIfNull(terms);
        ArgumentNullException.ThrowIfNull(before);
        var active = members.Where(m => m.Excused is null).OrderBy(m => m.Person, StringComparer.Ordinal).ToList();
        var load = active.ToDictionary(m => m.Person, _ => 0);
        var able = candidates.ToDictionary(c => c.Unit, c => active.Where(m => !m.ConflictsWith(c)).Select(m => m.Person).ToList());
        var chosen = candidates.ToDictionary(c => c.Unit, _ => new List<string>());

        foreach (var unit in chosen.Keys.Order(StringComparer.Ordinal))
        {
            foreach (var person in able[unit].Where(p => before.Has(unit, p) && load[p] < terms.Load).Take(terms.Members))
                Give(unit, person);
        }
        foreach (var unit in chosen.Keys.OrderBy(u => able[u].Count).ThenBy(u => Draw(seed, u)).ThenBy(u => u, StringComparer.Ordinal))
        {
            while (chosen[unit].Count < terms.Members && Next(unit) is { } person)
                Give(unit, person);
        }
        return new PanelAssignment(
            chosen.ToDictionary(c => c.Key, c => (IReadOnlyList<string>)[.. c.Value.Order(StringComparer.Ordinal)]),
            [.. chosen.Where(c => c.Value.Count < terms.Quorum).Select(c => c.Key).Order(StringComparer.Ordinal)]);

        void Give(string unit, string person)
        {
            chosen[unit].Add(person);
            load[person]++;
        }

        string? Next(string unit) => able[unit]
            .Where(p => load[p] < terms.Load && !chosen[unit].Contains(p))
            .OrderBy(p => load[p]).ThenBy(p => Draw(seed, unit, p)).ThenBy(p => p, StringComparer.Ordinal)
            .FirstOrDefault();
    }

    /// <summary>A number that seed and ids decide alone, the same on every machine and in every year.</summary>
    public static ulong Draw(string seed, params ReadOnlySpan<string> ids) =>
        BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}\n{string.Join('\n', ids!)}")));
}
