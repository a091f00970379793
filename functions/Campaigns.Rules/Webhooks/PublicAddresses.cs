using System.Net;
using System.Net.Sockets;

namespace Campaigns.Rules.Webhooks;

/// <summary>
/// Which addresses are out in the public internet, so that a webhook may be sent there (J22): a name that resolves to an inside address would reach services
/// that nobody outside may talk to, the platform's metadata first of all.
/// </summary>
public static class PublicAddresses
{
    private static readonly IPNetwork[] Inside =
    [
        // "This" network, private, shared (carrier's), loopback, link-local with the metadata services, protocol assignments, documentation, relays,
        // benchmarks, multicast, reserved and broadcast; and the address at which every machine of Azure finds its host.
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24",
            "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4",
            "240.0.0.0/4", "168.63.129.16/32",
        }.Select(n => IPNetwork.Parse(n)),
    ];

    // The one range that is given out to the world, and within it: protocol assignments with Teredo, documentation, 6to4 (which carries a version 4 address).
    private static readonly IPNetwork World = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork[] NotOfTheWorld =
        [.. new[] { "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20" }.Select(n => IPNetwork.Parse(n))];

    /// <summary>True only for what is surely outside; a version 4 address in version 6 clothes is taken for what it is.</summary>
    public static bool Holds(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily switch
        {
            AddressFamily.InterNetwork => !Inside.Any(n => n.Contains(address)),
            AddressFamily.InterNetworkV6 => World.Contains(address) && !NotOfTheWorld.Any(n => n.Contains(address)),
            _ => false,
        };
    }
}
