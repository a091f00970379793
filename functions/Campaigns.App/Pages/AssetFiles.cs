using Campaigns.App.Access;
using Campaigns.Portal.Assets;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Net.Http.Headers;

namespace Campaigns.App.Pages;

/// <summary>The pages' stylesheet, script and icon: public, and kept by browsers for good, because a changed file has another name.</summary>
public sealed class AssetFiles(AccessPolicy access)
{
    [Function(nameof(GetAsset))]
    public async Task<IResult> GetAsset(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "assets/{file}")] HttpRequest request,
        string file,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (await access.DeniesAsync(context.Caller(), Act.ReadPublicPages, null, cancellationToken) is { } no)
            return no;
        if (PortalAssets.Find(file) is not { } asset)
            return Results.NotFound();
        var headers = request.HttpContext.Response.Headers;
        headers.CacheControl = "public, max-age=31536000, immutable";
        headers.Vary = HeaderNames.AcceptEncoding;
        var packed = request.GetTypedHeaders().AcceptEncoding.Any(e => e.Value == "gzip" && e.Quality != 0);
        if (packed)
            headers.ContentEncoding = "gzip";
        return Results.Bytes(packed ? asset.Packed : asset.Content, asset.ContentType);
    }
}
