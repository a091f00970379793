using System.Text.Json.Nodes;
using Campaigns.App.Participants;
using Campaigns.Rules.Calendar;
using Xunit;

namespace Campaigns.App.Tests.Selecting;

/// <summary>What a nomination or a panel fell short of stands in the ledger, not in notices alone.</summary>
public sealed class ShortcomingsTests(StorageFixture fixture) : IClassFixture<StorageFixture>
{
    [Fact]
    public async Task ShortNominationAndHeldPanel_AreFactsOfTheLedger_Once()
    {
        await using var api = await ApiUnderTest.StartAsync(
            fixture,
            text => text.Replace(
                "attain: {", "select: { quota: 3, nominated-by: township, allotted: 2..3, by: review }\n    attain: {", StringComparison.Ordinal),
            phases:
            [
                "nominate: { kind: nomination, period: Q1, opens: after closing, due: 3wd }",
                "review: { kind: panel, period: Q1, opens: after nominate, due: 3wd }",
                "decide: { kind: decision, period: Q1, opens: after review, due: 3wd }",
            ]);
        await api.NominateTwoAsync();

        await api.RunStepAsync("nominate", MilestoneKind.Lock);
        await api.RunStepAsync("nominate", MilestoneKind.Lock);
        var shortfall = Assert.Single(await FactsAsync(api, "nominationShort"));
        Assert.Equal(("village", "engine"), ((string)shortfall["subject"]!, (string)shortfall["by"]!));
        Assert.Equal("""{"t-2":"2"}""", shortfall["facts"]!.ToJsonString());

        await api.RunStepAsync("review", MilestoneKind.Open);
        await api.RunStepAsync("review", MilestoneKind.Lock);
        await api.RunStepAsync("review", MilestoneKind.Lock);
        var held = Assert.Single(await FactsAsync(api, "panelHeld"));
        Assert.Equal("village/v-01 village/v-02", (string)held["facts"]![ParticipantStore.MembersFact]!);
    }

    private static async Task<List<JsonNode>> FactsAsync(ApiUnderTest api, string act)
    {
        var (from, to) = ParticipantKeys.GroupLedgerRange;
        var found = new List<JsonNode>();
        await foreach (var row in api.Storage.Tables.Participants.QueryRangeAsync(ParticipantKeys.Partition(api.Cycle, "g-1"), from, to, default))
        {
            var entry = JsonNode.Parse(row.GetString("Entry"))!;
            if ((string)entry["act"]! == act)
                found.Add(entry);
        }
        return found;
    }
}
