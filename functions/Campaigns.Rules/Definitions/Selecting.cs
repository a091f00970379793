namespace Campaigns.Rules.Definitions;

/// <summary>
/// How a panel 评审组 works in a track (J15): each participant is scored by <see cref="Members"/> of its members, at least <see cref="Quorum"/> of whom must
/// have scored before it closes; <see cref="Trim"/> highest and as many lowest scores are left out; no member gets more than <see cref="Load"/> participants.
/// Scores of a member who gave at least <see cref="Minimum"/> are normalised by <see cref="Normalise"/>, those of the others stay raw.
/// </summary>
public sealed record PanelTerms(int Members, int Quorum, int Trim, int Load, PanelNormalisation Normalise, int Minimum)
{
    /// <summary>Seven score, five make a quorum, the highest and the lowest are left out, scores count as given.</summary>
    public static PanelTerms Usual { get; } = new(7, 5, 1, 10_000, PanelNormalisation.None, 5);
}

public enum PanelNormalisation
{
    /// <summary>Scores count as they were given.</summary>
    None,
    /// <summary>A member's scores are moved and stretched to the mean and the standard deviation of all scores of the panel.</summary>
    ZScore,
}

/// <summary>What the honours of a track are called, for how many years they hold (null: for good), and whether they are re-checked 复核 each year (L5).</summary>
public sealed record HonourTerms(LocalizedText Title, int? ValidYears, bool YearlyRecheck);

/// <summary>What follows for the honoured and for those that failed (K16), in the order of the document.</summary>
public sealed record ConsequenceTerms(IReadOnlyList<ConsequenceTerm> Honoured, IReadOnlyList<ConsequenceTerm> Failed)
{
    public static ConsequenceTerms None { get; } = new([], []);
}

/// <summary>One typed consequence: what, for whom, of which award or matter (<see cref="For"/>), in which words.</summary>
public sealed record ConsequenceTerm(ConsequenceKind Kind, ConsequenceTarget To, LocalizedText? For, LocalizedText? Text);

public enum ConsequenceKind
{
    /// <summary>物质奖励.</summary>
    Reward,
    /// <summary>工作激励.</summary>
    Incentive,
    /// <summary>经费补助.</summary>
    Subsidy,
    /// <summary>推荐人选: candidate for a higher award.</summary>
    Candidate,
    /// <summary>干部使用参考: reference for appointment.</summary>
    Reference,
    /// <summary>批评教育.</summary>
    Criticism,
    /// <summary>不得参评: not eligible for an award.</summary>
    Ineligible,
}

/// <summary>The unit itself (or the individual), or whoever held a post at it at the time.</summary>
public enum ConsequenceTarget
{
    Unit,
    Leader,
    Reporter,
    Liaison,
    LeaderInCharge,
    OrganisationMember,
    ContactPoint,
    Instructor,
}

/// <summary>What a phase needs to know beyond its time for choosing whom to honour; each part has meaning for its own kinds alone.</summary>
public sealed record SelectingTerms
{
    public static SelectingTerms None { get; } = new();

    /// <summary>How long the office has to answer an objection or an appeal, from its receipt; null where the end of the phase is the only limit.</summary>
    public Offset? Answer { get; init; }
    /// <summary>How long after the lock of a scored phase its scores may be appealed against 申诉 (J16); null for not at all.</summary>
    public Offset? Appeals { get; init; }
    /// <summary>What becomes of the intended list when the decision phase ends and nobody has decided.</summary>
    public Unattended Unattended { get; init; }
    /// <summary>Departments 联审 whose word is heard before the decision (L2), by unit id.</summary>
    public IReadOnlyList<string> Vetting { get; init; } = [];
}

public enum Unattended
{
    /// <summary>The list stays intended until somebody decides.</summary>
    Hold,
    /// <summary>The intended list is adopted as it stands, but for those with something open against them.</summary>
    Adopt,
}
