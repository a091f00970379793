using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Campaigns.Local.SignIn;

/// <summary>The issuer's RSA key.</summary>
sealed class SigningKey : IDisposable
{
    readonly RSA _rsa;

    SigningKey(RSA rsa)
    {
        _rsa = rsa;
        var key = new RsaSecurityKey(rsa);
        key.KeyId = Base64UrlEncoder.Encode(key.ComputeJwkThumbprint());
        Credentials = new SigningCredentials(key, SecurityAlgorithms.RsaSha256);
    }

    /// <summary>What signs the tokens.</summary>
    public SigningCredentials Credentials { get; }

    /// <summary>The public part, as the key set publishes it.</summary>
    public JsonWebKey Published
    {
        get
        {
            var key = JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(_rsa.ExportParameters(includePrivateParameters: false)));
            key.KeyId = Credentials.Key.KeyId;
            key.Use = "sig";
            key.Alg = SecurityAlgorithms.RsaSha256;
            return key;
        }
    }

    /// <summary>The key kept in the file, or a new one, which the file then keeps. Without a file, a new key.</summary>
    /// <exception cref="IOException">The file can neither be read nor written.</exception>
    public static SigningKey Take(string? file)
    {
        var rsa = RSA.Create(2048);
        if (file is null) return new SigningKey(rsa);
        if (!File.Exists(file)) Keep(rsa, file);
        // Read back even when just written: another process may have been faster, and both must sign with the same key.
        rsa.ImportFromPem(File.ReadAllText(file));
        return new SigningKey(rsa);
    }

    public void Dispose() => _rsa.Dispose();

    static void Keep(RSA rsa, string file)
    {
        if (Path.GetDirectoryName(file) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var unfinished = $"{file}.{Environment.ProcessId}";
        using (var writer = new StreamWriter(unfinished, options)) writer.Write(rsa.ExportPkcs8PrivateKeyPem());
        try
        {
            File.Move(unfinished, file, overwrite: false);
        }
        catch (IOException) when (File.Exists(file))
        {
            File.Delete(unfinished);
        }
    }
}
