using System.Net.Mail;
using System.Net.Mime;
using System.Text;
using Microsoft.Extensions.Options;

namespace Campaigns.App.Reminders;

/// <summary>Where mail goes: settings <c>Mail:Host</c>, <c>Mail:Port</c>, <c>Mail:From</c>, <c>Mail:User</c>, <c>Mail:Password</c>, <c>Mail:Tls</c>.</summary>
public sealed class MailOptions
{
    public const string Section = "Mail";

    /// <summary>Empty: nothing is mailed, the inbox is the only channel.</summary>
    public string Host { get; set; } = "";
    public int Port { get; set; } = 587;
    public string From { get; set; } = "campaigns@localhost";
    public string User { get; set; } = "";
    public string Password { get; set; } = "";
    public bool Tls { get; set; } = true;

    /// <summary>Public address of the portal and the API, for links in messages and calendars.</summary>
    public string Portal { get; set; } = "http://localhost:7071";
}

/// <summary>
/// E-mail by SMTP: one connection for a run of messages. An address that the server refuses is a failure of that message; a server that cannot be reached
/// fails all the rest of the run, so that they are tried again later.
/// </summary>
public sealed class MailChannel(IOptions<MailOptions> options)
{
    private static readonly char[] LineEnds = ['\r', '\n'];

    public bool IsConfigured => options.Value.Host.Length > 0;

    internal SmtpClient Connect() => new(options.Value.Host, options.Value.Port)
    {
        EnableSsl = options.Value.Tls,
        Credentials = options.Value.User.Length > 0 ? new System.Net.NetworkCredential(options.Value.User, options.Value.Password) : null,
        Timeout = 30_000,
    };

    /// <summary>Sends one message, as text and as HTML; false when the server refused it.</summary>
    /// <param name="language">The recipient's, <c>zh</c> or <c>en</c>.</param>
    internal async Task<bool> SendAsync(
        SmtpClient smtp, string address, string recipient, string language, Delivery delivery, CancellationToken cancellationToken)
    {
        if (!MailAddress.TryCreate(address, out var to))
            return false;
        var from = new MailAddress(options.Value.From);
        var english = language.StartsWith("en", StringComparison.OrdinalIgnoreCase);
        var link = new Uri(options.Value.Portal.TrimEnd('/') + NoticeLinks.PathOf(delivery.NoticeId));
        // A header ends with its line.
        var title = string.Join(' ', delivery.Title.Split(LineEnds, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        using var message = new MailMessage(from, to)
        {
            Subject = title,
            SubjectEncoding = Encoding.UTF8,
            Body = MailBody.Plain(delivery.Text, link, english),
            BodyEncoding = Encoding.UTF8,
        };
        var html = AlternateView.CreateAlternateViewFromString(MailBody.Html(title, delivery.Text, link, english), Encoding.UTF8, MediaTypeNames.Text.Html);
        html.TransferEncoding = TransferEncoding.Base64;
        message.AlternateViews.Add(html);
        message.Headers.Add("Message-ID", NoticeKeys.MessageId(recipient, delivery.NoticeId, from.Host));
        message.Headers.Add("Auto-Submitted", "auto-generated");
        try
        {
            await smtp.SendMailAsync(message, cancellationToken);
            return true;
        }
        catch (SmtpException refused) when (refused is SmtpFailedRecipientException || (int)refused.StatusCode is >= 500 and < 600)
        {
            return false;
        }
    }
}
