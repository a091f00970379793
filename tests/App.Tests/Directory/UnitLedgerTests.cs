using Azure;
using Azure.Data.Tables;
using Campaigns.App.Access;
using Campaigns.App.Directory;
using Campaigns.Local.Sample;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Campaigns.App.Tests.Directory;

/// <summary>What happens to units in the directory stands in their ledgers (E6, I2): imports, single writes, assignments; by ids of people alone.</summary>
public sealed class UnitLedgerTests(StorageFixture fixture) : IClassFixture<StorageFixture>
{
    private static readonly DirectoryMark Mark = new("clerk", new DateTimeOffset(2026, 3, 1, 1, 0, 0, TimeSpan.Zero), "并村");
    private static readonly Unit Village = new("v-1", "大河村", null, "village", "rural", "t-1");

    [Fact]
    public async Task ImportsAndWrites_LeaveEntries_ThatVerify_UntilSomebodyTampers()
    {
        using var app = new AppUnderTest();
        await app.InitializeAsync();
        try
        {
            var county = SampleCountyBuilder.Build(townships: 2);
            var village = county.Units.First(u => u.Level == "village");
            var auditor = app.Token("audit", AppRole.Auditor);
            Task<Answer> Read(string path, string token) => app.SendAsync(HttpMethod.Get, $"api/v1/units/{village.Id}/ledger{path}", token, null);
            var entered = (await Read("", auditor)).Json["items"]!.AsArray();
            Assert.Equal(["unitEntered", "peopleChanged"], entered.Select(e => (string)e!["entry"]!["act"]!));
            Assert.Equal("county-admin", (string)entered[0]!["entry"]!["by"]!);
            var reporter = county.People.First(p => p.Assignments.Any(a => a.Role == "reporter" && a.Unit == village.Id));
            Assert.Contains($"reporter:{reporter.Id}", (string)entered[1]!["entry"]!["facts"]!["given"]!, StringComparison.Ordinal);
            Assert.DoesNotContain(reporter.Name, entered.ToJsonString(), StringComparison.Ordinal);

            Assert.Equal(200, (await app.AdminAsync(HttpMethod.Post, "api/v1/imports/units", CountyCsv.WriteUnits(county.Units), "text/csv")).Status);
            var body = $$"""{"name":"新村","level":"village","sector":"rural","parent":"{{village.Parent}}"}""";
            var put = await app.AdminAsync(HttpMethod.Put, $"api/v1/units/{village.Id}", body, headers: ("If-Match", "*"));
            Assert.Equal(200, put.Status);
            var assignments = await app.AdminAsync(HttpMethod.Get, $"api/v1/units/{village.Id}/assignments");
            var none = await app.AdminAsync(
                HttpMethod.Put, $"api/v1/units/{village.Id}/assignments", """{"assignments":[]}""", headers: ("If-Match", assignments.ETag!));
            Assert.Equal(200, none.Status);

            var all = (await Read("?limit=1000", auditor)).Json["items"]!.AsArray().Select(e => e!["entry"]!).ToList();
            Assert.Equal("unitChanged", (string)all[2]["act"]!);
            Assert.Contains("→ 新村", (string)all[2]["facts"]!["name"]!, StringComparison.Ordinal);
            Assert.All(all.Skip(3), e => Assert.Equal("peopleChanged", (string)e["act"]!));
            Assert.Contains(all.Skip(3), e => ((string)e["facts"]!["taken"]!).Contains($"reporter:{reporter.Id}", StringComparison.Ordinal));
            Assert.Equal((true, all.Count), ((bool)(await Read("/verify", auditor)).Json["valid"]!, (int)(await Read("/verify", auditor)).Json["entries"]!));
            Assert.Equal(403, (await Read("", app.Token(reporter.Id, AppRole.Reporter))).Status);

            TableEntity row = await app.Tables.Directory.GetEntityAsync<TableEntity>(
                DirectoryKeys.LedgerPartition(village.Id), $"l|{village.Id}|0000000003");
            row["Entry"] = row.GetString("Entry").Replace("新村", "旧村", StringComparison.Ordinal);
            await app.Tables.Directory.UpdateEntityAsync(row, ETag.All, TableUpdateMode.Replace);
            var broken = (await Read("/verify", auditor)).Json;
            Assert.Equal((false, 3), ((bool)broken["valid"]!, (int)broken["brokenAt"]!));
        }
        finally
        {
            await app.DisposeAsync();
        }
    }

    [Fact]
    public async Task Append_MoreThanABatch_RepeatedOrRaced_KeepsOneWholeChain()
    {
        var ledger = new DirectoryLedger(fixture.Open().Tables);
        var (unit, other) = (StorageFixture.NewId("u"), StorageFixture.NewId("u"));
        DirectoryFacts Many(string prefix)
        {
            // 21,000 people are 105 entries: more than a transaction holds.
            var facts = new DirectoryFacts(Mark).Add(null, Village with { Id = other });
            for (var i = 0; i < 21_000; i++)
                facts.Add(null, Trees.Person($"{prefix}-{i}", unit));
            return facts;
        }

        await ledger.AppendAsync(Many("p"), "op-1", default);
        await ledger.AppendAsync(Many("p"), "op-1", default);
        Assert.Equal((true, 105), (await ledger.VerifyAsync(unit, default) is { } one ? (one.Valid, (int)one.Count) : default));
        Assert.Equal(1, (await ledger.VerifyAsync(other, default))!.Count);

        var village = Village with { Id = unit };
        await Task.WhenAll(Enumerable.Range(0, 4).Select(i => ledger.AppendAsync(
            new DirectoryFacts(Mark).Add(village, village with { Name = $"村{i}" }), $"race-{i}", default)));
        var raced = (await ledger.VerifyAsync(unit, default))!;
        Assert.Equal((true, 109), (raced.Valid, (int)raced.Count));
        Assert.Null(await ledger.VerifyAsync("nobody", default));
    }

    [Fact]
    public void Facts_SayWhatChanged_AndNothingWhereNothingDid()
    {
        Assert.Empty(new DirectoryFacts(Mark).Add(Village, Village).ByUnit());
        var clerk = Trees.Person("p-1", "t-1", new Assignment(AssignmentKind.Reporter, "v-1"), new Assignment(AssignmentKind.Leader, "v-1"));
        Assert.Empty(new DirectoryFacts(Mark).Add(clerk, clerk with { Name = "改名", Email = null }).ByUnit());

        var moved = clerk with { Unit = "t-2", Assignments = [new Assignment(AssignmentKind.Reporter, "v-2"), new Assignment(AssignmentKind.Leader, "v-1")] };
        var facts = new DirectoryFacts(Mark)
            .Add(Village, Village with { Level = "community", Parent = "t-2" })
            .Add(Village with { Id = "v-3" }, Village with { Id = "v-3", RetiredAt = Mark.At, EndedInto = "v-1 v-2" })
            .Add(clerk, moved).ByUnit();

        Assert.Equal(["t-1", "t-2", "v-1", "v-2", "v-3"], facts.Select(f => f.Unit));
        Assert.Equal(
            [
                "peopleChanged taken=member:p-1", "peopleChanged given=member:p-1", "unitChanged level=village → community;parent=t-1 → t-2",
                "peopleChanged taken=reporter:p-1", "peopleChanged given=reporter:p-1", "unitRetired into=v-1 v-2",
            ],
            facts.SelectMany(f => f.Facts).Select(f => $"{f.Act} {string.Join(';', f.Facts.Select(x => $"{x.Key}={x.Value}"))}"));
        Assert.All(facts.SelectMany(f => f.Facts), f => Assert.Equal(("clerk", "并村"), (f.By, f.Why)));
    }
}
