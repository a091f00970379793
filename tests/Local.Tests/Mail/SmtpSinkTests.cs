using System.Net.Mail;
using System.Net.Sockets;
using System.Text;
using Campaigns.Local.Mail;
using Xunit;

namespace Campaigns.Local.Tests.Mail;

public sealed class SmtpSinkTests
{
    [Fact]
    public async Task Send_ThroughSmtpClient_IsCountedWithItsHeaders()
    {
        await using var sink = SmtpSink.Start();
        using var client = new SmtpClient(sink.Host, sink.Port);
        using var message = new MailMessage("office@qinghe.example", "p-0001@qinghe.example", "第一季度自查到期提醒：请在期限之前提交自查表和佐证材料", "正文\n.点开头的行\n");
        message.Headers.Add("Message-ID", "<n-1@qinghe.example>");

        await client.SendMailAsync(message);
        await client.SendMailAsync(message);

        Assert.Equal(new MailTotals(2, 1, 1), sink.Log.Totals);
        Assert.Equal(2, sink.Log.RepeatedIds()["<n-1@qinghe.example>"]);
        var newest = sink.Log.Last()[0];
        Assert.Equal(2, newest.Number);
        Assert.Equal("第一季度自查到期提醒：请在期限之前提交自查表和佐证材料", newest.Subject);
        Assert.Equal(["p-0001@qinghe.example"], newest.To);
    }

    [Fact]
    public async Task Data_WithStuffedDots_IsKeptUnstuffed()
    {
        using var directory = new TemporaryDirectory();
        await using (var sink = SmtpSink.Start(directory: directory.Path))
        {
            var answers = await TalkAsync(sink, "EHLO x", "MAIL FROM:<a@x.example>", "RCPT TO:<b@x.example>", "DATA", "Subject: s", "", "..one", "...two",
                ".", "QUIT");
            Assert.Contains("250 taken", answers);
        }

        var kept = await File.ReadAllTextAsync(Path.Combine(directory.Path, "000001.eml"));
        Assert.Equal("Subject: s\r\n\r\n.one\r\n..two\r\n", kept);
    }

    [Fact]
    public async Task Commands_OutOfOrder_AreRefusedAndTheSessionGoesOn()
    {
        await using var sink = SmtpSink.Start();

        var answers = await TalkAsync(
            sink, "HELO x", "RCPT TO:<b@x.example>", "DATA", "MAIL FROM:<a@x.example>", "MAIL FROM:<a@x.example>", "RCPT TO:nobody", "RSET", "DATA", "WHAT",
                "NOOP", "QUIT");

        string[] expected = ["220", "250", "503", "503", "250", "503", "501", "250", "503", "502", "250", "221"];
        Assert.Equal(expected, answers.Select(a => a[..3]));
        Assert.Equal(0, sink.Log.Totals.Messages);
    }

    [Fact]
    public async Task Client_LeavingInTheMiddleOfData_LeavesNothingBehind()
    {
        await using var sink = SmtpSink.Start();

        await TalkAsync(sink, "EHLO x", "MAIL FROM:<a@x.example>", "RCPT TO:<b@x.example>", "DATA", "Subject: cut");

        Assert.Equal(0, sink.Log.Totals.Messages);
    }

    [Fact]
    public async Task Sessions_ManyAtOnce_LoseNothing()
    {
        await using var sink = SmtpSink.Start();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(async n =>
        {
            using var client = new SmtpClient(sink.Host, sink.Port);
            for (var i = 0; i < 25; i++)
                await client.SendMailAsync("office@x.example", $"p-{n:D2}@x.example", "s", "b");
        }));

        Assert.Equal(100, sink.Log.Totals.Messages);
        Assert.All(sink.Log.ByRecipient().Values, count => Assert.Equal(25, count));
    }

    // Everything is written before anything is read, which is what pipelining allows a client to do.
    static async Task<IReadOnlyList<string>> TalkAsync(SmtpSink sink, params string[] lines)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(sink.Host, sink.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(string.Concat(lines.Select(l => l + "\r\n"))));
        client.Client.Shutdown(SocketShutdown.Send);
        using var reader = new StreamReader(stream);
        return (await reader.ReadToEndAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
    }
}
