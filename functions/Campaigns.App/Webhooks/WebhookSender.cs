using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Campaigns.Rules.Webhooks;
using Microsoft.Extensions.Options;

namespace Campaigns.App.Webhooks;

/// <summary>How one try went: the receiver's status, or why there is none, in a stable word.</summary>
public sealed record WebhookTry(bool Delivered, int? Status, string? Error, TimeSpan? RetryAfter = null)
{
    /// <summary>The receiver says that it is not there any more and wants nothing more (410).</summary>
    public bool Gone => Status == (int)HttpStatusCode.Gone;
}

/// <summary>
/// Sends a signed request to an address that an administrator typed in (J22). Where it really goes is checked on the connection itself, after the name was
/// resolved: an address that is not public is never connected to, whatever the name said a moment ago. No redirect is followed, no proxy asked, no cookie
/// kept; a try ends after <see cref="Limit"/>, and of the answer at most <see cref="MaxAnswer"/> bytes are read.
/// </summary>
public sealed class WebhookSender : IDisposable
{
    public const int MaxUrl = 2000;

    private const int MaxAnswer = 16 * 1024;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
    private readonly HashSet<string> _allowed;
    private readonly WebhookSecrets _secrets;
    private readonly HttpClient _http;
    private readonly TimeProvider _time;

    public WebhookSender(IOptions<WebhookOptions> options, WebhookSecrets secrets, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_secrets, _time) = (secrets, time);
        _allowed = options.Value.AllowedHosts.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        _http = new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = Limit / 2,
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            MaxResponseHeadersLength = 16,
            ConnectCallback = ConnectAsync,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    public void Dispose() => _http.Dispose();

    /// <summary>What is wrong with an address, in words, or null. Whether its name leads outside is seen when it is connected to.</summary>
    public string? Check(string url)
    {
        if (url.Length > MaxUrl || !Uri.TryCreate(url, UriKind.Absolute, out var address))
            return $"must be an address of at most {MaxUrl} characters";
        var allowed = _allowed.Contains(address.Host);
        if (address.Scheme != Uri.UriSchemeHttps && !(allowed && address.Scheme == Uri.UriSchemeHttp))
            return "must begin with https://";
        if (address.UserInfo.Length > 0 || address.Fragment.Length > 0)
            return "must have no user and no fragment";
        return !allowed && IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && !PublicAddresses.Holds(ip) ? "is not a public address" : null;
    }

    /// <summary>One try. Every fault of the receiver or the way to it is a value.</summary>
    public async Task<WebhookTry> SendAsync(Webhook hook, string id, string body, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(hook);
        if (Check(hook.Url) is not null)
            return new(false, null, "addressNotAllowed");
        var now = _time.GetUtcNow();
        var bytes = Encoding.UTF8.GetBytes(body);
        var secrets = hook.Secrets.Where(s => s.Until is null || s.Until > now).Select(s => _secrets.Read(hook.Id, s.Kept));
        using var request = new HttpRequestMessage(HttpMethod.Post, hook.Url) { Content = new ByteArrayContent(bytes) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
        request.Headers.TryAddWithoutValidation("webhook-id", id);
        request.Headers.TryAddWithoutValidation("webhook-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation("webhook-signature", WebhookSignature.Of(secrets, id, now, bytes));
        request.Headers.UserAgent.ParseAdd("Campaigns-Webhooks/1");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            await SkimAsync(answer, limit.Token);
            var status = (int)answer.StatusCode;
            return status is >= 200 and < 300
                ? new(true, status, null)
                : new(false, status, status is >= 300 and < 400 ? "redirects" : "refused", answer.Headers.RetryAfter?.Delta);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new(false, null, "timedOut");
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or SocketException)
        {
            return new(false, null, Innermost(fault) is AddressNotAllowedException ? "addressNotAllowed" : "unreachable");
        }
    }

    // Enough that the connection of a receiver with a short answer can be used again; a long one's is closed.
    private static async Task SkimAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        await using var stream = await answer.Content.ReadAsStreamAsync(cancellationToken);
        var (piece, total) = (new byte[4096], 0);
        for (int read; total < MaxAnswer && (read = await stream.ReadAsync(piece, cancellationToken)) > 0;)
            total += read;
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = await Dns.GetHostAddressesAsync(host, cancellationToken);
        // One inside address among them is enough to refuse: which of them is taken would be the resolver's choice.
        if (!_allowed.Contains(host) && addresses.Any(a => !PublicAddresses.Holds(a)))
            throw new AddressNotAllowedException();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static Exception Innermost(Exception fault) => fault.InnerException is { } inner ? Innermost(inner) : fault;

    private sealed class AddressNotAllowedException : IOException
    {
        public AddressNotAllowedException()
            : base("The name leads to an address that is not public.")
        {
        }
    }
}
