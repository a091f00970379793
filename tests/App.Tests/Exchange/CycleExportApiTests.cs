using Campaigns.App.Access;
using Campaigns.App.Completeness;
using Xunit;

namespace Campaigns.App.Tests.Exchange;

public sealed class CycleExportApiTests(StorageFixture fixture) : IClassFixture<StorageFixture>
{
    [Fact]
    public async Task Cycle_AsCsvAndSpreadsheet_HoldsWhatTheCallerMaySee()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        (await api.SubmitAsync("v-01")).Is(200);
        await api.Service<RollUp>().CountAsync(api.Cycle, ["g-1"], default);
        var (chief, path) = (api.Token("chief", AppRole.Authority), $"api/v1/exports/cycles/{api.Cycle}");

        var participants = (await api.GetAsync(path, chief)).Is(200).Text.Split("\r\n");
        Assert.StartsWith("\ufefftrack,unit,name,parent,area,phase,title,period,status,timeliness,opensAt,dueAt,graceUntil,lockedAt", participants[0],
            StringComparison.Ordinal);
        Assert.Equal(1 + (10 * 4) + 1, participants.Length);
        var mine = participants.Single(l => l.StartsWith("village,v-01,v-01,t-1,t-1,q1,", StringComparison.Ordinal));
        Assert.Contains(",2026Q1,submitted,onTime,2026-", mine, StringComparison.Ordinal);
        Assert.Contains("T18:00:00+08:00", mine, StringComparison.Ordinal);
        Assert.Equal(1 + 4 + 1, (await api.GetAsync(path, api.Reporter("v-02"))).Is(200).Text.Split("\r\n").Length);
        Assert.Equal(1 + (5 * 4) + 1, (await api.GetAsync(path + "?under=t-1", chief)).Is(200).Text.Split("\r\n").Length);

        var scores = (await api.GetAsync(path + "?table=scores", chief)).Is(200).Text;
        Assert.Contains("village,v-01,v-01,q1,order,order,yesNo,40,0,", scores, StringComparison.Ordinal);
        var rates = (await api.GetAsync(path + "?table=rates", chief)).Is(200).Text;
        Assert.StartsWith("\ufeffphase,period,area,EXPECTED_REPORTS,ACTUAL_REPORTS,ACTUAL_REPORTS_ON_TIME,REPORTING_RATE,REPORTING_RATE_ON_TIME\r\nq1,2026Q1,,",
            rates, StringComparison.Ordinal);
        (await api.GetAsync(path + "?format=pdf", chief)).Is(400);
        (await api.GetAsync("api/v1/exports/cycles/none", chief)).Is(404);

        var book = Workbook.Read((await api.GetAsync(path + "?format=xlsx", chief)).Is(200).Body);
        Assert.Equal(["participants", "scores", "rates"], book.Keys);
        Assert.Equal(41, book["participants"].Count);
        Assert.Equal(["village", "v-01", "v-01", "q1", "order", "order", "yesNo", "40", "0"], book["scores"].First(r => r[4] == "order")[..9]);
    }
}
