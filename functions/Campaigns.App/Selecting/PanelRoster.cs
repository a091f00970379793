using Campaigns.Rules.Panels;

namespace Campaigns.App.Selecting;

/// <summary>
/// A track's panel as its row says: who is of it, whom it looks at, who looks at whom. <see cref="Held"/> names those who were below the quorum when the phase
/// locked: the panel takes scores about them until the authority closes it.
/// </summary>
public sealed record PanelRoster(IReadOnlyList<PanelMember> Members, string By, DateTimeOffset At)
{
    public IReadOnlyList<PanelCandidate> Candidates { get; init; } = [];
    public PanelAssignment Assignment { get; init; } = PanelAssignment.Empty;
    public IReadOnlyList<string> Held { get; init; } = [];
    public DateTimeOffset? ClosedAt { get; init; }
    /// <summary>Why the authority closed it with fewer than a quorum.</summary>
    public string? ClosedReason { get; init; }

    public PanelMember? Member(string person) => Members.FirstOrDefault(m => m.Person == person);
}

/// <summary>What a member gave, as its row says.</summary>
public sealed record StoredPanelScore(string Track, string Unit, string Member, decimal Score, string? Comment, DateTimeOffset At);

public sealed record PanelMemberBody(string Person, IReadOnlyList<string>? Conflicts = null, PanelExcuseBody? Excused = null);

/// <summary>Why a member is excused; <see cref="VotesCount"/> says whether what it gave so far stays.</summary>
public sealed record PanelExcuseBody(string Reason, bool VotesCount);

public sealed record PanelBody(IReadOnlyList<PanelMemberBody> Members);

public sealed record PanelScoreBody(decimal Score, string? Comment = null);

public sealed record ClosePanelBody(string Reason);

/// <summary>
/// A panel. A member sees itself and what it is to score. <see cref="VotesKept"/> and <see cref="VotesDropped"/> say what became of the scores of those excused
/// (J15).
/// </summary>
public sealed record PanelAnswer(
    string Track, string? Phase, Rules.Definitions.PanelTerms Terms, IReadOnlyList<PanelMember> Members,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Assignment, IReadOnlyList<string> BelowQuorum, IReadOnlyList<string> Held, DateTimeOffset? ClosedAt,
    string? ClosedReason, int VotesKept, int VotesDropped, IReadOnlyList<PanelResult> Results);

public sealed record PanelScoreAnswer(string Unit, string Member, decimal Score, string? Comment, DateTimeOffset At);
