using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Campaigns.Rules.Ledger;

/// <summary>
/// A SHA-256 as a value of 32 bytes, where its hex as text takes 150: for whoever holds one of every participant.
/// </summary>
public readonly record struct Digest
{
    /// <summary>Digits of the hex.</summary>
    public const int HexLength = 64;

    /// <summary>The order of their hex, ordinally.</summary>
    public static Comparer<Digest> InOrder { get; } = Comparer<Digest>.Create((a, b) => a._words.CompareTo(b._words));

    private readonly (ulong, ulong, ulong, ulong) _words;

    private Digest(ReadOnlySpan<byte> bytes) => _words = (
        BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]),
        BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]), BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]));

    /// <summary>The digest of <paramref name="bytes"/>.</summary>
    public static Digest Of(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return new(hash);
    }

    /// <summary>Reads 64 hexadecimal digits.</summary>
    /// <exception cref="FormatException"><paramref name="hex"/> is not that.</exception>
    public static Digest Parse(string hex)
    {
        ArgumentNullException.ThrowIfNull(hex);
        return hex.Length == HexLength ? new(Convert.FromHexString(hex)) : throw new FormatException($"'{hex}' is no SHA-256 in hex.");
    }

    /// <summary>Writes the lower-case hex in ASCII to the first 64 bytes of <paramref name="ascii"/>.</summary>
    public void WriteHex(Span<byte> ascii)
    {
        Span<byte> bytes = stackalloc byte[SHA256.HashSizeInBytes];
        Bytes(bytes);
        Convert.TryToHexStringLower(bytes, ascii, out _);
    }

    /// <summary>The lower-case hex.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[SHA256.HashSizeInBytes];
        Bytes(bytes);
        return Convert.ToHexStringLower(bytes);
    }

    private void Bytes(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bytes, _words.Item1);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], _words.Item2);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[16..], _words.Item3);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[24..], _words.Item4);
    }
}
