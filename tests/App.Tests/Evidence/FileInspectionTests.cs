using System.IO.Compression;
using System.Text;
using Campaigns.App.Evidence;
using Xunit;

namespace Campaigns.App.Tests.Evidence;

/// <summary>Files whose beginning is in order and whose inside is not (D2).</summary>
public sealed class FileInspectionTests
{
    private const string Types = "<Types><Override ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";

    [Theory]
    [InlineData("word/document.xml", "x", null)]
    [InlineData("word/media/image1.png", "x", null)]
    [InlineData("word/vbaProject.bin", "x", FileRefusal.Active)]
    [InlineData("word/VBAPROJECT.BIN", "x", FileRefusal.Active)]
    [InlineData("word/embeddings/oleObject1.bin", "x", FileRefusal.Active)]
    [InlineData("word/activeX/activeX1.xml", "x", FileRefusal.Active)]
    [InlineData("Basic/Standard/Module1.xml", "x", FileRefusal.Active)]
    [InlineData("word/media/image1.png", "MZ\u0090", FileRefusal.Active)]
    [InlineData("word/media/image1.png", "PK\u0003\u0004", FileRefusal.Active)]
    [InlineData("word/embeddings/sheet1.xlsx", "PK\u0003\u0004", null)]
    [InlineData("word/run.exe", "x", FileRefusal.Active)]
    [InlineData("word/_rels/document.xml.rels", "<Relationship Type=\"http://x/relationships/hyperlink\" Target=\"http://a\" TargetMode=\"External\"/>", null)]
    [InlineData(
        "word/_rels/settings.xml.rels", "<Relationship Type=\"http://x/relationships/attachedTemplate\" Target=\"http://a\" TargetMode=\"External\"/>",
        FileRefusal.Active)]
    [InlineData("word/_rels/d.rels", "<Relationship Type=\"http://x/relationships/oleObject\" Target=\"e.bin\"/>", null)]
    public async Task OfficeFile_WithWhatActsByItself_IsRefused(string entry, string content, object? expected)
    {
        var file = Zip(("[Content_Types].xml", Types), ("word/document.xml", "x"), (entry, content));
        Assert.Equal((FileRefusal?)expected, (await OfAsync(file, FileType.Docx)).Refusal);
    }

    [Fact]
    public async Task OfficeFile_ThatSaysItHasMacros_OrSwells_OrIsNone_IsRefused()
    {
        var macro = Zip(("[Content_Types].xml", Types.Replace("document.main", "macroEnabledTemplate.main", StringComparison.Ordinal)));
        Assert.Equal(FileRefusal.Active, (await OfAsync(macro, FileType.Docx)).Refusal);
        var bomb = Zip(("[Content_Types].xml", Types), ("word/document.xml", new string(' ', 30 * 1024 * 1024)));
        Assert.InRange(bomb.Length, 1, 100_000);
        Assert.Equal(FileRefusal.Swells, (await OfAsync(bomb, FileType.Xlsx)).Refusal);
        Assert.Equal(FileRefusal.Damaged, (await OfAsync("PK\u0003\u0004 and no end"u8.ToArray(), FileType.Docx)).Refusal);
        var crowd = Zip([.. Enumerable.Range(0, OfficePackage.MaxEntries + 1).Select(i => ($"word/{i}", ""))]);
        Assert.Equal(FileRefusal.Damaged, (await OfAsync(crowd, FileType.Docx)).Refusal);
    }

    [Theory]
    [InlineData("1 0 obj <</Type /Catalog /OpenAction 2 0 R>> endobj", null)]
    [InlineData("<</S /JavaScript /JS (app.alert(1))>>", FileRefusal.Active)]
    [InlineData("<</S/Launch/F(cmd.exe)>>", FileRefusal.Active)]
    [InlineData("<</S /J#61vaScri#70t>>", FileRefusal.Active)]
    [InlineData("<</Type /EmbeddedFile>>", FileRefusal.Active)]
    [InlineData("<</Font /JSans /JavaScripts 1>>", null)]
    public async Task Pdf_WithWhatActsByItself_IsRefused(string body, object? expected) =>
        Assert.Equal((FileRefusal?)expected, (await OfAsync(Encoding.Latin1.GetBytes("%PDF-1.7\n" + body + "\n%%EOF"), FileType.Pdf)).Refusal);

    [Fact]
    public async Task Pdf_WithAScriptInAnObjectStream_OrOverTheBorderOfBlocks_IsRefused()
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionMode.Compress, leaveOpen: true))
            zlib.Write("1 0 <</S /JavaScript>>"u8);
        byte[] pdf = [.. "%PDF-1.7\n1 0 obj <</Type /ObjStm /Filter /FlateDecode>>\nstream\r\n"u8, .. packed.ToArray(), .. "\nendstream"u8];
        Assert.Equal(FileRefusal.Active, (await OfAsync(pdf, FileType.Pdf)).Refusal);
        var border = Encoding.Latin1.GetBytes("%PDF-1.7\n" + new string(' ', 64 * 1024 - 13) + "/Launch ");
        Assert.Equal(FileRefusal.Active, (await OfAsync(border, FileType.Pdf)).Refusal);
        byte[] both = [.. "%PDF-1.7\n"u8, .. Zip(("a", "b"))];
        Assert.Equal(FileRefusal.TwoFiles, (await OfAsync(both, FileType.Pdf)).Refusal);
    }

    [Fact]
    public async Task Picture_WithMarkupOrAnArchive_IsRefused()
    {
        Assert.Null((await OfAsync(Pictures.Png(4, 4), FileType.Png)).Refusal);
        Assert.Equal(FileRefusal.TwoFiles, (await OfAsync([.. Pictures.Png(4, 4), .. Zip(("a", "b"))], FileType.Png)).Refusal);
        byte[] html = [.. "GIF89a"u8, .. "/*<SCRIPT>alert(1)</SCRIPT>"u8];
        Assert.Equal(FileRefusal.TwoFiles, (await OfAsync(html, FileType.Gif)).Refusal);
    }

    [Fact]
    public async Task Photo_SaysWhenItWasTaken() =>
        Assert.Equal(new DateOnly(2026, 3, 2), (await OfAsync(Pictures.Jpeg(exif: true), FileType.Jpeg)).TakenOn);

    private static async Task<Inspection> OfAsync(byte[] content, FileType type) =>
        await FileInspection.OfAsync(new MemoryStream(content, writable: false), type, default);

    private static byte[] Zip(params IEnumerable<(string Name, string Content)> entries)
    {
        using var buffer = new MemoryStream();
        using (var zip = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in entries)
            {
                using var content = zip.CreateEntry(name).Open();
                content.Write(Encoding.Latin1.GetBytes(text));
            }
        }
        return buffer.ToArray();
    }
}
