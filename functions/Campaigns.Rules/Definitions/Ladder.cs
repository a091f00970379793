namespace Campaigns.Rules.Definitions;

/// <summary>The reminders and escalations of a phase, rung by rung (J8); each rung fires once.</summary>
public sealed record Ladder(string Id, IReadOnlyList<Rung> Rungs);

/// <summary>
/// One rung: when, to whom, and the warning card that it raises, if any. <see cref="Id"/> is stable over versions of the definition
/// (its place in the ladder, 1-based, unless the author names it).
/// </summary>
public sealed record Rung(string Id, When At, IReadOnlyList<Audience> To, Card? Card);

/// <summary>
/// Who a rung speaks to, seen from the participant: its reporter, its leader, its liaison; the reviewer or leader of its parent; the authority's office.
/// </summary>
public enum Audience
{
    Reporter,
    Leader,
    Liaison,
    ParentReviewer,
    ParentLeader,
    Authority,
}

public enum Card
{
    Yellow,
    Red,
}
