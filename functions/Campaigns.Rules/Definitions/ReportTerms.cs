namespace Campaigns.Rules.Definitions;

/// <summary>
/// How reports from the public 举报 are heard (K17): who answers them, within which time from the day of the report, and by which ladder they are reminded
/// and, past that time, told to their superiors (J7); a null <see cref="Ladder"/> is the usual one.
/// </summary>
public sealed record ReportTerms(ReportOwner By, Offset Answer, string? Ladder);

/// <summary>Who answers reports from the public.</summary>
public enum ReportOwner
{
    /// <summary>Whoever acts for the authority, and nobody else.</summary>
    Authority,
    /// <summary>Those named inspectors of the authority, its office where nobody is; the office may answer for them.</summary>
    Inspector,
}
