using Azure;
using Campaigns.App.Access;
using Campaigns.App.Evidence;
using Campaigns.App.Http;
using Campaigns.App.Storage;
using Campaigns.Rules.Definitions;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Uploads;

/// <summary>
/// <c>POST /uploads/direct</c> and <c>POST /uploads/{id}/complete</c>: a file goes straight to the blob, a few hundred bytes of it through the app (D1).
/// </summary>
public sealed class DirectUploadEndpoints(Uploading uploading, DirectUploads direct, CampaignBlobs blobs, AccessPolicy access)
{
    [Function(nameof(BeginDirectUpload))]
    public async Task<IResult> BeginDirectUpload(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/uploads/direct")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("evidence");
        if (await access.DeniesAsync(context.Caller(), Act.ContinueUpload, null, cancellationToken) is { } no)
            return no;
        if (!(await Json.ReadAsync<DirectUpload>(request, maxBytes: 4096, cancellation: cancellationToken)).TryGet(out var body, out var problem))
            return problem;
        if (body.Problem() is { } bad)
            return bad;
        var metadata = new UploadMetadata(
            new(body.Cycle, body.Track, body.Unit, body.Phase, body.Clause) { Terms = body.Terms }, FileNames.Clean(body.Name));
        if (!(await uploading.BeginAsync(context, metadata, "", body.Length, direct: true, cancellationToken)).TryGet(out var begun, out problem))
            return problem;
        var (address, until) = await direct.AddressAsync(begun.Upload, cancellationToken);
        var complete = $"/api/v1/uploads/{begun.Upload.Id}/complete";
        var headers = new Dictionary<string, string> { ["x-ms-blob-type"] = "BlockBlob" };
        return Answers.Created(complete, new DirectUploadAnswer(begun.Upload.Id, "PUT", address, headers, until, complete));
    }

    [Function(nameof(CompleteDirectUpload))]
    public async Task<IResult> CompleteDirectUpload(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/uploads/{id}/complete")] HttpRequest request,
        string id,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("evidence");
        if (!(await uploading.FindAsync(context, id, cancellationToken)).TryGet(out var found, out var problem))
            return problem;
        var (scene, upload) = found;
        if (!upload.Direct)
            return Problems.Conflict("uploadInPieces", "This upload is complete with its last piece.");
        if (upload.Evidence is null && await MissingAsync(upload, cancellationToken) is { } missing)
            return missing;
        return (await uploading.FinishAsync(scene, upload, cancellationToken)).TryGet(out upload, out problem)
            ? Answers.Created(upload.Evidence!, new CompletedUpload(upload.Id, upload.Evidence!))
            : problem;
    }

    private async Task<IResult?> MissingAsync(Upload upload, CancellationToken cancellationToken)
    {
        try
        {
            var there = (await blobs.Incoming.GetBlobClient(upload.Blob).GetPropertiesAsync(cancellationToken: cancellationToken)).Value.ContentLength;
            return there == upload.Length
                ? null
                : Problems.Conflict("uploadLength", $"{there} bytes have come where {upload.Length} were announced; begin the upload again.");
        }
        catch (RequestFailedException failure) when (failure.Status == StatusCodes.Status404NotFound)
        {
            return Problems.Conflict("uploadMissing", "Nothing has come to the address of this upload yet.");
        }
    }
}

/// <summary>A file that its sender wants to put straight to the blob.</summary>
public sealed record DirectUpload(
    string Cycle, string Track, string Unit, string Phase, string Clause, string Name, long Length, string? Also = null, string? Replaces = null,
    string? EffectiveOn = null)
{
    internal EvidenceTerms Terms => EvidenceTerms.Of(Also, Replaces, EffectiveOn, "$.", []);

    internal IResult? Problem()
    {
        var errors = new Dictionary<string, string[]>();
        foreach (var (name, value) in new[] { ("cycle", Cycle), ("track", Track), ("unit", Unit), ("phase", Phase), ("clause", Clause) })
        {
            if (!RequestReader.IsSlug(value))
                errors[$"$.{name}"] = ["is no id"];
        }
        if (string.IsNullOrWhiteSpace(Name))
            errors["$.name"] = ["is missing"];
        EvidenceTerms.Of(Also, Replaces, EffectiveOn, "$.", errors);
        if (Length < 0)
            errors["$.length"] = ["must be the file's length in bytes"];
        return errors.Count == 0 ? null : Problems.BadRequest(errors);
    }
}

/// <summary>
/// Where the bytes go: <paramref name="Method"/> with <paramref name="Headers"/> to <paramref name="Url"/> until <paramref name="ExpiresAt"/>, and after that a
/// POST to <paramref name="Complete"/>.
/// </summary>
public sealed record DirectUploadAnswer(
    string Id, string Method, Uri Url, IReadOnlyDictionary<string, string> Headers, DateTimeOffset ExpiresAt, string Complete)
{
    /// <summary>What every upload must say (L6).</summary>
    public LocalizedText Notice { get; } = EvidenceAnswer.Classified;
}

/// <summary>An upload that has become evidence.</summary>
public sealed record CompletedUpload(string Id, string Content);
