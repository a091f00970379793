using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Campaigns.Local.Rehearsal;

/// <summary>Signs simulated people in with the local issuer, which asks for no password.</summary>
internal static class LocalIdentity
{
    /// <summary>
    /// An access token and how long it lasts. Throws <see cref="RehearsalException"/> where the issuer knows no such person, and
    /// <see cref="HttpRequestException"/> where it cannot be reached.
    /// </summary>
    public static async Task<(string Value, TimeSpan Lifetime)> TokenAsync(HttpClient http, string person, CancellationToken cancellation)
    {
        using var form = new FormUrlEncodedContent([new("username", person)]);
        using var response = await http.PostAsync("local/identity/token", form, cancellation);
        if (response.StatusCode is HttpStatusCode.BadRequest)
            throw new RehearsalException($"Nobody is known as {person}: {await response.Content.ReadAsStringAsync(cancellation)}");
        response.EnsureSuccessStatusCode();
        var token = await response.Content.ReadFromJsonAsync<JsonNode>(cancellation) ?? throw new HttpRequestException("The issuer's answer was empty.");
        return (token["access_token"]!.GetValue<string>(), TimeSpan.FromSeconds(token["expires_in"]!.GetValue<int>()));
    }
}
