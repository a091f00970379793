namespace Campaigns.Rules.Definitions;

/// <summary>
/// Projects of its own 特色工作 that each participant declares (K7): how many, and the clause whose evidence they are, null where they serve none.
/// </summary>
public sealed record OwnProjects(IntRange Count, string? Clause);

/// <summary>How often a record card 记实卡 is kept for every member (K13).</summary>
public enum RecordCardRhythm
{
    Yearly,
    HalfYearly,
    Quarterly,
    Monthly,
}

/// <summary>
/// The leading group 领导小组 that every participant names at the start (K9): the post of its head, the levels of its member units, where its office is, and by
/// when, counted from the start of the year, it is to be set up.
/// </summary>
public sealed record LeadingGroupRules(Audience Head, IReadOnlyList<string> Members, Actor Office, Offset SetUp);
