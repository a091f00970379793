namespace Campaigns.Rules.Definitions;

/// <summary>The reminders and escalations of a phase, rung by rung (J8); each rung fires once.</summary>
public sealed record Ladder(string Id, IReadOnlyList<Rung> Rungs);

/// <summary>
/// One rung: when, to whom, and the warning card that it raises, if any. <see cref="Id"/> is stable over versions of the definition
/// (its place in the ladder, 1-based, unless the author names it).
/// </summary>
public sealed record Rung(string Id, When At, IReadOnlyList<Audience> To, Card? Card);

/// <summary>
/// Who a rung speaks to, seen from the participant: its reporter, its leader, its liaison; the reviewer or leader of its parent; the authority's office; and
/// the posts that a ladder climbs before it leaves the unit (K9), with those who look after it from outside (A3, K10).
/// </summary>
public enum Audience
{
    Reporter,
    Leader,
    Liaison,
    ParentReviewer,
    ParentLeader,
    Authority,
    /// <summary>分管领导: the leader in charge.</summary>
    LeaderInCharge,
    /// <summary>组织委员.</summary>
    OrganisationMember,
    /// <summary>专人: the person designated for the work.</summary>
    Designated,
    /// <summary>联系点: the leader of the tier above who looks after the unit.</summary>
    Contact,
    /// <summary>指导员: the instructors, the lead among them.</summary>
    Instructor,
    /// <summary>配合单位: who follows the unit for the cooperating department.</summary>
    Department,
}

public enum Card
{
    Yellow,
    Red,
}
