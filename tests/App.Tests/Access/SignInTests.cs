using System.Buffers.Text;
using System.Text;
using Campaigns.App.Access;
using Campaigns.Local.SignIn;
using Xunit;

namespace Campaigns.App.Tests.Access;

[Collection(AppDefinition.Name)]
public sealed class SignInTests(AppUnderTest app)
{
    [Fact]
    public async Task Me_WithAToken_IsThePersonWithRolesAndAssignments()
    {
        var answer = await app.SendAsync(HttpMethod.Get, "api/v1/me", app.Token("county-office-2", AppRole.Authority, AppRole.Reviewer));

        Assert.Equal(200, answer.Status);
        Assert.Equal("county-office-2", (string)answer.Json["person"]!);
        Assert.Equal("en", (string)answer.Json["language"]!);
        Assert.Equal(["authority", "reviewer"], answer.Json["roles"]!.AsArray().Select(r => (string)r!));
        Assert.Equal(["authority@county", "reviewer@county"], answer.Json["assignments"]!.AsArray().Select(a => $"{a!["role"]}@{a["unit"]}"));
    }

    [Fact]
    public async Task Token_SeenBefore_IsTheSamePersonInTheLanguageOfEachRequest_AndNoOtherTokenIs()
    {
        var token = app.Token("stranger", AppRole.Auditor);
        foreach (var language in new[] { "en", "zh", "en" })
            Assert.Equal($"stranger {language} False ", (await app.SendAsync(HttpMethod.Get, "who", token, headers: ("Accept-Language", language))).Text);
        Assert.Equal(401, (await app.SendAsync(HttpMethod.Get, "api/v1/me", Changed(token))).Status);
        Assert.Equal(401, (await app.SendAsync(HttpMethod.Get, "api/v1/me", Unsigned(token))).Status);
    }

    [Fact]
    public async Task Me_OfSomebodyTheDirectoryDoesNotKnow_HasNoAssignments()
    {
        var answer = await app.SendAsync(HttpMethod.Get, "api/v1/me", app.Token("stranger", AppRole.Auditor));

        Assert.Equal(200, answer.Status);
        Assert.Empty(answer.Json["assignments"]!.AsArray());
    }

    [Fact]
    public async Task Me_WithoutToken_Is401WithAChallenge()
    {
        var answer = await app.SendAsync(HttpMethod.Get, "api/v1/me", null);

        Assert.Equal((401, "signInRequired"), (answer.Status, answer.Code));
        Assert.Equal("Bearer", answer.Headers["WWW-Authenticate"]);
    }

    public static TheoryData<string, Func<AppUnderTest, string>> BadTokens => new()
    {
        { "noise", _ => "noise" },
        { "signature of another key", app => Foreign(app, app.Token("county-admin", AppRole.Administrator)) },
        { "no signature", app => Unsigned(app.Token("county-admin", AppRole.Administrator)) },
        { "changed payload", app => Changed(app.Token("stranger", AppRole.Auditor)) },
        { "neither role nor scope nor slug", app => app.Token("Not A Slug", AppRole.Administrator) },
    };

    [Theory]
    [MemberData(nameof(BadTokens))]
    public async Task Me_WithABadToken_Is401(string what, Func<AppUnderTest, string> token)
    {
        var answer = await app.SendAsync(HttpMethod.Get, "api/v1/me", token(app));

        Assert.True(answer.Status == 401, what);
        Assert.Equal("tokenRejected", answer.Code);
        Assert.Equal("Bearer error=\"invalid_token\"", answer.Headers["WWW-Authenticate"]);
    }

    [Fact]
    public async Task ExpiredToken_Is401()
    {
        var past = new FixedTime(TimeProvider.System.GetUtcNow() - LocalIssuer.Lifetime - TimeSpan.FromHours(1));
        using var issuer = new LocalIssuer(new LocalSignInOptions { Person = _ => Task.FromResult<LocalPerson?>(null) }, app.Host.Address, past);
        var answer = await app.SendAsync(HttpMethod.Get, "api/v1/me", issuer.IssueToken(new("county-admin", "x", ["Administrator"])));

        Assert.Equal(401, answer.Status);
    }

    [Fact]
    public async Task PublicRoute_WithABadToken_StillAnswers()
    {
        var answer = await app.SendAsync(HttpMethod.Get, "api/v1/health", "noise");

        Assert.Equal(200, answer.Status);
    }

    [Theory]
    [InlineData("GET", "who", true)]
    [InlineData("POST", "who", false)]
    public async Task Cookie_CountsOnSafeMethodsOfPagesOnly(string method, string path, bool signedIn)
    {
        var cookie = $"{SignInMiddleware.Cookie}={app.Token("county-office-1", AppRole.Authority)}";

        var answer = await app.SendAsync(new HttpMethod(method), path, null, headers: ("Cookie", cookie));

        Assert.Equal(signedIn, answer.Text.StartsWith("county-office-1 ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Cookie_OnTheApi_IsIgnored()
    {
        var cookie = $"{SignInMiddleware.Cookie}={app.Token("county-office-1", AppRole.Authority)}";

        Assert.Equal(401, (await app.SendAsync(HttpMethod.Get, "api/v1/me", null, headers: ("Cookie", cookie))).Status);
    }

    [Theory]
    [InlineData("en-GB,en;q=0.9,zh;q=0.5", "en")]
    [InlineData("zh-CN", "zh")]
    [InlineData("fr,en;q=0.3", "en")]
    [InlineData("fr", "zh")]
    public async Task Language_IsTheFirstThatWeSpeak(string accepted, string language)
    {
        var answer = await app.SendAsync(HttpMethod.Get, "who", app.Token("stranger", AppRole.Auditor), headers: ("Accept-Language", accepted));

        Assert.Equal($"stranger {language} False ", answer.Text);
    }

    static string Foreign(AppUnderTest app, string token)
    {
        using var other = new LocalIssuer(
            new LocalSignInOptions { Person = _ => Task.FromResult<LocalPerson?>(null) }, app.Host.Address, TimeProvider.System);
        var foreign = other.IssueToken(new("county-admin", "x", ["Administrator"])).Split('.')[2];
        return string.Join('.', token.Split('.')[..2].Append(foreign));
    }

    static string Unsigned(string token) => $"{Encoded("{\"alg\":\"none\",\"typ\":\"JWT\"}")}.{token.Split('.')[1]}.";

    static string Changed(string token)
    {
        var parts = token.Split('.');
        var payload = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[1])).Replace("stranger", "county-admin", StringComparison.Ordinal);
        return $"{parts[0]}.{Encoded(payload)}.{parts[2]}";
    }

    static string Encoded(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
