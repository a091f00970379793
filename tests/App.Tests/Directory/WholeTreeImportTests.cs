using Campaigns.App.Directory;
using Campaigns.Local.Sample;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Campaigns.App.Tests.Directory;

/// <summary>An import of the whole tree retires what it leaves out (A5); over a directory of its own, because it is about all of it.</summary>
public sealed class WholeTreeImportTests
{
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
            Assert.Equal(400, (await Import("goodRowsOnly=true&retireMissing=true")).Status);
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
