using Campaigns.Rules.Definitions;

namespace Campaigns.Rules.Reminding;

/// <summary>
/// Who stands behind each audience of one participant, by person id: the unit's own reporters, leaders and liaisons, the reviewers and leaders of its parent,
/// and the authority's office. In a track of individuals the reporter is that very person.
/// </summary>
public sealed record Contacts
{
    public static Contacts Nobody { get; } = new();

    public IReadOnlyList<string> Reporters { get; init; } = [];
    public IReadOnlyList<string> Leaders { get; init; } = [];
    public IReadOnlyList<string> Liaisons { get; init; } = [];
    public IReadOnlyList<string> ParentReviewers { get; init; } = [];
    public IReadOnlyList<string> ParentLeaders { get; init; } = [];
    public IReadOnlyList<string> Authority { get; init; } = [];
    public IReadOnlyList<string> LeadersInCharge { get; init; } = [];
    public IReadOnlyList<string> OrganisationMembers { get; init; } = [];
    public IReadOnlyList<string> Designated { get; init; } = [];
    public IReadOnlyList<string> ContactPoints { get; init; } = [];
    public IReadOnlyList<string> Instructors { get; init; } = [];
    public IReadOnlyList<string> Departments { get; init; } = [];

    public IReadOnlyList<string> Of(Audience audience) => audience switch
    {
        Audience.Reporter => Reporters,
        Audience.Leader => Leaders,
        Audience.Liaison => Liaisons,
        Audience.ParentReviewer => ParentReviewers,
        Audience.ParentLeader => ParentLeaders,
        Audience.LeaderInCharge => LeadersInCharge,
        Audience.OrganisationMember => OrganisationMembers,
        Audience.Designated => Designated,
        Audience.Contact => ContactPoints,
        Audience.Instructor => Instructors,
        Audience.Department => Departments,
        _ => Authority,
    };
}

/// <summary>A person that a rung speaks to, and as what.</summary>
public sealed record Recipient(string Person, Audience As);

/// <summary>Resolves the audiences of a rung (A3, J8, K9).</summary>
public static class Audiences
{
    private static readonly Audience[] Own =
        [Audience.Reporter, Audience.Designated, Audience.OrganisationMember, Audience.LeaderInCharge, Audience.Leader];

    private static readonly Audience[] InCopy = [Audience.Contact, Audience.Instructor, Audience.Liaison];

    /// <summary>
    /// The recipients of <paramref name="rung"/> and, where it speaks to the unit's own people, in copy the contact points, instructors and liaisons that
    /// <paramref name="ladder"/> names in none of its rungs: where the author says when they are told, that holds.
    /// </summary>
    public static IReadOnlyList<Recipient> Resolve(Rung rung, Ladder ladder, Contacts contacts)
    {
        ArgumentNullException.ThrowIfNull(rung);
        ArgumentNullException.ThrowIfNull(ladder);
        if (!rung.To.Any(Own.Contains))
            return Resolve(rung, contacts);
        var named = ladder.Rungs.SelectMany(r => r.To).ToHashSet();
        return Resolve(rung with { To = [.. rung.To, .. InCopy.Where(a => !named.Contains(a))] }, contacts);
    }

    /// <summary>
    /// The recipients of <paramref name="rung"/>, each person once, as the first audience of the rung that it belongs to; in the rung's order, then by id.
    /// Empty where nobody holds any of these roles.
    /// </summary>
    public static IReadOnlyList<Recipient> Resolve(Rung rung, Contacts contacts) => [.. rung.To
        .SelectMany(audience => contacts.Of(audience).Order(StringComparer.Ordinal).Select(person => new Recipient(person, audience)))
        .DistinctBy(recipient => recipient.Person)];
}
