using System.Security.Cryptography;
using Azure.Storage.Blobs.Models;
using Campaigns.App.Access;
using Campaigns.App.Evidence;
using Campaigns.Rules.Participants;
using Xunit;

namespace Campaigns.App.Tests.Evidence;

public sealed class EvidenceApiTests(StorageFixture fixture) : IClassFixture<StorageFixture>
{
    private static readonly byte[] Png = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3, 4, 5, 6, 7, 8];

    [Fact]
    public async Task Upload_OfAPhoto_IsSealedListedCountedAndDownloadedAsItWas()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        var filed = (await api.UploadAsync("v-01", "第一季度 会议照片.png", Png)).Is(201);
        Assert.Equal("image/png", (string)filed.Json["type"]!);
        Assert.Equal("photo", (string)filed.Json["kind"]!);
        Assert.Equal("sealed", (string)filed.Json["state"]!);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Png)), (string)filed.Json["sha256"]!);
        Assert.Equal(api.Time.GetUtcNow(), (DateTimeOffset)filed.Json["receivedAt"]!);
        // Blobs are what an upload costs: one that no scanner looks for in quarantine is written once, where it stays.
        var writes = api.Storage.Meter.Snapshot().Where(k => k.Key is { Operation: "put", Resource: "incoming" or "evidence", Work: "evidence" });
        Assert.Equal([("evidence", 1L)], writes.Select(k => (k.Key.Resource, k.Value)));

        var listed = (await api.GetAsync(api.Path("v-01", "sheets/q1/evidence?clause=deeds"), api.Reviewer("t-1"))).Is(200);
        Assert.Equal((string)filed.Json["id"]!, (string)Assert.Single(listed.Json["items"]!.AsArray())!["id"]!);
        Assert.Empty((await api.GetAsync(api.Path("v-01", "sheets/q1/evidence?clause=order"), api.Reporter("v-01"))).Json["items"]!.AsArray());
        Assert.Empty((await api.GetAsync(api.Path("v-01", "sheets/q1"), api.Reporter("v-01"))).Json["missingEvidence"]!.AsObject());

        var content = (await api.GetAsync(filed.Headers["Location"].TrimStart('/'), api.Reviewer("t-1"))).Is(200);
        Assert.Equal(Png, content.Body);
        Assert.Equal("image/png", content.Headers["Content-Type"]);
        Assert.Equal("nosniff", content.Headers["X-Content-Type-Options"]);
        Assert.StartsWith("attachment;", content.Headers["Content-Disposition"], StringComparison.Ordinal);
        Assert.Contains("filename*=UTF-8''%E7%AC%AC%E4%B8%80%E5%AD%A3%E5%BA%A6%20", content.Headers["Content-Disposition"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Download_ByRangeAndETag_IsPartialOrNotModified()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        var filed = (await api.UploadAsync("v-01", "a.png", Png)).Is(201);
        var (path, token) = (filed.Headers["Location"].TrimStart('/'), api.Reporter("v-01"));

        var part = (await api.GetAsync(path, token, ("Range", "bytes=8-11"))).Is(206);
        Assert.Equal(Png[8..12], part.Body);
        Assert.Equal($"bytes 8-11/{Png.Length}", part.Headers["Content-Range"]);
        Assert.Equal(Png[^3..], (await api.GetAsync(path, token, ("Range", "bytes=-3"))).Is(206).Body);
        Assert.Equal(Png[10..], (await api.GetAsync(path, token, ("Range", "bytes=10-"))).Is(206).Body);
        Assert.Equal($"bytes */{Png.Length}", (await api.GetAsync(path, token, ("Range", "bytes=99-"))).Is(416).Headers["Content-Range"]);
        Assert.Equal(Png, (await api.GetAsync(path, token, ("Range", "bytes=8-11"), ("If-Range", "\"other\""))).Is(200).Body);
        (await api.GetAsync(path, token, ("If-None-Match", part.ETag))).Is(304);
        (await api.GetAsync(path, api.Reporter("v-02"))).Is(403);
        (await api.GetAsync(api.Path("v-01", "evidence/none/content"), token)).Is(404);
    }

    [Fact]
    public async Task Upload_Repeated_IsTheSameEvidence_AndAnotherFileUnderItsKeyIsRefused()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        var first = (await api.UploadAsync("v-01", "a.png", Png, key: "k")).Is(201);
        api.Time.MoveTo(api.Time.GetUtcNow().AddHours(1));
        var again = (await api.UploadAsync("v-01", "a.png", Png, key: "k")).Is(201);
        var other = await api.UploadAsync("v-01", "b.png", [.. Png, 9], key: "k");
        var unkeyed = (await api.UploadAsync("v-01", "a.png", Png)).Is(201);
        var unkeyedAgain = (await api.UploadAsync("v-01", "a.png", Png)).Is(201);

        Assert.Equal(first.Text, again.Text);
        Assert.Equal("idempotencyKeyReused", other.Is(422).Code);
        Assert.NotEqual((string)first.Json["id"]!, (string)unkeyed.Json["id"]!);
        Assert.Equal(unkeyed.Text, unkeyedAgain.Text);
        Assert.Equal(2, (await api.Store.ReadAsync(api.Key("v-01"), default))!.State.Phase("q1").Evidence["deeds"]);
    }

    [Fact]
    public async Task Upload_RepeatedAfterTheLock_StillGetsItsFirstAnswer()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        var first = (await api.UploadAsync("v-01", "a.png", Png, key: "k")).Is(201);
        api.Time.MoveTo(api.Plan.Window("q1").LockedAt!.Value.AddMinutes(1));
        Assert.Equal(first.Text, (await api.UploadAsync("v-01", "a.png", Png, key: "k")).Is(201).Text);
    }

    [Fact]
    public async Task Upload_OfTenMegabytes_IsStreamedInBlocksAndSealedWithItsHash()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        var content = new byte[10 * 1024 * 1024 + 123];
        "%PDF-1.7\n"u8.CopyTo(content);
        for (var i = 9; i < content.Length; i++)
            content[i] = (byte)(i * 31 >> 3);

        var filed = (await api.UploadAsync("v-01", "大文件.pdf", content, key: "large")).Is(201);
        var again = (await api.UploadAsync("v-01", "大文件.pdf", content, key: "large")).Is(201);

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(content)), (string)filed.Json["sha256"]!);
        Assert.Equal(filed.Text, again.Text);
        Assert.Equal(content, (await api.GetAsync(filed.Headers["Location"].TrimStart('/'), api.Reporter("v-01"))).Is(200).Body);
    }

    [Theory]
    [InlineData(FileContent.HeadLength - 1)]
    [InlineData(FileContent.HeadLength)]
    [InlineData(FileContent.HeadLength + 1)]
    [InlineData(2 * FileContent.HeadLength)]
    public async Task Upload_AroundABlocksLength_KeepsEveryByte(int length)
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        var content = new byte[length];
        Png.CopyTo(content, 0);
        content[^1] = 7;
        var filed = (await api.UploadAsync("v-01", "a.png", content)).Is(201);
        Assert.Equal((length, Convert.ToHexStringLower(SHA256.HashData(content))), ((int)filed.Json["size"]!, (string)filed.Json["sha256"]!));
        Assert.Equal(content, (await api.GetAsync(filed.Headers["Location"].TrimStart('/'), api.Reporter("v-01"))).Is(200).Body);
    }

    [Theory]
    [InlineData("a.exe", "MZ\0", 415, "typeNotAccepted")]
    [InlineData("a.png", "MZ\0", 415, "typeNotAccepted")]
    [InlineData("a.html", "<html><script>alert(1)</script></html>", 415, "typeNotAccepted")]
    [InlineData("a.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>", 415, "typeNotAccepted")]
    [InlineData("a.png", "%PDF-1.7", 415, "typeMismatch")]
    [InlineData("a.txt", "", 422, "fileEmpty")]
    public async Task Upload_OfWhatIsNotTaken_IsRefusedAndLeavesNothing(string name, string content, int status, string code)
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        var reply = await api.UploadAsync("v-01", name, System.Text.Encoding.UTF8.GetBytes(content));
        Assert.Equal(code, reply.Is(status).Code);
        Assert.Empty(await SealedAsync(api));
        Assert.Empty((await api.Store.ReadAsync(api.Key("v-01"), default))!.State.Phase("q1").Evidence);
    }

    [Fact]
    public async Task Upload_LargerThanItsKindMayBe_Is413AndLeavesNothing()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        var photo = new byte[20 * 1024 * 1024 + 1];
        Png.CopyTo(photo, 0);
        Assert.Equal("fileTooLarge", (await api.UploadAsync("v-01", "a.png", photo)).Is(413).Code);
        Assert.Empty(await SealedAsync(api));
    }

    [Fact]
    public async Task Upload_WhereItMayNot_IsRefusedBeforeAnythingIsStored()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        Assert.Equal("invalid", (await api.UploadAsync("v-01", "a.png", Png, clause: "nothing")).Is(422).Code);
        Assert.Equal("invalid", (await api.UploadAsync("v-01", "a.png", Png, phase: "check")).Is(422).Code);
        Assert.Equal("evidenceOfWrongKind", (await api.UploadAsync("v-01", "a.csv", "a,b"u8.ToArray())).Is(422).Code);
        (await api.UploadAsync("v-01", "a.png", Png, token: api.Reporter("v-02"))).Is(403);
        (await api.UploadAsync("v-01", "a.png", Png, token: api.Token("rep-v-01", AppRole.Reviewer))).Is(403);
        api.Time.MoveTo(api.Plan.Window("q1").LockedAt!.Value.AddMinutes(1));
        Assert.Equal("deadlinePassed", (await api.UploadAsync("v-01", "a.png", Png)).Is(409).Code);
        Assert.Empty(await SealedAsync(api));
    }

    [Fact]
    public async Task Upload_ThatIsNoMultipartWithOneFile_Is400Or415()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        var (path, token) = (api.Path("v-01", "sheets/q1/evidence?clause=deeds"), api.Reporter("v-01"));
        Assert.Equal("unsupportedMediaType", (await api.SendAsync(HttpMethod.Post, path, token, "{}")).Is(415).Code);
        using var none = new MultipartFormDataContent { { new StringContent("x"), "note" } };
        Assert.Equal("badRequest", (await api.SendContentAsync(HttpMethod.Post, path, token, none, [])).Is(400).Code);
        using var two = new MultipartFormDataContent { { new ByteArrayContent(Png), "a", "a.png" }, { new ByteArrayContent(Png), "b", "b.png" } };
        Assert.Equal("badRequest", (await api.SendContentAsync(HttpMethod.Post, path, token, two, [])).Is(400).Code);
        using var torn = new ByteArrayContent("--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.png\"\r\n\r\nhalf"u8.ToArray());
        torn.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=x");
        Assert.Equal("badRequest", (await api.SendContentAsync(HttpMethod.Post, path, token, torn, [])).Is(400).Code);
        Assert.Equal("badRequest", (await api.SendAsync(HttpMethod.Post, api.Path("v-01", "sheets/q1/evidence"), token, "{}")).Is(400).Code);
        Assert.Empty(await SealedAsync(api));
    }

    [Fact]
    public async Task Upload_AfterHandingIn_LiftsTheSelfScore()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        Assert.Equal(40m, (decimal)(await api.SubmitAsync("v-01")).Is(200).Json["score"]!);
        (await api.UploadAsync("v-01", "a.png", Png)).Is(201);
        var phase = (await api.Store.ReadAsync(api.Key("v-01"), default))!.State.Phase("q1");
        Assert.Equal((100m, SheetStatus.Submitted), (phase.Score, phase.Status));
    }

    private static async Task<List<string>> SealedAsync(ApiUnderTest api)
    {
        var names = new List<string>();
        await foreach (BlobItem blob in api.Storage.Blobs.Evidence.GetBlobsAsync(prefix: api.Cycle + "/"))
            names.Add(blob.Name);
        return names;
    }
}
