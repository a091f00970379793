using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Campaigns.Benchmarks.Scale.Store;
using Xunit;

namespace Campaigns.Local.Tests.Scale;

/// <summary>The store that counts pages, refuses and conditions as the services do, or what it counts would be worth nothing.</summary>
public sealed class CountingStoreTests : IAsyncLifetime
{
    private const string Table = "Rows";
    private StoreServer _store = null!;
    private TableClient _table = null!;

    public async Task InitializeAsync()
    {
        _store = await StoreServer.StartAsync();
        _table = new(_store.Address.ConnectionString, Table);
        await _table.CreateIfNotExistsAsync();
    }

    public async Task DisposeAsync() => await _store.DisposeAsync();

    [Fact]
    public async Task Query_OfMoreThanAThousandRows_ComesInPagesInOrderOfKeys()
    {
        var written = Enumerable.Range(0, 1050).Select(n => $"r|{n * 7919 % 1050:D5}").ToList();
        foreach (var chunk in written.Chunk(100))
        {
            await _table.SubmitTransactionAsync(chunk.Select(k =>
                new TableTransactionAction(TableTransactionActionType.Add, new TableEntity("p", k) { ["N"] = 1L })));
        }
        await _table.AddEntityAsync(new TableEntity("p", "s|other"));

        var pages = new List<Page<TableEntity>>();
        await foreach (var page in _table.QueryAsync<TableEntity>("PartitionKey eq 'p' and RowKey ge 'r|' and RowKey lt 'r}'").AsPages())
            pages.Add(page);

        Assert.Equal([1000, 50], pages.Select(p => p.Values.Count));
        Assert.Equal(written.Order(StringComparer.Ordinal), pages.SelectMany(p => p.Values).Select(r => r.RowKey));
        Assert.All(pages[0].Values, r => Assert.Equal(1L, r["N"]));
    }

    [Fact]
    public async Task Query_OfFourMebibytes_EndsItsPageThere()
    {
        var text = new string('x', 30_000);
        foreach (var chunk in Enumerable.Range(0, 150).Chunk(50))
        {
            await _table.SubmitTransactionAsync(chunk.Select(n => new TableTransactionAction(
                TableTransactionActionType.Add, new TableEntity("p", n.ToString("D3", CultureInfo.InvariantCulture)) { ["Text"] = text })));
        }

        var pages = new List<int>();
        await foreach (var page in _table.QueryAsync<TableEntity>("PartitionKey eq 'p'").AsPages())
            pages.Add(page.Values.Count);

        Assert.Equal([139, 11], pages);
    }

    [Fact]
    public async Task Query_ByAProperty_IsRefused()
    {
        var pages = _table.QueryAsync<TableEntity>("N eq 1").AsPages().GetAsyncEnumerator();

        Assert.Equal(400, (await Assert.ThrowsAsync<RequestFailedException>(async () => await pages.MoveNextAsync())).Status);
    }

    [Fact]
    public async Task Transaction_WithOneRefusedRow_DoesNothingAndNamesIt()
    {
        await _table.AddEntityAsync(new TableEntity("p", "b"));

        var refused = await Assert.ThrowsAsync<TableTransactionFailedException>(() => _table.SubmitTransactionAsync(
            [new(TableTransactionActionType.Add, new TableEntity("p", "a")), new(TableTransactionActionType.Add, new TableEntity("p", "b"))]));

        Assert.Equal((409, 1), (refused.Status, refused.FailedTransactionActionIndex));
        Assert.False((await _table.GetEntityIfExistsAsync<TableEntity>("p", "a")).HasValue);
    }

    [Fact]
    public async Task Write_OverAnotherVersion_IsRefused_AndAMergeKeepsTheRest()
    {
        await _table.AddEntityAsync(new TableEntity("p", "a") { ["One"] = 1, ["At"] = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) });
        var read = (await _table.GetEntityAsync<TableEntity>("p", "a")).Value;
        await _table.UpsertEntityAsync(new TableEntity("p", "a") { ["Two"] = "zwei's" });

        var refused = await Assert.ThrowsAsync<RequestFailedException>(
            () => _table.UpdateEntityAsync(new TableEntity("p", "a"), read.ETag, TableUpdateMode.Replace));

        Assert.Equal(412, refused.Status);
        var merged = (await _table.GetEntityAsync<TableEntity>("p", "a")).Value;
        Assert.Equal((1, "zwei's", 2026), (merged.GetInt32("One"), merged.GetString("Two"), merged.GetDateTimeOffset("At")!.Value.Year));
        Assert.True(merged.Timestamp > read.Timestamp);
    }

    [Fact]
    public async Task Blob_WrittenOnce_IsNotWrittenOver_AndReadByRange()
    {
        var container = new BlobServiceClient(_store.Address.ConnectionString, new BlobClientOptions(BlobClientOptions.ServiceVersion.V2021_12_02))
            .GetBlobContainerClient("documents");
        await container.CreateIfNotExistsAsync();
        var (blob, once) = (container.GetBlobClient("a/b.json"), new BlobUploadOptions { Conditions = new() { IfNoneMatch = ETag.All } });
        await blob.UploadAsync(BinaryData.FromString("0123456789"), once);

        Assert.Equal(409, (await Assert.ThrowsAsync<RequestFailedException>(() => blob.UploadAsync(BinaryData.FromString("other"), once))).Status);
        var part = await blob.DownloadContentAsync(new BlobDownloadOptions { Range = new HttpRange(2, 3) });
        Assert.Equal("234", part.Value.Content.ToString());
    }
}
