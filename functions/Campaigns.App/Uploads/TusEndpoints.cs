using Campaigns.App.Access;
using Campaigns.App.Http;
using Campaigns.App.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Uploads;

/// <summary>
/// <c>/uploads</c>: tus 1.0 with creation, creation-with-upload, termination, checksum and expiration (D1). An upload that is complete is evidence;
/// <c>Content-Location</c> then names it. Methods that a network does not let through come as POST with <c>X-HTTP-Method-Override</c>.
/// </summary>
public sealed class TusEndpoints(Uploading uploading, AccessPolicy access)
{
    private const string Route = "api/v1/uploads";

    [Function(nameof(UploadCapabilities))]
    public static IResult UploadCapabilities([HttpTrigger(AuthorizationLevel.Anonymous, "options", Route = Route)] HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        TusProtocol.Greet(request.HttpContext.Response);
        return TusProtocol.Capabilities(request.HttpContext.Response);
    }

    [Function(nameof(BeginUpload))]
    public async Task<IResult> BeginUpload(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request, FunctionContext context, CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("evidence");
        ArgumentNullException.ThrowIfNull(request);
        var response = request.HttpContext.Response;
        TusProtocol.Greet(response);
        if (await access.DeniesAsync(context.Caller(), Act.ContinueUpload, null, cancellationToken) is { } no)
            return no;
        if (TusProtocol.OtherVersion(request) is { } other)
            return other;
        if (TusProtocol.Number(request, "Upload-Length") is not { } length)
            return Problems.BadRequest("header.Upload-Length", "must be the file's length in bytes");
        var told = request.Headers["Upload-Metadata"].ToString();
        if (!UploadMetadata.Of(told).TryGet(out var metadata, out var problem))
            return problem;
        var withBytes = request.ContentLength is not (null or 0) || request.Headers.TransferEncoding.Count > 0;
        if (withBytes && request.ContentType != TusProtocol.MediaType)
            return Problems.UnsupportedMediaType(TusProtocol.MediaType);
        if (withBytes && Uploading.Unfit(request, length) is { } unfit)
            return unfit;
        if (!(await uploading.BeginAsync(context, metadata, told, length, direct: false, cancellationToken)).TryGet(out var begun, out problem))
            return problem;

        var upload = begun.Upload;
        response.Headers.Location = $"/{Route}/{upload.Id}";
        if (withBytes && !(await uploading.TakeAsync(begun.Scene, upload, request, context, cancellationToken)).TryGet(out upload, out problem))
            return problem;
        TusProtocol.Describe(response, upload);
        return Results.StatusCode(StatusCodes.Status201Created);
    }

    [Function(nameof(ContinueUpload))]
    public async Task<IResult> ContinueUpload(
        [HttpTrigger(AuthorizationLevel.Anonymous, "head", "patch", "delete", "post", Route = Route + "/{id}")] HttpRequest request,
        string id,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("evidence");
        ArgumentNullException.ThrowIfNull(request);
        var response = request.HttpContext.Response;
        TusProtocol.Greet(response);
        if (!(await uploading.FindAsync(context, id, cancellationToken)).TryGet(out var found, out var problem))
            return problem;
        if (TusProtocol.OtherVersion(request) is { } other)
            return other;
        var (scene, upload) = found;
        if (upload.Direct)
            return Problems.Conflict("uploadDirect", "The bytes of this upload go straight to the blob.");
        switch (MethodOf(request))
        {
            case "HEAD":
                if (upload.Offset == upload.Length && !(await uploading.FinishAsync(scene, upload, cancellationToken)).TryGet(out upload, out problem))
                    return problem;
                response.Headers["Upload-Length"] = TusProtocol.Text(upload.Length);
                response.Headers["Upload-Metadata"] = upload.Metadata;
                TusProtocol.Describe(response, upload);
                return Results.Ok();
            case "PATCH":
                if (request.ContentType != TusProtocol.MediaType)
                    return Problems.UnsupportedMediaType(TusProtocol.MediaType);
                if (TusProtocol.Number(request, "Upload-Offset") is not { } offset)
                    return Problems.BadRequest("header.Upload-Offset", "must be the number of bytes that have come");
                if (offset != upload.Offset)
                    return Uploading.Overtaken();
                if (!(await uploading.TakeAsync(scene, upload, request, context, cancellationToken)).TryGet(out upload, out problem))
                    return problem;
                TusProtocol.Describe(response, upload);
                return Results.NoContent();
            case "DELETE":
                await uploading.DropAsync(upload, cancellationToken);
                return Results.NoContent();
            default:
                return Problems.Of(StatusCodes.Status405MethodNotAllowed, "methodNotAllowed", "An upload takes HEAD, PATCH and DELETE.");
        }
    }

    private static string MethodOf(HttpRequest request) =>
        HttpMethods.IsPost(request.Method) && request.Headers["X-HTTP-Method-Override"].ToString() is { Length: > 0 } meant
            ? meant.ToUpperInvariant()
            : request.Method;
}
