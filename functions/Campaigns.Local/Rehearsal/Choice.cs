using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Campaigns.Local.Rehearsal;

/// <summary>
/// Every simulated decision: a function of the seed and of what is being decided, never of a shared generator, so that neither the order of acts nor
/// a restart changes a single one (design section 11). The hash is the first 64 bits of SHA-256 over the parts, each ended by a unit separator.
/// </summary>
public static class Choice
{
    /// <summary>64 bits that depend on nothing but the arguments.</summary>
    public static ulong Bits(int seed, params ReadOnlySpan<string> parts)
    {
        var text = new StringBuilder().Append(seed);
        foreach (var part in parts)
            text.Append('\u001f').Append(part);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()), hash);
        return BinaryPrimitives.ReadUInt64BigEndian(hash);
    }

    /// <summary>A number in [0, 1).</summary>
    public static double Share(int seed, params ReadOnlySpan<string> parts) => (Bits(seed, parts) >> 11) * (1.0 / (1UL << 53));

    /// <summary>A whole number in [0, <paramref name="below"/>).</summary>
    public static int Number(int seed, int below, params ReadOnlySpan<string> parts) => (int)(Share(seed, parts) * below);

    /// <summary>The Idempotency-Key of an act: 128 bits in hex of its seed and name.</summary>
    public static string Key(int seed, params ReadOnlySpan<string> parts)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(seed + "\u001f" + string.Join('\u001f', parts!)));
        return Convert.ToHexStringLower(hash.AsSpan(0, 16));
    }
}
