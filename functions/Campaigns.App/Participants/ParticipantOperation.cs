using Azure;
using Azure.Data.Tables;
using Campaigns.App.Reminders;
using Campaigns.Rules.Participants;

namespace Campaigns.App.Participants;

/// <summary>
/// One act on one participant. <see cref="Id"/> tells it from every other, also from the same key with another body; <see cref="At"/> is the campaign time at
/// which the request was received. With an <see cref="Answer"/> the answer is recorded in the same batch and a repeat gets it back.
/// </summary>
public sealed record ParticipantOperation(string Id, DateTimeOffset At, AnswerKey? Answer = null)
{
    /// <summary>Part of a change of its unit, which alone is taken for a participant that has ended (J20).</summary>
    public bool OfChange { get; init; }
}

/// <summary>Under which operation an answer is recorded, and for which body (SHA-256).</summary>
public sealed record AnswerKey(string OperationId, string BodyHash);

/// <summary>An answer as it was given the first time.</summary>
public sealed record RecordedAnswer(string BodyHash, int Status, string Json)
{
    /// <summary>Somebody was to be told of the act.</summary>
    public bool Tells { get; init; }
}

/// <summary>What an act wants written: the decision, the rows of its own, and the answer to record where the operation asks for that.</summary>
public sealed record ParticipantWrite(
    Decision<ParticipantState> Decision, IReadOnlyList<TableTransactionAction> Rows, (int Status, string Json)? Answer = null)
{
    /// <summary>
    /// Whom to tell what, where the act comes about: written with it and told after it, once, whoever dies in between (<see cref="Outbox"/>).
    /// </summary>
    public IReadOnlyList<DirectNotice> Notices { get; init; } = [];

    public static ParticipantWrite Of(Decision<ParticipantState> decision) => new(decision, []);
}

/// <summary>
/// Decides on what is there now; called again when that has changed, so that it may read rows of its own and leave hints, and must write nothing else.
/// </summary>
public delegate ValueTask<ParticipantWrite> DecideOnParticipant(StoredParticipant current, CancellationToken cancellationToken);

/// <summary>How an act on a participant ended.</summary>
public abstract record ParticipantOutcome
{
    private ParticipantOutcome()
    {
    }

    /// <summary>
    /// Everything is written. <paramref name="ETags"/> holds the new ETags of the act's own rows by row key; empty where the answer was lost.
    /// </summary>
    public sealed record Committed(StoredParticipant After, IReadOnlyDictionary<string, ETag> ETags) : ParticipantOutcome;

    /// <summary>The rules refuse; nothing is written.</summary>
    public sealed record Refused(Refusal Reason) : ParticipantOutcome;

    /// <summary>The operation was done before; this is its answer. The body may have been another one.</summary>
    public sealed record Repeated(RecordedAnswer Answer) : ParticipantOutcome;

    /// <summary>A row of the act's own is there already, has changed or is gone; nothing is written.</summary>
    public sealed record RowConflict(string RowKey) : ParticipantOutcome;

    /// <summary>There is no such participant.</summary>
    public sealed record NotFound : ParticipantOutcome;

    /// <summary>Others were faster every time; nothing is written and the request may be sent again.</summary>
    public sealed record Busy : ParticipantOutcome;
}
