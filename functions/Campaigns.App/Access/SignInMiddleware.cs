using System.Security.Claims;
using Campaigns.App.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Campaigns.App.Access;

/// <summary>
/// Finds out who calls an HTTP function: validates the bearer token through Microsoft.Identity.Web's scheme and leaves the <see cref="Caller"/> with the
/// invocation. Pages take the same token from the portal's cookie, or whom the platform has signed in, on safe methods only, so that no other site can make a
/// browser act. Denies nothing itself.
/// </summary>
public sealed class SignInMiddleware(ValidatedTokens validated, PlatformSignIn platform) : IFunctionsWorkerMiddleware
{
    /// <summary>The portal's cookie; holds the JWT and nothing else.</summary>
    public const string Cookie = "campaigns-token";

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        if (context.GetHttpContext() is { } http) context.SetCaller(await CallerOfAsync(http));
        await next(context);
    }

    async Task<Caller> CallerOfAsync(HttpContext http)
    {
        var anonymous = Caller.Anonymous with { Language = LanguageOf(http.Request) };
        var vouched = platform.TryTake(http.Request, out var signedIn);
        if (http.Request.Headers.Authorization.Count == 0)
        {
            if (!IsSafeOnAPage(http.Request)) return anonymous;
            if (http.Request.Cookies.TryGetValue(Cookie, out var token) && token.Length > 0)
                http.Request.Headers.Authorization = $"Bearer {token}";
            else
                return vouched ? CallerOf(http, signedIn, anonymous) : anonymous with { TokenRejected = true };
        }

        var sent = http.Request.Headers.Authorization.ToString();
        if (validated.Find(sent) is not { } who)
        {
            var result = await http.AuthenticateAsync(JwtBearerDefaults.AuthenticationScheme);
            if (!result.Succeeded || PersonOf(result.Principal) is not { } person) return anonymous with { TokenRejected = true };
            who = new(anonymous with { Person = person, Name = NameOf(result.Principal) ?? person, Roles = RolesOf(result.Principal) }, result.Principal);
            validated.Keep(sent, who, result.Properties?.ExpiresUtc);
        }
        http.User = who.Principal;
        return who.Caller with { Language = anonymous.Language };
    }

    static Caller CallerOf(HttpContext http, ClaimsPrincipal? principal, Caller anonymous)
    {
        if (principal is null) return anonymous;
        if (PersonOf(principal) is not { } person) return anonymous with { TokenRejected = true };
        http.User = principal;
        return anonymous with { Person = person, Name = NameOf(principal) ?? person, Roles = RolesOf(principal) };
    }

    static bool IsSafeOnAPage(HttpRequest request) =>
        !request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
        && (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method));

    // Claims come under their short names or, where inbound mapping is on, under the long ones.
    static string? PersonOf(ClaimsPrincipal principal)
    {
        var id = principal.FindFirstValue("oid") ?? principal.FindFirstValue("http://schemas.microsoft.com/identity/claims/objectidentifier");
        return RequestReader.IsSlug(id) ? id : null;
    }

    static string? NameOf(ClaimsPrincipal principal) => principal.FindFirstValue("name") ?? principal.FindFirstValue(ClaimTypes.Name);

    static HashSet<AppRole> RolesOf(ClaimsPrincipal principal) =>
    [
        .. principal.Claims.Where(c => c.Type is "roles" or ClaimTypes.Role)
            .SelectMany(c => Enum.GetValues<AppRole>().Where(role => role.ToString() == c.Value)),
    ];

    static string LanguageOf(HttpRequest request) =>
        request.GetTypedHeaders().AcceptLanguage.OrderByDescending(l => l.Quality ?? 1)
            .Select(l => l.Value.Value ?? "")
            .Select(l => l.StartsWith("en", StringComparison.OrdinalIgnoreCase) ? "en" : l.StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? "zh" : null)
            .FirstOrDefault(l => l is not null) ?? "zh";
}
