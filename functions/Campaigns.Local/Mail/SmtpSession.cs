using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Text;

namespace Campaigns.Local.Mail;

/// <summary>
/// One connection of RFC 5321 as far as a client such as System.Net.Mail.SmtpClient goes: greeting, EHLO/HELO, MAIL, RCPT, DATA with dot-unstuffing,
/// RSET, NOOP, VRFY, QUIT; pipelined commands are answered in order. A message counts as taken before it is acknowledged.
/// </summary>
internal sealed class SmtpSession(NetworkStream stream, Func<string, IReadOnlyList<string>, byte[], Task> take)
{
    const int LongestLine = 16 * 1024;
    const int LargestMessage = 32 * 1024 * 1024;

    readonly PipeReader _input = PipeReader.Create(stream);
    readonly List<string> _recipients = [];
    string? _from;

    /// <summary>Serves until QUIT, the end of the stream, or cancellation.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await SayAsync("220 rehearsal ready", cancellation);
        while (await LineAsync(cancellation) is { } line)
        {
            var verb = Encoding.ASCII.GetString(line.AsSpan(0, Math.Min(4, line.Length))).ToUpperInvariant();
            if (verb == "QUIT")
            {
                await SayAsync("221 bye", cancellation);
                return;
            }
            await SayAsync(verb == "DATA" ? await DataAsync(cancellation) : Answer(verb, Encoding.UTF8.GetString(line)), cancellation);
        }
    }

    string Answer(string verb, string line)
    {
        switch (verb)
        {
            case "EHLO":
                Forget();
                return "250-rehearsal\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 SIZE " + LargestMessage;
            case "HELO" or "RSET":
                Forget();
                return "250 ok";
            case "NOOP":
                return "250 ok";
            case "VRFY":
                return "252 send it and see";
            case "MAIL" when _from is not null:
                return "503 one sender at a time";
            case "MAIL" when Address(line) is { } from:
                _from = from;
                return "250 ok";
            case "RCPT" when _from is null:
                return "503 sender first";
            case "RCPT" when Address(line) is { Length: > 0 } to:
                _recipients.Add(to);
                return "250 ok";
            case "MAIL" or "RCPT":
                return "501 address in angle brackets expected";
            default:
                return "502 not known here";
        }
    }

    async Task<string> DataAsync(CancellationToken cancellation)
    {
        if (_from is null || _recipients.Count == 0)
            return "503 sender and recipient first";
        await SayAsync("354 end with a dot on a line of its own", cancellation);
        using var message = new MemoryStream();
        var tooLarge = false;
        while (true)
        {
            var line = await LineAsync(cancellation) ?? throw new EndOfStreamException("The client left in the middle of a message.");
            if (line is [(byte)'.'])
                break;
            var text = line.AsMemory(line is [(byte)'.', ..] ? 1 : 0);
            if (tooLarge |= message.Length + text.Length > LargestMessage)
                continue;
            message.Write(text.Span);
            message.Write("\r\n"u8);
        }
        if (tooLarge)
        {
            Forget();
            return "552 too large";
        }
        await take(_from, [.. _recipients], message.ToArray());
        Forget();
        return "250 taken";
    }

    void Forget()
    {
        _from = null;
        _recipients.Clear();
    }

    static string? Address(string line)
    {
        var open = line.IndexOf('<', StringComparison.Ordinal);
        var close = line.IndexOf('>', StringComparison.Ordinal);
        return open >= 0 && close > open ? line[(open + 1)..close] : null;
    }

    async Task SayAsync(string answer, CancellationToken cancellation) => await stream.WriteAsync(Encoding.ASCII.GetBytes(answer + "\r\n"), cancellation);

    async Task<byte[]?> LineAsync(CancellationToken cancellation)
    {
        while (true)
        {
            AcknowledgeAtOnce();
            var read = await _input.ReadAsync(cancellation);
            if (TryCut(read.Buffer, out var line, out var rest))
            {
                _input.AdvanceTo(rest);
                return line;
            }
            if (read.IsCompleted)
                return null;
            if (read.Buffer.Length > LongestLine)
                throw new IOException("A line longer than any mail client sends.");
            _input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    // A client writes a message in several small packets and, by Nagle's rule, holds each back until the last is acknowledged; Linux delays that by 40 ms.
    // The option lasts for one read.
    void AcknowledgeAtOnce()
    {
        const int Tcp = 6;
        const int QuickAck = 12;
        if (OperatingSystem.IsLinux())
            stream.Socket.SetRawSocketOption(Tcp, QuickAck, [1, 0, 0, 0]);
    }

    static bool TryCut(ReadOnlySequence<byte> buffer, out byte[] line, out SequencePosition rest)
    {
        var reader = new SequenceReader<byte>(buffer);
        if (reader.TryReadTo(out ReadOnlySequence<byte> found, "\r\n"u8))
        {
            line = found.ToArray();
            rest = reader.Position;
            return true;
        }
        line = [];
        rest = buffer.Start;
        return false;
    }
}
