using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Campaigns.Local.SignIn;

/// <summary>
/// An OpenID issuer for this machine in Entra ID's place: discovery, keys, tokens and a sign-in page. It asks for no password, so it answers on loopback
/// only; its tokens are validated by the app as Entra ID's are, and worth nothing anywhere else.
/// </summary>
public sealed class LocalIssuer : IDisposable
{
    const string Root = "/identity";

    readonly LocalSignInOptions _options;
    readonly TimeProvider _platformTime;
    readonly SigningKey _key;
    readonly Uri _instance;
    readonly SignInPage _page;

    /// <summary>An issuer whose host answers at the given loopback address.</summary>
    /// <exception cref="ArgumentException">The address is not loopback.</exception>
    public LocalIssuer(LocalSignInOptions options, Uri address, TimeProvider platformTime)
    {
        if (!address.IsLoopback) throw new ArgumentException($"The local issuer answers on loopback only, not at {address}", nameof(address));
        _options = options;
        _platformTime = platformTime;
        _instance = new Uri(address, "local/identity/");
        _key = SigningKey.Take(options.KeyFile);
        _page = new SignInPage(this, options);
    }

    /// <summary>How long a token is valid.</summary>
    public static TimeSpan Lifetime { get; } = TimeSpan.FromHours(1);

    /// <summary>The issuer's name, as tokens carry it.</summary>
    public string Issuer => $"{_instance}{_options.TenantId}/v2.0";

    /// <summary>
    /// The section AzureAd that makes the app accept this issuer's tokens and no others, and where the portal's pages sign in. Plain HTTP is allowed because
    /// the address is loopback.
    /// </summary>
    public IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
    {
        ["AzureAd:Instance"] = _instance.ToString(),
        ["AzureAd:TenantId"] = _options.TenantId,
        ["AzureAd:ClientId"] = _options.ClientId,
        ["AzureAd:RequireHttpsMetadata"] = "false",
        ["AzureAd:TokenValidationParameters:ValidIssuer"] = Issuer,
        ["Portal:SignIn"] = $"/local{Root}/signin?return={{return}}",
        ["Portal:SignOut"] = $"post /local{Root}/signout",
    };

    /// <summary>An access token of version 2.0 for the person, valid from now (platform time) for <see cref="Lifetime"/>.</summary>
    public string IssueToken(LocalPerson person)
    {
        ArgumentNullException.ThrowIfNull(person);
        var now = _platformTime.GetUtcNow().UtcDateTime;
        var claims = new Dictionary<string, object>
        {
            ["sub"] = person.Id,
            ["oid"] = person.Id,
            ["tid"] = _options.TenantId,
            ["name"] = person.Name,
            ["preferred_username"] = person.Id,
            ["scp"] = "access_as_user",
            ["ver"] = "2.0",
        };
        if (person.Roles.Count > 0) claims["roles"] = person.Roles.ToArray();
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = _options.ClientId,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + Lifetime,
            Claims = claims,
            SigningCredentials = _key.Credentials,
        });
    }

    /// <summary>Maps the issuer under the host's local endpoints.</summary>
    public void Map(IEndpointRouteBuilder local)
    {
        var tenant = $"{Root}/{_options.TenantId}/v2.0";
        local.MapGet($"{tenant}/.well-known/openid-configuration", (RequestDelegate)DescribeAsync);
        local.MapGet($"{tenant}/keys", (RequestDelegate)PublishKeysAsync);
        local.MapPost($"{Root}/token", (RequestDelegate)GiveTokenAsync);
        _page.Map(local, Root);
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    Task DescribeAsync(HttpContext http) => WriteAsync(http, StatusCodes.Status200OK, new JsonObject
    {
        ["issuer"] = Issuer,
        ["jwks_uri"] = $"{Issuer}/keys",
        ["token_endpoint"] = $"{_instance}token",
        ["authorization_endpoint"] = $"{_instance}signin",
        ["response_types_supported"] = new JsonArray("token"),
        ["subject_types_supported"] = new JsonArray("public"),
        ["id_token_signing_alg_values_supported"] = new JsonArray(SecurityAlgorithms.RsaSha256),
    });

    Task PublishKeysAsync(HttpContext http)
    {
        var key = _key.Published;
        var published = new JsonObject { ["kty"] = key.Kty, ["use"] = key.Use, ["alg"] = key.Alg, ["kid"] = key.Kid, ["n"] = key.N, ["e"] = key.E };
        return WriteAsync(http, StatusCodes.Status200OK, new JsonObject { ["keys"] = new JsonArray(published) });
    }

    async Task GiveTokenAsync(HttpContext http)
    {
        var name = http.Request.HasFormContentType ? (await http.Request.ReadFormAsync(http.RequestAborted))["username"].ToString() : "";
        if (name.Length == 0 || await _options.Person(name) is not { } person)
        {
            await WriteAsync(http, StatusCodes.Status400BadRequest, new JsonObject
            {
                ["error"] = "invalid_grant",
                ["error_description"] = name.Length == 0 ? "The form has no username" : $"There is no person {name}",
            });
            return;
        }

        http.Response.Headers.CacheControl = "no-store";
        await WriteAsync(http, StatusCodes.Status200OK, new JsonObject
        {
            ["access_token"] = IssueToken(person),
            ["token_type"] = "Bearer",
            ["expires_in"] = (int)Lifetime.TotalSeconds,
        });
    }

    static async Task WriteAsync(HttpContext http, int status, JsonObject body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        await http.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(body), http.RequestAborted);
    }
}
