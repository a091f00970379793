using System.Diagnostics;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Campaigns.App.Access;
using Campaigns.App.Archives;
using Campaigns.App.Cycles;
using Campaigns.App.Evidence;
using Campaigns.App.Storage;
using Xunit;

namespace Campaigns.App.Tests.Archives;

/// <summary>Archives over HTTP (D3, J18), unpacked and checked with what people have at hand.</summary>
public sealed class ArchiveApiTests(StorageFixture fixture) : IClassFixture<StorageFixture>
{
    private static readonly byte[] Png = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3, 4, 5, 6, 7, 8];

    [Fact]
    public async Task ParticipantsArchive_IsCheckedOffline_IsTheSameBytesEachTime_AndSaysWhatItLacks()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        var photo = (string)(await api.UploadAsync("v-01", "会议 <照片>.png", Png)).Is(201).Json["id"]!;
        (await api.SubmitAsync("v-01", """{"answers":{"deeds":{"measured":3,"note":"<script>alert(1)</script>"},"order":{"yes":true}}}""")).Is(200);

        var first = (await api.GetAsync(api.Path("v-01", "archive"), api.Reporter("v-01"))).Is(200);
        api.Time.MoveTo(api.Time.GetUtcNow().AddHours(1));
        Assert.Equal(first.Body, (await api.GetAsync(api.Path("v-01", "archive"), api.Reviewer("t-1"))).Is(200).Body);
        Assert.Equal("application/zip", first.Headers["Content-Type"]);
        Assert.Equal("true", first.Headers["Archive-Partial"]);
        Assert.Contains("_partial.zip", first.Headers["Content-Disposition"], StringComparison.Ordinal);
        (await api.GetAsync(api.Path("v-01", "archive"), api.Reporter("v-02"))).Is(403);

        using var unpacked = Unpacked.Of(first.Body);
        var folder = Path.Combine(unpacked.Path, $"{api.Cycle}_village_v-01");
        unpacked.Check(folder);
        var manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "manifest.json")))!;
        Assert.True((bool)manifest["partial"]!);
        Assert.Equal(
            ["notHandedIn text", "notAppraised check", "notDecided "],
            manifest["lacks"]!.AsArray().Select(l => $"{(string)l!["kind"]!} {(string?)l["phase"]}"));
        var file = Assert.Single(manifest["evidence"]!.AsArray())!;
        Assert.Equal((photo, "deeds", 1), ((string)file["id"]!, (string)file["clauses"]![0]!, (int)file["version"]!));
        Assert.Equal(Png, File.ReadAllBytes(Path.Combine(folder, (string)file["path"]!)));
        Assert.Equal("evidence/q1/0001_会议 照片.png", (string)file["path"]!);
        VerifyLedger(folder, manifest["ledger"]!);

        var html = File.ReadAllText(Path.Combine(folder, "index.html"));
        Assert.Contains("&lt;script&gt;alert(1)", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", html, StringComparison.Ordinal);
        Assert.Contains("三件好事", html, StringComparison.Ordinal);
        Assert.Contains("Three deeds", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ParticipantsArchive_WithoutAFile_NamesIt_AndWithAnotherOne_CallsItDamaged()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        (await api.UploadAsync("v-02", "a.png", Png)).Is(201);
        api.Time.MoveTo(api.Time.GetUtcNow().AddMinutes(1));
        (await api.UploadAsync("v-02", "b.png", [.. Png, 9])).Is(201);
        var blobs = api.Storage.Blobs.Evidence;
        await blobs.DeleteBlobAsync(BlobOf(api, "v-02", Png));
        await blobs.GetBlobClient(BlobOf(api, "v-02", [.. Png, 9])).UploadAsync(new BinaryData((byte[])[.. Png, 8]), overwrite: true);

        using var unpacked = Unpacked.Of((await api.GetAsync(api.Path("v-02", "archive"), api.Reporter("v-02"))).Is(200).Body);
        var folder = Path.Combine(unpacked.Path, $"{api.Cycle}_village_v-02");
        var manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "manifest.json")))!;
        var lacks = manifest["lacks"]!.AsArray().Where(l => l!["evidence"] is not null).Select(l => $"{(string)l!["kind"]!} {(string)l["name"]!}");
        Assert.Equal(["fileMissing a.png", "fileDamaged b.png"], lacks);
        Assert.Null(manifest["evidence"]![0]!["path"]);
    }

    [Fact]
    public async Task CyclesArchive_IsMadeInTheBackground_AndFetchedInRanges()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        (await api.UploadAsync("v-03", "a.png", Png)).Is(201);
        (await api.SubmitAsync("v-03")).Is(200);
        await api.StartHubAsync(fixture);
        var (path, chief) = ($"api/v1/cycles/{api.Cycle}/archive", api.Token("chief", AppRole.Authority));
        (await api.GetAsync(path, chief)).Is(404);
        (await api.SendAsync(HttpMethod.Post, path, api.Reviewer("t-1"), null)).Is(403);
        var begun = (await api.SendAsync(HttpMethod.Post, path, chief, null, ("Idempotency-Key", "one"))).Is(202);
        Assert.Equal("making", (string)begun.Json["state"]!);
        var ready = await ReadyAsync(api, path, chief);
        Assert.Equal(10, (int)ready["participants"]!);
        Assert.True((bool)ready["partial"]!);
        Assert.Equal("ready", (string)(await api.SendAsync(HttpMethod.Post, path, chief, null, ("Idempotency-Key", "one"))).Is(202).Json["state"]!);

        var whole = (await api.GetAsync(path, chief)).Is(200);
        Assert.Equal((long)ready["size"]!, whole.Body.LongLength);
        Assert.Equal(whole.Body[100..200], (await api.GetAsync(path, chief, ("Range", "bytes=100-199"))).Is(206).Body);
        (await api.GetAsync(path, api.Reviewer("t-1"))).Is(403);
        (await api.GetAsync(path, api.Token("watch", AppRole.Auditor))).Is(200);

        using var unpacked = Unpacked.Of(whole.Body);
        var folder = Path.Combine(unpacked.Path, api.Cycle);
        unpacked.Check(folder);
        unpacked.Check(Path.Combine(folder, "participants", "village", "v-03"));
        var manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "manifest.json")))!;
        Assert.Equal(10, manifest["participants"]!.AsArray().Count);
        Assert.True(File.Exists(Path.Combine(folder, "participants", "village", "v-03", "evidence", "q1", "0001_a.png")));
        Assert.Contains("campaign: ", File.ReadAllText(Path.Combine(folder, "definition.txt")), StringComparison.Ordinal);

        // The same state again, in another making: the same bytes.
        (await api.SendAsync(HttpMethod.Post, path, chief, null)).Is(202);
        await ReadyAsync(api, path, chief);
        Assert.Equal(whole.Body, (await api.GetAsync(path, chief)).Is(200).Body);
    }

    [Fact]
    public async Task Making_OfALargeArchive_HoldsABlock_AndRunsTwiceWithoutHarm()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        var large = new byte[48 * 1024 * 1024];
        Png.CopyTo(large, 0);
        var key = api.Key("v-04");
        var file = new EvidenceFile(
            "large", "q1", "deeds", "large.mp4", "video/mp4", "video", large.Length, Convert.ToHexStringLower(SHA256.HashData(large)), api.Time.GetUtcNow(),
            "rep-v-04");
        await api.Storage.Blobs.Evidence.GetBlobClient(file.BlobName(key)).UploadAsync(new BinaryData(large));
        await api.Storage.Tables.Participants.AddEntityAsync(file.ToRow(key));
        var (store, archives) = (api.Service<ArchiveStore>(), api.Service<ParticipantArchives>());
        var cycle = (await api.Service<CycleContexts>().GetAsync(api.Cycle, default))!;

        await using var blocks = new BlockStream(store.File(api.Cycle, "twice"), "m");
        var zip = new ZipWriter(blocks);
        var plan = (await archives.PlanAsync(cycle, key, default))!;
        await archives.WriteAsync(cycle, plan, "f", zip, default);
        await blocks.FlushAsync(default);
        var staged = (await store.File(api.Cycle, "twice").GetBlockListAsync(BlockListTypes.Uncommitted)).Value.UncommittedBlocks.ToList();
        Assert.All(staged, block => Assert.InRange(block.SizeLong, 1, BlockStream.BlockLength));
        Assert.Equal(zip.Position, staged.Sum(block => block.SizeLong));

        var work = new ArchiveWork(api.Cycle, null, null, "twice", 1);
        await store.KeepPartAsync(work, 0, new(blocks.Blocks, zip.Position, zip.Entries, []), default);
        await store.KeepPartAsync(work, 0, new(["other"], 1, [], []), default);
        Assert.Equal(blocks.Blocks, (await store.ReadPartAsync(work, 0, default))!.Blocks);
    }

    private static string BlobOf(ApiUnderTest api, string unit, byte[] content) =>
        EvidenceFile.BlobFolder(api.Key(unit)) + "sha256-" + Convert.ToHexStringLower(SHA256.HashData(content));

    private static async Task<JsonNode> ReadyAsync(ApiUnderTest api, string path, string token)
    {
        var limit = Stopwatch.StartNew();
        while (true)
        {
            var state = (await api.GetAsync(path, token, ("Accept", "application/json"))).Is(200).Json;
            if ((string)state["state"]! == "ready")
                return state;
            Assert.True((string)state["state"]! == "making" && limit.Elapsed < TimeSpan.FromSeconds(60),
                (await api.Service<ArchiveStore>().ReadAsync(api.Cycle, null, null, default))!.Value.Job.ToString());
            await Task.Delay(50);
        }
    }

    /// <summary>As the archive's own README says.</summary>
    private static void VerifyLedger(string folder, JsonNode ledger)
    {
        var hash = (string)ledger["start"]!;
        var lines = File.ReadAllLines(Path.Combine(folder, "ledger.jsonl"));
        Assert.Equal((long)ledger["entries"]!, lines.Length);
        foreach (var entry in lines.Select(l => JsonNode.Parse(l)!))
        {
            var text = (string)entry["text"]!;
            Assert.Equal(hash, (string)JsonNode.Parse(text)!["prev"]!);
            hash = Convert.ToHexStringLower(SHA256.HashData([.. Encoding.ASCII.GetBytes(hash), .. Encoding.UTF8.GetBytes(text)]));
            Assert.Equal(hash, (string)entry["hash"]!);
        }
        Assert.Equal((string)ledger["head"]!, hash);
    }

    /// <summary>An archive in a folder of its own.</summary>
    private sealed class Unpacked : IDisposable
    {
        private Unpacked(string path) => Path = path;

        public string Path { get; }

        public static Unpacked Of(byte[] archive)
        {
            var path = System.IO.Directory.CreateTempSubdirectory("archive-").FullName;
            var zip = System.IO.Path.Combine(path, "archive.zip");
            File.WriteAllBytes(zip, archive);
            ZipFile.ExtractToDirectory(zip, path);
            if (Tool("unzip", path, "-tqq", zip) is { } unzip)
                Assert.Equal("", unzip);
            if (Tool("python3", path, "-c", $"import zipfile; assert zipfile.ZipFile('{zip}').testzip() is None") is { } python)
                Assert.Equal("", python);
            return new(path);
        }

        /// <summary>Checks a folder's sums: with the tool where there is one, and by our own reading of it.</summary>
        public void Check(string folder)
        {
            if (Tool("sha256sum", folder, "-c", "--quiet", "--strict", "SHA256SUMS") is { } said)
                Assert.Equal("", said);
            var lines = File.ReadAllLines(System.IO.Path.Combine(folder, "SHA256SUMS"));
            foreach (var line in lines)
                Assert.Equal(line[..64], Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(System.IO.Path.Combine(folder, line[66..])))));
            Assert.Equal(System.IO.Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Length - 1, lines.Length);
        }

        public void Dispose() => System.IO.Directory.Delete(Path, recursive: true);

        /// <summary>What a tool said, where this machine has it; its exit code where that is not 0.</summary>
        private static string? Tool(string name, string folder, params string[] arguments)
        {
            try
            {
                using var tool = Process.Start(new ProcessStartInfo(name, arguments)
                {
                    WorkingDirectory = folder,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                })!;
                var said = tool.StandardOutput.ReadToEnd() + tool.StandardError.ReadToEnd();
                tool.WaitForExit();
                return tool.ExitCode == 0 ? said : $"{tool.ExitCode}: {said}";
            }
            catch (System.ComponentModel.Win32Exception)
            {
                return null;
            }
        }
    }
}
