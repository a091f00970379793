using System.Net;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Data.Tables.Sas;
using Campaigns.Local.Tests.Emulator;
using Microsoft.AspNetCore.WebUtilities;
using Xunit;

namespace Campaigns.Local.Tests.Compat.Tables;

/// <summary>Shared access signatures and tokens: what the emulator, which checks them as the service does, lets through.</summary>
public sealed class SharedAccessTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>, IDisposable
{
    static readonly DateTimeOffset Long = new(2099, 1, 1, 0, 0, 0, TimeSpan.Zero);
    static readonly DateTimeOffset Past = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    readonly RecordingHandler _handler = new();

    public void Dispose() => _handler.Dispose();

    [Fact]
    public async Task SignatureOfATable_OpensWhatItAllowsAndNothingElse()
    {
        var table = await azurite.NewTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r") { ["n"] = 1 });

        var reader = new TableClient(table.GenerateSasUri(TableSasPermissions.Read, Long));

        Assert.Equal(table.Name, reader.Name);
        Assert.Equal(table.AccountName, reader.AccountName);
        Assert.Equal(1, (await reader.GetEntityAsync<TableEntity>("p", "r")).Value["n"]);
        Assert.Single(await reader.QueryAsync<TableEntity>("PartitionKey eq 'p'").ToListAsync());
        Assert.Equal(403, (await Assert.ThrowsAsync<RequestFailedException>(() => reader.AddEntityAsync(new TableEntity("p", "s")))).Status);
        Assert.Equal(403, (await Assert.ThrowsAsync<RequestFailedException>(() => reader.DeleteEntityAsync("p", "r"))).Status);
    }

    [Theory]
    [InlineData("r", "r")]
    [InlineData("RD", "rd")]
    [InlineData("raud", "raud")]
    public async Task SignatureOfATable_ByLetters_IsInSmallOnes(string given, string small)
    {
        var table = await azurite.NewTableAsync();
        var builder = table.GetSasBuilder(given, Long);

        Assert.Equal(small, builder.Permissions);
        var missing = await new TableClient(table.GenerateSasUri(builder)).GetEntityIfExistsAsync<TableEntity>("p", "none");
        Assert.False(missing.HasValue);
    }

    [Fact]
    public async Task SignatureOfATable_ThatAllowsNothing_IsNotMade()
    {
        var table = await azurite.NewTableAsync();

        Assert.Throws<ArgumentException>(() => table.GetSasBuilder("", Long));
        Assert.Throws<InvalidOperationException>(() => table.GenerateSasUri(new TableSasBuilder { TableName = table.Name, ExpiresOn = Long }));
        Assert.Throws<InvalidOperationException>(() => new TableSasBuilder { ExpiresOn = Long }.Sign(new("account", "a2V5")));
    }

    [Fact]
    public async Task Transaction_UnderASignatureOfTheAccount_IsDone()
    {
        var table = await azurite.NewTableAsync();
        var uri = new TableServiceClient(azurite.ConnectionString).GenerateSasUri(
            TableAccountSasPermissions.All, TableAccountSasResourceTypes.All, Long);

        await new TableServiceClient(uri).GetTableClient(table.Name).SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, new TableEntity("p", "1")), new(TableTransactionActionType.UpsertMerge, new TableEntity("p", "2")),
        ]);

        Assert.Equal(2, (await table.QueryAsync<TableEntity>("PartitionKey eq 'p'").ToListAsync()).Count);
    }

    [Fact]
    public async Task SignatureOfATable_ThatHasEnded_OpensNothing()
    {
        var table = await azurite.NewTableAsync();
        var late = new TableClient(table.GenerateSasUri(TableSasPermissions.All, Past));

        Assert.Equal(403, (await Assert.ThrowsAsync<RequestFailedException>(() => late.AddEntityAsync(new TableEntity("p", "r")))).Status);
    }

    [Fact]
    public async Task SignatureThatWasTamperedWith_OpensNothing()
    {
        var table = await azurite.NewTableAsync();
        var uri = table.GenerateSasUri(TableSasPermissions.Read, Long).AbsoluteUri;
        var widened = new TableClient(new Uri(uri.Replace("sp=r", "sp=raud", StringComparison.Ordinal)));

        Assert.NotEqual(uri, uri.Replace("sp=r", "sp=raud", StringComparison.Ordinal));
        Assert.Equal(403, (await Assert.ThrowsAsync<RequestFailedException>(() => widened.AddEntityAsync(new TableEntity("p", "r")))).Status);
    }

    [Fact]
    public async Task SignatureOfTheAccount_ListsAndCreatesTables()
    {
        var service = new TableServiceClient(azurite.ConnectionString);
        var uri = service.GenerateSasUri(TableAccountSasPermissions.All, TableAccountSasResourceTypes.All, Long);
        var table = AzuriteFixture.NewPrefix() + "sas";

        var byAddress = new TableServiceClient(uri);
        await byAddress.CreateTableAsync(table);
        var byCredential = new TableServiceClient(service.Uri, new AzureSasCredential(uri.Query));
        await byCredential.GetTableClient(table).AddEntityAsync(new TableEntity("p", "r"));

        Assert.Contains(table, (await byAddress.QueryAsync().ToListAsync()).Select(t => t.Name));
        Assert.True((await byCredential.GetTableClient(table).GetEntityIfExistsAsync<TableEntity>("p", "r")).HasValue);
    }

    [Fact]
    public async Task ConnectionString_WithASignature_OpensTheAccount()
    {
        var service = new TableServiceClient(azurite.ConnectionString);
        var signature = service.GenerateSasUri(TableAccountSasPermissions.All, TableAccountSasResourceTypes.All, Long).Query.TrimStart('?');
        var table = new TableClient($"TableEndpoint={service.Uri};SharedAccessSignature={signature}", AzuriteFixture.NewPrefix() + "cs");

        await table.CreateAsync();

        Assert.Equal(409, (await table.CreateIfNotExistsAsync()).GetRawResponse().Status);
        Assert.Throws<InvalidOperationException>(() => table.GenerateSasUri(TableSasPermissions.Read, Long));
    }

    [Fact]
    public async Task Credential_RenewedBetweenTwoTries_IsTheOneThatTheSecondTryCarries()
    {
        _handler.Answers.Enqueue(HttpStatusCode.ServiceUnavailable);
        _handler.Answers.Enqueue(HttpStatusCode.NoContent);
        var credential = new AzureSasCredential("?sv=1&sig=old");
        _handler.Answered = () => credential.Update("sv=1&sig=new");
        var table = new TableClient(new Uri("https://account.table.example/data"), credential, Options());

        await table.DeleteEntityAsync("p", "r");

        Assert.Equal(["sv=1&sig=old", "sv=1&sig=new"], _handler.Requests.Select(r => r.Uri.Query[^12..]));
    }

    [Fact]
    public async Task Signature_BesideAQueryOfTheRequest_IsKept()
    {
        _handler.Answers.Enqueue(HttpStatusCode.NotFound);
        var table = new TableClient(new Uri("https://account.table.example/data?sv=1&sig=s"), Options());

        await table.GetEntityIfExistsAsync<TableEntity>("p", "r", ["n"]);

        var query = QueryHelpers.ParseQuery(Assert.Single(_handler.Requests).Uri.Query);
        Assert.Equal(("n", "1", "s"), (query["$select"].Single(), query["sv"].Single(), query["sig"].Single()));
    }

    [Fact]
    public async Task Token_OfAnIdentity_IsAskedForTheStorageAndCarriedByEachRequest()
    {
        _handler.Answers.Enqueue(HttpStatusCode.NoContent);
        _handler.Answers.Enqueue(HttpStatusCode.NoContent);
        var identity = new FixedIdentity();
        var table = new TableClient(new Uri("https://account.table.example"), "data", identity, Options());

        await table.DeleteEntityAsync("p", "r");
        await table.DeleteEntityAsync("p", "s");

        Assert.Equal(["https://storage.azure.com/.default"], identity.Scopes);
        Assert.All(_handler.Requests, r => Assert.Equal("Bearer t0", r.Headers["Authorization"]));
        Assert.Equal("account", table.AccountName);
    }

    [Fact]
    public async Task Secrets_OverPlainHttp_AreRefusedBeforeTheyTravel()
    {
        var there = new Uri("http://account.table.example");
        var identity = new FixedIdentity();

        await Assert.ThrowsAsync<InvalidOperationException>(() => new TableClient(there, "data", identity, Options()).DeleteEntityAsync("p", "r"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => new TableServiceClient(there, identity, Options()).CreateTableAsync("data"));
        Assert.Empty(_handler.Requests);
        Assert.Throws<ArgumentException>(() => new TableServiceClient(there, new AzureSasCredential("sig=s")));
        Assert.Throws<ArgumentException>(() => new TableClient(new Uri("http://account.table.example/data?sig=s")));
    }

    [Fact]
    public void Address_WithoutWhatTheClientNeeds_IsRefused()
    {
        var account = new Uri("https://account.table.example");

        Assert.ThrowsAny<ArgumentException>(() => new TableClient(account, new AzureSasCredential("sig=s")));
        Assert.Throws<ArgumentException>(() => new TableServiceClient(account));
    }

    [Fact]
    public async Task SignatureOfAnotherTable_IsNotMade()
    {
        var table = await azurite.NewTableAsync();

        Assert.Throws<ArgumentException>(() => table.GenerateSasUri(new TableSasBuilder("other", TableSasPermissions.Read, Long)));
    }

    [Fact]
    public async Task SignatureOfARangeOfRows_OpensThoseAlone()
    {
        var table = await azurite.NewTableAsync();
        await table.AddEntityAsync(new TableEntity("p1", "r"));
        var builder = table.GetSasBuilder(TableSasPermissions.Read, Long);
        (builder.PartitionKeyStart, builder.PartitionKeyEnd) = ("p1", "p1");
        (builder.StartsOn, builder.Protocol, builder.IPRange) = (Past, TableSasProtocol.HttpsAndHttp, new(IPAddress.Loopback, IPAddress.Loopback));

        var uri = table.GenerateSasUri(builder);

        Assert.Contains("spk=p1&epk=p1", uri.Query, StringComparison.Ordinal);
        Assert.Contains("st=2020-01-01T00%3A00%3A00Z", uri.Query, StringComparison.Ordinal);
        Assert.Contains("sip=127.0.0.1-127.0.0.1", uri.Query, StringComparison.Ordinal);
        Assert.True((await new TableClient(uri).GetEntityIfExistsAsync<TableEntity>("p1", "r")).HasValue);
    }

    [Theory]
    [InlineData("10.0.0.1", "10.0.0.1")]
    [InlineData("10.0.0.1-10.0.0.9", "10.0.0.1-10.0.0.9")]
    public void IPRange_WrittenAndRead_IsTheSame(string text, string written)
    {
        var range = TableSasIPRange.Parse(text);

        Assert.Equal(written, range.ToString());
        Assert.Equal(range, TableSasIPRange.Parse(written));
        Assert.True(range != default);
        Assert.Equal("", default(TableSasIPRange).ToString());
    }

    TableClientOptions Options()
    {
        var options = new TableClientOptions { Transport = new HttpClientTransport(_handler) };
        options.Retry.Delay = TimeSpan.FromMilliseconds(1);
        return options;
    }

    sealed class FixedIdentity : TokenCredential
    {
        public List<string> Scopes { get; } = [];

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            Scopes.AddRange(requestContext.Scopes);
            return new("t0", Long);
        }

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new(GetToken(requestContext, cancellationToken));
    }
}
