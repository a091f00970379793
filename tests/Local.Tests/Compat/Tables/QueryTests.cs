using Azure;
using Azure.Data.Tables;
using Campaigns.Local.Tests.Emulator;
using Xunit;

namespace Campaigns.Local.Tests.Compat.Tables;

public sealed class QueryTests(AzuriteFixture fixture) : IClassFixture<AzuriteFixture>
{
    [Fact]
    public async Task Query_OverMoreThanAThousandRows_FollowsTheServicesPages()
    {
        var requests = new RequestWatch();
        var table = await FilledTableAsync(requests, batches: 23);
        requests.Clear();

        var pages = new List<Page<TableEntity>>();
        await foreach (var page in table.QueryAsync<TableEntity>("PartitionKey eq '区 县'").AsPages())
        {
            pages.Add(page);
        }

        Assert.Equal([1000, 1000, 300], pages.Select(p => p.Values.Count));
        Assert.Equal(3, requests.Count);
        Assert.Equal([true, true, false], pages.Select(p => p.ContinuationToken is not null));
        var keys = pages.SelectMany(p => p.Values).Select(r => r.RowKey).ToList();
        Assert.Equal(keys.Order(StringComparer.Ordinal).Distinct(), keys);
    }

    [Fact]
    public async Task Query_FromATokenOfAnEarlierPage_ContinuesThere()
    {
        var table = await FilledTableAsync(new RequestWatch(), batches: 1);
        var first = await table.QueryAsync<TableEntity>().AsPages(pageSizeHint: 30).FirstAsync();

        var rest = await table.QueryAsync<TableEntity>(maxPerPage: 50).AsPages(first.ContinuationToken).ToListAsync();

        Assert.Equal(30, first.Values.Count);
        Assert.Equal([50, 20], rest.Select(p => p.Values.Count));
        Assert.Equal("00'行030", rest[0].Values[0].RowKey);
    }

    [Fact]
    public async Task Query_IsLazy_AsksOnlyForThePagesThatAreRead()
    {
        var requests = new RequestWatch();
        var table = await FilledTableAsync(requests, batches: 1);
        requests.Clear();

        var query = table.QueryAsync<TableEntity>(maxPerPage: 10);
        Assert.Equal(0, requests.Count);
        var rows = await query.Take(15).ToListAsync();

        Assert.Equal(15, rows.Count);
        Assert.Equal(2, requests.Count);
        Assert.Contains("$top=10", requests.Last!.Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Query_ByKeyRange_GivesTheRowsOfTheRange()
    {
        var table = await FilledTableAsync(new RequestWatch(), batches: 2);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {"区 县"} and RowKey ge {"00'行098"} and RowKey lt {"01'行002"}");

        var rows = await table.QueryAsync<TableEntity>(filter, select: ["RowKey"]).ToListAsync();

        Assert.Equal(["00'行098", "00'行099", "01'行000", "01'行001"], rows.Select(r => r.RowKey));
        Assert.All(rows, r => Assert.Null(r.PartitionKey));
    }

    [Fact]
    public async Task Query_WhenCancelled_Stops()
    {
        var table = await FilledTableAsync(new RequestWatch(), batches: 1);
        using var cancellation = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var row in table.QueryAsync<TableEntity>(maxPerPage: 10, cancellationToken: cancellation.Token))
            {
                Assert.NotNull(row.RowKey);
                await cancellation.CancelAsync();
            }
        });
    }

    [Fact]
    public async Task Tables_AreCreatedListedAndDeleted()
    {
        var service = new TableServiceClient(fixture.ConnectionString);
        var prefix = AzuriteFixture.NewPrefix();
        await service.CreateTableAsync(prefix + "b");
        Assert.Equal(204, (await service.CreateTableIfNotExistsAsync(prefix + "a")).GetRawResponse().Status);
        Assert.Equal(409, (await service.CreateTableIfNotExistsAsync(prefix + "a")).GetRawResponse().Status);
        var twice = await Assert.ThrowsAsync<RequestFailedException>(() => service.GetTableClient(prefix + "b").CreateAsync());
        Assert.Equal((409, "TableAlreadyExists"), (twice.Status, twice.ErrorCode));

        var filter = TableServiceClient.CreateQueryFilter($"TableName ge {prefix} and TableName lt {prefix + "z"}");
        Assert.Equal([prefix + "a", prefix + "b"], (await service.QueryAsync(filter, maxPerPage: 1).ToListAsync()).Select(t => t.Name));

        Assert.Equal(204, (await service.DeleteTableAsync(prefix + "a")).Status);
        Assert.Equal(404, (await service.DeleteTableAsync(prefix + "a")).Status);
    }

    [Fact]
    public void Filter_OfEveryType_IsALiteralThatCannotBeBrokenOut()
    {
        var at = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(8));
        var id = new Guid("00112233-4455-6677-8899-aabbccddeeff");

        Assert.Equal("a eq 'x'' or ''1'' eq ''1'", TableClient.CreateQueryFilter($"a eq {"x' or '1' eq '1"}"));
        Assert.Equal("a eq true and b eq 5 and c eq 5L and d eq 1.5", TableClient.CreateQueryFilter($"a eq {true} and b eq {5} and c eq {5L} and d eq {1.5}"));
        Assert.Equal("a eq datetime'2026-01-01T19:04:05Z'", TableClient.CreateQueryFilter($"a eq {at}"));
        Assert.Equal("a eq datetime'2026-01-01T19:04:05.12Z'", TableClient.CreateQueryFilter($"a eq {at.AddMilliseconds(120).UtcDateTime}"));
        Assert.Equal("a eq guid'00112233-4455-6677-8899-aabbccddeeff'", TableClient.CreateQueryFilter($"a eq {id}"));
        Assert.Equal("a eq X'00FF'", TableClient.CreateQueryFilter($"a eq {new byte[] { 0, 255 }}"));
        Assert.Throws<ArgumentException>(() => TableClient.CreateQueryFilter($"a eq {new object()}"));
        Assert.Null(TableClient.CreateQueryFilter(null!));
    }

    private async Task<TableClient> FilledTableAsync(RequestWatch requests, int batches)
    {
        var options = new TableClientOptions();
        options.AddPolicy(requests, Azure.Core.HttpPipelinePosition.PerCall);
        var table = await fixture.NewTableAsync(options);
        for (var batch = 0; batch < batches; batch++)
        {
            await table.SubmitTransactionAsync(Enumerable.Range(0, 100)
                .Select(i => new TableTransactionAction(TableTransactionActionType.Add, new TableEntity("区 县", $"{batch:00}'行{i:000}") { ["n"] = i })));
        }

        return table;
    }
}
