namespace Campaigns.Rules.Objections;

public enum ChallengeKind
{
    /// <summary>异议: anybody's, against an intended honour (G4).</summary>
    Objection,
    /// <summary>申诉: the participant's own, against a score (J16).</summary>
    Appeal,
}

public enum ChallengeStatus
{
    Open,
    Upheld,
    Rejected,
}

/// <summary>
/// An objection or an appeal. <see cref="Phase"/> is the public notice, or the phase whose score is appealed against. Who objected may stay unnamed; name and
/// contact are the office's to read and stand in no ledger. Times in campaign time.
/// </summary>
public sealed record Challenge(
    string Id, ChallengeKind Kind, string Track, string Unit, string Phase, string Text, string? Name, string? Contact, DateTimeOffset ReceivedAt)
{
    /// <summary>Until when it is to be answered; null where the end of the phase is the only limit.</summary>
    public DateTimeOffset? AnswerBy { get; init; }
    public ChallengeStatus Status { get; init; }
    public string? AnsweredBy { get; init; }
    public DateTimeOffset? AnsweredAt { get; init; }
    public string? Answer { get; init; }
    public decimal? ScoreBefore { get; init; }
    public decimal? ScoreAfter { get; init; }
}

/// <summary>What somebody files; over <see cref="ChallengeDecider.MaxText"/> characters it is refused.</summary>
public sealed record FileChallenge(string Text, string? Name = null, string? Contact = null);

/// <summary>An answer: upheld or not, in words; an upheld appeal names the new score.</summary>
public sealed record AnswerChallenge(string By, bool Upheld, string Text, decimal? Score = null);
