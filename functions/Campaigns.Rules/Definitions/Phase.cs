namespace Campaigns.Rules.Definitions;

/// <summary>
/// A phase 阶段 of the year (C1, C3): its kind, its actor, its period, and when it opens and is due, relative to the period or to another phase.
/// </summary>
public sealed record Phase
{
    public required string Id { get; init; }
    public required PhaseKind Kind { get; init; }
    public required LocalizedText Title { get; init; }
    public required Period Period { get; init; }
    /// <summary>Who acts: the unit itself, its parent, or the authority. Every phase names its actor (C1).</summary>
    public required Actor By { get; init; }
    /// <summary>Tracks that go through the phase; empty for all.</summary>
    public required IReadOnlyList<string> Tracks { get; init; }
    /// <summary>Phases whose sheets this phase looks at (an appraisal names its self-checks); empty where it has none.</summary>
    public required IReadOnlyList<string> Covers { get; init; }
    public required When Opens { get; init; }
    /// <summary>When it is due. Bulletins have no due date: they are produced at <see cref="Opens"/>.</summary>
    public When? Due { get; init; }
    /// <summary>Working or calendar days after the due date in which a submission is accepted as in grace; null for none.</summary>
    public Offset? Grace { get; init; }
    /// <summary>Days after the grace in which a submission is still taken and marked late; null: the phase locks when the grace ends.</summary>
    public Offset? Late { get; init; }
    /// <summary>What comes of a sheet handed in after the grace (C4).</summary>
    public LatePolicy LatePolicy { get; init; } = LatePolicy.Accept;
    /// <summary>Days that a returned sheet has for its rework, or a plan for its completion, from the return (B8, C6); appraisals and plans only.</summary>
    public Offset? Rework { get; init; }
    /// <summary>Whom an inspection visits (E2); null for everybody, and for the other kinds.</summary>
    public InspectionDraw? Draw { get; init; }
    /// <summary>Whether those drawn are told before the visit; inspections only.</summary>
    public bool Announced { get; init; } = true;
    /// <summary>Answers, appeals, vetting and what happens unattended, where the kind has them.</summary>
    public SelectingTerms Selecting { get; init; } = SelectingTerms.None;
    /// <summary>Id of the <see cref="Ladder"/>; null where nobody is reminded.</summary>
    public string? Ladder { get; init; }
    /// <summary>Who registers a plan (B8): the tier above or the authority's office; plans only.</summary>
    public Actor? FileWith { get; init; }
    /// <summary>What is asked of pledges (F1); pledging only.</summary>
    public PledgeRules? Pledges { get; init; }

    /// <summary>What a vote asks and how many must take part; null for the other kinds (K12).</summary>
    public VoteTerms? Vote { get; init; }

    /// <summary>In which years it comes; null for every year (G8).</summary>
    public Recurrence? Every { get; init; }

    public bool ComesIn(int year) => Every?.ComesIn(year) ?? true;

    /// <summary>
    /// An on-site assessment 实地考核 of the candidates (K3): an inspection whose mark enters the choice by the weights of <see cref="Selection.Weigh"/>, and
    /// no composite score.
    /// </summary>
    public bool Assesses => Kind is PhaseKind.Inspection && Draw is { OfCandidates: true };

    public bool Concerns(string track) => Tracks.Count == 0 || Tracks.Contains(track);

    /// <summary>Whether a track may go through this phase and <paramref name="other"/> both.</summary>
    public bool Shares(Phase other) => Tracks.Count == 0 || other.Tracks.Count == 0 || Tracks.Intersect(other.Tracks).Any();
}

public enum PhaseKind
{
    /// <summary>自查: the participant fills in a sheet against its standard and files evidence.</summary>
    SelfCheck,
    /// <summary>小结: the participant writes a text of its own.</summary>
    Summary,
    /// <summary>考评: the tier above scores each participant beside its self-checks.</summary>
    Appraisal,
    /// <summary>通报: a bulletin that the system produces and publishes by itself.</summary>
    Bulletin,
    /// <summary>总评: composite scores, ranking, attainment and, where no decision phase comes after it, honours.</summary>
    Evaluation,
    /// <summary>创建方案: the participant's plan, filed and registered or sent back (B8).</summary>
    Plan,
    /// <summary>公开承诺: pledges are made, published and later kept (F1).</summary>
    Pledging,
    /// <summary>督查: participants are looked at on the spot, all of them or a draw (E2).</summary>
    Inspection,
    /// <summary>述职: the participant's head reports and is rated (K11).</summary>
    DutyReport,
    /// <summary>测评: people vote, anonymously (K12).</summary>
    Vote,
    /// <summary>申报: nominators put forward participants within their allotted numbers (G3).</summary>
    Nomination,
    /// <summary>评审: members of a panel score participants (J15).</summary>
    Panel,
    /// <summary>公示: the intended list is published and objections are taken (G4).</summary>
    PublicNotice,
    /// <summary>审定命名: the authority decides the final list (L2).</summary>
    Decision,
}

public enum Actor
{
    Self,
    Parent,
    Authority,
}

/// <summary>A part of the cycle's year in DHIS2's terms: the year, a half (S1, S2), a quarter (Q1–Q4) or a month (M1–M12) (J11).</summary>
public readonly record struct Period(PeriodKind Kind, int Number)
{
    /// <summary>The period id in <paramref name="year"/>: <c>2026</c>, <c>2026S1</c>, <c>2026Q1</c>, <c>202601</c>.</summary>
    public string Id(int year) => Kind switch
    {
        PeriodKind.Year => $"{year:D4}",
        PeriodKind.Half => $"{year:D4}S{Number}",
        PeriodKind.Quarter => $"{year:D4}Q{Number}",
        _ => $"{year:D4}{Number:D2}",
    };

    public DateOnly FirstDay(int year) => new(year, FirstMonth, 1);

    public DateOnly LastDay(int year) => new(year, LastMonth, DateTime.DaysInMonth(year, LastMonth));

    /// <summary>Whether this period lies within <paramref name="other"/>, or is it.</summary>
    public bool Within(Period other) => LastMonth <= other.LastMonth && FirstMonth >= other.FirstMonth;

    /// <summary>The month, 1 to 12, in which the period begins.</summary>
    public int FirstMonth => LastMonth - Months + 1;

    /// <summary>The month, 1 to 12, in which the period ends.</summary>
    public int LastMonth => Number * Months;

    int Months => Kind switch { PeriodKind.Year => 12, PeriodKind.Half => 6, PeriodKind.Quarter => 3, _ => 1 };
}

public enum PeriodKind
{
    Year,
    Half,
    Quarter,
    Month,
}

/// <summary>A moment relative to an anchor: <c>end + 10wd</c>, <c>after q2</c>, <c>12-20</c>, <c>15wd</c> (after opening).</summary>
public sealed record When(Anchor Anchor, Offset Offset, string? Phase = null, MonthDay? Date = null);

public enum Anchor
{
    /// <summary>First day of the phase's period.</summary>
    Start,
    /// <summary>Last day of the phase's period.</summary>
    End,
    /// <summary>The phase's own opening.</summary>
    Open,
    /// <summary>The phase's own due date.</summary>
    Due,
    /// <summary>The phase's own lock.</summary>
    Locked,
    /// <summary>The lock of the phase named in <see cref="When.Phase"/>.</summary>
    After,
    /// <summary>A fixed date of the cycle's year, <see cref="When.Date"/>, put on a working day by the roll rule.</summary>
    Date,
}

public readonly record struct MonthDay(int Month, int Day);

/// <summary>A signed number of working days (<c>wd</c>) or calendar days (<c>d</c>).</summary>
public readonly record struct Offset(int Days, bool Working)
{
    public static Offset None { get; } = new(0, true);
}
