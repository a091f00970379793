using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;

namespace Campaigns.App.Http;

/// <summary>
/// Opaque continuation tokens: a position in one list, with a checksum over both. A mangled token, or one of another list or filter, is recognised and refused.
/// It holds no right: what the caller may see is decided anew on every request, so that a forged position shows nothing that the list would not.
/// </summary>
public static class Continuations
{
    const int ChecksumBytes = 8;

    /// <summary>The token for <paramref name="position"/> in <paramref name="list"/> (the list's name with its filters).</summary>
    public static string Write(string list, string position)
    {
        var payload = Encoding.UTF8.GetBytes(position);
        return Base64Url.EncodeToString([.. Checksum(list, payload), .. payload]);
    }

    /// <summary>The position, or null where the token is not one of this list.</summary>
    public static string? Read(string list, string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        if (!Base64Url.IsValid(token)) return null;
        var bytes = Base64Url.DecodeFromChars(token);
        if (bytes.Length <= ChecksumBytes) return null;
        var payload = bytes.AsSpan(ChecksumBytes);
        return Utf8.IsValid(payload) && bytes.AsSpan(0, ChecksumBytes).SequenceEqual(Checksum(list, payload)) ? Encoding.UTF8.GetString(payload) : null;
    }

    static byte[] Checksum(string list, ReadOnlySpan<byte> payload)
    {
        var name = Encoding.UTF8.GetBytes(list);
        return SHA256.HashData([.. BitConverter.GetBytes(name.Length), .. name, .. payload])[..ChecksumBytes];
    }
}
