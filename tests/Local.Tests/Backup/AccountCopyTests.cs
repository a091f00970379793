using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Sas;
using Campaigns.App.Storage;
using Campaigns.Local.Backup;
using Campaigns.Local.Commands;
using Campaigns.Local.Emulator;
using Xunit;

namespace Campaigns.Local.Tests.Backup;

public sealed class AccountCopyTests : IAsyncLifetime, IDisposable
{
    readonly TemporaryDirectory _files = new();
    Azurite _from = null!;
    Azurite _to = null!;

    public async Task InitializeAsync()
    {
        var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Azurite.StartAsync(new AzuriteOptions(), CancellationToken.None)));
        (_from, _to) = (both[0], both[1]);
        await new CampaignTables(new TableServiceClient(_from.ConnectionString)).CreateAllAsync(CancellationToken.None);
        await new CampaignBlobs(new BlobServiceClient(_from.ConnectionString)).CreateAllAsync(CancellationToken.None);
    }

    public void Dispose() => _files.Dispose();

    public async Task DisposeAsync()
    {
        await _from.DisposeAsync();
        await _to.DisposeAsync();
    }

    /// <summary>A new table or container must have its place in the order; forgotten, it would be lost in every restore.</summary>
    [Fact]
    public void Plan_HasEveryTableAndContainerOfTheApp()
    {
        var tables = typeof(CampaignTables).GetProperties().Select(p => p.Name);
        var containers = typeof(CampaignBlobs).GetProperties().Where(p => p.PropertyType == typeof(BlobContainerClient)).Select(p => p.Name.ToLowerInvariant());

        Assert.Equal(tables.Order(), BackupPlan.Steps.OfType<TableStep>().Select(s => s.Table).Distinct().Order());
        Assert.Equal(containers.Order(), BackupPlan.Steps.OfType<BlobStep>().Select(s => s.Container).Concat(BackupPlan.LeftOut).Distinct().Order());
    }

    [Fact]
    public async Task Account_CopiedInPiecesWithAKillAfterEach_AndRestoredTwice_HasTheSameRowsAndBlobs()
    {
        await FillAsync(_from);
        var place = new FallingPlace(new DirectoryPlace(_files.Path));
        var falls = 0;
        for (; ; falls++)
        {
            place.PutsLeft = 4;
            try
            {
                await Run(place).RunAsync(CancellationToken.None);
                break;
            }
            catch (IOException)
            {
                Assert.InRange(falls, 0, 60);
            }
        }
        Assert.InRange(falls, 5, 60);
        Assert.Empty((await new BackupVerification(place).RunAsync(null, CancellationToken.None)).Wrong);
        var manifest = Assert.Single(await BackupManifest.AllAsync(place, CancellationToken.None));
        Assert.Equal(5, manifest.Steps.Single(s => s.Step == "participants").Parts.Count);

        var (code, said) = await CommandAsync("restore", "--from", _files.Path, "--to", _to.ConnectionString);
        Assert.True(code == 0, said);
        Assert.Equal(2, (await CommandAsync("restore", "--from", _files.Path, "--to", _to.ConnectionString)).Code);
        Assert.Equal(0, (await CommandAsync("restore", "--from", _files.Path, "--to", _to.ConnectionString, "--into-existing")).Code);

        Assert.Equal(await RowsAsync(_from), await RowsAsync(_to));
        var copy = new BlobServiceClient(_to.ConnectionString).GetBlobContainerClient("evidence").GetBlobClient("e-2");
        var properties = (await copy.GetPropertiesAsync()).Value;
        Assert.Equal(("image/png", "甲.png"), (properties.ContentType, Uri.UnescapeDataString(properties.Metadata["name"])));
        Assert.Equal("same", (await copy.DownloadContentAsync()).Value.Content.ToString());
        Assert.False(await new BlobServiceClient(_to.ConnectionString).GetBlobContainerClient("incoming").ExistsAsync());
    }

    [Fact]
    public async Task Backup_OfTheSameAccountAgain_FetchesOnlyNewBlobs_AndOldOnesArePruned()
    {
        await FillAsync(_from);
        var (code, first) = await CommandAsync("backup", "--from", _from.ConnectionString, "--to", _files.Path);
        Assert.True(code == 0, first);
        Assert.Contains("evidence: 3 blobs, 3 of them new", first, StringComparison.Ordinal);
        await new BlobServiceClient(_from.ConnectionString).GetBlobContainerClient("evidence").GetBlobClient("e-9").UploadAsync(BinaryData.FromString("new"));
        await new BlobServiceClient(_from.ConnectionString).GetBlobContainerClient("documents").GetBlobClient("d-1").DeleteAsync();

        await new TableServiceClient(_from.ConnectionString).GetTableClient("Directory").AddEntityAsync(new TableEntity("E9", "r0007") { ["By"] = "admin" });

        var (_, second) = await CommandAsync("backup", "--from", _from.ConnectionString, "--to", _files.Path);

        Assert.Contains("evidence: 4 blobs, 1 of them new", second, StringComparison.Ordinal);
        var verified = await CommandAsync("backup", "verify", _files.Path);
        Assert.True(verified.Code == 0, verified.Said);
        var run = (await BackupManifest.AllAsync(new DirectoryPlace(_files.Path), CancellationToken.None))[0].Run;
        var old = await CommandAsync("restore", "--from", _files.Path, "--to", _to.ConnectionString, "--run", run);
        Assert.Contains("r0007 was erased after this backup", old.Said, StringComparison.Ordinal);
        var directory = new TableServiceClient(_to.ConnectionString).GetTableClient("Directory");
        Assert.False((await directory.GetEntityIfExistsAsync<TableEntity>("P0", "r0007")).HasValue);
        Assert.True((await directory.GetEntityIfExistsAsync<TableEntity>("P0", "r0008")).HasValue);
        Assert.True((await directory.GetEntityIfExistsAsync<TableEntity>("E9", "r0007")).HasValue);

        var (_, pruned) = await CommandAsync("backup", "prune", _files.Path, "--older-than", "0");
        Assert.StartsWith("1 backups and 1 contents deleted", pruned, StringComparison.Ordinal);
        Assert.Equal(0, (await CommandAsync("backup", "verify", _files.Path)).Code);
        Assert.Contains("another account", (await CommandAsync("backup", "--from", _to.ConnectionString, "--to", _files.Path)).Said, StringComparison.Ordinal);

        var container = new BlobServiceClient(_to.ConnectionString).GetBlobContainerClient("backups");
        await container.CreateAsync();
        var address = container.GenerateSasUri(BlobContainerSasPermissions.All, TimeProvider.System.GetUtcNow().AddHours(1)).ToString();
        Assert.Equal(0, (await CommandAsync("backup", "--from", _from.ConnectionString, "--to", address)).Code);
        Assert.StartsWith("1,001 rows", (await CommandAsync("backup", "verify", address)).Said, StringComparison.Ordinal);

        var part = Directory.EnumerateFiles(_files.Path, "participants-*", SearchOption.AllDirectories).First();
        await File.AppendAllTextAsync(part, "x");
        Assert.Equal(1, (await CommandAsync("backup", "verify", _files.Path)).Code);
        Assert.Equal(2, (await CommandAsync("restore", "--from", _files.Path, "--to", _to.ConnectionString)).Code);
    }

    /// <summary>A row written, changed or deleted while its partition is read again stands as at one instant: the two halves of every pair agree.</summary>
    [Fact]
    public async Task Partition_WrittenWhileItIsRead_IsAsAtOneInstant()
    {
        var table = new TableServiceClient(_from.ConnectionString).GetTableClient("Participants");
        using var stop = new CancellationTokenSource();
        var writer = Task.Run(async () =>
        {
            for (var n = 0; !stop.IsCancellationRequested; n++)
            {
                await table.SubmitTransactionAsync(new[] { "a", "z" }.Select(r => new TableTransactionAction(
                    TableTransactionActionType.UpsertReplace, new TableEntity("p", r) { ["N"] = n })));
                await Task.Delay(150);
            }
        });
        try
        {
            for (var i = 0; i < 1_100; i += 100)
                await table.SubmitTransactionAsync(Enumerable.Range(i, 100).Select(r => new TableTransactionAction(
                    TableTransactionActionType.UpsertReplace, new TableEntity("p", $"m{r:D6}") { ["N"] = r })));
            for (var looks = 0; looks < 5; looks++)
            {
                var reader = new TableReader(table, steady: true, TimeProvider.System);
                await foreach (var window in reader.ReadAsync(new PartitionRange(), null, CancellationToken.None))
                {
                    using var lines = new MemoryStream();
                    await window.CopyToAsync(lines, CancellationToken.None);
                    var rows = System.Text.Encoding.UTF8.GetString(lines.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries)
                        .Select(l => RowText.Read(System.Text.Encoding.UTF8.GetBytes(l))).ToDictionary(r => r.RowKey);
                    Assert.Equal(1_102, rows.Count);
                    Assert.Equal(rows["a"].GetInt32("N"), rows["z"].GetInt32("N"));
                }
            }
        }
        finally
        {
            await stop.CancelAsync();
            await writer;
        }
    }

    BackupRun Run(IBackupPlace place) => new(BackupAccount.Open(_from.ConnectionString), place, TimeProvider.System, _ => { }) { PartRows = 1, PartBlobs = 2 };

    static async Task FillAsync(Azurite azurite)
    {
        var tables = new TableServiceClient(azurite.ConnectionString);
        foreach (var (table, partitions) in new[] { ("Participants", 5), ("Directory", 3), ("Cycles", 2) })
        {
            for (var p = 0; p < partitions; p++)
            {
                await tables.GetTableClient(table).SubmitTransactionAsync(Enumerable.Range(0, 100).Select(r => new TableTransactionAction(
                    TableTransactionActionType.Add,
                    new TableEntity($"{(table == "Directory" ? "PLU"[p] : 'x')}{p}", $"r{r:D4}")
                    {
                        ["Text"] = $"行{r}",
                        ["Big"] = 1L << 40,
                        ["At"] = DateTimeOffset.UnixEpoch,
                        ["Raw"] = new byte[] { 1 },
                    })));
            }
        }
        await tables.GetTableClient("Cycles").AddEntityAsync(new TableEntity("uploads", "u-1"));
        var blobs = new BlobServiceClient(azurite.ConnectionString);
        foreach (var name in (string[])["e-1", "e-2", "e-3"])
        {
            await blobs.GetBlobContainerClient("evidence").GetBlobClient(name).UploadAsync(BinaryData.FromString("same"), new BlobUploadOptions
            {
                HttpHeaders = new() { ContentType = "image/png" },
                Metadata = new Dictionary<string, string> { ["name"] = Uri.EscapeDataString("甲.png") },
            });
        }
        await blobs.GetBlobContainerClient("documents").GetBlobClient("d-1").UploadAsync(BinaryData.FromString("document"));
        await blobs.GetBlobContainerClient("incoming").GetBlobClient("i-1").UploadAsync(BinaryData.FromString("quarantine"));
    }

    static async Task<IReadOnlyList<string>> RowsAsync(Azurite azurite)
    {
        var rows = new List<string>();
        foreach (var step in BackupPlan.Steps.OfType<TableStep>().DistinctBy(s => s.Table))
        {
            await foreach (var row in new TableServiceClient(azurite.ConnectionString).GetTableClient(step.Table).QueryAsync<TableEntity>())
            {
                if (row.PartitionKey != "uploads")
                    rows.Add($"{step.Table} {System.Text.Encoding.UTF8.GetString(RowText.Write(row).Span)}");
            }
        }
        return rows;
    }

    static async Task<(int Code, string Said)> CommandAsync(params string[] args)
    {
        using var said = new StringWriter();
        var code = await CommandTree.Build().Parse(args).InvokeAsync(new() { Output = said, Error = said });
        return (code, said.ToString());
    }

    /// <summary>Fails after so many files, as a process that is killed.</summary>
    sealed class FallingPlace(IBackupPlace place) : IBackupPlace
    {
        public int PutsLeft { get; set; }

        public Task<Stream?> OpenAsync(string name, CancellationToken cancellation) => place.OpenAsync(name, cancellation);

        public Task PutAsync(string name, string file, CancellationToken cancellation) =>
            PutsLeft-- > 0 ? place.PutAsync(name, file, cancellation) : throw new IOException("Killed.");

        public Task<bool> HasAsync(string name, CancellationToken cancellation) => place.HasAsync(name, cancellation);

        public Task DeleteAsync(string name, CancellationToken cancellation) => place.DeleteAsync(name, cancellation);

        public IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken cancellation) => place.ListAsync(prefix, cancellation);
    }
}
