using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Campaigns.App.Access;
using Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Campaigns.App.Tests.OpenApi.Fuzz;

/// <summary>
/// Thousands of requests made from the document and spoilt in every way: none ends in a fault or hangs, every refusal is a documented problem, and no refusal
/// has changed anything. <c>FUZZ_SEED</c> and <c>FUZZ_REQUESTS</c> choose others than the usual ones; a request follows from seed and number alone.
/// </summary>
public sealed class ApiFuzzTests(ApiFuzzTests.Fixture fixture, ITestOutputHelper output) : IClassFixture<ApiFuzzTests.Fixture>
{
    private const int Usual = 5200;
    private const ulong UsualSeed = 20260401;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task AnyRequest_IsAnsweredAsDocumented_AndARefusalChangesNothing()
    {
        var seed = ulong.TryParse(Environment.GetEnvironmentVariable("FUZZ_SEED"), CultureInfo.InvariantCulture, out var given) ? given : UsualSeed;
        var count = int.TryParse(Environment.GetEnvironmentVariable("FUZZ_REQUESTS"), CultureInfo.InvariantCulture, out var asked) ? asked : Usual;
        output.WriteLine($"FUZZ_SEED={seed} FUZZ_REQUESTS={count}");
        var app = fixture.App;
        using var client = Client(app);
        var fuzz = new RequestFuzz(seed, ApiContract.Document, Tokens(app), await IdsAsync(app, client));
        var wrong = new ConcurrentDictionary<string, (int Times, string First)>();
        var statuses = new ConcurrentDictionary<int, int>();
        var succeeded = new ConcurrentDictionary<string, bool>();
        var watch = Stopwatch.StartNew();

        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (number, stop) =>
        {
            var request = fuzz.Make(number);
            var (status, said) = await TryAsync(client, request, stop);
            statuses.AddOrUpdate(status, 1, (_, n) => n + 1);
            if (status is >= 200 and < 300)
                succeeded[request.Operation] = true;
            if (said is not null)
            {
                var kind = $"{request.Operation} {status} {said[..Math.Min(said.Length, 90)]}";
                wrong.AddOrUpdate(kind, (1, $"{request}\n{said}"), (_, w) => (w.Times + 1, w.First));
            }
        });

        var counts = string.Join(", ", statuses.OrderBy(s => s.Key).Select(s => $"{s.Value} x {s.Key}"));
        output.WriteLine($"{count} requests in {watch.Elapsed.TotalSeconds:F0} s: {counts}");
        output.WriteLine($"{succeeded.Count} of {fuzz.Operations} operations succeeded at least once");
        var report = string.Join("\n\n", wrong.OrderBy(w => w.Key).Select(w => $"{w.Value.Times} x {w.Value.First}"));
        var faults = string.Join("\n", app.Log.Lines.Take(12).Select(l => l[..Math.Min(l.Length, 1500)]));
        Assert.True(wrong.IsEmpty, $"FUZZ_SEED={seed}\n{report}\n\n{faults}");
        // Most of what is spoilt must be refused and much must come through, or the requests are no test.
        Assert.True(statuses.Where(s => s.Key < 300).Sum(s => s.Value) > count / 20, "too few succeeded");
        Assert.True(succeeded.Count > fuzz.Operations / 4, $"only {succeeded.Count} operations ever succeeded");
    }

    [Fact]
    public async Task SlowBodies_AreCutOff_WhileOthersAreServed()
    {
        var app = fixture.App;
        using var client = Client(app);
        var token = app.Token("rep-v-01", AppRole.Reporter);
        (string Method, string Path, string Type)[] requests =
        [
            ("PUT", "cycles/main-2026/participants/village/v-01/sheets/q1", "application/json"),
            ("POST", "cycles/main-2026/participants/village/v-01/sheets/q1/evidence?clause=deeds", "multipart/form-data; boundary=b"),
            ("POST", "notices/main-2026/objections", "application/json"),
            ("POST", "campaigns/validate", "application/yaml"),
        ];

        var slow = requests.Select(r => TrickleAsync(app.Address, r.Method, r.Path, r.Type, token)).ToList();
        var served = await client.GetAsync(new Uri(app.Address, "api/v1/health"));
        var answers = await Task.WhenAll(slow);

        Assert.Equal(200, (int)served.StatusCode);
        Assert.All(answers, a => Assert.StartsWith("HTTP/1.1 408", a, StringComparison.Ordinal));
        Assert.All(answers, a => Assert.Contains("application/problem+json", a, StringComparison.Ordinal));
    }

    /// <summary>One app for all tests of the class.</summary>
    public sealed class Fixture : IAsyncLifetime
    {
        private FuzzedApp? _app;

        internal FuzzedApp App => _app ?? throw new InvalidOperationException("The app has not been started.");

        public async Task InitializeAsync() => _app = await FuzzedApp.StartAsync();

        public async Task DisposeAsync() => await App.DisposeAsync();
    }

    private static async Task<(int Status, string? Wrong)> TryAsync(HttpClient client, FuzzRequest request, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Longest);
        try
        {
            var asItStands = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
            var address = new Uri(client.BaseAddress!.ToString().TrimEnd('/') + request.Target, asItStands);
            using var message = new HttpRequestMessage(new HttpMethod(request.Method), address);
            if (request.Body is not null)
            {
                message.Content = new ByteArrayContent(request.Body);
                if (!string.IsNullOrEmpty(request.Type))
                    message.Content.Headers.TryAddWithoutValidation("Content-Type", request.Type);
            }
            if (request.Token is not null)
                message.Headers.TryAddWithoutValidation("Authorization", $"Bearer {request.Token}");
            message.Headers.Add(FuzzedApp.Number, $"{request.Number}");
            foreach (var (name, value) in request.Headers)
                message.Headers.TryAddWithoutValidation(name, value);
            using var response = await client.SendAsync(message, patience.Token);
            var headers = response.Headers.Concat(response.Content.Headers)
                .ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase);
            var (status, body) = ((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(patience.Token));
            return (status, WrongWith(request, status, headers, body));
        }
        catch (OperationCanceledException)
        {
            return (0, "no answer in time");
        }
        catch (HttpRequestException broken)
        {
            return (0, broken.ToString());
        }
    }

    private static string? WrongWith(FuzzRequest request, int status, Dictionary<string, string> headers, byte[] body)
    {
        if (status >= 500)
            return Encoding.UTF8.GetString(body);
        // What the server cannot read as HTTP at all never reaches the app.
        if (!headers.ContainsKey("X-Request-Id"))
            return status is 400 or 404 or 431 ? null : "did not reach the app";
        if (status >= 400 && request.Method != "HEAD" && status != 416 && JsonNode.Parse(body)?["status"]?.GetValue<int>() != status)
            return $"is no problem document: {Encoding.UTF8.GetString(body)}";
        var changed = status < 400 ? [] : FuzzedApp.Changes.Of($"{request.Number}").Where(IsLasting).ToList();
        // An upload whose first bytes are refused was begun before; it is dropped, or goes on from its start (tus: creation-with-upload).
        if (request.Operation == "beginUpload" && (status == 460 || changed.LastOrDefault()?.StartsWith("DELETE", StringComparison.Ordinal) == true))
            changed = [];
        if (changed.Count > 0)
            return $"changed {string.Join(", ", changed)}: {Encoding.UTF8.GetString(body)}";
        try
        {
            ApiContract.Check(new(request.Method, Canonical(request.Target), request.Type, JsonOf(request), status, headers, body));
            return null;
        }
        catch (XunitException said)
        {
            return said.Message;
        }
    }

    // Bytes that came before the refusal lie in quarantine, and are deleted there by themselves. A hint of what may become due is written before what it
    // speaks of, and dropped by whoever finds nothing. The directory's snapshot is derived, and written by whoever finds it old.
    private static bool IsLasting(string change) =>
        !change.Contains("/incoming/", StringComparison.Ordinal) && !change.Contains("/DueIndex(", StringComparison.Ordinal)
        && !change.Contains("/directory/snapshot", StringComparison.Ordinal);

    // As the server reads it: dots walked, and a last slash left away. What then is another route's knows nothing of this one's query.
    private static string Canonical(string target)
    {
        var path = target.Split('?')[0];
        var read = new Uri(new Uri("http://localhost"), path).AbsolutePath.TrimEnd('/');
        return read == path ? target : read;
    }

    // A body that the app took is JSON; one that it did not need to read may be anything.
    private static byte[]? JsonOf(FuzzRequest request) => request.Type == "application/json" && request.Method is not ("GET" or "HEAD") ? request.Body : null;

    private static HttpClient Client(FuzzedApp app) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
    })
    { BaseAddress = app.Address, Timeout = Timeout.InfiniteTimeSpan };

    private static Dictionary<string, string?> Tokens(FuzzedApp app) => new()
    {
        ["nobody"] = null,
        ["a liar"] = "noise",
        ["Auditor"] = app.Token("stranger", AppRole.Auditor),
        ["Reporter"] = app.Token("rep-v-01", AppRole.Reporter),
        ["Reviewer"] = app.Token("rev-t-1", AppRole.Reviewer),
        ["Authority"] = app.Token("chief", AppRole.Authority, AppRole.Inspector),
        ["Administrator"] = app.Token("admin", AppRole.Administrator),
    };

    /// <summary>Ids that stand in paths: of what the cycle was made with, and of what is made here so that there is something to act on.</summary>
    private static async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> IdsAsync(FuzzedApp app, HttpClient client)
    {
        const string participant = "api/v1/cycles/main-2026/participants/village/v-01";
        async Task<JsonNode> PostAsync(string path, string token, HttpContent content)
        {
            using var message = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
            message.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
            using var response = await client.SendAsync(message);
            var text = await response.Content.ReadAsStringAsync();
            Assert.True(response.IsSuccessStatusCode, $"{path}: {text}");
            return JsonNode.Parse(text)!;
        }
        static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

        var (reporter, chief) = (app.Token("rep-v-01", AppRole.Reporter), app.Token("chief", AppRole.Authority));
        var form = new MultipartFormDataContent { { new ByteArrayContent("照片说明"u8.ToArray()), "file", "a.txt" } };
        var evidence = await PostAsync($"{participant}/sheets/q1/evidence?clause=deeds", reporter, form);
        var inspection = await PostAsync("api/v1/cycles/main-2026/inspections", chief, Json("""{"track":"village","unit":"v-01","reason":"Reports."}"""));
        var ordered = (string)inspection["inspection"]!["id"]!;
        var finding = await PostAsync(
            $"api/v1/cycles/main-2026/inspections/{ordered}/findings", chief, Json("""{"text":"The board is old.","clause":"order"}"""));
        var extension = await PostAsync($"{participant}/extensions", reporter, Json("""{"phase":"q1","until":"2026-04-17","reason":"Rain."}"""));
        var direct = await PostAsync("api/v1/uploads/direct", reporter, Json(
            """{"cycle":"main-2026","track":"village","unit":"v-01","phase":"q1","clause":"deeds","name":"a.txt","length":12}"""));
        return new Dictionary<string, IReadOnlyList<string>>
        {
            ["cycle"] = ["main-2026"],
            ["track"] = ["village"],
            ["unit"] = ["v-01", "v-01", "v-02"],
            ["phase"] = ["q1", "q1", "text", "check", "people", "duty", "plan"],
            ["campaign"] = ["main"],
            ["template"] = ["five-good-village", "three-level-contest"],
            ["person"] = ["chief", "rep-v-01"],
            ["version"] = ["1", "2"],
            ["kind"] = ["practice", "practices", "meeting", "case"],
            ["inspection"] = [ordered],
            ["finding"] = [(string)finding["id"]!],
            ["id"] = [(string)evidence["id"]!, (string)extension["id"]!, (string)direct["id"]!],
            ["group"] = ["g-1"],
            ["department"] = ["t-1"],
            ["nominator"] = ["t-1", "county"],
        };
    }

    private static async Task<string> TrickleAsync(Uri address, string method, string path, string type, string token)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(address.Host, address.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"{method} /api/v1/{path} HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: Bearer {token}\r\n"
            + $"Content-Type: {type}\r\nContent-Length: 3000\r\n\r\n"));
        var answer = new byte[4096];
        var read = stream.ReadAsync(answer).AsTask();
        for (var i = 0; i < 40 && !read.IsCompleted; i++)
        {
            try
            {
                await stream.WriteAsync("{"u8.ToArray());
            }
            catch (IOException)
            {
                break;
            }
            await Task.WhenAny(read, Task.Delay(500));
        }
        return Encoding.UTF8.GetString(answer, 0, await read.WaitAsync(TimeSpan.FromSeconds(20)));
    }
}
