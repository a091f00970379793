namespace Campaigns.Rules.Honouring;

/// <summary>
/// An honour 荣誉 as it was given (G5, L2, L5): <see cref="Basis"/> is the document number or what stands for it; <see cref="ValidUntil"/> the last day of its
/// validity, null for good.
/// </summary>
public sealed record HonourState(string Basis, DateTimeOffset GivenAt, DateOnly? ValidUntil)
{
    /// <summary>摘牌: when and why it was withdrawn; null while it stands.</summary>
    public HonourWithdrawal? Withdrawn { get; init; }
    /// <summary>复核: years in which it was re-checked and stood, in order.</summary>
    public IReadOnlyList<int> Rechecked { get; init; } = [];

    /// <summary>Whether it stands on <paramref name="day"/> of the authority's calendar.</summary>
    public bool StandsOn(DateOnly day) => Withdrawn is null && (ValidUntil is null || day <= ValidUntil);
}

/// <summary>A withdrawal by the authority, with the reason that everybody may read.</summary>
public sealed record HonourWithdrawal(DateTimeOffset At, string By, string Reason);
