using System.IO.Compression;
using System.Text;
using Campaigns.App.Evidence;
using Xunit;

namespace Campaigns.App.Tests.Evidence;

public sealed class FileContentTests
{
    [Theory]
    [InlineData("89504E470D0A1A0A0000000D", "a.png", "image/png")]
    [InlineData("FFD8FFE000104A464946", "a.jpg", "image/jpeg")]
    [InlineData("474946383961", "a.gif", "image/gif")]
    [InlineData("52494646AABBCCDD57454250", "a.webp", "image/webp")]
    [InlineData("255044462D312E37", "a.pdf", "application/pdf")]
    [InlineData("000000186674797068656963", "a.heic", "image/heic")]
    [InlineData("0000001866747970697036D6", "a.mp4", null)]
    [InlineData("000000186674797069736F6D", "a.mp4", "video/mp4")]
    [InlineData("0000001466747970717420200000", "a.mov", "video/quicktime")]
    [InlineData("4D5A90000300", "a.exe", null)]
    [InlineData("4D5A90000300", "a.png", null)]
    [InlineData("7F454C46", "a.pdf", null)]
    [InlineData("52494646AABBCCDD57415645", "a.wav", null)]
    public void Detect_ByTheFirstBytes_TellsTheType(string hex, string name, string? expected) =>
        Assert.Equal(expected, FileContent.Detect(Convert.FromHexString(hex), whole: true, name)?.MediaType);

    [Theory]
    [InlineData("第一季度为群众办好事三件。\r\n", "a.txt", "text/plain")]
    [InlineData("clause,points\ndeeds,12\n", "a.csv", "text/csv")]
    [InlineData("\uFEFFclause\n", "a.csv", "text/csv")]
    [InlineData("<html><body>x</body></html>", "a.txt", null)]
    [InlineData("  <SCRIPT>alert(1)</SCRIPT>", "a.txt", null)]
    [InlineData("<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", "a.txt", null)]
    [InlineData("<svg/>", "a.png", null)]
    [InlineData("#!/bin/sh\nrm -rf /\n", "a.txt", null)]
    [InlineData("a\0b", "a.txt", null)]
    [InlineData("", "a.txt", null)]
    public void Detect_OfText_RefusesWhatIsActive(string text, string name, string? expected) =>
        Assert.Equal(expected, FileContent.Detect(Encoding.UTF8.GetBytes(text), whole: true, name)?.MediaType);

    [Fact]
    public void Detect_OfTextThatIsNotUtf8OrNotWhole_IsNothing()
    {
        Assert.Null(FileContent.Detect([0xD6, 0xD0, 0xB9, 0xFA], whole: true, "gbk.txt"));
        Assert.Null(FileContent.Detect("half of a text"u8, whole: false, "a.txt"));
    }

    [Theory]
    [InlineData("word/document.xml", "docx", true)]
    [InlineData("xl/workbook.xml", "xlsx", true)]
    [InlineData("ppt/presentation.xml", "pptx", true)]
    [InlineData("readme.txt", "zip", false)]
    public void Detect_OfAZip_TakesOfficeFilesAlone(string entry, string extension, bool taken)
    {
        var type = FileContent.Detect(Zip(entry is "readme.txt" ? [entry] : ["[Content_Types].xml", entry]), whole: true, "a." + extension);
        Assert.Equal(taken, type is not null && type.Fits("a." + extension));
    }

    [Fact]
    public void Detect_OfAnOfficeFileWithMacros_IsNothing() =>
        Assert.Null(FileContent.Detect(Zip(["[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"]), whole: true, "a.docx"));

    [Fact]
    public void Detect_OfACompoundFile_LooksForTheStreamsInside()
    {
        byte[] signature = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
        byte[] With(string stream) => [.. signature, .. new byte[64], .. Encoding.Unicode.GetBytes(stream)];
        Assert.Equal(FileType.Doc, FileContent.Detect(With("WordDocument"), whole: true, "a.doc"));
        Assert.Equal(FileType.Xls, FileContent.Detect(With("Workbook"), whole: true, "a.xls"));
        Assert.Null(FileContent.Detect(With("MsiDatabase"), whole: true, "a.doc"));
        Assert.Null(FileContent.Detect(With("_VBA_PROJECT WordDocument"), whole: true, "a.doc"));
    }

    [Fact]
    public void Fits_NameOfAnotherType_DoesNot()
    {
        Assert.True(FileType.Jpeg.Fits("a.JPG"));
        Assert.False(FileType.Png.Fits("a.pdf"));
        Assert.False(FileType.Png.Fits("png"));
    }

    private static byte[] Zip(IEnumerable<string> entries)
    {
        using var buffer = new MemoryStream();
        using (var zip = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var entry in entries)
            {
                using var content = zip.CreateEntry(entry).Open();
                content.Write("x"u8);
            }
        }
        return buffer.ToArray();
    }
}
