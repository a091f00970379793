using System.Text;
using Campaigns.App.Directory;
using Campaigns.App.Exchange;
using Xunit;

namespace Campaigns.App.Tests.Directory;

public sealed class UnitImportTests
{
    const string Header = "id,name,name_en,level,sector,parent\n";

    [Fact]
    public void Judge_QuotesChineseAndByteOrderMark_AreRead()
    {
        var judged = Judge("\uFEFF" + Header + "v-010,\"大河,\"\"北\"\"村\",\"Dahe, North\",village,rural,t-01\r\n");

        Assert.Equal(new Unit("v-010", "大河,\"北\"村", "Dahe, North", "village", "rural", "t-01"), Assert.Single(judged.Created));
        Assert.Empty(judged.Errors);
    }

    [Fact]
    public void Judge_ColumnsInAnotherOrder_AreFoundByName()
    {
        var judged = Judge("parent,id,level,sector,name\nt-01,v-010,village,rural,大河村\n");

        Assert.Equal(new Unit("v-010", "大河村", null, "village", "rural", "t-01"), Assert.Single(judged.Created));
    }

    [Fact]
    public void Judge_SameAgain_IsUnchangedAndADifferenceIsAnUpdate()
    {
        var judged = Judge(Header + "v-001,大河村,Dahe Village,village,rural,t-01\nv-002,小河新村,,village,rural,t-01\n");

        Assert.Equal(["v-001"], judged.Unchanged.Select(u => u.Id));
        Assert.Equal(["v-002"], judged.Updated.Select(u => u.Id));
        Assert.Empty(judged.Created);
    }

    [Theory]
    [InlineData("V-9,大河村,,village,rural,t-01", "id", "not an id")]
    [InlineData("reporter-1,大河村,,village,rural,t-01", "id", "person")]
    [InlineData("v-9,,,village,rural,t-01", "name", "missing")]
    [InlineData("v-9,大河村,,hamlet,rural,t-01", "level", "hamlet")]
    [InlineData("v-9,大河村,,village,farming,t-01", "sector", "farming")]
    [InlineData("v-9,大河村,,village,rural,t-99", "parent", "no unit 't-99'")]
    [InlineData("v-9,大河村,,village,rural,", "parent", "root is 'county'")]
    [InlineData("v-9,大河村,,village,rural,T 1", "parent", "not an id")]
    [InlineData("v-9,大河村,,village,rural,v-9", "parent", "below 'v-9' itself")]
    [InlineData("v-9,大河村,village,rural,t-01", "", "5 cells")]
    [InlineData("v-9,大\"河村,,village,rural,t-01", "", "quote")]
    public void Judge_BadRow_IsNamedWithRowColumnAndReason(string row, string column, string says)
    {
        var judged = Judge(Header + "v-020,好村,,village,rural,t-01\n" + row + "\n");

        var error = Assert.Single(judged.Errors);
        Assert.Equal((3, column), (error.Row, error.Column));
        Assert.Contains(says, error.Message.In("en"), StringComparison.Ordinal);
        Assert.Equal(["v-020"], judged.Created.Select(u => u.Id));
    }

    [Fact]
    public void Judge_SeveralBadRows_AreAllNamed()
    {
        var judged = Judge(Header + "V-1,,,hamlet,farming,t-01\nv-9,村,,village,rural,t-01\nv-9,村,,village,rural,t-01\n");

        Assert.Equal(["2:id", "2:level", "2:name", "2:sector", "4:id"], judged.Errors.Select(e => $"{e.Row}:{e.Column}").Order());
    }

    [Fact]
    public void Judge_RowsThatHangOnABadRow_FallWithIt()
    {
        var judged = Judge(Header + "t-09,镇,,town,rural,county\nv-091,村,,village,rural,t-09\nb-1,支部,,branch,rural,v-091\nv-9,村,,village,rural,t-01\n");

        Assert.Equal(["2:level", "3:parent", "4:parent"], judged.Errors.Select(e => $"{e.Row}:{e.Column}"));
        Assert.Equal(["v-9"], judged.Created.Select(u => u.Id));
    }

    [Fact]
    public void Judge_RingOfRows_IsRefusedWithWhatHangsOnIt()
    {
        var judged = Judge(Header + "a,甲,,township,rural,b\nb,乙,,township,rural,c\nc,丙,,township,rural,a\nd,丁,,village,rural,a\n");

        Assert.Equal([2, 3, 4, 5], judged.Errors.Select(e => e.Row));
        Assert.Empty(judged.Created);
    }

    [Fact]
    public void Judge_RingThroughTheDirectory_IsRefused()
    {
        var judged = Judge(Header + "t-01,柳林乡,,township,rural,v-001\n");

        Assert.Equal("parent", Assert.Single(judged.Errors).Column);
        Assert.Empty(judged.Updated);
    }

    [Fact]
    public void Judge_NewRootAboveTheOld_IsTaken()
    {
        var judged = Judge(Header + "city,大江市,,city,government,\ncounty,清和县,Qinghe County,county,government,city\n");

        Assert.Empty(judged.Errors);
        Assert.Equal(["city"], judged.Created.Select(u => u.Id));
        Assert.Equal(["county"], judged.Updated.Select(u => u.Id));
    }

    [Theory]
    [InlineData("", "", "empty")]
    [InlineData("id,name,level,sector\nv,村,village,rural\n", "parent", "missing")]
    [InlineData("id,name,name_en,level,sector,parent,colour\n", "colour", "no such column")]
    [InlineData("id,id,name,level,sector,parent\n", "id", "twice")]
    public void Judge_BadHeader_IsRefusedAsRowOne(string csv, string column, string says)
    {
        var error = Assert.Single(Judge(csv).Errors);

        Assert.Equal((1, column), (error.Row, error.Column));
        Assert.Contains(says, error.Message.In("en"), StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_RowNumbers_AreTheFilesLines()
    {
        var judged = Judge(Header + "v-11,\"两\n行\",,village,rural,t-01\n\nv-12,村,,hamlet,rural,t-01\n");

        Assert.Contains(judged.Errors, e => e is { Row: 5, Column: "level" });
    }

    [Fact]
    public void Judge_NoiseInsteadOfCsv_AnswersAndNeverThrows()
    {
        var good = Encoding.UTF8.GetBytes(Header + "v-020,\"好村\",,village,rural,t-01\nv-021,好村,,village,rural,v-020\n");
        var seed = 7u;
        uint Next() => seed = seed * 1664525u + 1013904223u;
        for (var i = 0; i < 3000; i++)
        {
            var bytes = good.ToArray();
            for (var changes = 0; changes <= i % 5; changes++) bytes[Next() % (uint)bytes.Length] = (byte)(Next() >> 16);
            var judged = UnitImport.Judge(DirectoryCsv.Units(bytes), Trees.County);
            Assert.All(judged.Errors, e => Assert.True(e.Row > 0));
        }
    }

    [Fact]
    public void Judge_TheWholeTree_RetiresWhatItLeavesOut_AndDeletesNothing()
    {
        var at = new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
        var whole = Trees.County.Units.Values.ToList();
        ImportJudgement<Unit> Whole(params string[] without) => UnitImport.Judge(
            new([.. whole.Where(u => !without.Contains(u.Id))
                .Select((u, i) => new UnitRow(i + 2, u.Id, u.Name, u.NameEn ?? "", u.Level, u.Sector, u.Parent ?? ""))], []),
            Trees.County, at);
        Assert.Empty(Whole().Retired);
        var leaf = whole.First(u => u.Parent is not null && whole.All(o => o.Parent != u.Id));
        var judged = Whole(leaf.Id);
        Assert.Empty(judged.Errors);
        Assert.Equal(leaf with { RetiredAt = at }, Assert.Single(judged.Retired));
        Assert.Equal(whole.Count - 1, judged.Unchanged.Count);

        // With units below it, or the root itself, it cannot be left out.
        var held = Whole(whole.First(u => u.Parent is not null && whole.Any(o => o.Parent == u.Id)).Id);
        Assert.All(held.Errors, e => Assert.Contains("left out and would be retired", e.Message.In("en"), StringComparison.Ordinal));
        Assert.NotEmpty(held.Errors);
        var nothing = UnitImport.Judge(new([], []), Trees.County, at);
        Assert.Contains("root 'county' is left out", Assert.Single(nothing.Errors).Message.In("en"), StringComparison.Ordinal);

        // What has ended before is not retired again; without being asked nothing is.
        var ended = DirectorySnapshot.Of(1, whole.Select(u => u.Id == leaf.Id ? u with { RetiredAt = at.AddYears(-1) } : u), []);
        var rows = whole.Where(u => u.Id != leaf.Id).Select((u, i) => new UnitRow(i + 2, u.Id, u.Name, u.NameEn ?? "", u.Level, u.Sector, u.Parent ?? ""));
        Assert.Empty(UnitImport.Judge(new([.. rows], []), ended, at).Retired);
        Assert.Empty(UnitImport.Judge(new([], []), Trees.County).Retired);
    }

    static ImportJudgement<Unit> Judge(string csv) => UnitImport.Judge(DirectoryCsv.Units(Encoding.UTF8.GetBytes(csv)), Trees.County);
}
