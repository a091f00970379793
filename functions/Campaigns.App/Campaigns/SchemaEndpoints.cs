using System.Text.Encodings.Web;
using System.Text.Json;
using Campaigns.App.Access;
using Campaigns.Rules.Definitions;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Campaigns;

/// <summary>
/// <c>GET /schemas/definition.json</c> (B10): the language of definitions as JSON Schema, for editors; for everybody, as the API's own document.
/// </summary>
public sealed class SchemaEndpoints(AccessPolicy access)
{
    private static readonly JsonSerializerOptions Written = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Lazy<byte[]> Definition = new(() => JsonSerializer.SerializeToUtf8Bytes(DefinitionSchema.Document(), Written));

    [Function(nameof(GetDefinitionSchema))]
    public async Task<IResult> GetDefinitionSchema(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/schemas/definition.json")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (await access.DeniesAsync(context.Caller(), Act.ReadDescription, null, cancellationToken) is { } no)
            return no;
        request.HttpContext.Response.Headers.CacheControl = "public, max-age=300";
        return Results.Bytes(Definition.Value, "application/schema+json");
    }
}
