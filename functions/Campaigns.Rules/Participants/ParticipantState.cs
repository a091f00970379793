using System.Collections.ObjectModel;
using System.Text.Json.Serialization;

namespace Campaigns.Rules.Participants;

/// <summary>
/// What is remembered of a participant 参评对象 in a cycle: who it is and where it stands in each phase. Small enough to be read and decided upon at once;
/// the sheets, reviews and evidence records themselves are rows of their own. A unit or person is named by id only.
/// </summary>
public sealed record ParticipantState
{
    public required string Track { get; init; }
    /// <summary>Id of the unit or, in a track of individuals, of the person.</summary>
    public required string Unit { get; init; }
    /// <summary>The unit above, whose reviewers appraise it; the authority for units right below it.</summary>
    public required string Parent { get; init; }
    /// <summary>The unit right below the authority on the way up (the township, or the department itself): what pages count by.</summary>
    public required string Area { get; init; }
    /// <summary>By phase id; a phase in which nothing has happened yet is absent.</summary>
    public IReadOnlyDictionary<string, PhaseState> Phases { get; init; } = new Dictionary<string, PhaseState>();
    /// <summary>Warning cards, oldest first.</summary>
    public IReadOnlyList<WarningCard> Cards { get; init; } = [];
    /// <summary>Clauses found not applicable to this participant 合理缺项, each with the reason (L4).</summary>
    public IReadOnlyDictionary<string, string> NotApplicable { get; init; } = ReadOnlyDictionary<string, string>.Empty;
    /// <summary>What it is compared with for ranking within a group: a sector, a level or an area; null where the track compares all.</summary>
    public string? Comparable { get; init; }
    /// <summary>What bars it from honours, and who answers for that; null while nothing does (E5).</summary>
    public Standing? Standing { get; init; }
    /// <summary>Inspections of it so far, and what became of their findings (E3, L3); null before the first.</summary>
    public InspectionRecord? Inspected { get; init; }
    /// <summary>Reports from the public about it (K17); null before the first.</summary>
    public ReportRecord? Reported { get; init; }
    /// <summary>Its pledges, counted; null while it has made none (F1).</summary>
    public Pledges.PledgeTally? Pledges { get; init; }
    /// <summary>Nomination, objections, honour and consequences; null while nothing of that has happened.</summary>
    public SelectionState? Selection { get; init; }
    /// <summary>What it brings from the year before (J24); null in its first year.</summary>
    public CarriedResult? Carried { get; init; }
    /// <summary>Extensions and what else is this participant's own in the calendar (J1).</summary>
    public IndividualDates Dates { get; init; } = IndividualDates.None;
    /// <summary>Class and list membership with which it began the year (B7, G6); null where nothing was carried in.</summary>
    public YearStart? Start { get; init; }
    /// <summary>What it keeps beside its sheets, counted; null while it keeps nothing (K7–K9, K13, K17).</summary>
    public Records.RecordTally? Records { get; init; }
    /// <summary>Its end within the cycle; null while it takes part (J20).</summary>
    public People.Departure? Left { get; init; }
    /// <summary>Units whose part in the cycle it carries on, oldest first: those that it was split from or took in (J20).</summary>
    public IReadOnlyList<string> Origins { get; init; } = [];
    /// <summary>Composite score and outcome, once evaluated.</summary>
    public Outcome? Outcome { get; init; }

    /// <summary>
    /// Ids of the units under whose names the sheets and appraisals stand that its scores rest on (J20), its own among them, each once, in order.
    /// </summary>
    [JsonIgnore]
    public IEnumerable<string> SheetUnits => Phases.Values.Select(p => p.SheetOf).OfType<string>().Append(Unit).Distinct().Order(StringComparer.Ordinal);

    public PhaseState Phase(string id) => Phases.TryGetValue(id, out var state) ? state : PhaseState.Untouched;
    public ParticipantState With(string phase, PhaseState state) => this with { Phases = new Dictionary<string, PhaseState>(Phases) { [phase] = state } };
}

/// <summary>Where a participant stands in a phase. Timeliness is derived from the instants, never stored twice.</summary>
public sealed record PhaseState
{
    public static PhaseState Untouched { get; } = new();

    public SheetStatus Status { get; init; }
    /// <summary>When the sheet (self-check, summary) or appraisal was first handed in, in campaign time.</summary>
    public DateTimeOffset? SubmittedAt { get; init; }
    /// <summary>How it stood with the phase's window then.</summary>
    public Calendar.Timeliness? Timeliness { get; init; }
    /// <summary>Self-score of a self-check, or the tier above's score of an appraisal.</summary>
    public decimal? Score { get; init; }
    public bool Vetoed { get; init; }
    /// <summary>Points that the late policy takes off the score, on the standard's scale; null for none (C4). <see cref="Score"/> is before it.</summary>
    public decimal? LateDeduction { get; init; }
    /// <summary>When a duty report was rated, in campaign time; null until then (K11).</summary>
    public DateTimeOffset? RatedAt { get; init; }
    /// <summary>What was voted so far, in numbers alone; null where no codes were issued (K12).</summary>
    public Votes.VoteTally? Vote { get; init; }
    /// <summary>Reported values of the measures that the standard keeps, by measure; null where it keeps none.</summary>
    public IReadOnlyDictionary<string, decimal>? Measured { get; init; }
    /// <summary>How often the sheet was handed in: 1 after the first time, more after amendments and rework.</summary>
    public int Version { get; init; }
    /// <summary>
    /// Id of the unit under whose name the sheet or appraisal stands that the score was given for, where a split or merger carried it over (J20); null for the
    /// participant's own.
    /// </summary>
    public string? SheetOf { get; init; }
    /// <summary>How often the sheet was returned.</summary>
    public int Returns { get; init; }
    /// <summary>Until when a returned sheet may be handed in again.</summary>
    public DateTimeOffset? ReworkUntil { get; init; }
    /// <summary>
    /// Until when the office answers a plan that was filed again after being sent back (B8); null where the phase's lock says it, and once told.
    /// </summary>
    public DateTimeOffset? AnswerUntil { get; init; }
    /// <summary>Of an inspection: it was drawn; null where it was not (E2).</summary>
    public DrawnVisit? Drawn { get; init; }
    /// <summary>Of an appraisal: the covered sheets whose self-score lay above the review by more than the definition lets pass (E1).</summary>
    public IReadOnlyList<ScoreFlag>? Flags { get; init; }
    /// <summary>How the phase was fulfilled without a report; null where it was not, or by a report (J9).</summary>
    public Fulfilment? Fulfilled { get; init; }
    /// <summary>Accepted files by clause.</summary>
    public IReadOnlyDictionary<string, int> Evidence { get; init; } = new Dictionary<string, int>();

    /// <summary>Something was handed in and counts, be it returned for rework.</summary>
    [JsonIgnore]
    public bool HandedIn => Status is SheetStatus.Submitted or SheetStatus.Returned or SheetStatus.Accepted;
}

public enum SheetStatus
{
    /// <summary>Nothing handed in yet.</summary>
    Open,
    Submitted,
    /// <summary>退回修改: to be reworked until <see cref="PhaseState.ReworkUntil"/>.</summary>
    Returned,
    /// <summary>Accepted by the tier above; for an appraisal, done.</summary>
    Accepted,
    /// <summary>The phase locked without anything handed in.</summary>
    Silent,
}
