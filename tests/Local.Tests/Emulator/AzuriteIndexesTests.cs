using System.Diagnostics;
using Azure;
using Azure.Data.Tables;
using Campaigns.Local.Emulator;
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

    // The clean-up runs ten minutes after the start at the earliest, so its step is asked for in the emulator's own process, before it serves.
    const string Probe = """
        import { createRequire } from 'node:module';
        const Extents = createRequire(process.argv[1])('./common/persistence/LokiExtentMetadataStore').default;
        const store = new Extents('none.json', true);
        await store.init();
        const extents = store.db.getCollection(store.EXTENTS_COLLECTION);
        for (let n = 0; n < 50; n++) await store.updateExtent({ id: `extent-${n}`, locationId: 'memory', path: '', size: 1, LastModifyInMS: n });
        let sorted = 0;
        for (let n = 0; n < 50; n += 2) {
          await store.deleteExtent(`extent-${n}`);
          if (extents.binaryIndices.id.dirty) sorted++;
        }
        await store.deleteExtent('extent-0');
        const left = (await store.listExtents())[0].map(e => e.id);
        console.log(`${left.length} left, ${left.every(id => extents.findOne({ id })?.id === id)}, index sorted anew ${sorted} times`);
        process.exit();
        """;

    [Fact]
    public async Task CleanUp_OfUploadsNoLongerNeeded_DoesNotSortTheIndexAnewForEach()
    {
        var script = await AzuriteInstallation.EnsureAsync(new AzuriteOptions().CacheDirectory, null, CancellationToken.None);
        var start = Azurite.StartInfo(script, new AzuriteOptions());
        start.ArgumentList.Insert(2, "--import");
        start.ArgumentList.Insert(3, "data:text/javascript," + Uri.EscapeDataString(Probe));
        using var node = Process.Start(start)!;

        var printed = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();

        Assert.Equal("25 left, true, index sorted anew 0 times", printed.Trim());
    }

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
