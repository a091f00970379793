using System.Net.Mail;
using System.Text;
using Azure.Data.Tables;
using Campaigns.App.Reminders;
using Campaigns.Local.Mail;
using Microsoft.Extensions.Options;
using Xunit;

namespace Campaigns.App.Tests.Reminders;

/// <summary>A message as a mail program takes it apart: text and HTML, in the recipient's language, with one link to the task.</summary>
public sealed class MailTests : IAsyncLifetime
{
    private readonly string _directory = System.IO.Directory.CreateTempSubdirectory("mail").FullName;
    private SmtpSink? _sink;

    public Task InitializeAsync()
    {
        _sink = SmtpSink.Start(directory: _directory);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _sink!.DisposeAsync();
        System.IO.Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task Message_InChinese_HasTextAndHtml_AndALinkToThePhase()
    {
        const string Title = "【五好村】大河村：一季度自查被退回修改";
        var (headers, parts) = await SendAsync("zh", "c-2026|returned|village|v-001|q1|1", Title, "请在 2026-04-28 18:00 前修改。理由：<b>照片</b>&数据\r\n\r\n第二段");
        Assert.Contains("multipart/alternative", headers, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("List-Unsubscribe", headers, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(["text/plain", "text/html"], parts.Select(p => p.Type));
        Assert.StartsWith("请在 2026-04-28 18:00 前修改。理由：<b>照片</b>&数据", parts[0].Text, StringComparison.Ordinal);
        Assert.Contains("点击办理: https://portal.example/cycles/c-2026/phases/q1\n", parts[0].Text.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        var html = parts[1].Text;
        Assert.Contains("<html lang=\"zh-CN\">", html, StringComparison.Ordinal);
        Assert.Contains($">{Title}</h1>", html, StringComparison.Ordinal);
        Assert.Contains("理由：&lt;b&gt;照片&lt;/b&gt;&amp;数据</p>", html, StringComparison.Ordinal);
        Assert.Contains(">第二段</p>", html, StringComparison.Ordinal);
        Assert.Equal(2, html.Split("https://portal.example/cycles/c-2026/phases/q1\"").Length);
        Assert.DoesNotContain("<img", html, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(Title, Assert.Single(_sink!.Log.Last()).Subject);
    }

    [Fact]
    public async Task Message_InEnglish_DoesNotSayItsTitleTwice_AndKeepsItsHeadersToItself()
    {
        var (headers, parts) = await SendAsync("en", "c-2026|q1|remind|2", "Self-check\r\nBcc: x@example.org", "Self-check Bcc: x@example.org\n\nDue: 2026-04-10");
        Assert.DoesNotContain("\nBcc:", headers, StringComparison.OrdinalIgnoreCase);
        Assert.Single(_sink!.Log.Last()[0].To);
        Assert.Contains("<html lang=\"en\">", parts[1].Text, StringComparison.Ordinal);
        Assert.Equal(3, parts[1].Text.Split("Self-check Bcc: x@example.org").Length);
        Assert.Contains("\nOpen: https://portal.example/cycles/c-2026/phases/q1\n", parts[0].Text.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("c-2026|q1|remind|2", "/cycles/c-2026/phases/q1")]
    [InlineData("c-2026|q1|escalate|1", "/cycles/c-2026/phases/q1")]
    [InlineData("c-2026|rework-due|village|v-1|q2|1", "/cycles/c-2026/phases/q2")]
    [InlineData("c-2026|extended|village|v-1|q2|remind|1", "/cycles/c-2026/phases/q2")]
    [InlineData("c-2026|planReturned|plan|village|v-1|1", "/cycles/c-2026/phases/plan")]
    [InlineData("c-2026|finding|f-1|opened", "/cycles/c-2026")]
    [InlineData("c-2026|pledgesReported|2026-04-01", "/cycles/c-2026")]
    [InlineData("webhooks|webhookOff|h|1", "/inbox")]
    public void Link_LeadsToWhatTheNoticeIsAbout(string notice, string path) => Assert.Equal(path, NoticeLinks.PathOf(notice));

    private async Task<(string Headers, List<(string Type, string Text)> Parts)> SendAsync(string language, string notice, string title, string text)
    {
        var mail = new MailChannel(Options.Create(new MailOptions { Host = _sink!.Host, Port = _sink.Port, Tls = false, Portal = "https://portal.example/" }));
        var row = new TableEntity("s00", $"q|20260401010000|p-1|{notice}") { ["Notice"] = "n", ["Title"] = title, ["Text"] = text };
        using (SmtpClient smtp = mail.Connect())
            Assert.True(await mail.SendAsync(smtp, "p-1@example.org", "p-1", language, new Delivery(row), default));
        var message = await File.ReadAllTextAsync(System.IO.Directory.GetFiles(_directory).Single());
        var (headers, body) = Split(message);
        var boundary = headers.Split("boundary=")[1].Split("\r\n")[0].Trim('"', ';', ' ');
        return (headers, [.. body.Split("--" + boundary)[1..^1].Select(Part)]);
    }

    private static (string Type, string Text) Part(string part)
    {
        var (headers, body) = Split(part.TrimStart('\r', '\n'));
        Assert.Contains("base64", headers, StringComparison.OrdinalIgnoreCase);
        var type = headers.Split("Content-Type:", 2, StringSplitOptions.TrimEntries)[1].Split(';')[0].Trim();
        return (type, Encoding.UTF8.GetString(Convert.FromBase64String(body.ReplaceLineEndings(""))));
    }

    private static (string Headers, string Body) Split(string message) =>
        message.Split("\r\n\r\n", 2) is [var headers, var body] ? (headers, body) : throw new InvalidDataException(message);
}
