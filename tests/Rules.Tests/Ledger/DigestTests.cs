using System.Text;
using Campaigns.Rules.Ledger;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Campaigns.Rules.Tests.Ledger;

public sealed class DigestTests
{
    private const string OfAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    [Fact]
    public void Of_AText_IsItsSha256()
    {
        Assert.Equal(OfAbc, Digest.Of("abc"u8).ToString());
        Assert.Equal(Digest.Of("abc"u8), Digest.Parse(OfAbc));
        Assert.NotEqual(Digest.Of("abd"u8), Digest.Parse(OfAbc));
    }

    [Fact]
    public void WriteHex_Anywhere_WritesTheLowerCaseHexAndNoMore()
    {
        var text = new byte[Digest.HexLength + 2];
        Digest.Parse(OfAbc.ToUpperInvariant()).WriteHex(text.AsSpan(1));
        Assert.Equal($"\0{OfAbc}\0", Encoding.ASCII.GetString(text));
    }

    [Fact]
    public void InOrder_AnyTwo_IsTheOrderOfTheirHex()
    {
        // Also of digests that differ in one byte alone, each of them.
        var zero = new byte[32];
        foreach (var i in Enumerable.Range(0, 32))
        {
            var one = (byte[])zero.Clone();
            one[i] = 0x80;
            Assert.Equal(Convert.ToHexStringLower(one), Digest.Parse(Convert.ToHexString(one)).ToString());
            Assert.True(Digest.InOrder.Compare(Digest.Parse(Convert.ToHexString(zero)), Digest.Parse(Convert.ToHexString(one))) < 0);
        }
        Prop.ForAll<int, int>((a, b) =>
        {
            var (x, y) = (Digest.Of(BitConverter.GetBytes(a)), Digest.Of(BitConverter.GetBytes(b)));
            return Math.Sign(Digest.InOrder.Compare(x, y)) == Math.Sign(string.CompareOrdinal(x.ToString(), y.ToString()));
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("")]
    [InlineData("ba78")]
    [InlineData("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a")]
    [InlineData("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad00")]
    [InlineData("xa7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    public void Parse_OfSomethingElse_Throws(string hex) => Assert.Throws<FormatException>(() => Digest.Parse(hex));
}
