using Campaigns.App.Evidence;
using Xunit;

namespace Campaigns.App.Tests.Evidence;

public sealed class FileNamesTests
{
    [Theory]
    [InlineData("会议照片.png", "会议照片.png")]
    [InlineData("../../etc/passwd.txt", "passwd.txt")]
    [InlineData("C:\\Users\\me\\a.pdf", "a.pdf")]
    [InlineData("a\r\nSet-Cookie: x.png", "aSet-Cookie x.png")]
    [InlineData("gnp\u202Egpj.exe", "gnpgpj.exe")]
    [InlineData("  ", "file")]
    [InlineData("...", "file")]
    [InlineData(null, "file")]
    [InlineData("a<b>\"c\".png", "abc.png")]
    public void Clean_KeepsTheNameAndNothingThatHidesOrRedirects(string? sent, string expected) => Assert.Equal(expected, FileNames.Clean(sent));

    [Fact]
    public void Clean_OfALongName_KeepsItsExtensionAndWholeCharacters()
    {
        var name = FileNames.Clean(string.Concat(Enumerable.Repeat("😀", 150)) + ".png");
        Assert.InRange(name.Length, 1, FileNames.MaxLength);
        Assert.EndsWith(".png", name, StringComparison.Ordinal);
        Assert.DoesNotContain('\uFFFD', name);
        Assert.True(name.IsNormalized());
    }
}
