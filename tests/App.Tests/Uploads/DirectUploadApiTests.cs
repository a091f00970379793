using System.Net;
using System.Security.Cryptography;
using Campaigns.App.Uploads;
using Xunit;

namespace Campaigns.App.Tests.Uploads;

/// <summary>Files that go straight to the blob: one address, to create one blob, once (D1).</summary>
public sealed class DirectUploadApiTests(StorageFixture fixture) : IClassFixture<StorageFixture>
{
    private static readonly byte[] Png = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3, 4];

    [Fact]
    public async Task Upload_StraightToTheBlob_IsReadBackAndSealed()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        var begun = (await BeginAsync(api, Png.Length)).Is(201);
        var complete = ((string)begun.Json["complete"]!).TrimStart('/');
        Assert.Equal("uploadMissing", (await CompleteAsync(api, complete)).Is(409).Code);

        Assert.Equal(HttpStatusCode.Created, await PutAsync(begun, Png));
        var done = (await CompleteAsync(api, complete)).Is(201);
        Assert.Equal(done.Text, (await CompleteAsync(api, complete)).Is(201).Text);

        // At most 4 KB of an upload pass the app, whatever its length; the requests are shorter than their answers.
        Assert.InRange(begun.Body.Length + done.Body.Length, 1, 3 * 1024);
        var content = (await api.GetAsync(((string)done.Json["content"]!).TrimStart('/'), api.Reviewer("t-1"))).Is(200);
        Assert.Equal(Png, content.Body);
        var listed = Assert.Single((await api.GetAsync(api.Path("v-01", "sheets/q1/evidence"), api.Reporter("v-01"))).Json["items"]!.AsArray())!;
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Png)), (string)listed["sha256"]!);
    }

    [Fact]
    public async Task Begin_WithTwoHundredOpenOnes_IsRefused_UntilOneIsDropped()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        var store = api.Service<UploadStore>();
        var ends = TimeProvider.System.GetUtcNow() + Upload.Lifetime;
        var ids = Enumerable.Range(0, Upload.MostOpen).Select(i => UploadStore.IdOf(ends, "rep-v-03", $"{api.Cycle}-{i}")).ToList();
        await Parallel.ForEachAsync(ids, async (id, stop) =>
            await store.CreateAsync(new(id, "rep-v-03", new(api.Cycle, "village", "v-03", "q1", "deeds"), "a.png", 12, "", ends), stop));

        var refused = (await BeginAsync(api, Png.Length, unit: "v-03")).Is(429);
        await BeginAsync(api, Png.Length, unit: "v-02");
        await store.DropAsync(ids[0], default);

        Assert.Equal("tooManyUploads", refused.Code);
        (await BeginAsync(api, Png.Length, unit: "v-03")).Is(201);
    }

    [Fact]
    public async Task Address_NeitherReadsNorReplacesNorReachesAnotherBlob()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        var begun = (await BeginAsync(api, Png.Length)).Is(201);
        Assert.Equal(HttpStatusCode.Created, await PutAsync(begun, Png));

        using var http = new HttpClient();
        var address = new Uri((string)begun.Json["url"]!);
        Assert.Equal(HttpStatusCode.Forbidden, (await http.GetAsync(address)).StatusCode);
        Assert.NotEqual(HttpStatusCode.Created, await PutAsync(begun, [.. Png, 9]));
        var elsewhere = new UriBuilder(address);
        elsewhere.Path += "x";
        Assert.Equal(HttpStatusCode.Forbidden, await PutAsync(begun, Png, elsewhere.Uri));
    }

    [Fact]
    public async Task Upload_OfAnotherLength_OrOfWhatIsNotTaken_IsRefused()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        var begun = (await BeginAsync(api, Png.Length + 5)).Is(201);
        await PutAsync(begun, Png);
        Assert.Equal("uploadLength", (await CompleteAsync(api, ((string)begun.Json["complete"]!).TrimStart('/'))).Is(409).Code);

        var other = (await BeginAsync(api, 4)).Is(201);
        await PutAsync(other, [1, 2, 3, 4]);
        var complete = ((string)other.Json["complete"]!).TrimStart('/');
        Assert.Equal("typeNotAccepted", (await CompleteAsync(api, complete)).Is(415).Code);
        (await CompleteAsync(api, complete)).Is(404);
        (await api.SendAsync(HttpMethod.Post, complete, api.Reporter("v-02"), null)).Is(404);
    }

    private static Task<Reply> BeginAsync(ApiUnderTest api, int length, string unit = "v-01") => api.SendAsync(
        HttpMethod.Post, "api/v1/uploads/direct", api.Reporter(unit),
        $$"""{"cycle":"{{api.Cycle}}","track":"village","unit":"{{unit}}","phase":"q1","clause":"deeds","name":"照片.png","length":{{length}}}""");

    private static Task<Reply> CompleteAsync(ApiUnderTest api, string path) => api.SendAsync(HttpMethod.Post, path, api.Reporter("v-01"), null);

    private static async Task<HttpStatusCode> PutAsync(Reply begun, byte[] bytes, Uri? address = null)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Put, address ?? new Uri((string)begun.Json["url"]!)) { Content = new ByteArrayContent(bytes) };
        foreach (var (name, value) in begun.Json["headers"]!.AsObject())
            request.Headers.Add(name, (string)value!);
        return (await http.SendAsync(request)).StatusCode;
    }
}
