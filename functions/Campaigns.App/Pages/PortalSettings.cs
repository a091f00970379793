using Microsoft.Extensions.Configuration;

namespace Campaigns.App.Pages;

/// <summary>
/// Where people sign in and out: <c>Portal:SignIn</c> is a path in which <c>{return}</c> stands for the page to come back to, <c>Portal:SignOut</c> a method
/// and a path. App Service's own by default.
/// </summary>
public sealed record PortalSettings(string SignInPath, string SignOutMethod, string SignOutPath)
{
    const string Return = "{return}";
    const string AzureSignIn = "/.auth/login/aad?post_login_redirect_uri=" + Return;
    const string AzureSignOut = "get /.auth/logout";

    /// <exception cref="InvalidOperationException">A setting is not what it should be; the message names it.</exception>
    public static PortalSettings Of(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var signIn = configuration["Portal:SignIn"] is { Length: > 0 } path ? path : AzureSignIn;
        var signOut = configuration["Portal:SignOut"] is { Length: > 0 } way ? way : AzureSignOut;
        if (!signIn.StartsWith('/') || !signIn.Contains(Return, StringComparison.Ordinal))
            throw new InvalidOperationException($"Setting Portal:SignIn must be a path with {Return} in it.");
        if (signOut.Split(' ') is not [("get" or "post") and var method, ['/', ..] and var target])
            throw new InvalidOperationException("Setting Portal:SignOut must be get or post, a space, and a path.");
        return new(signIn, method, target);
    }

    /// <summary>The sign-in that leads back to <paramref name="page"/>, a path with its query.</summary>
    public string SignInFor(string page) => SignInPath.Replace(Return, Uri.EscapeDataString(page), StringComparison.Ordinal);
}
