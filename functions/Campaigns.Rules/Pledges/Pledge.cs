using System.Text.Json.Serialization;
using Campaigns.Rules.Definitions;

namespace Campaigns.Rules.Pledges;

/// <summary>Who pledges.</summary>
public enum PledgeKind
{
    /// <summary>The organisation itself.</summary>
    Organisation,

    /// <summary>A member of it.</summary>
    Member,
}

/// <summary>Where a pledge 承诺 stands.</summary>
public enum PledgeStatus
{
    /// <summary>Written down, not yet public.</summary>
    Made,

    /// <summary>Public, with proof of it.</summary>
    Published,

    /// <summary>Its fulfilment is reported and awaits the tier above.</summary>
    Reported,

    Kept,
    Broken,
}

/// <summary>
/// What is pledged (F1, K13): to whom and how it was made public; <see cref="Person"/> is the member who pledges, null for the organisation. With
/// <see cref="Proof"/> (an evidence id, an address, or where it hangs) the pledge counts as published.
/// </summary>
public sealed record PledgeContent(
    PledgeKind Kind, PledgeDirection Direction, string Text, string Audience, string Channel, DateTimeOffset DueAt, string? Person = null,
    string? Proof = null);

/// <summary>A pledge as it is kept: content, status and the instants that lead from one to the next.</summary>
public sealed record Pledge(PledgeContent Content, PledgeStatus Status)
{
    public DateTimeOffset? PublishedAt { get; init; }
    public DateTimeOffset? ReportedAt { get; init; }

    /// <summary>Until when the tier above answers a report.</summary>
    public DateTimeOffset? ConfirmUntil { get; init; }

    /// <summary>What the participant says about the fulfilment, and its evidence.</summary>
    public string? Report { get; init; }
    public IReadOnlyList<string> Evidence { get; init; } = [];

    /// <summary>When it was found kept or broken, and by whom: a person or the engine.</summary>
    public DateTimeOffset? DecidedAt { get; init; }
    public string? DecidedBy { get; init; }
}

/// <summary>Pledges of one kind by what became of them; every pledge is in <see cref="Made"/>, once public in <see cref="Published"/> for good.</summary>
public sealed record PledgeCounts(int Made = 0, int Published = 0, int Reported = 0, int Kept = 0, int Broken = 0)
{
    public static PledgeCounts None { get; } = new();

    /// <summary>Some are public and not decided yet.</summary>
    [JsonIgnore]
    public bool IsAwaited => Published > Kept + Broken;

    public static PledgeCounts operator +(PledgeCounts left, PledgeCounts right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return new(
            left.Made + right.Made, left.Published + right.Published, left.Reported + right.Reported, left.Kept + right.Kept, left.Broken + right.Broken);
    }
}

/// <summary>A participant's pledges, counted by who pledged; small enough to stand in the participant's row.</summary>
public sealed record PledgeTally(PledgeCounts Organisation, PledgeCounts Member)
{
    public static PledgeTally None { get; } = new(PledgeCounts.None, PledgeCounts.None);

    public PledgeCounts Of(PledgeKind kind) => kind is PledgeKind.Member ? Member : Organisation;

    public PledgeTally With(PledgeKind kind, Func<PledgeCounts, PledgeCounts> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return kind is PledgeKind.Member ? this with { Member = change(Member) } : this with { Organisation = change(Organisation) };
    }

    public static PledgeTally operator +(PledgeTally left, PledgeTally right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return new(left.Organisation + right.Organisation, left.Member + right.Member);
    }

    /// <summary>Kept among those decided, 0 to 1; null while none is.</summary>
    [JsonIgnore]
    public decimal? Fulfilment
    {
        get
        {
            var all = Organisation + Member;
            return all.Kept + all.Broken == 0 ? null : (decimal)all.Kept / (all.Kept + all.Broken);
        }
    }
}
