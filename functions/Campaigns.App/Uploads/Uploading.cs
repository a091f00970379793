using Campaigns.App.Access;
using Campaigns.App.Evidence;
using Campaigns.App.Http;
using Campaigns.App.Participants;
using Campaigns.App.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Uploads;

/// <summary>
/// Uploads that outlive a request (D1): begun for a clause by somebody who may add evidence to it, continued and finished by the same person as long as they
/// may. Whoever else asks for one is told that there is none.
/// </summary>
public sealed class Uploading
{
    private readonly AccessPolicy _access;
    private readonly ParticipantDesk _desk;
    private readonly EvidenceFiling _filing;
    private readonly UploadStore _store;
    private readonly UploadReceiver _receiver;
    private readonly UploadFinish _finish;
    private readonly TimeProvider _time;

    public Uploading(AccessPolicy access, ParticipantDesk desk, EvidenceFiling filing, UploadStore store, CampaignBlobs blobs, TimeProvider time)
    {
        var blocks = new UploadBlocks(blobs);
        (_access, _desk, _filing, _store, _time) = (access, desk, filing, store, time);
        _receiver = new(store, blocks);
        _finish = new(store, blocks, blobs, filing);
    }

    /// <summary>
    /// Begins an upload; 429 where <see cref="Upload.MostOpen"/> of the person's are open that were begun on the same day, 413 over
    /// <see cref="Upload.MaxLength"/>, 422 for an empty file or a clause that is none, and what adding evidence is refused with.
    /// </summary>
    internal async Task<Parsed<(ParticipantScene Scene, Upload Upload)>> BeginAsync(
        FunctionContext context, UploadMetadata metadata, string told, long length, bool direct, CancellationToken cancellationToken)
    {
        var (purpose, name) = metadata;
        var opened = await _desk.OpenAsync(context, Act.AddEvidence, purpose.Cycle, purpose.Track, purpose.Unit, purpose.Phase, cancellationToken);
        if (!opened.TryGet(out var scene, out var problem))
            return new(problem);
        if (length > Upload.MaxLength)
            return new(Problems.TooLarge(Upload.MaxLength));
        if (length == 0)
            return new(FileRefusals.Answer(FileRefusal.Empty, null));
        if (EvidenceFiling.RefusedClause(scene, purpose.Phase, purpose.Clause, "clause") is { } refused)
            return new(refused);
        if (await _filing.ForeseenAsync(scene, new(purpose.Phase, purpose.Clause, null, ""), cancellationToken) is { } foreseen)
            return new(foreseen);
        var expires = _time.GetUtcNow() + Upload.Lifetime;
        if (await _store.OpenAsync(scene.Caller.Person, expires, Upload.MostOpen, cancellationToken) >= Upload.MostOpen)
        {
            var said = $"{Upload.MostOpen} uploads of yours were begun today and are not complete; finish or drop some of them first.";
            return new(Problems.Of(StatusCodes.Status429TooManyRequests, "tooManyUploads", said));
        }
        var id = UploadStore.IdOf(expires, scene.Caller.Person, context.InvocationId);
        return new((scene, await _store.CreateAsync(new(id, scene.Caller.Person, purpose, name, length, told, expires, direct), cancellationToken)));
    }

    /// <summary>The caller's own upload with its scene: 401, 404, 410 where it has expired, or what adding evidence is refused with.</summary>
    internal async Task<Parsed<(ParticipantScene Scene, Upload Upload)>> FindAsync(FunctionContext context, string id, CancellationToken cancellationToken)
    {
        if (await _access.DeniesAsync(context.Caller(), Act.ContinueUpload, null, cancellationToken) is { } no)
            return new(no);
        if (await _store.ReadAsync(id, cancellationToken) is not { } upload || upload.Person != context.Caller().Person)
            return new(Problems.NotFound($"upload {id}"));
        if (upload.ExpiresAt < _time.GetUtcNow())
            return new(Problems.Of(StatusCodes.Status410Gone, "uploadExpired", "This upload was begun too long ago; begin it again."));
        var purpose = upload.Purpose;
        var opened = await _desk.OpenAsync(context, Act.AddEvidence, purpose.Cycle, purpose.Track, purpose.Unit, purpose.Phase, cancellationToken);
        return opened.TryGet(out var scene, out var problem) ? new((scene, upload)) : new(problem);
    }

    /// <summary>Why a request's bytes cannot be taken whatever they are: too many of them for what is still to come, or a checksum that is none.</summary>
    internal static IResult? Unfit(HttpRequest request, long rest)
    {
        if (request.ContentLength > Math.Min(rest, TusProtocol.MaxBody))
            return Problems.TooLarge(Math.Min(rest, TusProtocol.MaxBody));
        if (request.Headers["Upload-Checksum"].ToString() is not { Length: > 0 } said)
            return null;
        using var checksum = UploadChecksum.Of(said);
        return checksum is null
            ? Problems.BadRequest("header.Upload-Checksum", $"must be one of {UploadChecksum.Algorithms}, a space and the hash in Base64")
            : null;
    }

    /// <summary>Takes a request's bytes, and makes evidence of the upload where they were the last: the upload as it is then, or why not.</summary>
    internal async Task<Parsed<Upload>> TakeAsync(
        ParticipantScene scene, Upload upload, HttpRequest request, FunctionContext context, CancellationToken cancellationToken)
    {
        if (Unfit(request, upload.Length - upload.Offset) is { } unfit)
            return new(unfit);
        if (upload.Parts.Count >= Upload.MaxParts)
            return new(Problems.Conflict("tooManyParts", $"A file may come in {Upload.MaxParts} requests at most; send more at a time."));
        using var checksum = UploadChecksum.Of(request.Headers["Upload-Checksum"].ToString());
        var body = new LimitedStream(request.Body, TusProtocol.MaxBody);
        var taken = await _receiver.ReceiveAsync(upload, body, UploadMarks.Of(context.InvocationId), checksum, cancellationToken);
        return taken.How switch
        {
            Taking.Overtaken => new(Overtaken()),
            Taking.ChecksumMismatch => new(Problems.Of(460, "checksumMismatch", "The bytes are not those of Upload-Checksum; send them again.")),
            Taking.TooLong => new(Problems.TooLarge(upload.Length - upload.Offset)),
            Taking.Refused => await _finish.RefuseAsync(scene.Key.Cycle, upload, taken.Head!.Value, cancellationToken),
            _ when taken.Upload.Offset == upload.Length => await _finish.FinishAsync(scene, taken.Upload, taken, cancellationToken),
            _ => new(taken.Upload),
        };
    }

    /// <summary>Makes evidence of an upload whose bytes are all there, where that was left undone.</summary>
    internal Task<Parsed<Upload>> FinishAsync(ParticipantScene scene, Upload upload, CancellationToken cancellationToken) =>
        _finish.FinishAsync(scene, upload, null, cancellationToken);

    internal Task DropAsync(Upload upload, CancellationToken cancellationToken) => _store.DropAsync(upload.Id, cancellationToken);

    /// <summary>409: the caller's idea of how much has come is not the server's.</summary>
    internal static IResult Overtaken() => Problems.Conflict("uploadOffset", "Another offset was reached; ask with HEAD how much has come.");
}
