using Campaigns.App.Http;
using Microsoft.AspNetCore.Http;

namespace Campaigns.App.Participants;

/// <summary>The answers to outcomes that are the same for every act on a participant.</summary>
public static class OutcomeAnswer
{
    /// <summary>
    /// The answer, or null for <see cref="ParticipantOutcome.Committed"/> and <see cref="ParticipantOutcome.RowConflict"/>, which the act answers itself.
    /// </summary>
    public static IResult? Of(ParticipantOutcome outcome, ParticipantOperation operation, ParticipantScene scene) => outcome switch
    {
        ParticipantOutcome.Refused refused => refused.Reason.ToProblem(scene.Caller.Language),
        ParticipantOutcome.Repeated repeated => repeated.Answer.BodyHash == operation.Answer?.BodyHash
            ? Answers.Recorded(repeated.Answer.Status, repeated.Answer.Json)
            : Problems.IdempotencyKeyReused(),
        ParticipantOutcome.NotFound => Problems.NotFound($"participant {scene.Key.Track}/{scene.Key.Unit} in cycle {scene.Key.Cycle}"),
        ParticipantOutcome.Busy => Problems.Of(
            StatusCodes.Status503ServiceUnavailable, "busy", "Too many others are changing this participant right now; send the request again."),
        _ => null,
    };

    /// <summary>The operation of a POST: with an Idempotency-Key its answer is recorded, for exactly this body.</summary>
    public static ParticipantOperation OperationOf(IdempotencyKey key, HttpRequest request, ParticipantScene scene, string bodyHash)
    {
        var id = key.OperationId(request, scene.Caller.Person);
        return new($"{id}|{ParticipantKeys.Hash(bodyHash)[..16]}", scene.ReceivedAt, key.Given ? new AnswerKey(id, bodyHash) : null);
    }
}
