using System.Globalization;
using Campaigns.App.Access;
using Campaigns.App.Http;
using Campaigns.App.Participants;
using Campaigns.Rules.Ledger;
using Campaigns.Rules.Participants;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Records;

/// <summary>What a note says.</summary>
public sealed record NoteBody(string Text);

/// <summary>
/// <c>GET</c> and <c>POST …/notes</c> (A3, K10): guidance notes of those who look after a unit from outside: contact point, instructors, liaison, cooperating
/// department, and the reviewers above. A note is never changed.
/// </summary>
public sealed class NoteEndpoints(ParticipantDesk desk, ParticipantStore participants, RecordStore records)
{
    private const string Route = "api/v1/cycles/{cycle}/participants/{track}/{unit}/notes";
    private const int MaxText = 5000;

    [Function(nameof(ListNotes))]
    public async Task<IResult> ListNotes(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request,
        string cycle,
        string track,
        string unit,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        if (!(await desk.OpenAsync(context, Act.ReadSheet, cycle, track, unit, null, cancellationToken)).TryGet(out var scene, out var problem))
            return problem;
        var list = $"notes|{cycle}|{track}|{unit}";
        var reader = new RequestReader(request);
        var paging = reader.Paging(list);
        if (reader.Problem is { } bad)
            return bad;
        var notes = await records.NotesAsync(scene.Key, paging.Position, paging.Limit, cancellationToken);
        return Answers.Ok(new Page<Note>(notes, notes.Count == paging.Limit ? Continuations.Write(list, notes[^1].Id) : null));
    }

    [Function(nameof(WriteNote))]
    public async Task<IResult> WriteNote(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request,
        string cycle,
        string track,
        string unit,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        if (!(await desk.OpenAsync(context, Act.WriteNote, cycle, track, unit, null, cancellationToken)).TryGet(out var scene, out var problem))
            return problem;
        if (!IdempotencyKey.Of(request, context).TryGet(out var key, out problem))
            return problem;
        var read = await Json.ReadAsync<NoteBody>(request, cancellation: cancellationToken);
        if (!read.TryGet(out var body, out problem))
            return problem;
        if (string.IsNullOrWhiteSpace(body.Text) || body.Text.Length > MaxText)
            return Problems.Validation(new Dictionary<string, string[]> { ["$.text"] = [$"must have 1 to {MaxText} characters"] });

        var operation = OutcomeAnswer.OperationOf(key, request, scene, read.Hash);
        var at = scene.ReceivedAt.UtcDateTime.ToString("yyyyMMddHHmmssfff", CultureInfo.InvariantCulture);
        var note = new Note($"{at}-{ParticipantKeys.Hash(operation.Id)[..8]}", scene.Caller.Person, scene.ReceivedAt, body.Text);
        var row = await records.InsertNoteAsync(scene.Key, note, cancellationToken);
        var fact = new LedgerFact(
            Acts.NoteWritten, note.By, $"{track}/{unit}",
            new Dictionary<string, string> { ["note"] = note.Id, ["sha256"] = Json.Hash(System.Text.Encoding.UTF8.GetBytes(note.Text)) });
        var outcome = await participants.TransactAsync(
            scene.Key, operation,
            (current, _) => ValueTask.FromResult(new ParticipantWrite(
                Decision.Accept(current.State, fact), [row], (StatusCodes.Status201Created, Answers.Text(note)))),
            cancellationToken);
        return outcome is ParticipantOutcome.Committed
            ? Answers.Created($"{scene.Path}/notes", note)
            : OutcomeAnswer.Of(outcome, operation, scene) ?? Problems.PreconditionFailed();
    }
}
