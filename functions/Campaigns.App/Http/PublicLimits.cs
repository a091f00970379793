using System.Collections.Frozen;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Campaigns.App.Access;
using Campaigns.App.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Campaigns.App.Http;

/// <summary>How often an address may ask for what needs no sign-in; 0: as often as it likes.</summary>
public sealed class PublicLimitOptions
{
    public const string Section = "Limits";

    /// <summary>GET and HEAD a minute.</summary>
    public int PublicReads { get; set; } = 300;

    /// <summary>Everything else a minute: objections, reports, ballots. A village votes from one address.</summary>
    public int PublicWrites { get; set; } = 60;

    /// <summary>
    /// How many proxies before the app append to <c>X-Forwarded-For</c>; 0 believes no such header. Each hop that is believed and is not there lets callers
    /// choose their own address.
    /// </summary>
    public int ForwardedHops { get; set; }
}

/// <summary>
/// Limits the routes that need no sign-in, by the client's address, in each process. Which routes those are follows from their acts; a network of IPv6 counts
/// as one address (/64).
/// </summary>
public sealed class PublicLimits(IOptions<PublicLimitOptions> options) : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private static readonly Lazy<FrozenSet<string>> Public = new(() =>
        ApiDocument.Descriptions().Where(d => AccessTable.RulesOf(d.Act).Any(r => r.Relation == Relation.Public)).Select(d => d.Function).ToFrozenSet());

    private readonly PublicLimitOptions _options = options.Value;
    private readonly PartitionedRateLimiter<IPAddress> _reads = Limiter(options.Value.PublicReads);
    private readonly PartitionedRateLimiter<IPAddress> _writes = Limiter(options.Value.PublicWrites);

    /// <summary>How long the caller has to wait; null where the function is not limited, or may be called now.</summary>
    public TimeSpan? Refuses(string function, HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        if (!Public.Value.Contains(function))
            return null;
        var safe = HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method) || HttpMethods.IsOptions(http.Request.Method);
        using var lease = (safe ? _reads : _writes).AttemptAcquire(AddressOf(http));
        return lease.IsAcquired ? null : lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : Window;
    }

    public void Dispose()
    {
        _reads.Dispose();
        _writes.Dispose();
    }

    /// <summary>The client's address: the connection's or, behind proxies that are known, the last that the outermost of them saw.</summary>
    internal IPAddress AddressOf(HttpContext http)
    {
        var address = http.Connection.RemoteIpAddress ?? IPAddress.None;
        if (_options.ForwardedHops > 0)
        {
            var seen = http.Request.Headers["X-Forwarded-For"].ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            if (seen.Length >= _options.ForwardedHops && Parsed(seen[^_options.ForwardedHops]) is { } forwarded)
                address = forwarded;
        }
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (address.AddressFamily is not AddressFamily.InterNetworkV6)
            return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }

    // App Service writes the port behind the address.
    private static IPAddress? Parsed(string text) =>
        IPEndPoint.TryParse(text, out var point) ? point.Address : IPAddress.TryParse(text, out var address) ? address : null;

    private static PartitionedRateLimiter<IPAddress> Limiter(int perWindow) => PartitionedRateLimiter.Create<IPAddress, IPAddress>(address => perWindow <= 0
        ? RateLimitPartition.GetNoLimiter(address)
        : RateLimitPartition.GetFixedWindowLimiter(
            address, _ => new() { PermitLimit = perWindow, Window = Window, QueueLimit = 0, AutoReplenishment = true }));
}
