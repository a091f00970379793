using Campaigns.App.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Tests;

/// <summary>Pages that tell who is signed in, one that breaks, and one whose body the server refuses.</summary>
public sealed class PageForTests
{
    [Function("WhoAmI")]
    public IResult WhoAmI([HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", Route = "who")] HttpRequest request, FunctionContext context) =>
        Results.Text($"{context.Caller().Person} {context.Caller().Language} {context.Caller().TokenRejected} {request.Headers["X-MS-CLIENT-PRINCIPAL-ID"]}");

    [Function("WhoseRoles")]
    public IResult WhoseRoles([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "roles")] HttpRequest request, FunctionContext context) =>
        Results.Text($"{context.Caller().Name}: {string.Join(',', context.Caller().Roles.Order())} {request.Headers[PlatformSignIn.Header]}");

    [Function("Breaks")]
    public IResult Breaks([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/breaks")] HttpRequest request) =>
        throw new InvalidOperationException($"secret {request.Path}");

    [Function("Overflows")]
    public IResult Overflows([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/overflows")] HttpRequest request) =>
        throw new BadHttpRequestException($"secret {request.Path}", StatusCodes.Status413PayloadTooLarge);
}
