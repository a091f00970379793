using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Campaigns.Local.Hosting;
using Campaigns.Local.SignIn;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Identity.Web;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace Campaigns.Local.Tests.SignIn;

public sealed class LocalIssuerTests : IAsyncLifetime, IDisposable
{
    static readonly LocalPerson Li = new("li-wei", "李伟", ["Reporter", "Reviewer"]);

    readonly string _folder = Directory.CreateTempSubdirectory("local-issuer-").FullName;
    FunctionsHost _host = null!;
    HttpClient _client = null!;

    LocalSignInOptions SignIn => new()
    {
        Person = id => Task.FromResult(id == Li.Id ? Li : null),
        Offered = () => Task.FromResult<IReadOnlyList<LocalPerson>>([Li]),
        KeyFile = Path.Combine(_folder, "keys", "signing.pem"),
    };

    public async Task InitializeAsync()
    {
        _host = Create(new ConfigurationBuilder().Build());
        await _host.StartAsync();
        _client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = _host.Address };
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Token_OfAKnownPerson_IsAcceptedWithIdAndRoles() => Assert.Equal("li-wei Reporter+Reviewer", await WhoAsync(await TokenAsync("li-wei")));

    [Fact]
    public async Task Token_CarriesWhatEntraIdsTokensCarry()
    {
        var token = new JsonWebToken(await TokenAsync("li-wei"));
        Assert.Equal("2.0", token.GetClaim("ver").Value);
        Assert.Equal("access_as_user", token.GetClaim("scp").Value);
        Assert.Equal(SignIn.TenantId, token.GetClaim("tid").Value);
        Assert.Equal("李伟", token.GetClaim("name").Value);
        Assert.Equal("li-wei", token.GetClaim("preferred_username").Value);
        Assert.Equal(SignIn.ClientId, token.Audiences.Single());
        Assert.Equal($"{_host.Address}local/identity/{SignIn.TenantId}/v2.0", token.Issuer);
        Assert.Equal(TimeSpan.FromHours(1), token.ValidTo - token.ValidFrom);
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("")]
    public async Task Token_OfAnUnknownPerson_IsRefused(string person)
    {
        using var response = await _client.PostAsync("/local/identity/token", Form(("username", person)));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("invalid_grant", (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetString());
    }

    [Fact]
    public async Task Token_Absent_IsNoCaller() => Assert.Equal("no token", await WhoAsync(null));

    [Fact]
    public async Task Token_Expired_IsRefused()
    {
        using var past = Issuer(SignIn, TimeSpan.FromHours(-2));
        Assert.Equal(nameof(SecurityTokenExpiredException), await WhoAsync(past.IssueToken(Li)));
    }

    [Fact]
    public async Task Token_NotYetValid_IsRefused()
    {
        using var future = Issuer(SignIn, TimeSpan.FromHours(2));
        Assert.Equal(nameof(SecurityTokenNotYetValidException), await WhoAsync(future.IssueToken(Li)));
    }

    [Fact]
    public async Task Token_OfAnotherTenant_IsRefused()
    {
        using var foreign = Issuer(SignIn with { TenantId = "11111111-2222-3333-4444-555555555555" }, TimeSpan.Zero);
        Assert.Equal(nameof(SecurityTokenInvalidIssuerException), await WhoAsync(foreign.IssueToken(Li)));
    }

    [Fact]
    public async Task Token_ForAnotherAudience_IsRefused()
    {
        using var other = Issuer(SignIn with { ClientId = "11111111-2222-3333-4444-555555555555" }, TimeSpan.Zero);
        Assert.Equal(nameof(SecurityTokenInvalidAudienceException), await WhoAsync(other.IssueToken(Li)));
    }

    [Fact]
    public async Task Token_SignedWithAnotherKey_IsRefused()
    {
        using var impostor = Issuer(SignIn with { KeyFile = null }, TimeSpan.Zero);
        Assert.Equal(nameof(SecurityTokenSignatureKeyNotFoundException), await WhoAsync(impostor.IssueToken(Li)));
    }

    [Fact]
    public async Task Token_WithoutSignature_IsRefused()
    {
        var payload = (await TokenAsync("li-wei")).Split('.')[1];
        var unsigned = $"{Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT"}""")}.{payload}.";
        Assert.Equal(nameof(SecurityTokenInvalidSignatureException), await WhoAsync(unsigned));
    }

    [Fact]
    public async Task Token_SignedWithThePublicKeyAsASecret_IsRefused()
    {
        var keys = await _client.GetFromJsonAsync<JsonElement>($"/local/identity/{SignIn.TenantId}/v2.0/keys");
        var modulus = Base64UrlEncoder.DecodeBytes(keys.GetProperty("keys")[0].GetProperty("n").GetString());
        var head = $"{Base64UrlEncoder.Encode("""{"alg":"HS256","typ":"JWT"}""")}.{(await TokenAsync("li-wei")).Split('.')[1]}";
        var signature = Base64UrlEncoder.Encode(HMACSHA256.HashData(modulus, System.Text.Encoding.ASCII.GetBytes(head)));
        Assert.Contains("Signature", await WhoAsync($"{head}.{signature}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_WithRolesAdded_IsRefused()
    {
        var parts = (await TokenAsync("li-wei")).Split('.');
        var payload = Base64UrlEncoder.Decode(parts[1]).Replace("Reporter", "Administrator", StringComparison.Ordinal);
        Assert.Equal(nameof(SecurityTokenInvalidSignatureException), await WhoAsync($"{parts[0]}.{Base64UrlEncoder.Encode(payload)}.{parts[2]}"));
    }

    [Fact]
    public async Task SigningKey_InItsFile_OutlivesTheProcess()
    {
        var before = await TokenAsync("li-wei");
        await using var next = Create(new ConfigurationBuilder().Build());
        using var issuer = Issuer(SignIn, TimeSpan.Zero);
        Assert.Equal(new JsonWebToken(before).Kid, new JsonWebToken(issuer.IssueToken(Li)).Kid);
        Assert.Equal("li-wei Reporter+Reviewer", await WhoAsync(issuer.IssueToken(Li)));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(SignIn.KeyFile!));
    }

    [Fact]
    public void Issuer_AtAForeignAddress_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new LocalIssuer(SignIn, new Uri("http://campaigns.example.org/"), TimeProvider.System));

    [Theory]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("attacker.example", HttpStatusCode.NotFound)]
    public async Task Endpoints_AnswerToThisMachinesNamesOnly(string name, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/local/identity/token") { Content = Form(("username", "li-wei")) };
        request.Headers.Host = name;
        using var response = await _client.SendAsync(request);
        Assert.Equal(status, response.StatusCode);
    }

    [Fact]
    public async Task SignInPage_OffersPeople_AndTheChoiceBecomesACookie()
    {
        var page = await _client.GetStringAsync("/local/identity/signin?return=/work");
        Assert.Contains("李伟", page, StringComparison.Ordinal);
        Assert.Contains("value=\"/work\"", page, StringComparison.Ordinal);
        using var response = await _client.PostAsync("/local/identity/signin", Form(("username", "li-wei"), ("return", "/work")));
        Assert.Equal(HttpStatusCode.SeeOther, response.StatusCode);
        Assert.Equal("/work", response.Headers.Location!.ToString());
        var cookie = response.Headers.GetValues("Set-Cookie").Single();
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("li-wei Reporter+Reviewer", await WhoAsync(cookie["campaigns-token=".Length..cookie.IndexOf(';', StringComparison.Ordinal)]));
    }

    [Theory]
    [InlineData("https://attacker.example/")]
    [InlineData("//attacker.example/")]
    [InlineData("/\\attacker.example/")]
    [InlineData("work")]
    public async Task SignIn_WithAReturnElsewhere_GoesHome(string target)
    {
        using var response = await _client.PostAsync("/local/identity/signin", Form(("username", "li-wei"), ("return", target)));
        Assert.Equal("/", response.Headers.Location!.ToString());
    }

    [Fact]
    public async Task SignIn_OfAnUnknownPerson_IsRefusedAndEncoded()
    {
        using var response = await _client.PostAsync("/local/identity/signin", Form(("username", "<script>")));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("&lt;script&gt;", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.False(response.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task SignIn_FromAnotherSite_IsForbidden()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/local/identity/signin") { Content = Form(("username", "li-wei")) };
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        using var response = await _client.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    FunctionsHost Create(IConfiguration configuration) => FunctionsHost.Create(new FunctionsHostOptions
    {
        Assemblies = [typeof(WhoAmI).Assembly],
        Hosts = type => type == typeof(WhoAmI),
        Configuration = configuration,
        SignIn = SignIn,
        Configure =
        [
            (builder, settings) => builder.Services
                .AddAuthentication(JwtBearerDefaults.AuthenticationScheme)
                .AddMicrosoftIdentityWebApi(settings.GetSection("AzureAd")),
        ],
    });

    LocalIssuer Issuer(LocalSignInOptions options, TimeSpan offset) => new(options, _host.Address, new OffsetTime(offset));

    async Task<string> TokenAsync(string person)
    {
        using var response = await _client.PostAsync("/local/identity/token", Form(("username", person)));
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;
    }

    async Task<string> WhoAsync(string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/whoami");
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await _client.SendAsync(request);
        return await response.Content.ReadAsStringAsync();
    }

    static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) =>
        new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));

    sealed class OffsetTime(TimeSpan offset) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + offset;
    }
}
