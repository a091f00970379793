using Campaigns.App.Exchange;
using Xunit;

namespace Campaigns.App.Tests.Exchange;

public sealed class ImportCellsTests
{
    [Theory]
    [InlineData("2026-10-20")]
    [InlineData("2026/10/20")]
    [InlineData("2026.10.20")]
    [InlineData("2026年10月20日")]
    [InlineData("２０２６－１０－２０")]
    [InlineData(" 2026-10-20 ")]
    public void Day_AsPeopleWriteIt_IsRead(string text) => Assert.Equal(new DateOnly(2026, 10, 20), ImportCells.Day(text));

    [Theory]
    [InlineData("20/10/2026")]
    [InlineData("10/20/2026")]
    [InlineData("2026-02-30")]
    [InlineData("tomorrow")]
    [InlineData("")]
    public void Day_ThatIsNoneOrCouldBeTwo_IsNone(string text) => Assert.Null(ImportCells.Day(text));

    [Theory]
    [InlineData("12.5", 12.5)]
    [InlineData("1,200", 1200)]
    [InlineData("１２．５", 12.5)]
    [InlineData("-3", -3)]
    public void Number_AsPeopleWriteIt_IsRead(string text, double number) => Assert.Equal((decimal)number, ImportCells.Number(text));

    [Theory]
    [InlineData("1e3")]
    [InlineData("12,5x")]
    [InlineData("五")]
    public void Number_ThatIsNone_IsNone(string text) => Assert.Null(ImportCells.Number(text));

    [Theory]
    [InlineData("是", true)]
    [InlineData("Yes", true)]
    [InlineData("否", false)]
    [InlineData("0", false)]
    public void Yes_InBothLanguages(string text, bool yes) => Assert.Equal(yes, ImportCells.Yes(text));

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("-2", "'-2")]
    [InlineData("@a", "'@a")]
    [InlineData("\tx", "'\tx")]
    [InlineData("＝A1", "'＝A1")]
    [InlineData("'=1", "''=1")]
    [InlineData("'tis", "'tis")]
    [InlineData("", "")]
    public void Guard_WritesNoFormula_AndGivesTheTextBack(string text, string written)
    {
        Assert.Equal(written, FormulaGuard.Write(text));
        Assert.Equal(text, FormulaGuard.Read(written));
    }
}
