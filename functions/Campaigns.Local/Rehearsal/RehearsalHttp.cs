using System.Net;

namespace Campaigns.Local.Rehearsal;

/// <summary>The one HTTP client of a rehearsal.</summary>
internal static class RehearsalHttp
{
    /// <summary>HTTP/1.1 with connections that are kept; an answer may take as long as the Functions host lets it.</summary>
    /// <param name="address">Where the app is.</param>
    /// <param name="through">What each request passes on its way out, where anything does.</param>
    public static HttpClient Client(Uri address, DelegatingHandler? through = null) => new(Through(through, new SocketsHttpHandler
    {
        MaxConnectionsPerServer = 32,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseProxy = false,
    }))
    {
        BaseAddress = address,
        Timeout = TimeSpan.FromSeconds(240),
        DefaultRequestVersion = HttpVersion.Version11,
    };

    static HttpMessageHandler Through(DelegatingHandler? outer, SocketsHttpHandler network)
    {
        if (outer is null)
            return network;
        outer.InnerHandler = network;
        return outer;
    }
}
