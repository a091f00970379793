using System.Net;
using System.Net.Sockets;

namespace Campaigns.App.Tests.Uploads;

/// <summary>A bad line: passes bytes on and cuts the connection each time that so many have gone to the server, a given number of times.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Uri _target;
    private readonly long _every;
    private readonly Task _accepting;
    private long _passed;
    private int _cutsLeft;

    public CuttingProxy(Uri target, long every, int cuts)
    {
        (_target, _every, _cutsLeft) = (target, every, cuts);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    public int CutsLeft => Volatile.Read(ref _cutsLeft);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        var lines = new List<Task>();
        try
        {
            while (true)
                lines.Add(PassAsync(await _listener.AcceptTcpClientAsync(_stopping.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(lines);
        }
    }

    private async Task PassAsync(TcpClient client)
    {
        using var _ = client;
        using var server = new TcpClient();
        try
        {
            await server.ConnectAsync(_target.Host, _target.Port, _stopping.Token);
            await Task.WhenAny(UpAsync(client, server), server.GetStream().CopyToAsync(client.GetStream(), _stopping.Token));
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // A line that ends is what this is for.
        }
    }

    private async Task UpAsync(TcpClient client, TcpClient server)
    {
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await client.GetStream().ReadAsync(buffer, _stopping.Token)) > 0)
        {
            await server.GetStream().WriteAsync(buffer.AsMemory(0, read), _stopping.Token);
            if (Interlocked.Add(ref _passed, read) < _every || Interlocked.Decrement(ref _cutsLeft) < 0)
                continue;
            Interlocked.Exchange(ref _passed, 0);
            client.Client.Close(0);
            return;
        }
        server.Client.Shutdown(SocketShutdown.Send);
    }
}
