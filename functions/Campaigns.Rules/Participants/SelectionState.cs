using Campaigns.Rules.Definitions;
using Campaigns.Rules.Honouring;

namespace Campaigns.Rules.Participants;

/// <summary>
/// Where a participant stands in the choice of whom to honour (G3–G5, L2, L5): nominated by whom, intended, what is open against it, barred and why,
/// honoured, and what follows for whom. The scores themselves stand in <see cref="ParticipantState.Phases"/>.
/// </summary>
public sealed record SelectionState
{
    public static SelectionState None { get; } = new();

    /// <summary>Id of the unit that nominated it; null where nobody has.</summary>
    public string? NominatedBy { get; init; }
    /// <summary>On the intended list.</summary>
    public bool Intended { get; init; }
    /// <summary>Published behind the intended list, to move up where a place comes free.</summary>
    public bool Reserve { get; init; }
    /// <summary>Objections and appeals received so far, whatever became of them; the next one's id is made of it.</summary>
    public int Challenges { get; init; }
    /// <summary>Ids of those that wait for an answer, oldest first.</summary>
    public IReadOnlyList<string> Open { get; init; } = [];
    /// <summary>Id of the objection that was upheld and keeps it from being honoured this year.</summary>
    public string? BarredBy { get; init; }
    public HonourState? Honour { get; init; }
    /// <summary>What follows from the decision, and for whom; never changed when a post changes hands.</summary>
    public IReadOnlyList<Consequence> Consequences { get; init; } = [];
}

/// <summary>One consequence as it was given (K16): <see cref="Who"/> is the unit's id, or that of who held the post at the time.</summary>
public sealed record Consequence(ConsequenceKind Kind, ConsequenceTarget To, string Who, LocalizedText? For, LocalizedText? Text);
