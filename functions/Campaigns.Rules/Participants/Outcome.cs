namespace Campaigns.Rules.Participants;

/// <summary>
/// The result of the year: composite score, grade, rank within the track, attainment and honour, each with its reason on the score's lines. Equal by value,
/// so that deciding twice changes nothing.
/// </summary>
public sealed record Outcome(decimal Score, bool Vetoed, string? Grade, int? Rank, bool Attained, bool Honoured)
{
    /// <summary>Rank among those that it is compared with; equal to <see cref="Rank"/> where the track compares all (G2).</summary>
    public int? GroupRank { get; init; }
    /// <summary>Its place in each clause that gives points by rank, by clause id; null where there is none (J13).</summary>
    public IReadOnlyDictionary<string, RankPlace>? Places { get; init; }
    /// <summary>Class 类别 at the year's end, and the one with which it began (B7); null where the track has no classes, or it had none.</summary>
    public string? Class { get; init; }
    public string? ClassAtStart { get; init; }
    /// <summary>On the list of the honoured or cultivated at the year's end, and at its start (G6).</summary>
    public bool Listed { get; init; }
    public bool ListedAtStart { get; init; }

    public bool Equals(Outcome? other) => other is not null
        && (Score, Vetoed, Grade, Rank, Attained, Honoured) == (other.Score, other.Vetoed, other.Grade, other.Rank, other.Attained, other.Honoured)
        && (GroupRank, Class, ClassAtStart, Listed, ListedAtStart) == (other.GroupRank, other.Class, other.ClassAtStart, other.Listed, other.ListedAtStart)
        && SamePlaces(Places, other.Places);

    public override int GetHashCode() => HashCode.Combine(Score, Vetoed, Grade, Rank, Attained, Honoured, GroupRank, Class);

    private static bool SamePlaces(IReadOnlyDictionary<string, RankPlace>? left, IReadOnlyDictionary<string, RankPlace>? right) =>
        (left?.Count ?? 0) == (right?.Count ?? 0) && (left is null || left.All(p => right!.TryGetValue(p.Key, out var place) && place == p.Value));
}

/// <summary>The place, from 1, of a value among the <see cref="Of"/> values that were compared; equal values share a place.</summary>
public sealed record RankPlace(int Place, int Of, decimal Value);

/// <summary>What a participant brings into the year (J24): its class, and whether it is on the list of the honoured or cultivated.</summary>
public sealed record YearStart(string? Class, bool Listed);
