using System.IO.Compression;
using System.Text;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Campaigns.App.Access;
using Campaigns.App.Directory;
using Campaigns.App.Participants;
using Campaigns.App.Reminders;
using Campaigns.App.Storage;
using Campaigns.App.Uploads;
using Xunit;

namespace Campaigns.App.Tests.Erasure;

/// <summary>Erasing a person over HTTP; afterwards a scan of every row and blob finds neither name nor address.</summary>
public sealed class ErasureTests(StorageFixture fixture) : IClassFixture<StorageFixture>
{
    private const string Name = "欧阳无双";
    private const string Email = "wushuang.ouyang@qinghe.example";
    private const string Path = "api/v1/people/gone-1";
    private const string Person = $$"""{"name":"{{Name}}","email":"{{Email}}","unit":"v-09","assignments":[{"role":"liaison","unit":"v-09"}]}""";

    [Fact]
    public async Task Person_Erased_IsNowhereByNameOrAddress_AndComesBackOnlyWhenSomebodySaysSo()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        var admin = api.Token("admin", AppRole.Administrator);
        await SeedAsync(api, admin);
        Assert.Equal(
            ["Directory K", "Directory P", "Notices n", "Notices n", "Notices q", "directory/snapshot.json.gz"],
            (await PlacesAsync(api)).Order(StringComparer.Ordinal));
        Task<Reply> EraseAsync(string json, string? token = null) => api.SendAsync(HttpMethod.Post, Path + "/erase", token ?? admin, json);

        (await EraseAsync("""{"reason":"本人申请"}""", api.Token("chief", AppRole.Authority))).Is(403);
        (await EraseAsync("""{"reason":""}""")).Is(400);
        (await api.SendAsync(HttpMethod.Post, "api/v1/people/never-was/erase", admin, """{"reason":"本人申请"}""")).Is(404);
        (await EraseAsync("""{"reason":"本人申请","handOverTo":"gone-1"}""")).Is(422);
        var needed = (await EraseAsync("""{"reason":"本人申请"}""")).Is(409);
        Assert.Equal("personIsNeeded", needed.Code);
        Assert.Equal(["liaison@v-09", $"participant@{api.Cycle}/village"], needed.Json["errors"]!["$.leaveVacant"]!.AsArray().Select(e => (string)e!));
        (await EraseAsync("""{"reason":"本人申请","handOverTo":"rep-v-09"}""")).Is(409);

        var erased = (await EraseAsync("""{"reason":"本人申请","handOverTo":"rep-v-09","leaveVacant":true}""")).Is(200).Json;

        var removed = erased["removed"]!;
        Assert.Equal(
            (1, 1, 1, 1, 1, true),
            ((int)removed["notices"]!, (int)removed["deliveries"]!, (int)removed["mentions"]!, (int)removed["uploads"]!, (int)removed["imports"]!,
                (bool)removed["feed"]!));
        Assert.Empty(await PlacesAsync(api));
        var again = (await EraseAsync("""{"reason":"再次"}""")).Is(200).Json;
        Assert.Equal((string)erased["erasedAt"]!, (string)again["erasedAt"]!);
        Assert.Equal("personErased", (await api.GetAsync(Path, admin)).Is(410).Code);
        Assert.Contains("已注销", (await PutAsync(api, admin, "")).Is(422).Text + (await ImportAsync(api, admin, Email, "back")).Text, StringComparison.Ordinal);
        var now = await api.Service<DirectoryCache>().GetFreshAsync(default);
        Assert.Equal(("已注销人员", "erased person"), (now.NameOf("gone-1"), now.PersonNameOf("gone-1", "en")));
        Assert.True(now.Holds("rep-v-09", AssignmentKind.Liaison, "v-09"));
        var audit = api.Token("audit", AppRole.Auditor);
        var entries = (await api.GetAsync("api/v1/units/v-09/ledger", audit)).Is(200).Json["items"]!.AsArray().Select(e => e!["entry"]!).ToList();
        var entry = Assert.Single(entries, e => (string)e["act"]! == "personErased");
        Assert.Equal(("admin", "gone-1", "本人申请"), ((string)entry["by"]!, (string)entry["facts"]!["person"]!, (string)entry["why"]!));
        Assert.True((bool)(await api.GetAsync("api/v1/units/v-09/ledger/verify", audit)).Is(200).Json["valid"]!);

        (await PutAsync(api, admin, "?returning=true")).Is(201);
        (await api.GetAsync(Path, admin)).Is(200);
        await api.Service<DirectoryStore>().DeletePersonAsync("gone-1", "test", default);
    }

    private static async Task SeedAsync(ApiUnderTest api, string admin)
    {
        (await ImportAsync(api, admin, $"no address: {Email}", "first")).Is(200);
        (await PutAsync(api, admin, "")).Is(201);
        var mine = api.Token("gone-1", AppRole.Reporter);
        (await api.SendAsync(HttpMethod.Post, "api/v1/me/feed", mine, null)).Is(201);
        (await api.SendAsync(
            HttpMethod.Post, $"{Path}/delegations", mine, $$"""{"to":"rep-v-08","until":"{{api.Time.GetUtcNow().AddDays(5):O}}","reason":"住院"}""")).Is(201);
        await api.Service<ParticipationIndex>().RecordAsync(new(api.Cycle, "g-1", "village", "gone-1"), default);
        Notice To(string recipient, DeliveryState email) => new(
            recipient, api.Cycle, "q1-erasure", "reminder", api.Time.GetUtcNow(), "自查提醒", $"请{Name}于本周提交；{Name}尚未提交。", email);
        await api.Service<NoticeBook>().InsertAsync(
            [To("gone-1", DeliveryState.Pending), To("rev-t-2", DeliveryState.InboxOnly)], api.Time.GetUtcNow().AddDays(300), default);
        var expires = api.Time.GetUtcNow().AddDays(7);
        await api.Service<UploadStore>().CreateAsync(
            new(UploadStore.IdOf(expires, "gone-1", "erasure"), "gone-1", new(api.Cycle, "village", "v-09", "q1", "deeds"), "材料.pdf", 10, "", expires),
            default);
        await api.Service<DirectoryCache>().GetFreshAsync(default);
    }

    private static Task<Reply> PutAsync(ApiUnderTest api, string admin, string query) =>
        api.SendAsync(HttpMethod.Put, Path + query, admin, Person, ("If-None-Match", "*"), ("Accept-Language", "zh"));

    private static Task<Reply> ImportAsync(ApiUnderTest api, string admin, string email, string key) => api.SendAsync(
        HttpMethod.Post, "api/v1/imports/people?atomicMode=none", admin,
        $$"""{"people":[{"id":"gone-1","name":"{{Name}}","email":"{{email}}","unit":"v-09"}]}""",
        ("Idempotency-Key", $"erasure-{key}"));

    /// <summary>Where name or address stand: table and kind of row, or the blob's name.</summary>
    private static async Task<IReadOnlyList<string>> PlacesAsync(ApiUnderTest api)
    {
        var places = new List<string>();
        foreach (var table in typeof(CampaignTables).GetProperties().Select(p => p.GetValue(api.Storage.Tables)).OfType<TableClient>())
        {
            await foreach (var row in table.QueryAsync<TableEntity>())
            {
                if (row.Keys.Select(k => row[k]).Any(v => v is string text && Says(text)))
                    places.Add($"{table.Name} {(table.Name == "Directory" ? row.PartitionKey[..1] : row.RowKey[..1])}");
            }
        }
        foreach (var container in typeof(CampaignBlobs).GetProperties().Select(p => p.GetValue(api.Storage.Blobs)).OfType<BlobContainerClient>())
        {
            await foreach (var blob in container.GetBlobsAsync())
            {
                if (Says(Encoding.UTF8.GetString(await BytesAsync(container.GetBlobClient(blob.Name)))))
                    places.Add(blob.Name);
            }
        }
        return places;
    }

    private static async Task<byte[]> BytesAsync(BlobClient blob)
    {
        using var read = new MemoryStream();
        await using var content = (await blob.DownloadStreamingAsync()).Value.Content;
        await (blob.Name.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(content, CompressionMode.Decompress) : content).CopyToAsync(read);
        return read.ToArray();
    }

    private static bool Says(string text) => text.Contains(Name, StringComparison.Ordinal) || text.Contains(Email, StringComparison.OrdinalIgnoreCase)
        || text.Contains(Uri.EscapeDataString(Name), StringComparison.OrdinalIgnoreCase);
}
