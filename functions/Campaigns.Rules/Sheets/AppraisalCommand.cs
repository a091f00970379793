using System.Collections.ObjectModel;

namespace Campaigns.Rules.Sheets;

/// <summary>
/// Who reviews: the person's id, and the units whose people it is one of (its own unit, and those that it reports for or leads). None of these may be the
/// participant.
/// </summary>
public sealed record Reviewer(string Person, IReadOnlyList<string> OwnUnits);

/// <summary>What a reviewer can ask of an appraisal 考评.</summary>
public abstract record AppraisalCommand(Reviewer By);

/// <summary>
/// What the tier above finds. <see cref="Points"/>: 0 to the clause's maximum for every scored clause, 0 to the cap for a bonus or discretionary points.
/// <see cref="Measured"/>: the number of events asserted under deduction, zeroing and veto clauses (left out, none), and the verified value of a clause by
/// rank (left out, what was reported stands). <see cref="Waived"/>: deductions whose waiving fact is confirmed. <see cref="Reasons"/>: why discretionary
/// points were given, by clause.
/// </summary>
public sealed record AppraisalContent(
    IReadOnlyDictionary<string, decimal> Points, IReadOnlyDictionary<string, decimal>? Measured = null, string? Comment = null)
{
    /// <summary>Never null, also where the sender left it out.</summary>
    public IReadOnlyDictionary<string, decimal> Points { get; init => field = value ?? ReadOnlyDictionary<string, decimal>.Empty; } =
        Points ?? ReadOnlyDictionary<string, decimal>.Empty;

    /// <summary>Never null, also where the sender left it out.</summary>
    public IReadOnlyDictionary<string, decimal> Measured { get; init => field = value ?? ReadOnlyDictionary<string, decimal>.Empty; } =
        Measured ?? ReadOnlyDictionary<string, decimal>.Empty;

    /// <summary>Never null, also where the sender left it out.</summary>
    public IReadOnlyList<string> Waived { get; init => field = value ?? []; } = [];

    /// <summary>Never null, also where the sender left it out.</summary>
    public IReadOnlyDictionary<string, string> Reasons { get; init => field = value ?? ReadOnlyDictionary<string, string>.Empty; } =
        ReadOnlyDictionary<string, string>.Empty;
}

/// <summary>Keeps the appraisal as far as it got.</summary>
public sealed record SaveAppraisalDraft(AppraisalContent Content, Reviewer By) : AppraisalCommand(By);

/// <summary>Concludes the appraisal and accepts the sheets that it covers.</summary>
public sealed record AcceptAppraisal(AppraisalContent Content, Reviewer By) : AppraisalCommand(By);

/// <summary>Returns one covered sheet for rework until <see cref="ReworkUntil"/>, an instant that the calendar computed (C6).</summary>
public sealed record ReturnForRework(string Sheet, string Reason, DateTimeOffset ReworkUntil, Reviewer By) : AppraisalCommand(By);
