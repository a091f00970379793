using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Campaigns.App.Access;
using Campaigns.Local.SignIn;
using Xunit;

namespace Campaigns.App.Tests.Access;

/// <summary>Every route with every token that is none, against <c>tokens.txt</c>: the administrator's own name does not help.</summary>
[Collection(AppDefinition.Name)]
public sealed class TokenWalkTests(AppUnderTest app)
{
    private static readonly AppRole[] Everything = Enum.GetValues<AppRole>();

    public static TheoryData<string, int, string> Kinds
    {
        get
        {
            var kinds = new TheoryData<string, int, string>();
            foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Access", "tokens.txt")).Where(l => l.Length > 0 && l[0] != '#'))
            {
                if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var kind, var status, var code])
                    kinds.Add(kind, int.Parse(status, System.Globalization.CultureInfo.InvariantCulture), code);
            }
            return kinds;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task EveryRoute_WithATokenThatIsNone_AnswersAsTheTableSays(string kind, int status, string code)
    {
        var token = await TokenAsync(kind);
        // The same claims under a signature that holds open the door: it is the token's fault.
        Assert.Equal(200, (await app.SendAsync(HttpMethod.Get, "api/v1/me", app.Token("county-admin", Everything))).Status);
        foreach (var row in RouteTable.Stated.Where(r => r.Act is not null && r.Route.StartsWith("api/", StringComparison.Ordinal)))
        {
            foreach (var method in row.Methods.Split(','))
            {
                var (path, body, type) = RouteTests.Request(row, method, "v-001");
                var answer = await app.SendAsync(new HttpMethod(method), path, token, body, type);
                var isPublic = AccessTable.RulesOf(row.Act!.Value).Any(r => r.Relation == Relation.Public);
                var said = $"{kind}: {method} {path} answered {answer.Status} {answer.Text}";
                Assert.True(isPublic ? answer.Status is not (401 or 403) and < 500 : answer.Status == status, said);
                if (!isPublic && method != "HEAD")
                    Assert.True(answer.Code == code, said);
                if (!isPublic)
                    Assert.StartsWith("Bearer", answer.Headers["WWW-Authenticate"], StringComparison.Ordinal);
            }
        }
    }

    private async Task<string?> TokenAsync(string kind)
    {
        var good = app.Token("county-admin", Everything);
        var now = TimeProvider.System;
        return kind switch
        {
            "none" => null,
            "noise" => "noise",
            "expired" => Issued(app.SignIn, new Shifted(now, -LocalIssuer.Lifetime - TimeSpan.FromHours(1))),
            "not-yet" => Issued(app.SignIn, new Shifted(now, TimeSpan.FromHours(2))),
            "foreign-key" => Issued(app.SignIn with { KeyFile = null }, now),
            "foreign-issuer" => Issued(app.SignIn with { TenantId = "00000000-0000-0000-0000-00000000f0e1" }, now),
            "wrong-audience" => Issued(app.SignIn with { ClientId = "00000000-0000-0000-0000-00000000f0e1" }, now),
            "algorithm-none" => $"{Encoded("{\"alg\":\"none\",\"typ\":\"JWT\"}")}.{good.Split('.')[1]}.",
            "public-key-as-secret" => await SignedWithThePublicKeyAsync(good),
            "changed-payload" => Changed(app.Token("stranger", AppRole.Auditor)),
            _ => throw new InvalidOperationException($"tokens.txt: nobody knows how to make a token of kind {kind}."),
        };
    }

    private string Issued(LocalSignInOptions options, TimeProvider time)
    {
        using var issuer = new LocalIssuer(options, app.Host.Address, time);
        return issuer.IssueToken(new("county-admin", "x", [.. Everything.Select(r => r.ToString())]));
    }

    // Who verifies with the algorithm that the token names would take the published key for a shared secret.
    private async Task<string> SignedWithThePublicKeyAsync(string good)
    {
        var issuer = app.Host.Issuer!.Issuer;
        var keys = JsonNode.Parse(await app.Client.GetStringAsync(new Uri($"{issuer}/keys")))!["keys"]![0]!;
        using var rsa = RSA.Create(new RSAParameters
        {
            Modulus = Base64Url.DecodeFromChars((string)keys["n"]!),
            Exponent = Base64Url.DecodeFromChars((string)keys["e"]!),
        });
        var signed = $"{Encoded($"{{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"{keys["kid"]}\"}}")}.{good.Split('.')[1]}";
        var mac = HMACSHA256.HashData(Encoding.ASCII.GetBytes(rsa.ExportSubjectPublicKeyInfoPem()), Encoding.ASCII.GetBytes(signed));
        return $"{signed}.{Base64Url.EncodeToString(mac)}";
    }

    private static string Changed(string token)
    {
        var parts = token.Split('.');
        var payload = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[1])).Replace("stranger", "county-admin", StringComparison.Ordinal);
        return $"{parts[0]}.{Encoded(payload)}.{parts[2]}";
    }

    private static string Encoded(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private sealed class Shifted(TimeProvider time, TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => time.GetUtcNow() + by;
    }
}
