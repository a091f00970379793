using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Campaigns.App.Http;

/// <summary>
/// <c>GET /health</c>: the app answers; touches nothing. <c>GET /health/ready</c>: it can do its work too. Both are public and tell nothing else.
/// </summary>
public sealed class Health(Readiness readiness)
{
    private static readonly string[] Said = ["is not well"];

    [Function(nameof(GetHealth))]
    public IResult GetHealth([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/health")] HttpRequest request) =>
        Answers.Ok(new Status("ok"));

    /// <summary>503 with the names of the parts that are not well, and no more: why, the log says.</summary>
    [Function(nameof(GetReadiness))]
    public async Task<IResult> GetReadiness(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/health/ready")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var unwell = await readiness.UnwellAsync(client, cancellationToken);
        return unwell.Count == 0
            ? Answers.Ok(new Status("ready"))
            : Problems.Of(
                StatusCodes.Status503ServiceUnavailable, "notReady", "The app answers, but cannot do its work now.",
                unwell.ToDictionary(part => part, _ => Said));
    }

    /// <summary>The answer.</summary>
    public sealed record Status([property: System.Text.Json.Serialization.JsonPropertyName("status")] string Value);
}
