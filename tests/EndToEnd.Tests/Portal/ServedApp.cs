using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Campaigns.EndToEnd.Tests.Portal;

/// <summary>
/// The real app in a process of its own, on a free port and with an emulator of its own: by default <c>Campaigns.Local serve --driven</c>, with an empty
/// directory and a campaign clock that <see cref="MoveToAsync"/> moves. Talked to over HTTP alone.
/// </summary>
public sealed class ServedApp : IAsyncDisposable
{
    const string Answers = "Campaigns answers at ";
    static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);

    readonly Process _process;
    readonly ConcurrentQueue<string> _output = new();
    readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, UseProxy = false })
    {
        Timeout = TimeSpan.FromMinutes(4),
    };

    readonly string _ready;
    Uri? _heard;

    ServedApp(Process process, string ready) => (_process, _ready) = (process, ready);

    public Uri Address => _http.BaseAddress!;

    public static Task<ServedApp> StartAsync() => StartAsync(["serve", "--driven"], Answers);

    /// <summary>The app with other arguments, once it has printed <paramref name="ready"/>.</summary>
    public static async Task<ServedApp> StartAsync(IReadOnlyList<string> arguments, string ready)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Campaigns.Local.dll"), .. arguments, "--port", "0"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var app = new ServedApp(new Process { StartInfo = start }, ready);
        try
        {
            app.Start();
            app._http.BaseAddress = await app._address.Task.WaitAsync(StartLimit);
            return app;
        }
        catch (TimeoutException e)
        {
            await app.DisposeAsync();
            throw new InvalidOperationException($"The app did not come up:\n{string.Join('\n', app._output)}", e);
        }
    }

    /// <summary>What the app printed, for a failing test's message.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>Moves the campaign clock to an instant, stopping wherever the engine has something to do on the way.</summary>
    public async Task MoveToAsync(DateTimeOffset instant)
    {
        var clock = await SendAsync(HttpMethod.Get, "local/clock", null, null);
        while (true)
        {
            var next = clock["next"] is { } waiting ? Instant(waiting) : instant;
            var now = Instant(clock["now"]!);
            if (now >= instant)
                return;
            var step = next > now && next < instant ? next : instant;
            clock = await SendAsync(HttpMethod.Post, "local/clock", null, new StringContent($$"""{"to":"{{step:O}}"}""", Encoding.UTF8, "application/json"));
        }
    }

    /// <summary>Sends a request as a person (null: as nobody), and wants it answered with success.</summary>
    public async Task<JsonNode> SendAsync(HttpMethod method, string path, string? person, HttpContent? content, string? key = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (person is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(person));
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        if (method == HttpMethod.Put)
            request.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Any);
        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode
            ? JsonNode.Parse(text) ?? new JsonObject()
            : throw new InvalidOperationException($"{method} {path}: {(int)answer.StatusCode} {text}\n{Output}");
    }

    /// <summary>A plain request for a page or file, as nobody.</summary>
    public Task<HttpResponseMessage> GetAsync(string path, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        return _http.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process.Id != 0 && !_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _http.Dispose();
    }

    /// <summary>An access token of the person, from the local issuer.</summary>
    public async Task<string> TokenAsync(string person)
    {
        using var form = new FormUrlEncodedContent([new("username", person)]);
        using var answer = await _http.PostAsync(new Uri("local/identity/token", UriKind.Relative), form);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.StatusCode == HttpStatusCode.OK
            ? JsonNode.Parse(text)!["access_token"]!.GetValue<string>()
            : throw new InvalidOperationException($"No token for {person}: {text}");
    }

    static DateTimeOffset Instant(JsonNode node) => DateTimeOffset.Parse(node.GetValue<string>(), CultureInfo.InvariantCulture);

    void Start()
    {
        _process.OutputDataReceived += (_, e) => Hear(e.Data);
        _process.ErrorDataReceived += (_, e) => Hear(e.Data);
        _process.Exited += (_, _) => _address.TrySetException(new InvalidOperationException($"The app ended:\n{Output}"));
        _process.EnableRaisingEvents = true;
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    void Hear(string? line)
    {
        if (line is null)
            return;
        _output.Enqueue(line);
        if (line.IndexOf(Answers, StringComparison.Ordinal) is >= 0 and var at)
            _heard = new Uri(line[(at + Answers.Length)..].Split(' ')[0]);
        if (_heard is { } address && line.Contains(_ready, StringComparison.Ordinal))
            _address.TrySetResult(address);
    }
}
