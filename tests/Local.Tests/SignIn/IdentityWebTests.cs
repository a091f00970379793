using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Identity.Web;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace Campaigns.Local.Tests.SignIn;

/// <summary>The section AzureAd and its defaults, as the real package has them.</summary>
public sealed class IdentityWebTests
{
    const string Client = "aaaaaaaa-0000-0000-0000-000000000001";
    const string Tenant = "bbbbbbbb-0000-0000-0000-000000000002";
    const string Issuer = $"https://login.example.org/{Tenant}/v2.0";

    static readonly SymmetricSecurityKey Key = new(Enumerable.Range(1, 32).Select(n => (byte)n).ToArray());

    [Theory]
    [InlineData("2.0", Client, true)]
    [InlineData("2.0", "api://" + Client, false)]
    [InlineData("1.0", "api://" + Client, true)]
    [InlineData("1.0", Client, false)]
    [InlineData("3.0", Client, false)]
    public async Task Audience_ByDefault_DependsOnTheTokensVersion(string version, string audience, bool accepted) =>
        Assert.Equal(accepted, (await ValidateAsync(Section(), version, audience)).IsValid);

    [Theory]
    [InlineData("api://other", true)]
    [InlineData(Client, false)]
    public async Task Audience_FromTheSection_ReplacesTheDefault(string audience, bool accepted) =>
        Assert.Equal(accepted, (await ValidateAsync(Section(("Audience", "api://other")), "2.0", audience)).IsValid);

    [Fact]
    public async Task Audiences_FromTheValidationParameters_AreAllAccepted()
    {
        var section = Section(("TokenValidationParameters:ValidAudiences:0", "api://one"), ("TokenValidationParameters:ValidAudiences:1", "api://two"));
        Assert.True((await ValidateAsync(section, "2.0", "api://one")).IsValid);
        Assert.True((await ValidateAsync(section, "2.0", "api://two")).IsValid);
        Assert.False((await ValidateAsync(section, "2.0", Client)).IsValid);
    }

    [Theory]
    [InlineData("https://login.example.org/", "https://login.example.org/" + Tenant + "/v2.0")]
    [InlineData("https://login.example.org", "https://login.example.org/" + Tenant + "/v2.0")]
    public void Authority_IsMadeOfInstanceAndTenant(string instance, string authority)
    {
        var options = Options(Section(("Instance", instance)));
        Assert.Equal(authority, options.Authority);
        Assert.Equal(authority + "/.well-known/openid-configuration", options.MetadataAddress);
    }

    [Fact]
    public void Authority_Given_WinsAndEndsInVersion2() =>
        Assert.Equal("https://other.example.org/t/v2.0", Options(Section(("Authority", "https://other.example.org/t/"))).Authority);

    [Theory]
    [InlineData("Instance")]
    [InlineData("TenantId")]
    [InlineData("ClientId")]
    public void Section_WithoutARequiredKey_FailsAtTheFirstUse(string missing)
    {
        var fault = Assert.Throws<ArgumentNullException>(() => Options(Section((missing, ""))));
        Assert.Contains($"IDW10106: The '{missing}' option must be provided.", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Metadata_OverPlainHttp_IsRefusedUnlessTheSectionAllowsIt()
    {
        Assert.ThrowsAny<InvalidOperationException>(() => Options(Section(("Instance", "http://127.0.0.1:7071/"))));
        Assert.NotNull(Options(Section(("Instance", "http://127.0.0.1:7071/"), ("RequireHttpsMetadata", "false"))).ConfigurationManager);
    }

    [Theory]
    [InlineData("scp", true)]
    [InlineData("roles", true)]
    [InlineData("http://schemas.microsoft.com/identity/claims/scope", true)]
    [InlineData(ClaimTypes.Role, true)]
    [InlineData("groups", false)]
    public async Task Token_WithoutScopeAndRole_IsRefused(string claim, bool accepted) =>
        Assert.Equal(accepted, await AcceptsAsync(Section(), claim));

    [Fact]
    public async Task Token_WithoutScopeAndRole_IsAcceptedWhereAccessListsDecide() =>
        Assert.True(await AcceptsAsync(Section(("AllowWebApiToBeAuthorizedByACL", "true")), "groups"));

    [Theory]
    [InlineData("oid")]
    [InlineData("http://schemas.microsoft.com/identity/claims/objectidentifier")]
    public void ObjectId_UnderEitherName_IsFound(string type) =>
        Assert.Equal("li-wei", new ClaimsPrincipal(new ClaimsIdentity([new Claim(type, "li-wei")])).GetObjectId());

    static IConfiguration Section(params (string Key, string Value)[] changes)
    {
        var values = new Dictionary<string, string?>
        {
            ["AzureAd:Instance"] = "https://login.example.org/",
            ["AzureAd:TenantId"] = Tenant,
            ["AzureAd:ClientId"] = Client,
            ["AzureAd:TokenValidationParameters:ValidIssuer"] = Issuer,
        };
        foreach (var (key, value) in changes) values["AzureAd:" + key] = value;
        return new ConfigurationBuilder().AddInMemoryCollection(values).Build();
    }

    static JwtBearerOptions Options(IConfiguration configuration)
    {
        var services = new ServiceCollection().AddLogging().AddSingleton(configuration);
        services.AddAuthentication().AddMicrosoftIdentityWebApi(configuration);
        return services.BuildServiceProvider().GetRequiredService<IOptionsMonitor<JwtBearerOptions>>().Get(JwtBearerDefaults.AuthenticationScheme);
    }

    static async Task<TokenValidationResult> ValidateAsync(IConfiguration configuration, string version, string audience)
    {
        var token = new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = audience,
            Claims = new Dictionary<string, object> { ["ver"] = version, ["tid"] = Tenant },
            SigningCredentials = new SigningCredentials(Key, SecurityAlgorithms.HmacSha256),
        });
        var parameters = Options(configuration).TokenValidationParameters.Clone();
        parameters.IssuerSigningKey = Key;
        return await new JsonWebTokenHandler().ValidateTokenAsync(token, parameters);
    }

    static async Task<bool> AcceptsAsync(IConfiguration configuration, string claim)
    {
        var options = Options(configuration);
        var scheme = new Microsoft.AspNetCore.Authentication.AuthenticationScheme("Bearer", null, typeof(JwtBearerHandler));
        var context = new TokenValidatedContext(new Microsoft.AspNetCore.Http.DefaultHttpContext(), scheme, options)
        {
            Principal = new ClaimsPrincipal(new ClaimsIdentity([new Claim(claim, "any")], "Bearer")),
        };
        await options.Events.OnTokenValidated(context);
        return context.Result is null;
    }
}
