namespace Campaigns.Rules.Inspections;

/// <summary>
/// A report from the public 举报 about a participant (K17). <see cref="Id"/> is the reference that whoever filed it got, and says nothing else.
/// <see cref="Text"/> and <see cref="Contact"/> are for those who answer alone: they stand in no ledger and never reach the participant.
/// Times in campaign time.
/// </summary>
public sealed record PublicReport(string Id, string Track, string Unit, string Text, string? Clause, string? Contact, DateTimeOffset ReceivedAt)
{
    /// <summary>By when it is to be answered; null while the holiday table that says so is missing.</summary>
    public DateTimeOffset? DueAt { get; init; }
    public PublicReportState State { get; init; }
    public string? AnsweredBy { get; init; }
    public DateTimeOffset? AnsweredAt { get; init; }
    /// <summary>Why it was dismissed.</summary>
    public string? Reason { get; init; }
    /// <summary>The inspection and the finding that it led to.</summary>
    public string? Inspection { get; init; }
    public string? Finding { get; init; }
    /// <summary>When its time was found to have passed; null while it has not.</summary>
    public DateTimeOffset? OverdueAt { get; init; }
    /// <summary>Rungs of its ladder that have fired, superseded ones included.</summary>
    public IReadOnlyList<string> Fired { get; init; } = [];

    /// <summary>It waits and its time has passed.</summary>
    public bool IsOverdue(DateTimeOffset now) => State is PublicReportState.Waiting && now > DueAt;
}

public enum PublicReportState
{
    Waiting,
    /// <summary>It led to a finding.</summary>
    Pursued,
    Dismissed,
}

/// <summary>Who answers: <see cref="ForAuthority"/> says that the person acts for the authority.</summary>
public sealed record ReportAnswerer(Sheets.Reviewer By, bool ForAuthority);
