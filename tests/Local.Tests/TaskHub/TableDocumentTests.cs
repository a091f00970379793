using Azure.Data.Tables;
using Campaigns.Local.TaskHub;
using Xunit;

namespace Campaigns.Local.Tests.TaskHub;

public sealed class TableDocumentTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(30_000)]
    [InlineData(30_001)]
    [InlineData(180_000)]
    [InlineData(180_001)]
    [InlineData(1_000_003)]
    public void Split_ThenJoin_GivesTheTextAgain(int units)
    {
        // Every second unit starts a pair, so that cuts at any place would break one.
        var text = string.Concat(Enumerable.Repeat("x𠮷", (units / 3) + 1))[..units].TrimEnd('\ud842');

        var rows = TableDocument.Split("p", "k", text);
        var (documents, leftovers) = TableDocument.Join(rows.Append(new TableEntity("p", "other~12345678~0001")));

        Assert.Equal(text, Assert.Single(documents).Text);
        Assert.Equal(rows.Select(r => r.RowKey), documents[0].Rows);
        Assert.Equal(["other~12345678~0001"], leftovers);
        Assert.All(rows.SelectMany(r => r.Values()), value => Assert.True(value.Length <= 30_000 && !char.IsHighSurrogate(value[^1])));
    }

    [Theory]
    [InlineData("cycle:three-level:2026:1")]
    [InlineData("年度/2026#1?a\\b%c!d\t")]
    [InlineData("!live")]
    public void Partition_OfAnId_GivesTheIdAgain(string id)
    {
        var key = HubKeys.Partition(id);

        Assert.Equal(id, HubKeys.InstanceId(key));
        Assert.DoesNotContain(key, c => c is '/' or '\\' or '#' or '?' or '%' || char.IsControl(c));
        Assert.NotEqual(HubKeys.Live, key);
        Assert.StartsWith(HubKeys.Partition(id[..3]), key, StringComparison.Ordinal);
    }
}

file static class Rows
{
    public static IEnumerable<string> Values(this TableEntity row) => Enumerable.Range(0, 6).Select(i => row.GetString($"D{i}")).OfType<string>();
}
