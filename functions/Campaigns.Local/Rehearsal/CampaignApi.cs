using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace Campaigns.Local.Rehearsal;

/// <summary>
/// The app's API as simulated people use it: over HTTP, with tokens of the local issuer that the app really validates. The app may be killed and started
/// again at any moment, so every call is repeated, with the same Idempotency-Key, until it is answered; after <see cref="Patience"/> without an answer it
/// throws <see cref="RehearsalException"/>. Platform time only.
/// </summary>
internal sealed class CampaignApi(IReadOnlyList<RehearsalHost> hosts, TimeProvider platform)
{
    static readonly TimeSpan BeforeExpiry = TimeSpan.FromMinutes(5);
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };
    readonly ConcurrentDictionary<(RehearsalHost Host, string Person), Token> _tokens = new();
    long _requests;
    long _turns;

    /// <summary>The API of an app that runs on one host.</summary>
    public CampaignApi(HttpClient http, TimeProvider platform) : this([new RehearsalHost(http)], platform)
    {
    }

    /// <summary>Where the app runs; requests go to those that are there in turn.</summary>
    public IReadOnlyList<RehearsalHost> Hosts => hosts;

    /// <summary>How long the app may be away.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Answered requests so far.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    public Task<ApiAnswer> GetAsync(string? person, string path, CancellationToken cancellation) =>
        SendAsync(new Call(person, HttpMethod.Get, path), cancellation);

    /// <summary>Posts JSON; <paramref name="ifMatch"/> is the ETag of what the caller has seen, where the act replaces something.</summary>
    public Task<ApiAnswer> PostAsync(string? person, string path, object body, string? key, CancellationToken cancellation, string? ifMatch = null) =>
        SendAsync(new Call(person, HttpMethod.Post, path, () => JsonContent.Create(body, options: Json), key, ifMatch), cancellation);

    public Task<ApiAnswer> PostTextAsync(string person, string path, string mediaType, string text, string key, CancellationToken cancellation) =>
        SendAsync(new Call(person, HttpMethod.Post, path, () => new StringContent(text, System.Text.Encoding.UTF8, mediaType), key), cancellation);

    /// <summary>Puts JSON; <paramref name="ifMatch"/> is the ETag of what the caller has seen, null where nothing was there.</summary>
    public Task<ApiAnswer> PutAsync(string person, string path, object body, CancellationToken cancellation, string? ifMatch = null) =>
        SendAsync(new Call(person, HttpMethod.Put, path, () => JsonContent.Create(body, options: Json), null, ifMatch), cancellation);

    public Task<ApiAnswer> PutTextAsync(string person, string path, string mediaType, string text, CancellationToken cancellation) =>
        SendAsync(new Call(person, HttpMethod.Put, path, () => new StringContent(text, System.Text.Encoding.UTF8, mediaType)), cancellation);

    public Task<ApiAnswer> PatchAsync(string person, string path, object body, string key, CancellationToken cancellation) =>
        SendAsync(new Call(person, HttpMethod.Patch, path, () => JsonContent.Create(body, options: Json), key), cancellation);

    public Task<ApiAnswer> UploadAsync(string person, string path, EvidenceFile file, string key, CancellationToken cancellation) =>
        SendAsync(new Call(person, HttpMethod.Post, path, () =>
        {
            var part = new ByteArrayContent(file.Content);
            part.Headers.ContentType = new MediaTypeHeaderValue(file.MediaType);
            return new MultipartFormDataContent($"rehearsal-{key}") { { part, "file", file.Name } };
        }, key), cancellation);

    /// <summary>Posts JSON to one host. Throws <see cref="HostGoneException"/> where that one is not coming back.</summary>
    public Task<ApiAnswer> PostToAsync(RehearsalHost host, string path, object body, CancellationToken cancellation) =>
        SendAsync(new Call(null, HttpMethod.Post, path, () => JsonContent.Create(body, options: Json), On: host), cancellation);

    /// <summary>All items of a list, page by page.</summary>
    public async Task<IReadOnlyList<JsonNode>> ListAsync(string? person, string path, CancellationToken cancellation)
    {
        var items = new List<JsonNode>();
        var page = path + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "limit=1000";
        string? continuation = null;
        do
        {
            var answer = await GetAsync(person, continuation is null ? page : $"{page}&continuation={Uri.EscapeDataString(continuation)}", cancellation);
            items.AddRange(answer.Value["items"]!.AsArray().Select(i => i!));
            continuation = answer.Value["continuation"]?.GetValue<string>();
        }
        while (continuation is not null);
        return items;
    }

    async Task<ApiAnswer> SendAsync(Call call, CancellationToken cancellation)
    {
        var since = platform.GetTimestamp();
        var renewed = 0;
        for (var attempt = 1; ; attempt++)
        {
            var host = call.On ?? Next();
            if (call.On is { IsGone: true })
                throw new HostGoneException();
            var (answer, why) = await TryAsync(host, call, cancellation);
            // An app that came back may sign with another key; how often it was away before says nothing.
            if (answer is { Status: HttpStatusCode.Unauthorized } && call.Person is not null && ++renewed < 3)
                _tokens.TryRemove((host, call.Person), out _);
            else if (answer is not null && !IsFault(answer.Status, attempt))
            {
                Interlocked.Increment(ref _requests);
                return answer;
            }
            if (platform.GetElapsedTime(since) > Patience)
                throw new RehearsalException($"{call.Method} {call.Path} was not answered within {Patience}: {why ?? answer?.Body?.ToJsonString()}");
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(1000, 25 << Math.Min(attempt, 6))), platform, cancellation);
        }
    }

    // A fault inside the app (500) is repeated a few times, since the storage below it may have had one; what says "later" is repeated as long as
    // patience lasts.
    static bool IsFault(HttpStatusCode status, int attempt) => status switch
    {
        HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout => true,
        HttpStatusCode.InternalServerError => attempt < 6,
        _ => false,
    };

    RehearsalHost Next()
    {
        var there = hosts.Count == 1 ? hosts : [.. hosts.Where(h => !h.IsGone)];
        return there.Count == 0 ? throw new RehearsalException("No host is left.") : there[(int)(Interlocked.Increment(ref _turns) % there.Count)];
    }

    async Task<(ApiAnswer? Answer, string? Why)> TryAsync(RehearsalHost host, Call call, CancellationToken cancellation)
    {
        try
        {
            using var request = new HttpRequestMessage(call.Method, call.Path) { Content = call.Content?.Invoke() };
            if (call.Person is not null)
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(host, call.Person, cancellation));
            if (call.Key is not null)
                request.Headers.TryAddWithoutValidation("Idempotency-Key", call.Key);
            if (call.IfMatch is not null)
                request.Headers.TryAddWithoutValidation("If-Match", call.IfMatch);
            using var response = await host.Http.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellation);
            return (await ReadAsync(response, cancellation), null);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested && e is HttpRequestException or IOException or TaskCanceledException)
        {
            return (null, e.Message);
        }
    }

    static async Task<ApiAnswer> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var bytes = await response.Content.ReadAsByteArrayAsync(cancellation);
        var json = response.Content.Headers.ContentType?.MediaType is { } type && type.EndsWith("json", StringComparison.OrdinalIgnoreCase);
        return new ApiAnswer(response.StatusCode, json && bytes.Length > 0 ? JsonNode.Parse(bytes) : null, response.Headers.ETag?.ToString());
    }

    async Task<string> TokenAsync(RehearsalHost host, string person, CancellationToken cancellation)
    {
        if (_tokens.TryGetValue((host, person), out var known) && known.Until > platform.GetUtcNow())
            return known.Value;
        var token = await LocalIdentity.TokenAsync(host.Http, person, cancellation);
        _tokens[(host, person)] = new Token(token.Value, platform.GetUtcNow() + token.Lifetime - BeforeExpiry);
        return token.Value;
    }

    sealed record Call(string? Person, HttpMethod Method, string Path, Func<HttpContent>? Content = null, string? Key = null, string? IfMatch = null,
        RehearsalHost? On = null);

    sealed record Token(string Value, DateTimeOffset Until);
}
