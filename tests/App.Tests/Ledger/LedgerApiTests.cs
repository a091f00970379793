using Azure.Data.Tables;
using Campaigns.App.Access;
using Campaigns.App.Cycles;
using Campaigns.App.Ledger;
using Campaigns.App.Participants;
using Campaigns.App.Tests.Participants;
using Campaigns.Rules.Ledger;
using Xunit;

namespace Campaigns.App.Tests.Ledger;

public sealed class LedgerApiTests(StorageFixture fixture) : IClassFixture<StorageFixture>
{
    [Fact]
    public async Task Ledger_InPages_IsTheWholeChainThatVerifiesOffline()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        await api.SubmitAsync("v-01");
        for (var i = 0; i < 4; i++)
            (await api.UploadAsync("v-01", $"{i}.txt", [(byte)('a' + i)])).Is(201);

        var texts = new List<string>();
        string? continuation = null;
        do
        {
            var query = continuation is null ? "ledger?limit=4" : $"ledger?limit=4&continuation={continuation}";
            var page = (await api.GetAsync(api.Path("v-01", query), api.Reviewer("t-1"))).Is(200);
            texts.AddRange(page.Json["items"]!.AsArray().Select(i => (string)i!["text"]!));
            continuation = (string?)page.Json["continuation"];
        }
        while (continuation is not null);

        var verified = (await api.GetAsync(api.Path("v-01", "ledger/verify"), api.Reporter("v-01"))).Is(200);
        Assert.Equal(6, texts.Count);
        Assert.Equal((true, 6), ((bool)verified.Json["valid"]!, (int)verified.Json["entries"]!));
        Assert.Null(verified.Json["brokenAt"]);
        var offline = LedgerChain.Verify(texts);
        Assert.Equal((true, (string)verified.Json["head"]!), (offline.Valid, offline.Head));
    }

    [Fact]
    public async Task Verify_OfAChangedOrMissingEntry_NamesIt()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        for (var i = 0; i < 3; i++)
            (await api.UploadAsync("v-01", $"{i}.txt", [(byte)('a' + i)])).Is(201);
        var partition = ParticipantKeys.Partition(api.Cycle, "g-1");
        var table = api.Storage.Tables.Participants;
        var second = (await table.GetEntityAsync<TableEntity>(partition, ParticipantKeys.LedgerEntry("village", "v-01", 2))).Value;
        var entry = second.GetString("Entry");

        second["Entry"] = entry.Replace("deeds", "order", StringComparison.Ordinal);
        await table.UpdateEntityAsync(second, Azure.ETag.All, TableUpdateMode.Replace);
        Assert.Equal((false, 2), await VerifyAsync(api));

        second["Entry"] = entry;
        await table.UpdateEntityAsync(second, Azure.ETag.All, TableUpdateMode.Replace);
        Assert.Equal((true, 0), await VerifyAsync(api));

        await table.DeleteEntityAsync(partition, ParticipantKeys.LedgerEntry("village", "v-01", 4));
        Assert.Equal((false, 4), await VerifyAsync(api));
    }

    [Fact]
    public async Task VerifyGroup_AfterWaves_Holds()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        for (var i = 0; i < 3; i++)
            await api.Store.RecordGroupAsync(api.Cycle, "g-1", $"op-{i % 2}", api.Time.GetUtcNow(), StoreUnderTest.Fact(Acts.Reminded, "g-1"), [], default);
        await api.Store.TransactGroupAsync(
            api.Cycle, "g-1", "lock", api.Time.GetUtcNow(), StoreUnderTest.Fact(Acts.PhaseLocked, "g-1"), StoreUnderTest.Silence, default);

        var result = await api.Service<LedgerReader>().VerifyGroupAsync(api.Cycle, "g-1", default);
        Assert.Equal((true, 3L), (result.Chain.Valid, result.Chain.Count));
    }

    [Fact]
    public async Task Verify_OfATailCutOffTogetherWithItsHead_IsShownByTheAnchor()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        var head = (await api.Store.ReadAsync(api.Key("v-01"), default))!;
        (await api.UploadAsync("v-01", "a.txt", "a"u8.ToArray())).Is(201);
        await api.Storage.Tables.Cycles.UpsertEntityAsync(new TableEntity(api.Cycle, CycleKeys.Group("g-1"))
        {
            ["V"] = 1,
            ["Participants"] = 10,
            ["Pending"] = "[]",
            ["Retry"] = false,
        });
        await new AnchorTimer(api.Service<MonthlyAnchors>()).AnchorLedgers(new(), default);
        await new AnchorTimer(api.Service<MonthlyAnchors>()).AnchorLedgers(new(), default);
        var auditor = api.Token("auditor", AppRole.Auditor);
        var intact = (await api.GetAsync(api.Path("v-01", "ledger/verify"), auditor)).Is(200);
        Assert.Equal((true, false, 1), ((bool)intact.Json["valid"]!, (bool)intact.Json["cutOff"]!, (int)intact.Json["anchors"]!));
        Assert.True((bool)(await api.GetAsync($"api/v1/cycles/{api.Cycle}/groups/g-1/ledger/verify", auditor)).Is(200).Json["valid"]!);

        var table = api.Storage.Tables.Participants;
        var partition = ParticipantKeys.Partition(api.Cycle, "g-1");
        await table.DeleteEntityAsync(partition, ParticipantKeys.LedgerEntry("village", "v-01", 2));
        var row = (await table.GetEntityAsync<TableEntity>(partition, ParticipantKeys.Participant("village", "v-01"))).Value;
        (row["ChainSeq"], row["ChainHash"]) = (head.Chain.Seq, head.Chain.Hash);
        await table.UpdateEntityAsync(row, Azure.ETag.All, TableUpdateMode.Replace);

        var cut = (await api.GetAsync(api.Path("v-01", "ledger/verify"), auditor)).Is(200);
        Assert.Equal((false, true, 2), ((bool)cut.Json["valid"]!, (bool)cut.Json["cutOff"]!, (int)cut.Json["brokenAt"]!));
    }

    private static async Task<(bool Valid, int BrokenAt)> VerifyAsync(ApiUnderTest api)
    {
        var answer = (await api.GetAsync(api.Path("v-01", "ledger/verify"), api.Reporter("v-01"))).Is(200);
        return ((bool)answer.Json["valid"]!, (int?)answer.Json["brokenAt"] ?? 0);
    }
}
