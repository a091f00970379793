using System.Security.Claims;

namespace Microsoft.Identity.Web;

/// <summary>What a validated token says of its bearer.</summary>
public static class ClaimsPrincipalExtensions
{
    /// <summary>The object id of the person or application.</summary>
    public static string? GetObjectId(this ClaimsPrincipal claimsPrincipal) => First(claimsPrincipal, ClaimConstants.Oid, ClaimConstants.ObjectId);

    static string? First(ClaimsPrincipal principal, params ReadOnlySpan<string> types)
    {
        ArgumentNullException.ThrowIfNull(principal);
        foreach (var type in types)
        {
            if (principal.FindFirst(type)?.Value is { Length: > 0 } value) return value;
        }

        return null;
    }
}
