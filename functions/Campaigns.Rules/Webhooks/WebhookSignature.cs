using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Campaigns.Rules.Webhooks;

/// <summary>
/// Signatures by the Standard Webhooks convention (J22): HMAC-SHA256 with the secret's bytes over <c>id.timestamp.body</c>, in base64 after <c>v1,</c>; one
/// for each secret that is valid now, between blanks. A secret is written <c>whsec_</c> and base64.
/// </summary>
public static class WebhookSignature
{
    public const string SecretPrefix = "whsec_";

    /// <summary>Bytes of a secret that is made here; the convention takes 24 to 64.</summary>
    public const int SecretBytes = 32;

    /// <summary>How a secret is shown to whoever is to check signatures.</summary>
    public static string Show(ReadOnlySpan<byte> secret) => SecretPrefix + Convert.ToBase64String(secret);

    /// <summary>The header <c>webhook-signature</c>, the newest secret's first.</summary>
    /// <param name="at">Header <c>webhook-timestamp</c>: whole seconds since 1970.</param>
    public static string Of(IEnumerable<byte[]> secrets, string id, DateTimeOffset at, ReadOnlySpan<byte> body)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)}."), .. body];
        return string.Join(' ', secrets.Select(secret => "v1," + Convert.ToBase64String(HMACSHA256.HashData(secret, signed))));
    }
}
