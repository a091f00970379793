using System.Net;
using System.Reflection;
using Campaigns.App;
using Campaigns.Local.Hosting;
using Campaigns.Local.SignIn;
using Campaigns.Local.Tests.Emulator;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Campaigns.Local.Tests.Hosting;

public sealed class CampaignsAppHostingTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    [Fact]
    public async Task Functions_OfTheApp_AllHaveShapesThatBind()
    {
        await using var host = FunctionsHost.Create(new FunctionsHostOptions { Assemblies = [typeof(CampaignsApp).Assembly] });
        Assert.True(host.Address.IsLoopback);
    }

    [Fact]
    public void FunctionClasses_RememberNothing_SinceThePlatformMakesThemAnewForEachCall()
    {
        var fields =
            from type in typeof(CampaignsApp).Assembly.GetTypes()
            where type.GetMethods().Any(m => m.GetCustomAttribute<FunctionAttribute>() is not null)
            from field in type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public)
                // What a primary constructor captures is called <name>P; anything else would be lost with the object.
            where !(field.Name.StartsWith('<') && field.Name.EndsWith(">P", StringComparison.Ordinal))
            select $"{type.Name}.{field.Name}";

        Assert.Empty(fields);
    }

    [Fact]
    public async Task App_HostedHere_AnswersWithItsOwnProblemsAndValidatesLocalTokens()
    {
        await using var host = FunctionsHost.Create(new FunctionsHostOptions
        {
            Assemblies = [typeof(CampaignsApp).Assembly],
            Configuration = new ConfigurationBuilder().AddInMemoryCollection(
            [
                new("Storage:Tables", azurite.ConnectionString),
                new("Storage:Blobs", azurite.ConnectionString),
            ]).Build(),
            SignIn = new LocalSignInOptions { Person = id => Task.FromResult<LocalPerson?>(new LocalPerson(id, id, ["Administrator"])) },
            Configure = [CampaignsApp.Configure],
        });
        await host.StartAsync();
        using var client = new HttpClient { BaseAddress = host.Address };

        using var unknown = await client.GetAsync("/api/v1/nothing-here");
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Equal("application/problem+json", unknown.Content.Headers.ContentType!.MediaType);

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(client, null));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(client, host.Issuer!.IssueToken(new LocalPerson("li-wei", "Li", []))[..^8] + "AAAAAAAA"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, host.Issuer!.IssueToken(new LocalPerson("li-wei", "Li", ["Administrator"]))));
    }

    static async Task<HttpStatusCode> StatusAsync(HttpClient client, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/me");
        if (token is not null) request.Headers.Authorization = new("Bearer", token);
        using var response = await client.SendAsync(request);
        return response.StatusCode;
    }
}
