using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Http;

/// <summary>Answers every path below <c>/api</c> that no function claims; the host prefers any more specific route.</summary>
public sealed class UnknownPath
{
    [Function(nameof(UnknownPath))]
    public IResult Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", "post", "put", "patch", "delete", "options", Route = "api/{**path}")] HttpRequest request,
        string? path) =>
        Problems.NotFound($"{request.Method} /api/{path}");
}
