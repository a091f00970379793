using System.Security.Cryptography;
using System.Text;
using Campaigns.Rules.Webhooks;
using Microsoft.Extensions.Options;

namespace Campaigns.App.Webhooks;

/// <summary>Settings <c>Webhooks:Key</c> and <c>Webhooks:AllowedHosts</c>.</summary>
public sealed class WebhookOptions
{
    public const string Section = "Webhooks";

    /// <summary>
    /// What secrets are encrypted with at rest, 32 characters or more: on Azure a reference to Key Vault, so that neither the storage account nor whoever reads
    /// its backups can sign. Empty: secrets rest on the storage account's own encryption and access rights alone.
    /// </summary>
    public string Key { get; set; } = "";

    /// <summary>Hosts, between commas, that may be inside addresses and be talked to over http: for tests and for receivers in the own network.</summary>
    public string AllowedHosts { get; set; } = "";
}

/// <summary>
/// Draws secrets and keeps them encrypted (AES-256-GCM, bound to their webhook), see <see cref="WebhookOptions.Key"/>. What was kept before there was a key is
/// read on.
/// </summary>
public sealed class WebhookSecrets
{
    private const string Encrypted = "e1:";
    private const string Plain = "p1:";
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int LeastKey = 32;
    private const string Unresolved = "@Microsoft.KeyVault(";
    private readonly byte[]? _key;

    /// <exception cref="InvalidOperationException">The key is too short, or is the reference to the vault instead of what the vault holds.</exception>
    public WebhookSecrets(IOptions<WebhookOptions> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var key = options.Value.Key;
        if (key.Length is > 0 and < LeastKey)
            throw new InvalidOperationException($"Setting Webhooks:Key must have {LeastKey} characters or more, or none.");
        // The platform hands the reference on where it cannot follow it: what would be encrypted with that could be read by everybody, and later by nobody.
        if (key.StartsWith(Unresolved, StringComparison.OrdinalIgnoreCase))
            throw new InvalidOperationException("Setting Webhooks:Key is a reference to Key Vault that the platform could not follow.");
        if (key.Length > 0)
            _key = HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(key), 32, info: "webhook secrets"u8.ToArray());
    }

    /// <summary>A new secret, and how it is kept.</summary>
    public (string Shown, string Kept) Draw(string webhook)
    {
        var secret = RandomNumberGenerator.GetBytes(WebhookSignature.SecretBytes);
        return (WebhookSignature.Show(secret), Keep(webhook, secret));
    }

    /// <summary>The secret's bytes; a fault where the key is not the one that it was kept with.</summary>
    public byte[] Read(string webhook, string kept)
    {
        ArgumentNullException.ThrowIfNull(kept);
        if (kept.StartsWith(Plain, StringComparison.Ordinal))
            return Convert.FromBase64String(kept[Plain.Length..]);
        if (_key is null || !kept.StartsWith(Encrypted, StringComparison.Ordinal))
            throw new InvalidOperationException($"The secret of webhook {webhook} needs the setting Webhooks:Key that it was kept with.");
        var bytes = Convert.FromBase64String(kept[Encrypted.Length..]);
        var secret = new byte[bytes.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(_key, TagBytes);
        aes.Decrypt(
            bytes.AsSpan(0, NonceBytes), bytes.AsSpan(NonceBytes + TagBytes), bytes.AsSpan(NonceBytes, TagBytes), secret, Encoding.UTF8.GetBytes(webhook));
        return secret;
    }

    private string Keep(string webhook, byte[] secret)
    {
        if (_key is null)
            return Plain + Convert.ToBase64String(secret);
        var bytes = new byte[NonceBytes + TagBytes + secret.Length];
        RandomNumberGenerator.Fill(bytes.AsSpan(0, NonceBytes));
        using var aes = new AesGcm(_key, TagBytes);
        aes.Encrypt(
            bytes.AsSpan(0, NonceBytes), secret, bytes.AsSpan(NonceBytes + TagBytes), bytes.AsSpan(NonceBytes, TagBytes), Encoding.UTF8.GetBytes(webhook));
        return Encrypted + Convert.ToBase64String(bytes);
    }
}
