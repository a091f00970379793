using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Campaigns.App.Tests.Webhooks;

/// <summary>A receiver of webhooks on this machine. It answers with <see cref="Status"/> and keeps what came.</summary>
internal sealed class Receiver : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<Received> _came = new();

    public Receiver()
    {
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Port = ((IPEndPoint)probe.LocalEndpoint).Port;
        }
        _listener.Prefixes.Add($"http://127.0.0.1:{Port}/");
        _listener.Start();
        _ = ServeAsync();
    }

    public int Port { get; }

    public string Url => $"http://127.0.0.1:{Port}/hook?key=robot";

    public int Status { get; set; } = 204;

    public IReadOnlyList<Received> Came => [.. _came];

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                _came.Enqueue(new(
                    context.Request.Headers["webhook-id"]!, context.Request.Headers["webhook-timestamp"]!, context.Request.Headers["webhook-signature"]!,
                    body.ToArray()));
                context.Response.StatusCode = Status;
                if (Status is 302)
                    context.Response.RedirectLocation = $"http://127.0.0.1:{Port}/elsewhere";
                context.Response.Close();
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }
}

/// <summary>A request as it came.</summary>
internal sealed record Received(string Id, string Timestamp, string Signature, byte[] Body)
{
    public JsonNode Json => JsonNode.Parse(Body)!;

    /// <summary>Which of the signatures hold, checked as the convention tells a receiver to.</summary>
    public IEnumerable<bool> Check(string secret)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Convert.FromBase64String(secret["whsec_".Length..]));
        foreach (var part in new[] { Encoding.UTF8.GetBytes(Id), "."u8.ToArray(), Encoding.UTF8.GetBytes(Timestamp), "."u8.ToArray(), Body })
            mac.AppendData(part);
        var expected = mac.GetHashAndReset();
        return [.. Signature.Split(' ').Select(s => s.Split(',') is ["v1", var signed] && Convert.FromBase64String(signed).SequenceEqual(expected))];
    }
}
