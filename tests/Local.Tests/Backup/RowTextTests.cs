using System.Text;
using Azure.Data.Tables;
using Campaigns.Local.Backup;
using Xunit;

namespace Campaigns.Local.Tests.Backup;

public sealed class RowTextTests
{
    public static TheoryData<object> Values => new()
    {
        "一行\n\"引号\" \\ 😀", "", true, false, 0, int.MinValue, int.MaxValue, 0L, 7L, long.MinValue, long.MaxValue, 0d, 1d, -0.1, double.MaxValue, double.Epsilon,
        double.NaN, double.NegativeInfinity, Guid.Parse("5f0c2d9e-1a2b-4c3d-8e9f-001122334455"),
        new DateTimeOffset(2026, 4, 3, 2, 1, 0, TimeSpan.Zero).AddTicks(1234567),
        new byte[] { 0, 1, 254, 255 }, Array.Empty<byte>(),
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void Row_WrittenAndRead_HasTheSameValueOfTheSameType(object value)
    {
        var line = RowText.Write(new TableEntity("p|甲", "r|1") { ["Value"] = value });

        var row = RowText.Read(line);

        Assert.Equal(("p|甲", "r|1"), (row.PartitionKey, row.RowKey));
        Assert.Equal(value.GetType(), row["Value"].GetType());
        Assert.Equal(value, row["Value"]);
        Assert.DoesNotContain((byte)'\n', line.ToArray());
        Assert.Equal(line.ToArray(), RowText.Write(row).ToArray());
    }

    [Fact]
    public void Row_WithWhatTheServiceSets_IsWrittenWithoutIt()
    {
        var row = new TableEntity("p", "r") { ["B"] = 1, ["A"] = 2L, Timestamp = DateTimeOffset.UnixEpoch, ETag = new("W/\"1\"") };

        Assert.Equal(
            """{"PartitionKey":"p","RowKey":"r","A@odata.type":"Edm.Int64","A":"2","B":1}""", Encoding.UTF8.GetString(RowText.Write(row).Span));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"PartitionKey":"p"}""")]
    [InlineData("""{"PartitionKey":"p","RowKey":"r","A":[]}""")]
    [InlineData("""{"PartitionKey":"p","RowKey":"r","A":1.5}""")]
    [InlineData("""{"PartitionKey":"p","RowKey":"r","A@odata.type":"Edm.Duration","A":"1"}""")]
    public void Line_ThatIsNoRow_IsRefused(string line) => Assert.ThrowsAny<FormatException>(() => RowText.Read(Encoding.UTF8.GetBytes(line)));
}
