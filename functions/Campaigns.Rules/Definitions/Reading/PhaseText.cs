namespace Campaigns.Rules.Definitions.Reading;

/// <summary>A phase as it is written, before <c>each</c> is expanded and names are looked up. Null parts are missing or were reported.</summary>
internal sealed record PhaseText
{
    public required Pair Entry { get; init; }
    public string Id => Entry.Key;
    public PhaseKind? Kind { get; init; }
    public LocalizedText? Title { get; init; }
    public PeriodKind? Each { get; init; }
    /// <summary>One, or with <see cref="Each"/> all of the year; empty where the period could not be read.</summary>
    public IReadOnlyList<Period> Periods { get; init; } = [];
    public Actor By { get; init; }
    public IReadOnlyList<Name> Tracks { get; init; } = [];
    /// <summary>Null where the author leaves it to the rule.</summary>
    public IReadOnlyList<Name>? Covers { get; init; }
    public When? Opens { get; init; }
    public Node? OpensAt { get; init; }
    public When? Due { get; init; }
    public Node? DueAt { get; init; }
    public Offset? Grace { get; init; }
    public Offset? Late { get; init; }
    public LatePolicy? LatePolicy { get; init; }
    public Recurrence? Every { get; init; }
    public Offset? Rework { get; init; }
    public SelectingTerms Selecting { get; init; } = SelectingTerms.None;
    public Name? Ladder { get; init; }
    public InspectionDraw? Draw { get; init; }
    public bool Announced { get; init; } = true;
    public VoteTerms? Vote { get; init; }
    public Actor? FileWith { get; init; }
    public PledgeRules? Pledges { get; init; }

    /// <summary>Whether its windows can be computed.</summary>
    public bool HasWindow => Kind is not null && Periods.Count > 0 && Opens is not null && (Kind is PhaseKind.Bulletin || Due is not null);
}

/// <summary>One phase of the definition with the text that it comes from.</summary>
internal sealed record PhaseDraft(PhaseText Text, Phase Phase);
