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
        await using var host = await PlatformHost.StartAsync(app, "True");

        Assert.Equal("county-office-1 en False ", await host.AskAsync("who", HttpMethod.Get, Office));
        Assert.Equal("县委办: Authority,Reviewer ", await host.AskAsync("roles", HttpMethod.Get, Office));
    }

    [Fact]
    public async Task Header_WhereThePlatformsAuthenticationIsOff_IsNobody()
    {
        await using var host = await PlatformHost.StartAsync(app, null);

        Assert.Equal(" en False ", await host.AskAsync("who", HttpMethod.Get, Office));
    }

    [Theory]
    [InlineData("POST", "who", " en False ")]
    [InlineData("GET", "api/v1/me", "signInRequired")]
    public async Task Header_OnAnUnsafeMethodOrTheApi_IsIgnored(string method, string path, string expected)
    {
        await using var host = await PlatformHost.StartAsync(app, "true");

        Assert.Contains(expected, await host.AskAsync(path, new(method), Office), StringComparison.Ordinal);
    }

    [Fact]
    public async Task BearerToken_BesideTheHeader_Decides()
    {
        await using var host = await PlatformHost.StartAsync(app, "true");

        Assert.StartsWith(
            "stranger ", await host.AskAsync("who", HttpMethod.Get, Office, host.TokenOf("stranger", "Auditor")), StringComparison.Ordinal);
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
        await using var host = await PlatformHost.StartAsync(app, "true");

        Assert.StartsWith(" en ", await host.AskAsync("who", HttpMethod.Get, told), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Header_ThatIsNotEvenEncoded_IsNobody()
    {
        await using var host = await PlatformHost.StartAsync(app, "true");

        using var answer = await host.SendAsync("who", HttpMethod.Get, (PlatformHost.Told, "county-office-1"));

        Assert.StartsWith(" ", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
