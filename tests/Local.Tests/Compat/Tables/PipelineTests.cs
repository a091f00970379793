using System.Net;
using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Xunit;

namespace Campaigns.Local.Tests.Compat.Tables;

public sealed class PipelineTests : IDisposable
{
    private const string Key = "a2V5";
    private readonly RecordingHandler _handler = new();

    public void Dispose() => _handler.Dispose();

    [Fact]
    public async Task Retry_OnABusyService_RepeatsTheRequestWithItsBodyAndSignsItAgain()
    {
        _handler.Answers.Enqueue(HttpStatusCode.ServiceUnavailable);
        _handler.Answers.Enqueue(HttpStatusCode.TooManyRequests);
        _handler.Answers.Enqueue(HttpStatusCode.NoContent);
        var perCall = new RequestWatch();
        var perRetry = new RequestWatch();

        var response = await Table(perCall, perRetry).UpsertEntityAsync(new TableEntity("p", "r") { ["n"] = 1 });

        Assert.Equal(204, response.Status);
        Assert.Equal(3, _handler.Requests.Count);
        Assert.Equal((1, 3), (perCall.Count, perRetry.Count));
        Assert.All(_handler.Requests, r => Assert.Equal("""{"PartitionKey":"p","RowKey":"r","n":1}""", r.Body));
        Assert.All(_handler.Requests, r => Assert.Equal(Signature(r, "/account/data(PartitionKey='p',RowKey='r')"), r.Headers["Authorization"]));
    }

    [Fact]
    public async Task Retry_OnAConnectionThatBreaks_Repeats()
    {
        _handler.Answers.Enqueue(null);
        _handler.Answers.Enqueue(HttpStatusCode.NoContent);

        Assert.Equal(204, (await Table().DeleteEntityAsync("p", "r")).Status);

        Assert.Equal(2, _handler.Requests.Count);
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.Conflict)]
    [InlineData(HttpStatusCode.PreconditionFailed)]
    public async Task Retry_OnADecisionOfTheService_DoesNotHappen(HttpStatusCode status)
    {
        _handler.Answers.Enqueue(status);

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => Table().UpdateEntityAsync(new TableEntity("p", "r"), ETag.All));

        Assert.Equal((int)status, failure.Status);
        Assert.Single(_handler.Requests);
    }

    [Fact]
    public async Task Retry_WhenTheServiceStaysBusy_GivesUpWithItsStatus()
    {
        for (var i = 0; i < 4; i++)
        {
            _handler.Answers.Enqueue(HttpStatusCode.ServiceUnavailable);
        }

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => Table().GetEntityAsync<TableEntity>("p", "r"));

        Assert.Equal(503, failure.Status);
        Assert.Equal(4, _handler.Requests.Count);
    }

    [Fact]
    public async Task Policies_SeeEveryKindOfRequest()
    {
        var seen = new RequestWatch();
        var table = Table(perCall: seen);
        foreach (var status in new[] { 204, 409, 204, 204, 204, 404, 404, 404 })
        {
            _handler.Answers.Enqueue((HttpStatusCode)status);
        }

        await table.CreateIfNotExistsAsync();
        await table.CreateIfNotExistsAsync();
        await table.AddEntityAsync(new TableEntity("p", "r"));
        await table.UpsertEntityAsync(new TableEntity("p", "r"));
        await table.UpdateEntityAsync(new TableEntity("p", "r"), ETag.All, TableUpdateMode.Replace);
        await table.DeleteEntityAsync("p", "r");
        await table.GetEntityIfExistsAsync<TableEntity>("p", "r");
        await table.DeleteAsync();

        Assert.Equal(
            [
                "POST /Tables", "POST /Tables", "POST /data", "PATCH /data(PartitionKey='p',RowKey='r')", "PUT /data(PartitionKey='p',RowKey='r')",
                "DELETE /data(PartitionKey='p',RowKey='r')", "GET /data(PartitionKey='p',RowKey='r')", "DELETE /Tables('data')",
            ],
            seen.Lines);
    }

    [Fact]
    public async Task CreateIfNotExists_WhileTheTableIsBeingDeleted_Fails()
    {
        _handler.Answers.Enqueue(HttpStatusCode.Conflict);
        _handler.Body = """{"odata.error":{"code":"TableBeingDeleted","message":{"lang":"en-US","value":"The specified table is being deleted."}}}""";

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => Table().CreateIfNotExistsAsync());

        Assert.Equal((409, "TableBeingDeleted"), (failure.Status, failure.ErrorCode));
    }

    [Fact]
    public async Task Delete_OfAMissingRow_IsHandedBackAsTheErrorThatItIs()
    {
        _handler.Answers.Enqueue(HttpStatusCode.NotFound);

        var answer = await Table().DeleteEntityAsync("p", "r");

        Assert.Equal((404, true), (answer.Status, answer.IsError));
    }

    [Fact]
    public async Task Body_WithTextBeyondAscii_IsEscaped()
    {
        _handler.Answers.Enqueue(HttpStatusCode.NoContent);

        await Table().UpsertEntityAsync(new TableEntity("p", "r") { ["t"] = "县\"" });

        Assert.Equal("""{"PartitionKey":"p","RowKey":"r","t":"\u53BF\u0022"}""", Assert.Single(_handler.Requests).Body);
    }

    [Fact]
    public async Task Page_WithoutRowsButWithAToken_IsFollowed()
    {
        _handler.Answers.Enqueue(HttpStatusCode.OK);
        _handler.Answers.Enqueue(HttpStatusCode.OK);
        _handler.Body = """{"value":[]}""";
        _handler.Continuations.Enqueue(("1!4!cA--", "1!8!cm93 x"));

        Assert.Empty(await Table().QueryAsync<TableEntity>().ToListAsync());

        Assert.Equal(2, _handler.Requests.Count);
        Assert.Contains("NextPartitionKey=1%214%21cA--&NextRowKey=1%218%21cm93%20x", _handler.Requests[1].Uri.Query, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UseDevelopmentStorage=true", "http://127.0.0.1:10002/devstoreaccount1", "devstoreaccount1")]
    [InlineData("DefaultEndpointsProtocol=https;AccountName=a;AccountKey=a2V5;EndpointSuffix=core.x.cn", "https://a.table.core.x.cn/", "a")]
    [InlineData("DefaultEndpointsProtocol=https;AccountName=a;AccountKey=a2V5", "https://a.table.core.windows.net/", "a")]
    [InlineData(" accountname = a ; accountkey = a2V5 ", "https://a.table.core.windows.net/", "a")]
    [InlineData("AccountName=a;AccountKey=a2V5;TableEndpoint=http://localhost:1/a;", "http://localhost:1/a", "a")]
    public void ConnectionString_OfEveryForm_NamesEndpointAndAccount(string text, string endpoint, string account)
    {
        var service = new TableServiceClient(text);

        Assert.Equal((endpoint, account), (service.Uri.ToString(), service.AccountName));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("AccountName=a;AccountName=b")]
    [InlineData("AccountName=;AccountKey=a2V5")]
    [InlineData("AccountName=a;;AccountKey=a2V5")]
    public void ConnectionString_ThatIsNone_IsRefused(string text) => Assert.Throws<InvalidOperationException>(() => new TableServiceClient(text));

    [Theory]
    [InlineData("")]
    [InlineData("UseDevelopmentStorage=True")]
    [InlineData("TableEndpoint=https://a.table.example/")]
    public void ConnectionString_ThatOpensNothing_IsRefused(string text) => Assert.Throws<ArgumentException>(() => new TableServiceClient(text));

    private static string Signature(SentRequest request, string resource)
    {
        var signature = HMACSHA256.HashData(
            Convert.FromBase64String(Key), Encoding.UTF8.GetBytes($"{request.Headers["x-ms-date"]}\n{resource}"));
        return $"SharedKeyLite account:{Convert.ToBase64String(signature)}";
    }

    private TableClient Table(RequestWatch? perCall = null, RequestWatch? perRetry = null)
    {
        var transport = new HttpClientTransport(new HttpClient(_handler));
        var options = new TableClientOptions { Transport = transport, Retry = { Delay = TimeSpan.FromMilliseconds(1) } };
        options.AddPolicy(perCall ?? new RequestWatch(), HttpPipelinePosition.PerCall);
        options.AddPolicy(perRetry ?? new RequestWatch(), HttpPipelinePosition.PerRetry);
        return new TableClient(new Uri("http://account.localhost"), "data", new TableSharedKeyCredential("account", Key), options);
    }
}
