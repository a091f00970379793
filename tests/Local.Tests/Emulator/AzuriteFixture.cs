using System.Globalization;
using Azure.Data.Tables;
using Campaigns.Local.Emulator;
using Xunit;

namespace Campaigns.Local.Tests.Emulator;

/// <summary>
/// One storage emulator in memory for a test run, started by the first class that asks for it and gone with the test process.
/// Take it by <c>IClassFixture</c> to run beside other classes, or by the collection to run one after the other.
/// </summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private static readonly Lazy<Task<Azurite>> Shared = new(() => Azurite.StartAsync(new AzuriteOptions(), CancellationToken.None));
    private static int prefixes;
    private Azurite? _azurite;

    /// <summary>The emulator.</summary>
    public Azurite Azurite => _azurite ?? throw new InvalidOperationException("The emulator has not been started.");

    /// <summary>The emulator's connection string.</summary>
    public string ConnectionString => Azurite.ConnectionString;

    /// <summary>A beginning for names of tables, containers and queues that nobody else has in this run.</summary>
    public static string NewPrefix() => string.Create(CultureInfo.InvariantCulture, $"t{Interlocked.Increment(ref prefixes):0000}");

    /// <summary>A fresh table.</summary>
    public async Task<TableClient> NewTableAsync(TableClientOptions? options = null)
    {
        var table = new TableServiceClient(ConnectionString, options).GetTableClient(NewPrefix() + "table");
        await table.CreateAsync();
        return table;
    }

    /// <inheritdoc/>
    public async Task InitializeAsync() => _azurite = await Shared.Value;

    /// <inheritdoc/>
    public Task DisposeAsync() => Task.CompletedTask;
}

/// <summary>Tests that share the emulator and run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class AzuriteCollectionDefinition : ICollectionFixture<AzuriteFixture>
{
    /// <summary>The collection's name.</summary>
    public const string Name = "Azurite";
}
