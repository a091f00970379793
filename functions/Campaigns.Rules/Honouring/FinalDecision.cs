namespace Campaigns.Rules.Honouring;

/// <summary>
/// The final list of a track (L2): what was decided, where and by which document. <see cref="Departures"/> gives a reason for every participant that was
/// intended and left out, or taken in without being intended. <see cref="Unattended"/>: the intended list was adopted because nobody decided.
/// </summary>
public sealed record FinalDecision(string Track, IReadOnlyList<string> Units, DateTimeOffset At, string By)
{
    /// <summary>The meeting's record: when and who, in the office's words.</summary>
    public string? Meeting { get; init; }
    /// <summary>文号: the document that the honours stand on.</summary>
    public string? Document { get; init; }
    public IReadOnlyDictionary<string, string> Departures { get; init; } = new Dictionary<string, string>();
    /// <summary>Why there are fewer than the quota's lower end.</summary>
    public string? ShortfallReason { get; init; }
    public bool Unattended { get; init; }

    /// <summary>What an honour is given on: the document number or, unattended, the name of the phase that adopted the list.</summary>
    public string Basis => Document ?? "unattended";
}

/// <summary>What an authority asks to be decided.</summary>
public sealed record DecideHonours(
    IReadOnlyList<string> Units, string? Meeting, string? Document, IReadOnlyDictionary<string, string> Departures, string? ShortfallReason, string By);

/// <summary>One department's word in the vetting 联审 of a track: yes to all but those it objects to or asks to hold back.</summary>
public sealed record VettingReply(string Department, IReadOnlyDictionary<string, VettingWord> Units, string By, DateTimeOffset At);

/// <summary>A department's word about one participant; whom it does not name it agrees to.</summary>
public sealed record VettingWord(VettingVerdict Verdict, string Reason);

public enum VettingVerdict
{
    Yes,
    No,
    Hold,
}
