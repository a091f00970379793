using System.Text;
using Campaigns.App.Access;
using Campaigns.Rules.Participants;
using Xunit;

namespace Campaigns.App.Tests.Exchange;

/// <summary>Scores, pledges and extensions by file, and the same again out of the exports.</summary>
public sealed class CycleImportApiTests(StorageFixture fixture) : IClassFixture<StorageFixture>
{
    private const string Scores = "track,unit,phase,clause,points\n";

    private const string Pledges =
        "track,unit,pledge,kind,direction,text,audience,channel,due,person,proof\nvillage,v-01,road,organisation,up,修路,全体村民,公开栏,2026-05-20,,\n";

    [Fact]
    public async Task Scores_AreJudgedAsTheReviewersOwn_AndConvergeAgain()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        api.Time.MoveTo(api.Plan.Window("check").OpensAt!.Value.AddHours(1));
        var reviewer = api.Reviewer("t-1");
        var path = $"api/v1/imports/cycles/{api.Cycle}/scores";
        var file = Scores + "village,v-01,check,deeds,50\nvillage,v-01,check,order,40\nvillage,v-02,check,deeds,99\nvillage,v-07,check,deeds,1\n";

        var refused = (await PostAsync(api, path, reviewer, file)).Is(422);
        Assert.Equal(["rows[4].points", "rows[5].unit"], refused.Json["errors"]!.AsObject().Select(e => e.Key).Order());
        Assert.Empty((await api.GetAsync(api.Path("v-01", "reviews/check"), reviewer)).Is(200).Json["points"]!.AsObject());

        var partly = (await PostAsync(api, path + "?atomicMode=none", reviewer, file)).Is(200);
        Assert.Equal((2, 2), ((int)partly.Json["created"]!, (int)partly.Json["rejected"]!));
        Assert.Equal(2, (int)(await PostAsync(api, path + "?atomicMode=none", reviewer, file)).Is(200).Json["unchanged"]!);
        var update = Scores + "village,v-01,check,deeds,45\n";
        (await PostAsync(api, path + "?strategy=create", reviewer, update)).Is(422);
        Assert.Equal(1, (int)(await PostAsync(api, path + "?strategy=update", reviewer, update)).Is(200).Json["updated"]!);

        var finish = (await PostAsync(api, path + "?finish=true", reviewer, Scores + "village,v-01,check,deeds,45\n")).Is(200);
        Assert.Equal(1, (int)finish.Json["updated"]!);
        Assert.Equal(85m, (await api.Store.ReadAsync(api.Key("v-01"), default))!.State.Phase("check").Score);
        var csv = (await api.GetAsync($"api/v1/exports/cycles/{api.Cycle}/scores", api.Reporter("v-01"))).Is(200).Body;
        Assert.Equal("\ufefftrack,unit,phase,clause,points,measured,reason\r\nvillage,v-01,check,deeds,45,,\r\nvillage,v-01,check,order,40,,\r\n",
            Encoding.UTF8.GetString(csv));
        var again = (await api.SendContentAsync(HttpMethod.Post, path + "?finish=true", reviewer, Csv(csv), [])).Is(200);
        Assert.Equal((2, 0), ((int)again.Json["unchanged"]!, (int)again.Json["updated"]!));
    }

    [Fact]
    public async Task Pledges_ComeFromAFile_InGbkToo_AndGoOutAsTheyCameIn()
    {
        await using var api = await ApiUnderTest.StartAsync(
            fixture, phases: "pledge: { kind: pledging, opens: 03-01, due: 30wd }");
        var (path, reporter) = ($"api/v1/imports/cycles/{api.Cycle}/pledges", api.Reporter("v-01"));
        var gbk = CodePagesEncodingProvider.Instance.GetEncoding(936)!.GetBytes(Pledges);

        var made = (await api.SendContentAsync(HttpMethod.Post, path, reporter, Csv(gbk), [("Idempotency-Key", "p")])).Is(200);
        Assert.Equal(("gb18030", 1), ((string)made.Json["encoding"]!, (int)made.Json["created"]!));
        Assert.Equal(made.Text, (await api.SendContentAsync(HttpMethod.Post, path, reporter, Csv(gbk), [("Idempotency-Key", "p")])).Is(200).Text);
        (await api.SendContentAsync(HttpMethod.Post, path, reporter, Csv([.. gbk, .. "\n"u8]), [("Idempotency-Key", "p")])).Is(422);
        Assert.Equal("修路", (string)(await api.GetAsync(api.Path("v-01", "pledges/road"), reporter)).Is(200).Json["text"]!);

        var bad = (await PostAsync(api, path, reporter, Pledges + "village,v-02,road,organisation,up,x,y,z,2026-05-20,,\nvillage,v-01,Well,king,,,,,soon,,\n"))
            .Is(422);
        Assert.Equal(
            ["rows[3].unit", "rows[4].direction", "rows[4].due", "rows[4].kind", "rows[4].pledge"],
            bad.Json["errors"]!.AsObject().Select(e => e.Key).Order());

        var json = (await api.GetAsync($"api/v1/exports/cycles/{api.Cycle}/pledges?format=json", reporter)).Is(200);
        var back = (await api.SendAsync(HttpMethod.Post, path, reporter, json.Text)).Is(200);
        Assert.Equal((1, 0, 0), ((int)back.Json["unchanged"]!, (int)back.Json["created"]!, (int)back.Json["updated"]!));
    }

    [Fact]
    public async Task Extensions_GoOutAsTheyCameIn()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        var until = api.Plan.Window("q1").LockedAt!.Value.AddDays(6).UtcDateTime.ToString("yyyy/M/d", null);
        var chief = api.Token("chief", AppRole.Authority);
        var path = $"api/v1/imports/cycles/{api.Cycle}/extensions";
        (await PostAsync(api, path, chief, $"track,unit,phase,until,reason\nvillage,v-05,q1,{until},=洪灾\n")).Is(200);

        var csv = (await api.GetAsync($"api/v1/exports/cycles/{api.Cycle}/extensions", chief)).Is(200);
        Assert.Contains(",'=洪灾", csv.Text, StringComparison.Ordinal);
        var again = (await api.SendContentAsync(HttpMethod.Post, path, chief, Csv(csv.Body), [])).Is(200);

        Assert.Equal((1, 0), ((int)again.Json["unchanged"]!, (int)again.Json["created"]!));
        var extension = Assert.Single((await api.Store.ReadAsync(api.Key("v-05"), default))!.State.Dates.Extensions);
        Assert.Equal((ExtensionState.Granted, "=洪灾"), (extension.State, extension.Reason));
    }

    private static Task<Reply> PostAsync(ApiUnderTest api, string path, string token, string csv) =>
        api.SendContentAsync(HttpMethod.Post, path, token, Csv(Encoding.UTF8.GetBytes(csv)), []);

    private static ByteArrayContent Csv(byte[] bytes)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new("text/csv");
        return content;
    }
}
