using Xunit;

namespace Campaigns.App.Tests.Directory;

[Collection(AppDefinition.Name)]
public sealed class ClusterApiTests(AppUnderTest app)
{
    [Fact]
    public async Task ImportClusters_Twice_FindsThemUnchanged_AndTheyAreListedByPointAndCounted()
    {
        var id = AppUnderTest.NewId("k");
        var csv = "id,name,level,home,theme,leader,domains,points\n" + $"{id},红旗示范群,city,t-02,先锋,county-leader,rural;service-centre,v-029;v-030\n";
        Assert.Equal(1, (int)(await app.AdminAsync(HttpMethod.Post, "api/v1/imports/clusters", csv, "text/csv")).Json["created"]!);
        Assert.Equal(1, (int)(await app.AdminAsync(HttpMethod.Post, "api/v1/imports/clusters", csv, "text/csv")).Json["unchanged"]!);

        Assert.Equal([id], (await app.AdminAsync(HttpMethod.Get, "api/v1/clusters?unit=v-030")).Json["items"]!.AsArray().Select(c => (string)c!["id"]!));
        var counts = (await app.AdminAsync(HttpMethod.Get, "api/v1/clusters/counts?level=township")).Json["items"]!.AsArray();
        Assert.Equal(
            (1, 2), ((int)counts.Single(c => (string)c!["unit"]! == "t-02")!["clusters"]!, (int)counts.Single(c => (string)c!["unit"]! == "t-02")!["points"]!));
        var gaps = (await app.AdminAsync(HttpMethod.Get, "api/v1/units/gaps?under=t-02&kind=pointWithoutTownshipLeader")).Json["items"]!.AsArray();
        Assert.Equal(["v-029", "v-030"], gaps.Select(g => (string)g!["unit"]!));
    }

    [Fact]
    public async Task PutCluster_BadCells_AreNamed_AndAnETagGuardsIt()
    {
        var id = AppUnderTest.NewId("k");
        var bad = await app.AdminAsync(HttpMethod.Put, $"api/v1/clusters/{id}",
            """{"name":"群","level":"hamlet","home":"nowhere","domains":["sea"],"points":["v-999"],"leader":"A B"}""", "application/json");
        Assert.Equal(["$.domains", "$.home", "$.leader", "$.level", "$.points"], bad.ErrorPaths.Order());
        const string Body = """{"name":"群","level":"county","home":"t-01","points":["v-001"]}""";
        Assert.Equal(201, (await app.AdminAsync(HttpMethod.Put, $"api/v1/clusters/{id}", Body, "application/json")).Status);
        Assert.Equal(428, (await app.AdminAsync(HttpMethod.Put, $"api/v1/clusters/{id}", Body, "application/json")).Status);
        Assert.Equal("t-01", (string)(await app.AdminAsync(HttpMethod.Get, $"api/v1/clusters/{id}")).Json["home"]!);
        Assert.Equal(422, (await app.AdminAsync(HttpMethod.Put, "api/v1/clusters/v-001", Body, "application/json")).Status);
    }

}
