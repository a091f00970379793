using System.Net;
using System.Security.Cryptography;
using System.Text;
using Azure.Storage.Blobs;
using Campaigns.App.Evidence;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Campaigns.App.Tests.Evidence;

/// <summary>Versions, several clauses, the day of what a file shows, previews and scanners, over HTTP and real storage (D2, J10, L6).</summary>
public sealed class EvidenceVersionsApiTests(StorageFixture fixture) : IClassFixture<StorageFixture>
{
    [Fact]
    public async Task NewVersion_TakesThePlaceOfTheOldOne_WhichStays()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        var token = api.Reporter("v-01");
        var first = (await FileAsync(api, "v-01", Pictures.Png(4, 4), "clause=deeds&also=order&effectiveOn=2025-12-31")).Is(201).Json;
        Assert.Equal(["deeds", "order"], first["clauses"]!.AsArray().Select(c => (string)c!));
        Assert.True((bool)first["outsidePeriod"]!);
        Assert.Equal("不得上传涉密文件。", (string)first["notice"]!["zh"]!);
        Assert.Single((await api.GetAsync(api.Path("v-01", "sheets/q1/evidence?clause=order"), token)).Is(200).Json["items"]!.AsArray());

        var id = (string)first["id"]!;
        var second = (await FileAsync(api, "v-01", Pictures.Png(5, 5), $"clause=deeds&replaces={id}&effectiveOn=2026-03-02")).Is(201).Json;
        Assert.Equal((2, id, false), ((int)second["version"]!, (string)second["replaces"]!, (bool)second["outsidePeriod"]!));
        Assert.Equal("evidenceReplaced", (await FileAsync(api, "v-01", Pictures.Png(6, 6), $"clause=deeds&replaces={id}")).Is(409).Code);
        (await FileAsync(api, "v-01", Pictures.Png(6, 6), "clause=deeds&replaces=none")).Is(422);
        (await FileAsync(api, "v-01", Pictures.Png(6, 6), "clause=deeds&effectiveOn=2027-01-01")).Is(422);
        (await FileAsync(api, "v-01", Pictures.Png(6, 6), "clause=deeds&effectiveOn=yesterday")).Is(400);

        var detail = (await api.GetAsync(api.Path("v-01", $"evidence/{id}"), token)).Is(200).Json;
        Assert.Equal([1, 2], detail["versions"]!.AsArray().Select(v => (int)v!["version"]!));
        Assert.Equal((string)second["id"]!, (string)detail["evidence"]!["replacedBy"]!);
        Assert.Equal(["download", "preview"], detail["allowedActions"]!.AsArray().Select(a => (string)a!));
        var newest = (await api.GetAsync(api.Path("v-01", $"evidence/{(string)second["id"]!}"), token)).Is(200).Json;
        Assert.Contains("replace", newest["allowedActions"]!.AsArray().Select(a => (string)a!));
        var reviewed = (await api.GetAsync(api.Path("v-01", $"evidence/{(string)second["id"]!}"), api.Reviewer("t-1"))).Is(200).Json;
        Assert.Equal(["download", "preview"], reviewed["allowedActions"]!.AsArray().Select(a => (string)a!));
        Assert.Equal(Pictures.Png(4, 4), (await api.GetAsync(api.Path("v-01", $"evidence/{id}/content"), token)).Is(200).Body);
        var counts = (await api.GetAsync(api.Path("v-01", "sheets/q1"), token)).Is(200).Json["evidence"]!;
        Assert.Equal((1, null), ((int)counts["deeds"]!, counts["order"]));
    }

    [Fact]
    public async Task SameBytes_FiledTwice_LieOnce()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        (await FileAsync(api, "v-02", Pictures.Png(7, 7), "clause=deeds")).Is(201);
        (await FileAsync(api, "v-02", Pictures.Png(7, 7), "clause=order")).Is(201);
        var blobs = new List<string>();
        await foreach (var blob in api.Storage.Blobs.Evidence.GetBlobsAsync(prefix: EvidenceFile.BlobFolder(api.Key("v-02"))))
            blobs.Add(blob.Name);
        Assert.EndsWith(Convert.ToHexStringLower(SHA256.HashData(Pictures.Png(7, 7))), Assert.Single(blobs), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preview_ShowsThePicture_AndNothingOfWhereItWasTaken()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        var token = api.Reporter("v-03");
        var filed = (await FileAsync(api, "v-03", Pictures.Jpeg(exif: true), "clause=deeds", "a.jpg")).Is(201).Json;
        Assert.Equal("2026-03-02", (string)filed["suggestedOn"]!);
        var preview = (await api.GetAsync(((string)filed["preview"]!).TrimStart('/'), token)).Is(200);
        Assert.Equal("image/jpeg", preview.Headers["Content-Type"]);
        Assert.DoesNotContain(Pictures.Secret, Encoding.Latin1.GetString(preview.Body), StringComparison.Ordinal);
        (await api.GetAsync(((string)filed["preview"]!).TrimStart('/'), token, ("If-None-Match", preview.ETag))).Is(304);
        (await api.GetAsync(((string)filed["preview"]!).TrimStart('/'), api.Reporter("v-01"))).Is(403);

        var vast = (await FileAsync(api, "v-03", Pictures.Png(20_000, 20_000), "clause=deeds", "b.png")).Is(201).Json;
        Assert.Equal("previewNone", (await api.GetAsync(((string)vast["preview"]!).TrimStart('/'), token)).Is(422).Code);
        var text = (await FileAsync(api, "v-03", "好"u8.ToArray(), "clause=deeds", "c.txt")).Is(201).Json;
        Assert.Null(text["preview"]);
        (await api.GetAsync(api.Path("v-03", $"evidence/{(string)text["id"]!}/preview"), token)).Is(404);
    }

    [Fact]
    public async Task Content_AskedForByItsHead_SaysWhatItWouldBe()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        var filed = (await FileAsync(api, "v-04", Pictures.Png(8, 8), "clause=deeds")).Is(201).Json;
        var head = (await api.SendAsync(HttpMethod.Head, ((string)filed["content"]!).TrimStart('/'), api.Reporter("v-04"), null)).Is(200);
        Assert.Equal((0, $"{Pictures.Png(8, 8).Length}"), (head.Body.Length, head.Headers["Content-Length"]));
    }

    [Theory]
    [InlineData("""{"verdict":"clean"}""", 200, ScanVerdict.Clean)]
    [InlineData("""{"verdict":"infected"}""", 200, ScanVerdict.Infected)]
    [InlineData("""{"verdict":"perhaps"}""", 200, ScanVerdict.None)]
    [InlineData("""["clean"]""", 200, ScanVerdict.None)]
    [InlineData("no JSON", 200, ScanVerdict.None)]
    [InlineData("""{"verdict":"clean"}""", 500, ScanVerdict.None)]
    public async Task Scanner_IsSentTheBytes_AndOnlyItsWordCounts(string answer, int status, ScanVerdict expected)
    {
        using var receiver = Receiver.Start(answer, status);
        var quarantined = await QuarantinedAsync(StorageFixture.NewId("scan"));
        Assert.Equal(expected, await Scanner(receiver.Address).VerdictAsync(quarantined, default));
        Assert.Equal(Pictures.Png(9, 9), receiver.Got);
    }

    [Fact]
    public async Task Scanner_ThatDoesNotAnswer_OrTagsThatSaySo_KeepAFileInQuarantine()
    {
        var quarantined = await QuarantinedAsync(StorageFixture.NewId("scan"));
        var storage = fixture.Open();
        using var file = new ReceivedFile("a.png", FileType.Png, Pictures.Png(9, 9).Length, "", quarantined.Name, pooled: null);
        var silent = new FileCheck(storage.Blobs, Scanner("http://127.0.0.1:9/"));
        Assert.Equal(FileRefusal.NotScanned, (await silent.CheckAsync(file, default)).Refusal);

        var tagged = new FileCheck(storage.Blobs, Scanner("defender"));
        await quarantined.SetTagsAsync(new Dictionary<string, string> { ["Malware Scanning scan result"] = "Malicious" });
        Assert.Equal(FileRefusal.Infected, (await tagged.CheckAsync(file, default)).Refusal);
        await quarantined.SetTagsAsync(new Dictionary<string, string> { ["Malware Scanning scan result"] = "No threats found" });
        Assert.Null((await tagged.CheckAsync(file, default)).Refusal);
        Assert.Throws<InvalidOperationException>(() => Scanner("ftp://scanner"));
    }

    private async Task<BlobClient> QuarantinedAsync(string name)
    {
        var blob = fixture.Open().Blobs.Incoming.GetBlobClient(name);
        await blob.UploadAsync(new BinaryData(Pictures.Png(9, 9)), overwrite: true);
        return blob;
    }

    private static IFileScanner Scanner(string setting) => FileScanners.Of(
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Evidence:Scanner"] = setting }).Build(), TimeProvider.System);

    private static Task<Reply> FileAsync(ApiUnderTest api, string unit, byte[] content, string query, string name = "a.png")
    {
        var form = new MultipartFormDataContent { { new ByteArrayContent(content), "file", name } };
        return api.SendContentAsync(HttpMethod.Post, api.Path(unit, $"sheets/q1/evidence?{query}"), api.Reporter(unit), form, []);
    }

    /// <summary>Takes one file and answers it.</summary>
    private sealed class Receiver : IDisposable
    {
        private readonly HttpListener _listener = new();

        public string Address { get; private init; } = "";

        public byte[] Got { get; private set; } = [];

        public static Receiver Start(string answer, int status)
        {
            using var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            var receiver = new Receiver { Address = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/" };
            probe.Stop();
            receiver._listener.Prefixes.Add(receiver.Address);
            receiver._listener.Start();
            _ = receiver.AnswerAsync(answer, status);
            return receiver;
        }

        public void Dispose() => _listener.Close();

        private async Task AnswerAsync(string answer, int status)
        {
            var context = await _listener.GetContextAsync();
            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            Got = body.ToArray();
            context.Response.StatusCode = status;
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(answer));
            context.Response.Close();
        }
    }
}
