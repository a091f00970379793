using System.IO.Compression;
using System.Security.Cryptography;

namespace Campaigns.Portal.Assets;

/// <summary>A file that pages link to. Its name carries the hash of its content, so that what a browser kept under that name is right for ever.</summary>
public sealed record PortalAsset(string Name, string ContentType, ReadOnlyMemory<byte> Content, ReadOnlyMemory<byte> Packed)
{
    public string Path => "/assets/" + Name;
}

/// <summary>The portal's stylesheet, script and icon, out of this assembly.</summary>
public static class PortalAssets
{
    public static PortalAsset Stylesheet { get; } = Load("portal", ".css", "text/css; charset=utf-8");

    public static PortalAsset Script { get; } = Load("portal", ".js", "text/javascript; charset=utf-8");

    public static PortalAsset Icon { get; } = Load("portal", ".svg", "image/svg+xml");

    /// <summary>The asset of a full name, hash included; null for every other.</summary>
    public static PortalAsset? Find(string name) => new[] { Stylesheet, Script, Icon }.FirstOrDefault(a => a.Name == name);

    static PortalAsset Load(string stem, string extension, string contentType)
    {
        using var stream = typeof(PortalAssets).Assembly.GetManifestResourceStream(stem + extension)
            ?? throw new InvalidOperationException($"The assembly lacks {stem}{extension}.");
        using var content = new MemoryStream();
        stream.CopyTo(content);
        var bytes = content.ToArray();
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 6));
        return new($"{stem}.{hash}{extension}", contentType, bytes, Pack(bytes));
    }

    static byte[] Pack(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.SmallestSize))
            zip.Write(bytes);
        return packed.ToArray();
    }
}
