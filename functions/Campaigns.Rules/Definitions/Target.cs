namespace Campaigns.Rules.Definitions;

/// <summary>
/// One of the campaign's own indicators (B3, B4, K5, K6): what is to be reached, and what counts towards it. <see cref="Track"/> and <see cref="Level"/>
/// narrow whom it is counted over; null for everybody.
/// </summary>
public sealed record Target
{
    public required string Id { get; init; }
    public required LocalizedText Title { get; init; }
    public required TargetAim Aim { get; init; }
    public required TargetSource Source { get; init; }
    public string? Track { get; init; }
    public string? Level { get; init; }
}

/// <summary>
/// What is to be reached (K5): <see cref="Value"/> as its <see cref="Kind"/> says, a share (0–1) where <see cref="IsShare"/>. <see cref="Upper"/> is the
/// stretch above a floor, the end of a range, or the tolerance (0–1) of about. <see cref="Reference"/> names the value that a relative target stands above.
/// </summary>
public sealed record TargetAim(TargetKind Kind, decimal Value, bool IsShare, decimal? Upper = null, string? Reference = null);

public enum TargetKind
{
    /// <summary>至少, perhaps with a stretch 力争.</summary>
    AtLeast,
    /// <summary>左右.</summary>
    About,
    Exactly,
    Range,
    /// <summary>The mean stands by a share above a reference value.</summary>
    AboveReference,
}

/// <summary>What counts towards a target.</summary>
public abstract record TargetSource
{
    private protected TargetSource()
    {
    }
}

/// <summary>
/// A reported value: its sum over participants, as a share of the sum of <see cref="OutOf"/> where that is given. Of each participant the latest value counts,
/// or with <see cref="OverTheYear"/> the sum of its self-checks.
/// </summary>
public sealed record MeasureSource(string Measure, string? OutOf, bool OverTheYear) : TargetSource;

/// <summary>The number, or share, of participants whose value reaches <see cref="From"/>.</summary>
public sealed record ReachingSource(string Measure, decimal From, bool OverTheYear) : TargetSource;

/// <summary>The number, or share, of participants that are what <see cref="What"/> says; <see cref="Class"/> names the class where that is asked.</summary>
public sealed record CountSource(Counted What, string? Class = null) : TargetSource;

public enum Counted
{
    Participants,
    Attained,
    Honoured,
    /// <summary>On the list of the honoured or cultivated (G6).</summary>
    Listed,
    Class,
}
