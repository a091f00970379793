namespace Campaigns.Rules.Sheets;

/// <summary>What can be asked of a sheet. <see cref="By"/> is the id of the person, or <see cref="Ledger.Acts.Engine"/>.</summary>
public abstract record SheetCommand(string By);

/// <summary>Keeps what was filled in so far; complete or not.</summary>
public sealed record SaveDraft(SheetContent Content, string By) : SheetCommand(By);

/// <summary>Hands the sheet in; while Submitted it amends, while Returned it is the rework.</summary>
public sealed record Submit(SheetContent Content, string By) : SheetCommand(By)
{
    /// <summary>Working days begun since the grace ended when it was first handed in, by <see cref="LateRule.DaysLate"/>.</summary>
    public int DaysLate { get; init; } = 1;
}

/// <summary>零报告: the unit states that there is nothing to report (J9).</summary>
public sealed record ReturnNil(string Reason, string By) : SheetCommand(By);

/// <summary>合理缺项: the authority finds that the phase does not apply to the participant (J9).</summary>
public sealed record MarkNotApplicable(string Reason, string By) : SheetCommand(By);

/// <summary>
/// Counts one accepted file under a clause (D1). <see cref="Kind"/> (photo, document, video, sheet) is checked where it is known. <see cref="Submitted"/> is
/// the content last handed in, if any: with it the self-score follows the evidence at once. The caller makes sure that a file is attached once.
/// </summary>
public sealed record AttachEvidence(string Clause, string EvidenceId, string Sha256, string By, string? Kind = null, SheetContent? Submitted = null)
    : SheetCommand(By)
{
    /// <summary>Clauses that the file serves beside <see cref="Clause"/> (J10).</summary>
    public IReadOnlyList<string> AlsoFor { get; init; } = [];

    /// <summary>What it takes the place of; null for a first version.</summary>
    public ReplacedEvidence? Replaces { get; init; }

    /// <summary>The day on which what it shows took place, and today, both in the authority's calendar; null where nobody has said one.</summary>
    public DateOnly? EffectiveOn { get; init; }
    public DateOnly? Today { get; init; }
}

/// <summary>Evidence in whose place a new version comes: it stays, and counts no more.</summary>
public sealed record ReplacedEvidence(string Id, IReadOnlyList<string> Clauses, int Version);

/// <summary>The tier above accepts the sheet with its appraisal; a return that is still open is withdrawn by it.</summary>
public sealed record AcceptSheet(string Appraisal, string By) : SheetCommand(By);

/// <summary>The tier above returns the sheet for rework until <see cref="ReworkUntil"/>, which the calendar computed (C6).</summary>
public sealed record ReturnSheet(string Appraisal, string Reason, DateTimeOffset ReworkUntil, string By) : SheetCommand(By);

/// <summary>The engine's lock: Open becomes Silent, everything else stays. Safe to repeat.</summary>
public sealed record LockPhase() : SheetCommand(Ledger.Acts.Engine);

/// <summary>The end of a rework that was not handed in: the earlier version stands. Safe to repeat.</summary>
public sealed record LockRework() : SheetCommand(Ledger.Acts.Engine);
