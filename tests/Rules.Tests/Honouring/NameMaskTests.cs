using Campaigns.Rules.Honouring;
using Xunit;

namespace Campaigns.Rules.Tests.Honouring;

public sealed class NameMaskTests
{
    [Theory]
    [InlineData("张伟", "张*")]
    [InlineData("王小明", "王*明")]
    [InlineData("欧阳震华", "欧**华")]
    [InlineData("李", "李")]
    [InlineData("", "*")]
    [InlineData("𠮷田健", "𠮷*健")]
    public void Of_KeepsTheEnds(string name, string masked) => Assert.Equal(masked, NameMask.Of(name));
}
