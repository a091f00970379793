using System.Text;
using Azure.Data.Tables;
using Campaigns.App.Access;
using Campaigns.App.Directory;
using Campaigns.Local.Hosting;
using Campaigns.Local.TaskHub;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Campaigns.App.Tests.Access;

/// <summary>Sign-in on the pages as App Service brings it: the app on a host that says, or does not say, that the platform's authentication is on.</summary>
[Collection(AppDefinition.Name)]
public sealed class PlatformSignInTests(AppUnderTest app)
{
    // As the platform writes them: long names where it maps, short ones where it does not.
    private const string Office = """
        {"auth_typ":"aad","name_typ":"http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
         "role_typ":"http://schemas.microsoft.com/ws/2008/06/identity/claims/role","claims":[
           {"typ":"http://schemas.microsoft.com/identity/claims/objectidentifier","val":"county-office-1"},{"typ":"name","val":"县委办"},
           {"typ":"roles","val":"Authority"},{"typ":"http://schemas.microsoft.com/ws/2008/06/identity/claims/role","val":"Reviewer"}]}
        """;

    [Fact]
    public async Task Page_WhereThePlatformVouches_KnowsWhomItSignedIn()
    {
        await using var host = await StartAsync("True");

        Assert.Equal("county-office-1 en False ", await AskAsync(host, "who", HttpMethod.Get, Office));
        Assert.Equal("县委办: Authority,Reviewer ", await AskAsync(host, "roles", HttpMethod.Get, Office));
    }

    [Fact]
    public async Task Header_WhereThePlatformsAuthenticationIsOff_IsNobody()
    {
        await using var host = await StartAsync(null);

        Assert.Equal(" en False ", await AskAsync(host, "who", HttpMethod.Get, Office));
    }

    [Theory]
    [InlineData("POST", "who", " en False ")]
    [InlineData("GET", "api/v1/me", "signInRequired")]
    public async Task Header_OnAnUnsafeMethodOrTheApi_IsIgnored(string method, string path, string expected)
    {
        await using var host = await StartAsync("true");

        Assert.Contains(expected, await AskAsync(host, path, new(method), Office), StringComparison.Ordinal);
    }

    [Fact]
    public async Task BearerToken_BesideTheHeader_Decides()
    {
        await using var host = await StartAsync("true");

        Assert.StartsWith(
            "stranger ", await AskAsync(host, "who", HttpMethod.Get, Office, host.Issuer!.IssueToken(new("stranger", "x", ["Auditor"]))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("""{"auth_typ":"aad"}""")]
    [InlineData("""{"auth_typ":"aad","claims":[null]}""")]
    [InlineData("""{"auth_typ":"aad","claims":[{"typ":"oid"}]}""")]
    [InlineData("""{"auth_typ":"facebook","claims":[{"typ":"oid","val":"county-office-1"}]}""")]
    [InlineData("""{"auth_typ":"aad","claims":[{"typ":"oid","val":"No Slug"}]}""")]
    public async Task Header_ThatIsNotThePlatforms_IsNobody(string told)
    {
        await using var host = await StartAsync("true");

        Assert.StartsWith(" en ", await AskAsync(host, "who", HttpMethod.Get, told), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Header_ThatIsNotEvenEncoded_IsNobody()
    {
        await using var host = await StartAsync("true");
        using var client = new HttpClient { BaseAddress = host.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, "who");
        request.Headers.TryAddWithoutValidation(FrontEnd.Told, "county-office-1");

        Assert.StartsWith(" ", await (await client.SendAsync(request)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private async Task<FunctionsHost> StartAsync(string? platform)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Storage:Tables"] = app.ConnectionString,
            ["Storage:Blobs"] = app.ConnectionString,
            ["WEBSITE_AUTH_ENABLED"] = platform,
        };
        var hub = new TaskHubBuilder(new TaskHubOptions { Connect = options => new TableServiceClient(app.ConnectionString, options) }).Build();
        var host = FunctionsHost.Create(new FunctionsHostOptions
        {
            Assemblies = [typeof(CampaignsApp).Assembly, typeof(AppUnderTest).Assembly],
            Hosts = type => type.Namespace == typeof(SignInMiddleware).Namespace || type == typeof(PersonEndpoints) || type == typeof(PageForTests),
            Configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build(),
            Configure =
            [
                (builder, _) => builder.UseMiddleware<FrontEnd>(),
                (builder, _) => builder.Services.AddSingleton<DurableTaskClient>(_ => hub.Client),
                CampaignsApp.Configure,
            ],
            SignIn = app.SignIn,
        });
        await host.StartAsync();
        return host;
    }

    /// <summary>Does what App Service's front end does, which is not here: says who is signed in. The local host has removed what the client itself said.</summary>
    private sealed class FrontEnd : IFunctionsWorkerMiddleware
    {
        public const string Told = "Front-End-Told";

        public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            if (context.GetHttpContext() is { } http && http.Request.Headers.TryGetValue(Told, out var told))
                http.Request.Headers[PlatformSignIn.Header] = told;
            return next(context);
        }
    }

    private static async Task<string> AskAsync(FunctionsHost host, string path, HttpMethod method, string told, string? token = null)
    {
        using var client = new HttpClient { BaseAddress = host.Address };
        using var request = new HttpRequestMessage(method, path);
        request.Headers.TryAddWithoutValidation(FrontEnd.Told, Convert.ToBase64String(Encoding.UTF8.GetBytes(told)));
        request.Headers.TryAddWithoutValidation("Accept-Language", "en");
        if (token is not null)
            request.Headers.Authorization = new("Bearer", token);
        return await (await client.SendAsync(request)).Content.ReadAsStringAsync();
    }
}
