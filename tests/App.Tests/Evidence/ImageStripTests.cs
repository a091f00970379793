using System.Text;
using Campaigns.App.Evidence;
using Xunit;

namespace Campaigns.App.Tests.Evidence;

public sealed class ImageStripTests
{
    [Fact]
    public async Task Png_KeepsThePictureAlone()
    {
        var stripped = Assert.IsType<byte[]>(await StripAsync("image/png", [.. Pictures.Png(4, 4), 1, 2, 3]));
        Assert.Equal(["IHDR", "IDAT", "IEND"], new[] { "IHDR", "tEXt", "eXIf", "IDAT", "IEND" }.Where(c => Holds(stripped, c)));
        Assert.False(Holds(stripped, Pictures.Secret));
        Assert.Equal([0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82], stripped[^8..]);
    }

    [Fact]
    public async Task Jpeg_KeepsThePictureAndItsUpright_AndEndsWithIt()
    {
        var stripped = Assert.IsType<byte[]>(await StripAsync("image/jpeg", Pictures.Jpeg(exif: true)));
        Assert.False(Holds(stripped, Pictures.Secret));
        Assert.False(Holds(stripped, "2026:03:02"));
        Assert.Equal([0xFF, 0xD9], stripped[^2..]);
        Assert.Equal([1, 2, 0xFF, 0, 3, 0xFF, 0xD0, 4], stripped[^10..^2]);
        Assert.Equal(6, PhotoDay.OrientationOf(PhotoDay.ExifOf(stripped)));
        Assert.Empty(PhotoDay.ExifOf((await StripAsync("image/jpeg", Pictures.Jpeg(exif: false)))!));
    }

    [Fact]
    public async Task WebP_LosesItsMetadata_AndSaysSo()
    {
        byte[] extended = [.. "VP8X"u8, 10, 0, 0, 0, 0b0010_1110, 0, 0, 0, 3, 0, 0, 3, 0, 0];
        byte[] parts = [.. extended, .. "EXIF"u8, 4, 0, 0, 0, .. "GPS!"u8, .. "VP8 "u8, 3, 0, 0, 0, 1, 2, 3, 0];
        var stripped = await StripAsync("image/webp", [.. "RIFF"u8, (byte)(parts.Length + 4), 0, 0, 0, .. "WEBP"u8, .. parts]);
        byte[] kept = [.. "VP8X"u8, 10, 0, 0, 0, 0b0000_0010, 0, 0, 0, 3, 0, 0, 3, 0, 0, .. "VP8 "u8, 3, 0, 0, 0, 1, 2, 3, 0];
        Assert.Equal([.. "RIFF"u8, (byte)(kept.Length + 4), 0, 0, 0, .. "WEBP"u8, .. kept], stripped);
    }

    [Fact]
    public async Task Gif_LosesComments()
    {
        byte[] gif =
        [
            .. "GIF89a"u8, 1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255, 0x21, 0xFE, 4, .. "GPS!"u8, 0, 0x21, 0xF9, 4, 0, 0, 0, 0, 0,
            0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3B, 9, 9,
        ];
        var stripped = (await StripAsync("image/gif", gif))!;
        Assert.False(Holds(stripped, "GPS!"));
        Assert.Equal(gif.Length - 2 - 8, stripped.Length);
        Assert.Equal(0x3B, stripped[^1]);
    }

    [Theory]
    [InlineData(10_001, 10_000, false)]
    [InlineData(10_000, 10_000, true)]
    public async Task Picture_OfTooManyPoints_HasNone(int wide, int high, bool shown) =>
        Assert.Equal(shown, await StripAsync("image/png", Pictures.Png(wide, high)) is not null);

    [Fact]
    public async Task Picture_ThatEndsEarly_HasNone()
    {
        var whole = Pictures.Jpeg(exif: true);
        Assert.Null(await StripAsync("image/jpeg", whole[..60]));
        Assert.Null(await StripAsync("image/jpeg", Pictures.Jpeg(exif: false, high: 0)));
        Assert.Null(await StripAsync("image/png", Pictures.Png(4, 4)[..40]));
        Assert.Null(await StripAsync("image/gif", "GIF89a"u8.ToArray()));
    }

    private static async Task<byte[]?> StripAsync(string type, byte[] picture)
    {
        using var to = new MemoryStream();
        return await ImageStrip.WriteAsync(type, new MemoryStream(picture), to, default) ? to.ToArray() : null;
    }

    private static bool Holds(byte[] bytes, string text) => bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(text)) >= 0;
}
