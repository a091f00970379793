namespace Campaigns.Rules.People;

/// <summary>
/// Somebody's time in a post (L5): from <see cref="From"/> (inclusive) until <see cref="Until"/> (exclusive, null while it lasts). <see cref="Role"/> is the
/// directory's word for the kind of assignment.
/// </summary>
public sealed record Post(string Role, string Unit, DateTimeOffset From, DateTimeOffset? Until = null)
{
    /// <summary>Whether the post is held at <paramref name="instant"/>.</summary>
    public bool HeldAt(DateTimeOffset instant) => From <= instant && (Until is not { } until || instant < until);
}

/// <summary>Hands posts over (L5): a record is never rewritten, only ended, so that consequences can follow the holder of the time.</summary>
public static class Handover
{
    /// <summary>
    /// The posts of a person who from <paramref name="now"/> on holds exactly <paramref name="held"/>: those that ended are closed, new ones begin, everything
    /// else stays as it is. The same holding again changes nothing.
    /// </summary>
    public static IReadOnlyList<Post> Of(IReadOnlyList<Post> posts, IReadOnlyCollection<(string Role, string Unit)> held, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(posts);
        ArgumentNullException.ThrowIfNull(held);
        var kept = posts.Select(p => p.Until is null && !held.Contains((p.Role, p.Unit)) ? p with { Until = now } : p).ToList();
        var open = kept.Where(p => p.Until is null).Select(p => (p.Role, p.Unit)).ToHashSet();
        kept.AddRange(held.Where(h => !open.Contains(h)).Distinct()
            .OrderBy(h => h.Role, StringComparer.Ordinal).ThenBy(h => h.Unit, StringComparer.Ordinal)
            .Select(h => new Post(h.Role, h.Unit, now)));
        return kept;
    }
}
