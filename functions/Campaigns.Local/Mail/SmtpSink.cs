using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Campaigns.Local.Mail;

/// <summary>
/// A mail server that delivers nowhere: it takes what the app sends, counts it in <see cref="Log"/> and, given a directory, keeps each message as an
/// <c>.eml</c> file there. Listens on 127.0.0.1 only. For rehearsals and tests: no encryption, no authentication, no relaying.
/// </summary>
public sealed class SmtpSink : IAsyncDisposable
{
    readonly TcpListener _listener;
    readonly CancellationTokenSource _stop = new();
    readonly ConcurrentDictionary<Task, byte> _sessions = new();
    readonly string? _directory;
    readonly Task _accepting;

    SmtpSink(TcpListener listener, string? directory)
    {
        _listener = listener;
        _directory = directory;
        _accepting = AcceptAsync();
    }

    public MailLog Log { get; } = new();

    /// <summary>The address to connect to, as text.</summary>
    public string Host => Endpoint.Address.ToString();

    /// <summary>The port in use; the one asked for, or a free one.</summary>
    public int Port => Endpoint.Port;

    IPEndPoint Endpoint => (IPEndPoint)_listener.LocalEndpoint;

    /// <summary>Starts to listen on <paramref name="port"/> (0 for any free one). Throws <see cref="SocketException"/> where that port is taken.</summary>
    public static SmtpSink Start(int port = 0, string? directory = null)
    {
        if (directory is not null)
            Directory.CreateDirectory(directory);
        var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        return new SmtpSink(listener, directory);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_sessions.Keys);
        _listener.Dispose();
        _stop.Dispose();
    }

    async Task AcceptAsync()
    {
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                var session = ServeAsync(client);
                _sessions.TryAdd(session, 0);
                _ = session.ContinueWith(done => _sessions.TryRemove(done, out _), TaskScheduler.Default);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The listener was stopped: nobody is waiting any more.
        }
    }

    async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                client.NoDelay = true;
                await new SmtpSession(client.GetStream(), TakeAsync).RunAsync(_stop.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or SocketException)
            {
                // The other side, a killed app among them, may go away at any point; what was not acknowledged was not taken.
            }
        }
    }

    async Task TakeAsync(string from, IReadOnlyList<string> to, byte[] message)
    {
        var mail = Log.Add(from, to, MailHeaders.Read(message), message.Length);
        if (_directory is not null)
            await File.WriteAllBytesAsync(Path.Combine(_directory, $"{mail.Number:D6}.eml"), message, _stop.Token);
    }
}
