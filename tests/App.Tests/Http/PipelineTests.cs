using Xunit;

namespace Campaigns.App.Tests.Http;

[Collection(AppDefinition.Name)]
public sealed class PipelineTests(AppUnderTest app)
{
    [Fact]
    public async Task Health_WithoutSignIn_Answers()
    {
        var answer = await app.SendAsync(HttpMethod.Get, "api/v1/health", null);

        Assert.Equal((200, "{\"status\":\"ok\"}"), (answer.Status, answer.Text));
    }

    [Theory]
    [InlineData("GET", "api/v1/nothing")]
    [InlineData("DELETE", "api/v1/units/county")]
    [InlineData("POST", "api/v2/health")]
    [InlineData("GET", "api/")]
    public async Task UnknownApiPathOrMethod_IsA404Problem(string method, string path)
    {
        var answer = await app.SendAsync(new HttpMethod(method), path, null);

        Assert.Equal((404, "notFound"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Exception_IsA500ProblemThatTellsNothing()
    {
        var answer = await app.SendAsync(HttpMethod.Get, "api/v1/breaks", null);

        Assert.Equal((500, "unexpected"), (answer.Status, answer.Code));
        Assert.DoesNotContain("secret", answer.Text, StringComparison.Ordinal);
        Assert.Contains(answer.Headers["X-Request-Id"], answer.Text, StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Headers["X-Content-Type-Options"]);
    }

    [Fact]
    public async Task Body_LargerThanTheServerTakes_IsA413Problem()
    {
        var answer = await app.SendAsync(HttpMethod.Get, "api/v1/overflows", null);

        Assert.Equal((413, "tooLarge"), (answer.Status, answer.Code));
        Assert.DoesNotContain("secret", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_CarrySecurityHeaders()
    {
        var api = await app.SendAsync(HttpMethod.Get, "api/v1/health", null);
        var page = await app.SendAsync(HttpMethod.Get, "who", null);

        Assert.StartsWith("default-src 'none'", api.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.Equal("no-store", api.Headers["Cache-Control"]);
        Assert.StartsWith("default-src 'self'", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.All([api, page], a => Assert.Equal("nosniff", a.Headers["X-Content-Type-Options"]));
    }

    /// <summary>No other part of the app's host says it. Over plain HTTP it must not be said.</summary>
    [Theory]
    [InlineData("https", "max-age=31536000")]
    [InlineData("http", null)]
    public async Task Browsers_ThatCameByHttps_AreToldToComeByHttpsOnly(string scheme, string? expected)
    {
        await using var platform = await PlatformHost.StartAsync(app, null);

        foreach (var path in new[] { "who", "api/v1/me", "api/v1/breaks" })
        {
            using var answer = await platform.SendAsync(path, HttpMethod.Get, (PlatformHost.Scheme, scheme));
            Assert.Equal(expected, answer.Headers.TryGetValues("Strict-Transport-Security", out var told) ? Assert.Single(told) : null);
        }
    }

    [Fact]
    public async Task PlatformHeaders_FromAClient_NeverReachTheApp()
    {
        var answer = await app.SendAsync(HttpMethod.Get, "who", null, headers: ("X-MS-CLIENT-PRINCIPAL-ID", "county-admin"));

        Assert.DoesNotContain("county-admin", answer.Text, StringComparison.Ordinal);
    }
}
