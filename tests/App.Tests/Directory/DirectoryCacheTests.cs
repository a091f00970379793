using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Campaigns.App.Directory;
using Campaigns.App.Http;
using Campaigns.App.Storage;
using Campaigns.Local.Emulator;
using Xunit;

namespace Campaigns.App.Tests.Directory;

public sealed class DirectoryCacheTests(DirectoryCacheTests.Emulator emulator) : IClassFixture<DirectoryCacheTests.Emulator>, IAsyncLifetime
{
    static readonly TimeSpan Minute = TimeSpan.FromSeconds(60);
    static readonly DirectoryFacts Nothing = new(new("admin", default));
    static readonly Unit Root = new("county", "清和县", null, "county", "government", null);
    static readonly Unit Village = new("v-001", "大河村", null, "village", "rural", "county");

    readonly ShiftedTime _time = new();

    public async Task InitializeAsync()
    {
        // Versions count from 0 again, so the picture of the test before must go with its rows.
        var storage = new TestStorage(emulator.ConnectionString, null);
        var table = storage.Tables.Directory;
        await foreach (var row in table.QueryAsync<TableEntity>()) await table.DeleteEntityAsync(row.PartitionKey, row.RowKey);
        await foreach (var blob in storage.Blobs.Documents.GetBlobsAsync()) await storage.Blobs.Documents.DeleteBlobAsync(blob.Name);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Get_EmptyDirectory_IsEmpty()
    {
        using var process = new Process(this);

        Assert.Equal(0, (await process.Cache.GetFreshAsync(default)).Version);
    }

    [Fact]
    public async Task Get_AfterOwnWrite_ShowsItAtOnce()
    {
        using var process = new Process(this);
        await process.Cache.GetAsync(Minute, default);

        await process.Store.ReplaceAsync([Root, Village], [], "op-1", default);

        Assert.Equal("county", (await process.Cache.GetAsync(Minute, default)).ParentOf("v-001"));
    }

    [Fact]
    public async Task Get_AfterAnOwnWriteWhoseEndCouldNotBeNoted_ShowsItAtOnce()
    {
        using var process = new Process(this, new NoWayOut());
        await process.Cache.GetAsync(Minute, default);

        await Assert.ThrowsAnyAsync<Exception>(() => process.Store.ReplaceAsync([Root, Village], [], "op-1", default));

        Assert.Equal("county", (await process.Cache.GetAsync(Minute, default)).ParentOf("v-001"));
    }

    [Fact]
    public async Task Get_AfterAnothersWrite_ShowsItWithinTheAge()
    {
        using var writer = new Process(this);
        using var reader = new Process(this);
        await writer.Store.ReplaceAsync([Root], [], "op-1", default);
        Assert.Single((await reader.Cache.GetAsync(Minute, default)).Units);

        await writer.Store.ReplaceAsync([Village], [], "op-2", default);

        Assert.Single((await reader.Cache.GetAsync(Minute, default)).Units);
        Assert.Equal(2, (await reader.Cache.GetFreshAsync(default)).Units.Count);
        _time.Shift += Minute + TimeSpan.FromSeconds(1);
        Assert.Equal(2, (await reader.Cache.GetAsync(Minute, default)).Units.Count);
    }

    [Fact]
    public async Task Get_KnownVersion_CostsOneRequest()
    {
        using var process = new Process(this);
        await process.Store.ReplaceAsync([Root, Village], [], "op-1", default);
        await process.Cache.GetFreshAsync(default);
        var before = process.Storage.Meter.Total;

        for (var i = 0; i < 10; i++) await process.Cache.GetAsync(Minute, default);
        Assert.Equal(before, process.Storage.Meter.Total);
        await process.Cache.GetFreshAsync(default);

        Assert.Equal(before + 1, process.Storage.Meter.Total);
    }

    [Fact]
    public async Task Get_InASecondProcess_TakesTheBlobAndReadsNoRows()
    {
        using var first = new Process(this);
        await first.Store.ReplaceAsync([Root, Village], [Trees.Person("p-1", "v-001", new Assignment(AssignmentKind.Reporter, "v-001"))], "op-1", default);
        await first.Cache.GetFreshAsync(default);

        using var second = new Process(this);
        var snapshot = await second.Cache.GetFreshAsync(default);

        Assert.True(snapshot.Holds("p-1", AssignmentKind.Reporter, "v-001"));
        Assert.DoesNotContain(second.Storage.Meter.Snapshot().Keys, k => k is { Resource: "Directory", Operation: "query" });
    }

    [Fact]
    public async Task Get_DuringAWrite_KeepsNothingForTheVersion()
    {
        using var writer = new Process(this);
        using var reader = new Process(this);
        await writer.Store.ReplaceAsync([Root], [], "op-1", default);

        await writer.Versions.ChangeAsync("op-2", async () =>
        {
            Assert.Single((await reader.Cache.GetFreshAsync(default)).Units);
            await WriteRowAsync(writer);
            Assert.Equal(2, (await reader.Cache.GetFreshAsync(default)).Units.Count);
        }, default);

        using var third = new Process(this);
        Assert.Equal(2, (await third.Cache.GetFreshAsync(default)).Units.Count);
        Assert.Equal(2, (await third.Cache.GetFreshAsync(default)).Version);
    }

    [Fact]
    public async Task Get_AfterAWriterDied_IsRightAndMovesTheVersion()
    {
        using var reader = new Process(this);
        await reader.Store.ReplaceAsync([Root], [], "op-1", default);
        await reader.Cache.GetFreshAsync(default);

        // A process that died in mid-write: it entered itself, wrote a row, and never left.
        using var dead = new Process(this);
        var died = new TaskCompletionSource();
        _ = dead.Versions.ChangeAsync("op-dead", () => died.Task, default);
        await UntilAsync(async () => !(await reader.Versions.ReadAsync(default)).IsSettled);
        await WriteRowAsync(dead);
        Assert.Equal(2, (await reader.Cache.GetFreshAsync(default)).Units.Count);

        _time.Shift += DirectoryVersions.Patience + TimeSpan.FromSeconds(1);
        var snapshot = await reader.Cache.GetFreshAsync(default);

        Assert.Equal((2, 2), (snapshot.Units.Count, snapshot.Version));
        Assert.True((await reader.Versions.ReadAsync(default)).IsSettled);
    }

    [Fact]
    public async Task Replace_ThatFails_MovesTheVersionAllTheSame()
    {
        using var process = new Process(this);

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => process.Versions.ChangeAsync("op-1", () => throw new InvalidOperationException("broken"), default));

        var version = await process.Versions.ReadAsync(default);
        Assert.Equal((1, true), (version.Number, version.IsSettled));
    }

    [Fact]
    public async Task Replace_ByManyAtOnce_LosesNothing()
    {
        using var process = new Process(this);
        await process.Store.ReplaceAsync([Root], [], "op-0", default);

        await Task.WhenAll(Enumerable.Range(1, 8).Select(n =>
            process.Store.ReplaceAsync([Village with { Id = $"v-{n}" }], [], $"op-{n}", default)));

        var snapshot = await process.Cache.GetFreshAsync(default);
        Assert.Equal((9, 9), (snapshot.Units.Count, snapshot.Version));
    }

    [Fact]
    public async Task Replace_WithLostAnswers_WritesOnceAndSettles()
    {
        var faults = new LostAnswers(every: 2);
        using var process = new Process(this, faults);

        await process.Store.ReplaceAsync([Root, .. Enumerable.Range(1, 300).Select(n => Village with { Id = $"v-{n}" })], [], "op-1", default);

        using var reader = new Process(this);
        Assert.Equal(301, (await reader.Cache.GetFreshAsync(default)).Units.Count);
        Assert.True((await reader.Versions.ReadAsync(default)).IsSettled);
        Assert.True(faults.Lost > 0);
    }

    [Fact]
    public async Task Put_OnCondition_HoldsAtThatVeryMoment()
    {
        using var process = new Process(this);

        var first = await process.Store.PutAsync(Root, new Precondition.MustNotExist(), "op-1", Nothing, default);
        Assert.NotNull(first);
        Assert.Null(await process.Store.PutAsync(Root, new Precondition.MustNotExist(), "op-2", Nothing, default));
        Assert.NotNull(await process.Store.PutAsync(Root with { Name = "新县" }, new Precondition.Matches(first.Value), "op-3", Nothing, default));
        Assert.Null(await process.Store.PutAsync(Root, new Precondition.Matches(first.Value), "op-4", Nothing, default));
        Assert.Equal("新县", (await process.Store.UnitAsync("county", default))!.Value.Name);
    }

    static async Task WriteRowAsync(Process process)
    {
        var row = new TableEntity(DirectoryKeys.UnitPartition(Village.Id), Village.Id)
        {
            ["Schema"] = 1,
            ["Name"] = Village.Name,
            ["Level"] = Village.Level,
            ["Sector"] = Village.Sector,
            ["Parent"] = Village.Parent,
        };
        await process.Storage.Tables.Directory.UpsertEntityAsync(row);
    }

    static async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (var tries = 0; !await holds(); tries++) Assert.True(tries < 2000, "The condition did not come true.");
    }

    string ConnectionString => emulator.ConnectionString;

    /// <summary>An emulator of its own: there is one directory in an account.</summary>
    public sealed class Emulator : IAsyncLifetime
    {
        Azurite? _azurite;

        public string ConnectionString => _azurite!.ConnectionString;

        public async Task InitializeAsync()
        {
            _azurite = await Azurite.StartAsync(new AzuriteOptions(), CancellationToken.None);
            var storage = new TestStorage(ConnectionString, null);
            await storage.Tables.CreateAllAsync(default);
            await storage.Blobs.CreateAllAsync(default);
        }

        public async Task DisposeAsync() => await _azurite!.DisposeAsync();
    }

    /// <summary>The system's clock, set forward; what waits on it really waits.</summary>
    sealed class ShiftedTime : TimeProvider
    {
        public TimeSpan Shift { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Shift;

        public override long GetTimestamp() => System.GetTimestamp() + (long)(Shift.TotalSeconds * System.TimestampFrequency);
    }

    /// <summary>Lets a writer enter itself and write its rows; that it leaves again is refused.</summary>
    sealed class NoWayOut : HttpPipelinePolicy
    {
        int _entered;

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            Refuse(message);
            ProcessNext(message, pipeline);
        }

        public override ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            Refuse(message);
            return ProcessNextAsync(message, pipeline);
        }

        void Refuse(HttpMessage message)
        {
            var alone = message.Request.Method != RequestMethod.Get && !message.Request.Uri.Path.EndsWith("$batch", StringComparison.Ordinal);
            if (alone && Interlocked.Increment(ref _entered) > 1)
                throw new IOException("The storage is not there.");
        }
    }

    /// <summary>The directory as one process has it.</summary>
    sealed class Process : IDisposable
    {
        public Process(DirectoryCacheTests test, HttpPipelinePolicy? faults = null)
        {
            Storage = new TestStorage(test.ConnectionString, faults);
            Versions = new DirectoryVersions(Storage.Tables, test._time);
            Store = new DirectoryStore(Storage.Tables, Versions);
            Cache = new DirectoryCache(Store, Versions, Storage.Blobs, test._time, new CampaignClock(test._time));
        }

        public TestStorage Storage { get; }

        public DirectoryVersions Versions { get; }

        public DirectoryStore Store { get; }

        public DirectoryCache Cache { get; }

        public void Dispose() => Cache.Dispose();
    }
}
