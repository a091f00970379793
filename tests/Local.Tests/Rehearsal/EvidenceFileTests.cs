using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Campaigns.Local.Rehearsal;
using Xunit;

namespace Campaigns.Local.Tests.Rehearsal;

public sealed class EvidenceFileTests
{
    [Fact]
    public void Of_ManyActs_LiesBetweenTwoAndTwentyKilobytesAndNoTwoAreEqual()
    {
        var files = Enumerable.Range(0, 400).Select(n => EvidenceFile.Of(1, $"v-{n:D3}|q1|1", n % 2 == 0)).ToList();

        Assert.All(files, f => Assert.InRange(f.Content.Length, 2 * 1024, 20 * 1024));
        Assert.Equal(files.Count, files.Select(f => Convert.ToBase64String(f.Content)).Distinct().Count());
        Assert.True(files.Max(f => f.Content.Length) > 15 * 1024);
    }

    [Fact]
    public void Of_SameSeedAndAct_IsTheSameFile()
    {
        var first = EvidenceFile.Of(7, "v-001|q2|1", photo: false);
        var again = EvidenceFile.Of(7, "v-001|q2|1", photo: false);

        Assert.Equal(first.Content, again.Content);
        Assert.Equal(first.Name, again.Name);
    }

    [Fact]
    public void Png_EveryChunk_HasItsChecksumAndThePictureUnpacks()
    {
        var png = PngImage.Make(6000, "t-01|q1|2");

        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], png[..8]);
        var chunks = new List<string>();
        var picture = Array.Empty<byte>();
        var at = 8;
        while (at < png.Length)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            var type = Encoding.ASCII.GetString(png, at + 4, 4);
            Assert.Equal(Crc32(png.AsSpan(at + 4, length + 4)), BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at + 8 + length)));
            if (type == "IDAT")
                picture = png[(at + 8)..(at + 8 + length)];
            chunks.Add(type);
            at += length + 12;
        }
        Assert.Equal(["IHDR", "tEXt", "IDAT", "IEND"], chunks);
        var side = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16));
        using var unpacked = new MemoryStream();
        using (var zlib = new ZLibStream(new MemoryStream(picture), CompressionMode.Decompress))
            zlib.CopyTo(unpacked);
        Assert.Equal(side * (1 + side * 3), unpacked.Length);
    }

    [Fact]
    public void Pdf_CrossReferences_PointAtTheirObjects()
    {
        var text = Encoding.ASCII.GetString(PdfDocument.Make(5000, "a (b) \\ c"));

        Assert.StartsWith("%PDF-1.4\n", text, StringComparison.Ordinal);
        var table = int.Parse(Regex.Match(text, @"startxref\n(\d+)\n%%EOF").Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.Equal("xref", text[table..(table + 4)]);
        var entries = Regex.Matches(text[table..], @"(\d{10}) 00000 n ");
        Assert.Equal(6, entries.Count);
        for (var n = 0; n < entries.Count; n++)
            Assert.StartsWith($"{n + 1} 0 obj\n", text[int.Parse(entries[n].Groups[1].Value, CultureInfo.InvariantCulture)..], StringComparison.Ordinal);
        var length = int.Parse(Regex.Match(text, @"/Length (\d+)").Groups[1].Value, CultureInfo.InvariantCulture);
        var start = text.IndexOf("stream\n", StringComparison.Ordinal) + 7;
        Assert.Equal("endstream", text.Substring(start + length, 9));
    }

    static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = 0xFFFFFFFFu;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }
        return ~crc;
    }
}
