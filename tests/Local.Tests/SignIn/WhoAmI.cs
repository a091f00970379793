using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Identity.Web;

namespace Campaigns.Local.Tests.SignIn;

/// <summary>Says who the token makes of its bearer, or why it was refused.</summary>
public static class WhoAmI
{
    [Function("WhoAmI")]
    public static async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "whoami")] HttpRequest request)
    {
        var result = await request.HttpContext.AuthenticateAsync("Bearer");
        if (!result.Succeeded) return Results.Text(result.Failure?.GetType().Name ?? "no token", statusCode: StatusCodes.Status401Unauthorized);
        var roles = result.Principal.Claims.Where(claim => claim.Type is "roles" or ClaimTypes.Role).Select(claim => claim.Value);
        return Results.Text($"{result.Principal.GetObjectId()} {string.Join('+', roles)}");
    }
}
