using System.Text;
using Campaigns.App.Exchange;
using Xunit;

namespace Campaigns.App.Tests.Exchange;

public sealed class ImportTextTests
{
    private const string Text = "id,name\nv-1,大河村\n";
    private static readonly Encoding Gbk = CodePagesEncodingProvider.Instance.GetEncoding(936)!;

    [Theory]
    [InlineData(null, "utf-8")]
    [InlineData("UTF-8", "utf-8")]
    public void Utf8_WithAndWithoutItsMark_IsRead(string? charset, string encoding)
    {
        byte[] plain = Encoding.UTF8.GetBytes(Text);
        byte[] marked = [0xEF, 0xBB, 0xBF, .. plain];

        Assert.Equal((Text, encoding), Read(plain, charset));
        Assert.Equal((Text, encoding), Read(marked, charset));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("gbk")]
    [InlineData("GB2312")]
    [InlineData("gb18030")]
    public void Gbk_SaidOrNot_IsRead(string? charset) => Assert.Equal((Text, "gb18030"), Read(Gbk.GetBytes(Text), charset));

    [Fact]
    public void WhatIsNeither_IsRefused()
    {
        Assert.Null(Read(Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes(Text)).ToArray(), null));
        Assert.Null(Read([.. "id,name\nv-1,"u8, 0x81], null));
        Assert.Null(Read([0xFF, 0xFE, 0xFF, 0xFE], null));
        Assert.Null(Read(Gbk.GetBytes(Text), "utf-8"));
        Assert.Null(Read(Encoding.UTF8.GetBytes(Text), "latin1"));
    }

    private static (string, string)? Read(byte[] bytes, string? charset) =>
        ImportText.Read(bytes, charset) is { } read ? (Encoding.UTF8.GetString(read.Utf8), read.Encoding) : null;
}
