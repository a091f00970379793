using Azure;
using Azure.Data.Tables;
using Xunit;

namespace Campaigns.Local.Tests.Emulator;

/// <summary>The emulator looks rows up by its indexes and answers as if it had looked at every row.</summary>
public sealed class AzuriteIndexesTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    static readonly string[] Keys =
    [
        "-5", "0x10", "1", "01", "10", "2", " 7", "+3", ".5", "1e3", "A", "I", "Infinity", "J", "JJ", "K'x", "K''x", "NaN", "k|a", "k|b", "k|b|1", "k|c",
            "k}", "村|一", "~",
    ];

    [Theory]
    [InlineData("k|", "k}")]
    [InlineData("K'", "L")]
    [InlineData("J", "k|b|1")]
    [InlineData("0", "5")]
    [InlineData("-", "k")]
    [InlineData("A", "村")]
    [InlineData("k|b", "k|b")]
    [InlineData("z", "a")]
    public async Task Query_OfARange_FindsExactlyTheRowsInIt(string from, string to)
    {
        var table = await FilledAsync();
        foreach (var partition in new[] { "p", "q'1", "1" })
        {
            var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {from} and RowKey lt {to}");

            var found = new List<string>();
            await foreach (var row in table.QueryAsync<TableEntity>(filter))
                found.Add(row.RowKey);

            Assert.Equal(
                Keys.Where(k => string.CompareOrdinal(k, from) >= 0 && string.CompareOrdinal(k, to) < 0).Order(StringComparer.Ordinal), found);
        }
    }

    [Fact]
    public async Task Query_OfAPartition_FindsAllOfItAndNothingElse()
    {
        var table = await FilledAsync();

        var found = new List<string>();
        await foreach (var row in table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {"1"}")))
            found.Add(row.PartitionKey + " " + row.RowKey);

        Assert.Equal(Keys.Order(StringComparer.Ordinal).Select(k => "1 " + k), found);
    }

    [Fact]
    public async Task PointReads_OfLookAlikeKeys_TellThemApart()
    {
        var table = await FilledAsync();

        foreach (var partition in new[] { "p", "q'1", "1", "01" })
        {
            foreach (var key in Keys)
            {
                var row = await table.GetEntityIfExistsAsync<TableEntity>(partition, key);
                Assert.Equal(partition != "01", row.HasValue);
                Assert.Equal(row.HasValue ? partition + key : null, row.HasValue ? row.Value!.GetString("Is") : null);
            }
        }
        await table.UpdateEntityAsync(new TableEntity("p", "01") { ["Is"] = "changed" }, ETag.All, TableUpdateMode.Replace);
        Assert.Equal("p1", (await table.GetEntityAsync<TableEntity>("p", "1")).Value.GetString("Is"));
        Assert.Equal("changed", (await table.GetEntityAsync<TableEntity>("p", "01")).Value.GetString("Is"));
    }

    async Task<TableClient> FilledAsync()
    {
        var table = new TableServiceClient(azurite.ConnectionString).GetTableClient(AzuriteFixture.NewPrefix() + "indexes");
        await table.CreateAsync();
        foreach (var partition in new[] { "p", "q'1", "1" })
        {
            await table.SubmitTransactionAsync(Keys.Select(key =>
                new TableTransactionAction(TableTransactionActionType.Add, new TableEntity(partition, key) { ["Is"] = partition + key })));
        }
        return table;
    }
}
