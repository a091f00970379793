using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Campaigns.App.Access;

/// <summary>
/// Whom App Service's authentication has signed in on the pages (I1): the claims of its header <c>X-MS-CLIENT-PRINCIPAL</c>. The platform takes the header away
/// from what comes from outside and sets its own, so it is believed only where the platform says that its authentication is on: by
/// <c>WEBSITE_AUTH_ENABLED</c>, which it injects into the app and which is nobody's to set. Everywhere else the header is removed unread.
/// </summary>
public sealed class PlatformSignIn(bool isOn)
{
    /// <summary>The header that the platform sets.</summary>
    public const string Header = "X-MS-CLIENT-PRINCIPAL";

    private const string Switch = "WEBSITE_AUTH_ENABLED";
    private const string Entra = "aad";

    public static PlatformSignIn Of(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return new(bool.TryParse(configuration[Switch], out var on) && on);
    }

    /// <summary>Whether the platform vouches for the header.</summary>
    public bool IsOn { get; } = isOn;

    /// <summary>
    /// Takes the header off the request, so that nothing behind can read it: whom it stands for, null where it is not there. False where it is there and is
    /// not what the platform writes for somebody of Entra ID.
    /// </summary>
    public bool TryTake(HttpRequest request, out ClaimsPrincipal? principal)
    {
        ArgumentNullException.ThrowIfNull(request);
        principal = null;
        var value = request.Headers[Header].ToString();
        request.Headers.Remove(Header);
        if (!IsOn || value.Length == 0)
            return true;
        return (principal = Read(value)) is not null;
    }

    private static ClaimsPrincipal? Read(string value)
    {
        try
        {
            var told = JsonSerializer.Deserialize<Told>(Convert.FromBase64String(value));
            return told is { auth_typ: Entra, claims: { } claims } && claims.All(c => c is { typ: not null, val: not null })
                ? new(new ClaimsIdentity(claims.Select(c => new Claim(c!.typ!, c.val!)), Entra))
                : null;
        }
        catch (Exception broken) when (broken is FormatException or JsonException)
        {
            return null;
        }
    }

    // As the platform spells it.
    private sealed record Told(string? auth_typ, IReadOnlyList<ToldClaim?>? claims);

    private sealed record ToldClaim(string? typ, string? val);
}
