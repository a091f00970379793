using Microsoft.AspNetCore.Http;

namespace Campaigns.Local.Hosting;

/// <summary>
/// Headers that only App Service's front end writes. It is not here, so whoever sends one pretends: they are removed before the app sees the request.
/// </summary>
static class PlatformHeaders
{
    static readonly string[] Prefixes = ["x-ms-client-principal", "x-ms-token-", "x-ms-auth-", "x-appservice-", "x-arr-", "x-functions-"];

    public static void Remove(IHeaderDictionary headers)
    {
        List<string>? pretended = null;
        foreach (var (name, _) in headers)
        {
            if (name.Length < 6 || (name[0] | 0x20) != 'x' || name[1] != '-') continue;
            foreach (var prefix in Prefixes)
            {
                if (name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) (pretended ??= []).Add(name);
            }
        }

        foreach (var name in pretended ?? []) headers.Remove(name);
    }
}
