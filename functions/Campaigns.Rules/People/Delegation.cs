namespace Campaigns.Rules.People;

/// <summary>
/// A stand-in while somebody is absent 代理: from one instant to another <paramref name="To"/> has the assignments of the absent person that
/// <paramref name="Roles"/> names (all that can be delegated where it is empty). It ends by itself; ended earlier it stays on record (I1, I2).
/// What a stand-in was given is not passed on by a delegation of its own.
/// </summary>
/// <param name="Id">32 hex digits; the same for the same request again.</param>
/// <param name="From">The first instant, campaign time.</param>
/// <param name="Until">The first instant at which it holds no more.</param>
/// <param name="Roles">Words of assignments, each once.</param>
public sealed record Delegation(string Id, string To, DateTimeOffset From, DateTimeOffset Until, IReadOnlyList<string> Roles, string Reason)
{
    /// <summary>The longest that it may last.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromDays(366);

    /// <summary>The most that somebody may have given that have not ended.</summary>
    public const int MostOpen = 20;

    /// <summary>When it was ended before its time; null where it was not.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The first instant at which it holds no more.</summary>
    public DateTimeOffset End => EndedAt < Until ? EndedAt.Value : Until;

    public bool IsInForce(DateTimeOffset at) => From <= at && at < End;

    /// <summary>Whether it has not ended, begun or not.</summary>
    public bool IsOpen(DateTimeOffset at) => at < End;

    public bool Covers(string role) => Roles.Count == 0 || Roles.Contains(role);

    /// <summary>What keeps it from being given, by the field that is to be mended; empty where nothing does.</summary>
    /// <param name="person">Who is absent.</param>
    /// <param name="before">What they have given already.</param>
    /// <param name="delegable">The roles that can be delegated.</param>
    public IEnumerable<(string Field, string Problem)> Check(
        string person, IReadOnlyCollection<Delegation> before, IReadOnlyCollection<string> delegable, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(before);
        if (To == person)
            yield return ("to", "is the absent person");
        if (Until <= From)
            yield return ("until", "is not after from");
        else if (Until <= now)
            yield return ("until", "is over");
        else if (Until - From > Longest)
            yield return ("until", $"is more than {Longest.TotalDays:0} days after from");
        foreach (var role in Roles.Except(delegable))
            yield return ("roles", $"'{role}' cannot be delegated; these can: {string.Join(", ", delegable.Order(StringComparer.Ordinal))}");
        if (before.Count(d => d.IsOpen(now)) >= MostOpen)
            yield return ("", $"there are {MostOpen} that have not ended");
        if (before.Any(d => d.To == To && d.IsOpen(now) && d.From < Until && From < d.End))
            yield return ("to", "stands in at that time already");
    }
}
