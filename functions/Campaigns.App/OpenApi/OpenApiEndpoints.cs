using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Campaigns.App.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Net.Http.Headers;

namespace Campaigns.App.OpenApi;

/// <summary>
/// <c>GET /openapi.json</c>: the API's own description, for everybody. Composed once a process; browsers and proxies may keep it for five minutes.
/// </summary>
public sealed class OpenApiEndpoints(AccessPolicy access)
{
    private static readonly JsonSerializerOptions Written = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Lazy<(byte[] Text, EntityTagHeaderValue Tag)> Document = new(() =>
    {
        var text = JsonSerializer.SerializeToUtf8Bytes(ApiDocument.Compose(HostedRoutes.Of(typeof(OpenApiEndpoints).Assembly)), Written);
        return (text, new($"\"{Convert.ToHexStringLower(SHA256.HashData(text))[..32]}\""));
    });

    [Function(nameof(GetOpenApi))]
    public async Task<IResult> GetOpenApi(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/openapi.json")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (await access.DeniesAsync(context.Caller(), Act.ReadDescription, null, cancellationToken) is { } no)
            return no;
        var (text, tag) = Document.Value;
        request.HttpContext.Response.Headers.CacheControl = "public, max-age=300";
        // Answers a matching If-None-Match with 304 by itself.
        return Results.Bytes(text, "application/json", entityTag: tag);
    }
}
