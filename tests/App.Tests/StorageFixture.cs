using System.Globalization;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Campaigns.App.Storage;
using Campaigns.Local.Emulator;
using Xunit;

namespace Campaigns.App.Tests;

/// <summary>
/// One storage emulator in memory for the whole run, with the app's tables and containers. Tests share it and keep apart by ids of their own
/// (<see cref="NewId"/>). Take it by <c>IClassFixture</c>.
/// </summary>
public sealed class StorageFixture : IAsyncLifetime
{
    private static readonly Lazy<Task<Azurite>> Shared = new(StartAsync);
    private static int ids;
    private Azurite? _azurite;

    public string ConnectionString => (_azurite ?? throw new InvalidOperationException("The emulator has not been started.")).ConnectionString;

    /// <summary>A slug that nobody else has in this run.</summary>
    public static string NewId(string prefix) => string.Create(CultureInfo.InvariantCulture, $"{prefix}-{Interlocked.Increment(ref ids)}");

    /// <summary>Clients of their own: a meter that counts only their requests, and <paramref name="faults"/> in their way where there are any.</summary>
    /// <param name="dueIndex">The table that stands for the due index where it is not the one that all share.</param>
    public TestStorage Open(HttpPipelinePolicy? faults = null, string? dueIndex = null) => new(ConnectionString, faults, dueIndex);

    public async Task InitializeAsync() => _azurite = await Shared.Value;

    public Task DisposeAsync() => Task.CompletedTask;

    private static async Task<Azurite> StartAsync()
    {
        var azurite = await Azurite.StartAsync(new AzuriteOptions(), CancellationToken.None);
        var storage = new TestStorage(azurite.ConnectionString, null);
        await storage.Tables.CreateAllAsync(CancellationToken.None);
        await storage.Blobs.CreateAllAsync(CancellationToken.None);
        return azurite;
    }
}

/// <summary>The data account as one process sees it.</summary>
public sealed class TestStorage
{
    public TestStorage(string connectionString, HttpPipelinePolicy? faults, string? dueIndex = null)
    {
        Tables = new(new OwnDueIndex(connectionString, Configure(new TableClientOptions(), faults), dueIndex));
        Blobs = new(new BlobServiceClient(connectionString, Configure(new BlobClientOptions(BlobClientOptions.ServiceVersion.V2023_01_03), faults)));
    }

    public StorageMeter Meter { get; } = new();

    public CampaignTables Tables { get; }

    public CampaignBlobs Blobs { get; }

    private TOptions Configure<TOptions>(TOptions options, HttpPipelinePolicy? faults) where TOptions : ClientOptions
    {
        options.Retry.Delay = options.Retry.MaxDelay = TimeSpan.FromMilliseconds(1);
        options.AddPolicy(Meter, HttpPipelinePosition.PerRetry);
        if (faults is not null)
            options.AddPolicy(faults, HttpPipelinePosition.PerRetry);
        return options;
    }

    /// <summary>A sweep acts on whatever is due at its clock: where tests move their clocks, each needs an index of its own.</summary>
    private sealed class OwnDueIndex(string connectionString, TableClientOptions options, string? name) : TableServiceClient(connectionString, options)
    {
        public override TableClient GetTableClient(string tableName) =>
            base.GetTableClient(tableName == nameof(CampaignTables.DueIndex) ? name ?? tableName : tableName);
    }
}

/// <summary>Lets every k-th write through and loses its answer, as a network that breaks at the worst moment does.</summary>
public sealed class LostAnswers(int every) : HttpPipelinePolicy
{
    private int _writes;
    private int _lost;

    /// <summary>How many answers were lost.</summary>
    public int Lost => _lost;

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        ProcessNext(message, pipeline);
        MayLose(message);
    }

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        await ProcessNextAsync(message, pipeline);
        MayLose(message);
    }

    private void MayLose(HttpMessage message)
    {
        // A retry may pass, or many callers at once would lose all of theirs.
        var first = message.ProcessingContext.RetryNumber == 0;
        if (!first || message.Request.Method == RequestMethod.Get || Interlocked.Increment(ref _writes) % every != 0)
            return;
        Interlocked.Increment(ref _lost);
        throw new IOException("The answer was lost.");
    }
}
