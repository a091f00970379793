using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Campaigns.App.Storage;
using Campaigns.Local.Rehearsal;
using Xunit;

namespace Campaigns.App.Tests.Cycles;

public sealed class DryRunTests
{
    [Fact]
    public async Task DryRun_OfAYearInWhichNobodyHandsIn_SaysWhatTheLiveYearSays()
    {
        await using var app = await RunningApp.StartAsync(2026);
        var silent = new BehaviourProfile { Early = 0, OnTime = 0, LastHour = 0, InGrace = 0, Late = 0, ReviewMissed = 1 };
        var plan = RunningApp.Plan("reminded-quarter.yaml", townships: 2) with { Profile = silent };
        await new RehearsalDriver(app.Api, plan, new Unwatched(), TimeProvider.System).RunAsync(CancellationToken.None);

        var path = $"api/v1/campaigns/{plan.Definition.Id}/rehearsals";
        async Task<JsonNode> AskAsync(string? milestone) =>
            (await app.Api.PostAsync(RehearsalDriver.Administrator, path, new { year = 2026, milestone }, null, CancellationToken.None)).Value;
        var answer = await AskAsync(null);
        var dry = new List<string>();
        foreach (var milestone in answer["milestones"]!.AsArray().Where(m => (int)m!["messages"]! > 0).Select(m => (string)m!["id"]!))
        {
            dry.AddRange((await AskAsync(milestone))["messages"]!.AsArray()
                .Select(m => $"{(string?)m!["recipient"]} {milestone} {(string?)m["kind"]}\n{(string?)m["title"]}\n{(string?)m["text"]}"));
        }

        var live = new List<string>();
        await foreach (var row in new CampaignTables(new TableServiceClient(app.Storage)).Notices.QueryAsync<TableEntity>())
        {
            if (row.RowKey.Split('|', 5) is ["n", var recipient, _, _, var milestone])
                live.Add($"{recipient} {milestone} {row.GetString("Kind")}\n{row.GetString("Title")}\n{row.GetString("Text")}");
        }
        Assert.NotEmpty(live);
        Assert.Equal(live.Order(StringComparer.Ordinal), dry.Order(StringComparer.Ordinal));
        Assert.Equal(live.Count, answer["days"]!.AsArray().Sum(d => (int)d!["messages"]!));
        Assert.Equal((int)answer["participants"]!, answer["tracks"]!.AsObject().Sum(t => (int)t.Value!));
    }
}
