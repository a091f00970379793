using Azure.Data.Tables;
using Campaigns.Local.Hosting;
using Campaigns.Local.TaskHub;
using Campaigns.Local.Tests.Emulator;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Campaigns.Local.Tests.Hosting;

public sealed class FunctionsHostDurableTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    [Fact]
    public async Task Orchestration_StartedOverHttp_RunsOnTheHubThroughTheMiddleware()
    {
        await using var host = await HostUnderTest.StartAsync(
            options => WithHub(HostUnderTest.With(options, builder => builder.UseMiddleware(async (context, next) =>
            {
                var diary = (Diary)context.InstanceServices.GetService(typeof(Diary))!;
                diary.Write("in " + context.FunctionDefinition.Name);
                await next();
                diary.Write("out " + context.FunctionDefinition.Name);
            }))),
            typeof(SampleApi), typeof(SampleOrchestration));
        using var response = await host.Client.PostAsync("/api/v1/cycles/2026/start", null);
        Assert.Equal("cycle:2026", await response.Content.ReadAsStringAsync());

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var client = host.Host.Hub!.Client;
        var ended = await client.WaitForInstanceCompletionAsync("cycle:2026", getInputsAndOutputs: true, limit.Token);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, ended.RuntimeStatus);
        Assert.Equal("hello 2026!", ended.ReadOutputAs<string>());

        var lines = host.Diary.Lines;
        Assert.Equal(
            ["in StartCycle", "in Greet", "Greet 2026", "out Greet"],
            lines.Where(line => line is "in StartCycle" || line.Contains("Greet", StringComparison.Ordinal)));
        // One episode schedules the activity and only waits; the second, replayed, ends.
        Assert.Equal(2, lines.Count(line => line == "in Sample"));
        Assert.Equal(1, lines.Count(line => line == "out Sample"));
    }

    [Fact]
    public async Task Orchestrations_OfAStoppedHost_GoOnInTheNext()
    {
        var prefix = AzuriteFixture.NewPrefix();
        await using (var first = await HostUnderTest.StartAsync(options => WithHub(options, prefix), typeof(SampleApi), typeof(SampleOrchestration)))
        {
            using var response = await first.Client.PostAsync("/api/v1/cycles/2027/start", null);
            response.EnsureSuccessStatusCode();
            await first.Host.StopAsync();
        }

        await using var second = await HostUnderTest.StartAsync(options => WithHub(options, prefix), typeof(SampleApi), typeof(SampleOrchestration));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var ended = await second.Host.Hub!.Client.WaitForInstanceCompletionAsync("cycle:2027", getInputsAndOutputs: true, limit.Token);
        Assert.Equal("hello 2027!", ended.ReadOutputAs<string>());
    }

    FunctionsHostOptions WithHub(FunctionsHostOptions options, string? prefix = null) => options with
    {
        TaskHub = new TaskHubOptions
        {
            Connect = pipeline => new TableServiceClient(azurite.ConnectionString, pipeline),
            TablePrefix = prefix ?? AzuriteFixture.NewPrefix(),
        },
    };
}
