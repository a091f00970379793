using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Campaigns.App.Directory;
using Campaigns.App.Http;
using Campaigns.App.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Campaigns.App.Tests.Telemetry;

[Collection(AppDefinition.Name)]
public sealed class ReadinessTests(AppUnderTest app)
{
    private const string Path = "api/v1/health/ready";

    [Fact]
    public async Task AppThatCanWork_IsReady_ForAFewRequestsHoweverManyAsk()
    {
        var meter = app.Host.Services.GetRequiredService<StorageMeter>();
        var time = new Ahead();
        var readiness = Of(app.Tables, time);
        var before = Health(meter);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => readiness.UnwellAsync(Hub, default)));
        var once = Health(meter) - before;
        time.By += Readiness.GoodFor;
        Assert.Empty(await readiness.UnwellAsync(Hub, default));

        // A list of tables and one of containers; the directory is looked at once a minute at most.
        Assert.InRange(once, 2, 3);
        Assert.InRange(Health(meter) - before - once, 2, 3);
        var answer = await app.SendAsync(HttpMethod.Get, Path, null);
        Assert.Equal((200, "{\"status\":\"ready\"}"), (answer.Status, answer.Text));
    }

    [Fact]
    public async Task PartsThatAreNotWell_AreNamedAndNoMore()
    {
        var options = new TableClientOptions();
        options.Retry.MaxRetries = 0;
        options.AddPolicy(new Refusing(), HttpPipelinePosition.PerRetry);
        var unreachable = new CampaignTables(new TableServiceClient(app.ConnectionString, options));

        Assert.Equal(["tables"], await Of(unreachable, new Ahead()).UnwellAsync(Hub, default));
        Assert.Equal(["clock"], await Of(app.Tables, new Ahead { By = Readiness.MostSkew + TimeSpan.FromSeconds(30) }).UnwellAsync(Hub, default));
    }

    [Fact]
    public async Task TableThatIsGone_MakesItUnready()
    {
        await app.Tables.Honours.DeleteAsync();
        try
        {
            var answer = await new Health(Of(app.Tables, new Ahead())).GetReadiness(new DefaultHttpContext().Request, Hub, default);

            var problem = Assert.IsType<ProblemAnswer>(answer).Value;
            Assert.Equal((503, "notReady"), (problem.Status, problem.Code));
            Assert.Equal("tables", Assert.Single(problem.Errors!).Key);
            Assert.DoesNotContain("Honours", Answers.Text(problem), StringComparison.Ordinal);
        }
        finally
        {
            await app.Tables.CreateAllAsync(default);
        }
    }

    private DurableTaskClient Hub => app.Host.Services.GetRequiredService<DurableTaskClient>();

    private Readiness Of(CampaignTables tables, TimeProvider platform) => new(
        tables, app.Host.Services.GetRequiredService<CampaignBlobs>(), app.Host.Services.GetRequiredService<DirectoryCache>(), platform,
        NullLogger<Readiness>.Instance);

    private static long Health(StorageMeter meter) => meter.Snapshot().Where(s => s.Key.Work == "health").Sum(s => s.Value);

    /// <summary>A network that leads nowhere.</summary>
    private sealed class Refusing : HttpPipelinePolicy
    {
        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new IOException("Nobody answers.");

        public override ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new IOException("Nobody answers.");
    }

    /// <summary>The system's clock, set ahead.</summary>
    private sealed class Ahead : TimeProvider
    {
        public TimeSpan By { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + By;

        public override long GetTimestamp() => System.GetTimestamp() + (long)(By.TotalSeconds * TimestampFrequency);
    }
}
