using Campaigns.Local.Hosting;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Campaigns.Local.Tests.Hosting;

/// <summary>A running host of chosen sample classes, with a client.</summary>
sealed class HostUnderTest : IAsyncDisposable
{
    HostUnderTest(FunctionsHost host, Diary diary)
    {
        Host = host;
        Diary = diary;
        Client = new HttpClient { BaseAddress = host.Address };
    }

    public FunctionsHost Host { get; }

    public HttpClient Client { get; }

    public Diary Diary { get; }

    public static FunctionsHostOptions Options(Diary diary, params Type[] types) => new()
    {
        Assemblies = [typeof(HostUnderTest).Assembly],
        Hosts = types.Contains,
        Configuration = new ConfigurationBuilder().AddInMemoryCollection([new("WatchdogSchedule", "30 0 */1 * * *")]).Build(),
        Configure = [(builder, _) => builder.Services.AddSingleton(diary)],
    };

    public static async Task<HostUnderTest> StartAsync(Func<FunctionsHostOptions, FunctionsHostOptions> change, params Type[] types)
    {
        var diary = new Diary();
        var host = FunctionsHost.Create(change(Options(diary, types)));
        await host.StartAsync();
        return new HostUnderTest(host, diary);
    }

    public static Task<HostUnderTest> StartAsync(params Type[] types) => StartAsync(options => options, types);

    public static FunctionsHostOptions With(FunctionsHostOptions options, Action<IFunctionsWorkerApplicationBuilder> configure) =>
        options with { Configure = [.. options.Configure, (builder, _) => configure(builder)] };

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Host.DisposeAsync();
    }
}
