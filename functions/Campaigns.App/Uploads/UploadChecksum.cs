using System.Security.Cryptography;

namespace Campaigns.App.Uploads;

/// <summary>What a request says its bytes hash to (tus: checksum): <c>sha1</c>, which the protocol asks for, or <c>sha256</c>.</summary>
internal sealed class UploadChecksum : IDisposable
{
    public const string Algorithms = "sha1,sha256";

    private readonly IncrementalHash _hash;
    private readonly byte[] _expected;

    private UploadChecksum(HashAlgorithmName algorithm, byte[] expected) => (_hash, _expected) = (IncrementalHash.CreateHash(algorithm), expected);

    /// <summary>Of <c>Upload-Checksum: sha256 BASE64</c>; null where that is not understood.</summary>
    public static UploadChecksum? Of(string header)
    {
        if (header.Split(' ') is not [var name, var value])
            return null;
        HashAlgorithmName? algorithm = name switch { "sha1" => HashAlgorithmName.SHA1, "sha256" => HashAlgorithmName.SHA256, _ => null };
        var expected = new byte[64];
        return algorithm is { } known && Convert.TryFromBase64String(value, expected, out var length) && length == (name == "sha1" ? 20 : 32)
            ? new(known, expected[..length])
            : null;
    }

    public void Append(ReadOnlySpan<byte> bytes) => _hash.AppendData(bytes);

    public bool Holds() => CryptographicOperations.FixedTimeEquals(_hash.GetHashAndReset(), _expected);

    public void Dispose() => _hash.Dispose();
}
