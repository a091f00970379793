using System.Text;
using Campaigns.Rules.Archives;
using Xunit;

namespace Campaigns.Rules.Tests.Archives;

public sealed class ArchivePathTests
{
    [Theory]
    [InlineData("会议 照片.png", "会议 照片.png")]
    [InlineData("../../etc/passwd", "_.._etc_passwd")]
    [InlineData("..", "_")]
    [InlineData("", "_")]
    [InlineData(" . ", "_")]
    [InlineData("a\\b:c*d?e\"f<g>h|i", "a_b_c_d_e_f_g_h_i")]
    [InlineData("CON", "_CON")]
    [InlineData("con.txt", "_con.txt")]
    [InlineData("prn", "_prn")]
    [InlineData("aux.", "_aux")]
    [InlineData("nul", "_nul")]
    [InlineData("com", "com")]
    [InlineData("lpt", "lpt")]
    [InlineData("lpt9.log", "_lpt9.log")]
    [InlineData("COM1", "_COM1")]
    [InlineData("comx", "comx")]
    [InlineData("cons", "cons")]
    [InlineData("con .txt", "_con .txt")]
    [InlineData("name.", "name")]
    [InlineData("a\nb\u0000c\u202Ed\u2028e\u2029f\uE000g", "a_b_c_d_e_f_g")]
    public void Segment_UnpacksEverywhere(string name, string expected) => Assert.Equal(expected, ArchivePath.Segment(name));

    [Fact]
    public void Segment_OfHalfACharacter_IsNone() => Assert.Equal("a_b", ArchivePath.Segment("a" + (char)0xD800 + "b"));

    [Fact]
    public void Segment_IsComposed() => Assert.Equal("\u00E9", ArchivePath.Segment("e\u0301"));

    [Fact]
    public void Segment_ThatIsTooLong_KeepsItsExtension()
    {
        Assert.Equal(new string('a', 100), ArchivePath.Segment(new string('a', 100)));
        Assert.Equal(new string('a', 100), ArchivePath.Segment(new string('a', 101)));
        Assert.Equal(new string('字', 32) + ".jpg", ArchivePath.Segment(new string('字', 60) + ".jpg"));
        Assert.Equal(new string('a', 88) + ".12345678901", ArchivePath.Segment(new string('a', 100) + ".12345678901"));
        Assert.Equal(new string('a', 100), ArchivePath.Segment(new string('a', 100) + ".123456789012"));
        Assert.Equal(96, Encoding.UTF8.GetByteCount(ArchivePath.Segment(string.Concat(Enumerable.Repeat("𠮷", 24)) + "   . " + new string('b', 60))));
    }

    [Fact]
    public void Of_JoinsSafeSegments() => Assert.Equal("participants/_nul/a_b", ArchivePath.Of("participants", "nul", "a/b"));
}
