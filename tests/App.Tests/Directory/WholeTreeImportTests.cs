using System.Text.Json;
using Campaigns.App.Directory;
using Campaigns.Local.Sample;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Campaigns.App.Tests.Directory;

/// <summary>An import of the whole tree retires what it leaves out (A5); over a directory of its own, because it is about all of it.</summary>
public sealed class WholeTreeImportTests
{
    [Fact]
    public async Task ExportUnits_ImportedAgain_ChangesNothing_AndNoCellIsAFormula()
    {
        using var app = new AppUnderTest();
        await app.InitializeAsync();
        try
        {
            string[] names = ["=HYPERLINK(\"x\")", "＝1", "'=1", "'名", "甲,\"乙\""];
            var leaf = SampleCountyBuilder.Build(townships: 2).Units[^1];
            foreach (var (name, i) in names.Select((n, i) => (n, i)))
            {
                var body = JsonSerializer.Serialize(new { name, level = "station", sector = "rural", parent = leaf.Parent });
                Assert.Equal(201, (await app.AdminAsync(HttpMethod.Put, $"api/v1/units/odd-{i}", body)).Status);
            }

            var csv = await app.AdminAsync(HttpMethod.Get, "api/v1/exports/units");
            Assert.Equal((200, "text/csv; charset=utf-8"), (csv.Status, csv.Headers["Content-Type"]));
            Assert.StartsWith("id,name,name_en,level,sector,parent\r\n", csv.Text.TrimStart('\ufeff'), StringComparison.Ordinal);
            Assert.Contains("odd-0,\"'=HYPERLINK(\"\"x\"\")\",", csv.Text, StringComparison.Ordinal);
            Assert.Contains("odd-1,'＝1,", csv.Text, StringComparison.Ordinal);
            Assert.Contains("odd-2,''=1,", csv.Text, StringComparison.Ordinal);
            Assert.Contains("odd-3,'名,", csv.Text, StringComparison.Ordinal);
            var json = await app.AdminAsync(HttpMethod.Get, "api/v1/exports/units?format=json");
            Assert.Equal(400, (await app.AdminAsync(HttpMethod.Get, "api/v1/exports/units?format=ods")).Status);
            foreach (var what in new[] { "people", "assignments" })
            {
                var file = (await app.AdminAsync(HttpMethod.Get, $"api/v1/exports/{what}")).Text;
                var same = await app.AdminAsync(HttpMethod.Post, $"api/v1/imports/{what}", file, "text/csv");
                Assert.Equal((200, 0, 0), (same.Status, (int)same.Json["created"]!, (int)same.Json["updated"]!));
                Assert.NotEqual(0, (int)same.Json["unchanged"]!);
            }

            foreach (var (text, type) in new[] { (csv.Text, "text/csv"), (json.Text, "application/json") })
            {
                var again = await app.AdminAsync(HttpMethod.Post, "api/v1/imports/units?retireMissing=true", text, type);
                Assert.Equal((200, 0, 0, 0), (again.Status, (int)again.Json["created"]!, (int)again.Json["updated"]!, (int)again.Json["retired"]!));
                Assert.InRange((int)again.Json["unchanged"]!, names.Length + 1, 1000);
            }
        }
        finally
        {
            await app.DisposeAsync();
        }
    }

    [Fact]
    public async Task ImportUnits_RetireMissing_RetiresThem_AgainChangesNothing()
    {
        using var app = new AppUnderTest();
        await app.InitializeAsync();
        try
        {
            var county = SampleCountyBuilder.Build(townships: 2);
            var leaf = county.Units.Last(u => u.Parent is not null && county.Units.All(o => o.Parent != u.Id)).Id;
            var without = CountyCsv.WriteUnits([.. county.Units.Where(u => u.Id != leaf)]);
            Task<Answer> Import(string query) => app.AdminAsync(HttpMethod.Post, $"api/v1/imports/units?{query}", without, "text/csv");

            Assert.Equal(0, (int)(await Import("dryRun=true")).Json["retired"]!);
            Assert.Equal(1, (int)(await Import("dryRun=true&retireMissing=true")).Json["retired"]!);
            Assert.Equal(400, (await Import("atomicMode=none&retireMissing=true")).Status);
            var done = await Import("retireMissing=true");
            Assert.Equal((200, 1, 0), (done.Status, (int)done.Json["retired"]!, (int)done.Json["updated"]!));
            var again = await Import("retireMissing=true");
            Assert.Equal((0, 0, county.Units.Count - 1), ((int)again.Json["retired"]!, (int)again.Json["updated"]!, (int)again.Json["unchanged"]!));

            var kept = (await app.Host.Services.GetRequiredService<DirectoryCache>().GetFreshAsync(default)).Unit(leaf)!;
            Assert.NotNull(kept.RetiredAt);
        }
        finally
        {
            await app.DisposeAsync();
        }
    }
}
