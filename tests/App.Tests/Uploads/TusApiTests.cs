using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Campaigns.App.Access;
using Campaigns.App.Uploads;
using Xunit;

namespace Campaigns.App.Tests.Uploads;

/// <summary>tus 1.0 as a client sees it: what has come is kept, what is complete is evidence, and nobody goes on with another's upload (D1).</summary>
public sealed class TusApiTests(StorageFixture fixture) : IClassFixture<StorageFixture>
{
    private const string Uploads = "api/v1/uploads";

    [Fact]
    public async Task Options_SayWhatIsSpoken()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        var said = (await api.SendContentAsync(HttpMethod.Options, Uploads, null, null, [])).Is(204);
        Assert.Equal(("1.0.0", "1.0.0"), (said.Headers["Tus-Resumable"], said.Headers["Tus-Version"]));
        Assert.Equal("creation,creation-with-upload,termination,checksum,expiration", said.Headers["Tus-Extension"]);
        Assert.Equal(("2147483648", "sha1,sha256"), (said.Headers["Tus-Max-Size"], said.Headers["Tus-Checksum-Algorithm"]));
    }

    [Fact]
    public async Task Upload_InThreePieces_IsEvidenceWithItsHash()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        var content = Pdf(9 * 1024 * 1024 + 77);
        var path = await BeginAsync(api, content.Length);

        Assert.Equal("5000000", (await PatchAsync(api, path, 0, content[..5_000_000])).Is(204).Headers["Upload-Offset"]);
        var standing = (await HeadAsync(api, path)).Is(200);
        Assert.Equal(("5000000", $"{content.Length}"), (standing.Headers["Upload-Offset"], standing.Headers["Upload-Length"]));
        Assert.Equal(Metadata(api), standing.Headers["Upload-Metadata"]);
        Assert.Equal("uploadOffset", (await PatchAsync(api, path, 0, content[..10])).Is(409).Code);
        (await PatchAsync(api, path, 5_000_000, content[5_000_000..5_000_001])).Is(204);
        var last = (await PatchAsync(api, path, 5_000_001, content[5_000_001..])).Is(204);

        var evidence = last.Headers["Content-Location"];
        Assert.Equal(evidence, (await HeadAsync(api, path)).Is(200).Headers["Content-Location"]);
        Assert.Equal(content, (await api.GetAsync(evidence.TrimStart('/'), api.Reviewer("t-1"))).Is(200).Body);
        var listed = Assert.Single((await api.GetAsync(api.Path("v-01", "sheets/q1/evidence"), api.Reporter("v-01"))).Json["items"]!.AsArray())!;
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(content)), (string)listed["sha256"]!);
        Assert.Equal("会议 记录.pdf", (string)listed["name"]!);
        Assert.Equal(1, (await api.Store.ReadAsync(api.Key("v-01"), default))!.State.Phase("q1").Evidence["deeds"]);
    }

    [Fact]
    public async Task Begin_WithAllBytes_IsEvidenceAtOnce_AndEachUploadIsItsOwn()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        var content = Pdf(2000);
        var begun = (await SendAsync(api, HttpMethod.Post, Uploads, content, ("Upload-Length", "2000"), ("Upload-Metadata", Metadata(api)))).Is(201);
        Assert.Equal("2000", begun.Headers["Upload-Offset"]);
        Assert.Equal(content, (await api.GetAsync(begun.Headers["Content-Location"].TrimStart('/'), api.Reporter("v-01"))).Is(200).Body);
        Assert.StartsWith($"/{Uploads}/", begun.Headers["Location"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Piece_WithAWrongChecksum_IsNotKept_AndOneWithTheRightOneIs()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        var content = Pdf(3000);
        var path = await BeginAsync(api, content.Length);
        var right = $"sha256 {Convert.ToBase64String(SHA256.HashData(content[..1000]))}";
        Assert.Equal("checksumMismatch", (await PatchAsync(api, path, 0, content[1000..2000], ("Upload-Checksum", right))).Is(460).Code);
        Assert.Equal("0", (await HeadAsync(api, path)).Headers["Upload-Offset"]);
        (await PatchAsync(api, path, 0, content[..1000], ("Upload-Checksum", "md5 abc"))).Is(400);
        (await PatchAsync(api, path, 0, content[..1000], ("Upload-Checksum", right))).Is(204);
        (await PatchAsync(api, path, 1000, content[1000..])).Is(204);
        Assert.Equal(content, (await api.GetAsync((await HeadAsync(api, path)).Headers["Content-Location"].TrimStart('/'), api.Reporter("v-01"))).Body);
    }

    [Fact]
    public async Task Upload_OfAnother_IsNotThere()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        var path = await BeginAsync(api, 100);
        var other = api.Reporter("v-02");
        (await api.SendContentAsync(HttpMethod.Head, path, other, null, [Tus])).Is(404);
        (await api.SendContentAsync(HttpMethod.Delete, path, other, null, [Tus])).Is(404);
        (await api.SendContentAsync(HttpMethod.Head, path, null, null, [Tus])).Is(401);
        (await HeadAsync(api, path)).Is(200);
    }

    [Fact]
    public async Task Begin_ForAUnitOfOthers_IsDenied_AndWithMistakes_NamesEach()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        (string, string)[] headers = [Tus, ("Upload-Length", "10"), ("Upload-Metadata", Metadata(api))];
        (await api.SendContentAsync(HttpMethod.Post, Uploads, api.Reporter("v-02"), null, headers)).Is(403);
        (await SendAsync(api, HttpMethod.Post, Uploads, null, ("Upload-Length", "2147483649"), ("Upload-Metadata", Metadata(api)))).Is(413);
        (await SendAsync(api, HttpMethod.Post, Uploads, null, ("Upload-Length", "0"), ("Upload-Metadata", Metadata(api)))).Is(422);
        (await SendAsync(api, HttpMethod.Post, Uploads, null, ("Upload-Metadata", Metadata(api)))).Is(400);
        (await SendAsync(api, HttpMethod.Post, Uploads, null, ("Upload-Length", "10"), ("Upload-Metadata", Metadata(api, clause: "none")))).Is(422);
        var wrong = (await SendAsync(api, HttpMethod.Post, Uploads, null, ("Upload-Length", "10"), ("Upload-Metadata", "cycle !,track Li4v,filename"))).Is(400);
        Assert.Equal(
            ["clause", "cycle", "filename", "phase", "track", "unit"],
            wrong.Json["errors"]!.AsObject().Select(e => e.Key.Split('.')[^1]).Order(StringComparer.Ordinal));
        (await api.SendContentAsync(HttpMethod.Post, Uploads, api.Reporter("v-01"), null, [("Tus-Resumable", "0.2.2"), .. headers[1..]])).Is(412);
    }

    [Fact]
    public async Task Upload_WhoseContentIsNotTaken_IsRefusedAndGone()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        var path = await BeginAsync(api, 60);
        Assert.Equal("typeNotAccepted", (await PatchAsync(api, path, 0, Encoding.ASCII.GetBytes("MZ".PadRight(60, '\0')))).Is(415).Code);
        (await HeadAsync(api, path)).Is(404);
        Assert.Empty((await api.GetAsync(api.Path("v-01", "sheets/q1/evidence"), api.Reporter("v-01"))).Json["items"]!.AsArray());
    }

    [Fact]
    public async Task Upload_ThatBeginsAsNothingThatIsTaken_IsRefusedWithItsFirstBlock()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        var path = await BeginAsync(api, 40 * 1024 * 1024);
        Assert.Equal("typeNotAccepted", (await PatchAsync(api, path, 0, new byte[5 * 1024 * 1024])).Is(415).Code);
        (await HeadAsync(api, path)).Is(404);

        var large = await BeginAsync(api, 51 * 1024 * 1024);
        Assert.Equal("fileTooLarge", (await PatchAsync(api, large, 0, Pdf(5 * 1024 * 1024))).Is(413).Code);
    }

    [Fact]
    public async Task Upload_FinishedAfterTheLock_IsRefused_AndTakenOnceTheUnitHasMoreTime()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        var content = Pdf(500);
        var path = await BeginAsync(api, content.Length);
        (await PatchAsync(api, path, 0, content[..100])).Is(204);
        var open = api.Time.GetUtcNow();
        api.Time.MoveTo(api.Plan.Window("q1").LockedAt!.Value.AddMinutes(1));
        Assert.Equal("deadlinePassed", (await PatchAsync(api, path, 100, content[100..])).Is(409).Code);
        var chief = api.Token("chief", AppRole.Authority);
        var until = api.Time.GetUtcNow().AddDays(5).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var extended = await api.SendAsync(
            HttpMethod.Post, api.Path("v-01", "extensions"), chief, $$"""{"phase":"q1","until":"{{until}}","reason":"flood"}""", ("Idempotency-Key", "x"));
        Assert.True(extended.Status is 200 or 201, extended.Text);
        Assert.Contains("/evidence/", (await HeadAsync(api, path)).Is(200).Headers["Content-Location"], StringComparison.Ordinal);
        Assert.True(open < api.Time.GetUtcNow());
    }

    [Fact]
    public async Task TwoRequests_AtOneOffset_OneIsTakenAndTheBytesAreThoseOfOne()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        var content = Pdf(200_000);
        var path = await BeginAsync(api, content.Length);
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => PatchAsync(api, path, 0, content)));
        Assert.Contains(answers, a => a.Status == 204);
        Assert.All(answers, a => Assert.True(a.Status is 204 or 409, a.Text));
        Assert.Equal(content, (await api.GetAsync((await HeadAsync(api, path)).Headers["Content-Location"].TrimStart('/'), api.Reporter("v-01"))).Body);
        Assert.Equal(1, (await api.Store.ReadAsync(api.Key("v-01"), default))!.State.Phase("q1").Evidence["deeds"]);
    }

    [Fact]
    public async Task Methods_UnderAnother_AndTermination_Work()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        var path = await BeginAsync(api, 10);
        (await SendAsync(api, HttpMethod.Post, path, Pdf(10)[..5], ("X-HTTP-Method-Override", "PATCH"), ("Upload-Offset", "0"))).Is(204);
        (await SendAsync(api, HttpMethod.Post, path, null)).Is(405);
        (await SendAsync(api, HttpMethod.Post, path, null, ("X-HTTP-Method-Override", "DELETE"))).Is(204);
        (await HeadAsync(api, path)).Is(404);
    }

    [Fact]
    public async Task Piece_LongerThanARequestMayBe_OrThanIsMissing_IsRefusedUnread()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        var path = await BeginAsync(api, 1000);
        (await PatchAsync(api, path, 0, new byte[1001])).Is(413);
        Assert.Equal("0", (await HeadAsync(api, path)).Headers["Upload-Offset"]);
    }

    [Fact]
    public async Task Sweep_DropsWhatHasExpired_AndNothingElse()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        var path = await BeginAsync(api, 1000);
        var store = api.Service<UploadStore>();
        await store.SweepAsync(TimeProvider.System.GetUtcNow() + TimeSpan.FromDays(5), default);
        (await HeadAsync(api, path)).Is(200);
        Assert.True(await store.SweepAsync(TimeProvider.System.GetUtcNow() + TimeSpan.FromDays(8), default) > 0);
        (await HeadAsync(api, path)).Is(404);
    }

    private static readonly (string, string) Tus = ("Tus-Resumable", "1.0.0");

    private static byte[] Pdf(int length)
    {
        var content = new byte[length];
        for (var i = 0; i < length; i++)
            content[i] = (byte)(i * 31 >> 3);
        "%PDF-1.7\n"u8[..Math.Min(9, length)].CopyTo(content);
        return content;
    }

    private static string Metadata(ApiUnderTest api, string clause = "deeds") => string.Join(
        ',',
        new (string Key, string Value)[]
        {
            ("filename", "会议 记录.pdf"), ("cycle", api.Cycle), ("track", "village"), ("unit", "v-01"), ("phase", "q1"), ("clause", clause), ("lang", "zh"),
        }.Select(p => $"{p.Key} {Convert.ToBase64String(Encoding.UTF8.GetBytes(p.Value))}"));

    private static async Task<string> BeginAsync(ApiUnderTest api, long length) =>
        (await SendAsync(api, HttpMethod.Post, Uploads, null, ("Upload-Length", $"{length}"), ("Upload-Metadata", Metadata(api)))).Is(201)
        .Headers["Location"].TrimStart('/');

    private static Task<Reply> HeadAsync(ApiUnderTest api, string path) => SendAsync(api, HttpMethod.Head, path, null);

    private static Task<Reply> PatchAsync(ApiUnderTest api, string path, long offset, byte[] bytes, params (string, string)[] headers) =>
        SendAsync(api, HttpMethod.Patch, path, bytes, [("Upload-Offset", $"{offset}"), .. headers]);

    private static Task<Reply> SendAsync(ApiUnderTest api, HttpMethod method, string path, byte[]? bytes, params (string, string)[] headers)
    {
        var content = bytes is null ? null : new ByteArrayContent(bytes);
        if (content is not null)
            content.Headers.ContentType = new MediaTypeHeaderValue("application/offset+octet-stream");
        return api.SendContentAsync(method, path, api.Reporter("v-01"), content, [Tus, .. headers]);
    }
}
