using System.Net;
using Xunit;

namespace Campaigns.Local.Tests.Hosting;

public sealed class FunctionsHostHttpTests
{
    [Theory]
    [InlineData("GET", "/api/v1/cycles/2026", "GET 2026")]
    [InlineData("PUT", "/api/v1/cycles/2026", "2026 PutCycle True True")]
    [InlineData("GET", "/API/v1/Cycles/%E4%B8%89%E7%BA%A7", "GET 三级")]
    [InlineData("GET", "/api/v1/counts/41", "42")]
    [InlineData("GET", "/files/a/b/c.txt", "a/b/c.txt")]
    [InlineData("GET", "/files", "none")]
    [InlineData("GET", "/optional", "none")]
    [InlineData("GET", "/optional/2", "2")]
    [InlineData("GET", "/", "home by GET")]
    [InlineData("DELETE", "/", "home by DELETE")]
    public async Task Request_OfABoundShape_IsAnsweredByItsFunction(string method, string path, string answer)
    {
        await using var host = await HostUnderTest.StartAsync(typeof(SampleApi));
        using var response = await host.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(answer, await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("GET", "/api/v1/unknown")]
    [InlineData("POST", "/api/v1/cycles/2026")]
    [InlineData("HEAD", "/api/v1/cycles/2026")]
    [InlineData("GET", "/api/v1/counts/many")]
    [InlineData("GET", "/local/anything")]
    public async Task Request_OfNoRouteOrMethod_IsAnswered404Empty(string method, string path)
    {
        await using var host = await HostUnderTest.StartAsync(typeof(SampleApi));
        using var response = await host.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
        Assert.False(response.Content.Headers.Contains("Allow"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Body_OverTheLimit_IsAnswered413(bool chunked)
    {
        await using var host = await HostUnderTest.StartAsync(options => options with { BodyLimit = 1000 }, typeof(SampleApi));
        Assert.Equal("1000", await (await host.Client.PostAsync("/upload", new ByteArrayContent(new byte[1000]))).Content.ReadAsStringAsync());
        using var request = new HttpRequestMessage(HttpMethod.Post, "/upload") { Content = new ByteArrayContent(new byte[1001]) };
        request.Headers.TransferEncodingChunked = chunked;
        using var response = await host.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public void Options_ByDefault_HaveTheFunctionsHostsLimits()
    {
        var options = HostUnderTest.Options(new Diary());
        Assert.Equal(104_857_600, options.BodyLimit);
        Assert.Equal(TimeSpan.FromSeconds(230), options.AnswerLimit);
    }

    [Fact]
    public async Task Fault_InAFunction_IsAnswered500EmptyAndTheHostGoesOn()
    {
        await using var host = await HostUnderTest.StartAsync(typeof(SampleApi));
        using var response = await host.Client.GetAsync("/broken");
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
        Assert.Equal("home by GET", await host.Client.GetStringAsync("/"));
    }

    [Fact]
    public async Task Fault_AfterTheAnswerBegan_CutsTheConnection()
    {
        await using var host = await HostUnderTest.StartAsync(typeof(SampleApi));
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => host.Client.GetStringAsync("/broken-late"));
    }

    [Fact]
    public async Task Answer_OverTheTimeLimit_Is504()
    {
        await using var host = await HostUnderTest.StartAsync(options => options with { AnswerLimit = TimeSpan.FromMilliseconds(100) }, typeof(SampleApi));
        using var response = await host.Client.GetAsync("/slow");
        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Function_ThatIgnoresItsTime_IsCutOff()
    {
        await using var host = await HostUnderTest.StartAsync(options => options with { AnswerLimit = TimeSpan.FromMilliseconds(100) }, typeof(SampleApi));
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => host.Client.GetAsync("/stubborn"));
        Assert.Equal("home by GET", await host.Client.GetStringAsync("/"));
    }

    [Fact]
    public async Task PlatformHeaders_OfACaller_AreRemoved()
    {
        await using var host = await HostUnderTest.StartAsync(typeof(SampleApi));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/headers");
        foreach (var name in new[] { "x-ms-client-principal", "X-MS-CLIENT-PRINCIPAL-ID", "x-ms-token-aad-id-token", "x-arr-ssl", "x-request-id" })
            request.Headers.Add(name, "mallory");
        using var response = await host.Client.SendAsync(request);
        Assert.Equal("x-request-id", await response.Content.ReadAsStringAsync(), ignoreCase: true);
    }

    [Fact]
    public async Task Requests_Concurrent_EachGetTheirOwnAnswer()
    {
        await using var host = await HostUnderTest.StartAsync(typeof(SampleApi));
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(n => host.Client.GetStringAsync($"/api/v1/counts/{n}")));
        Assert.Equal(Enumerable.Range(1, 200).Select(n => n.ToString(System.Globalization.CultureInfo.InvariantCulture)), answers);
    }
}
