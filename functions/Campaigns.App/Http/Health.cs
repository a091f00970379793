using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Http;

/// <summary><c>GET /health</c>: the app answers. Public, touches nothing, tells nothing else.</summary>
public sealed class Health
{
    [Function(nameof(GetHealth))]
    public IResult GetHealth([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/health")] HttpRequest request) =>
        Answers.Ok(new Status("ok"));

    /// <summary>The answer.</summary>
    public sealed record Status([property: System.Text.Json.Serialization.JsonPropertyName("status")] string Value);
}
