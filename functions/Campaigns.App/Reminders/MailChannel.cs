using System.Net.Mail;
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

    /// <summary>Address of the portal, for the link in each message.</summary>
    public string Portal { get; set; } = "http://localhost:7071";
}

/// <summary>
/// E-mail by SMTP: one connection for a run of messages. An address that the server refuses is a failure of that message; a server that cannot be reached
/// fails all the rest of the run, so that they are tried again later.
/// </summary>
public sealed class MailChannel(IOptions<MailOptions> options)
{
    public bool IsConfigured => options.Value.Host.Length > 0;

    internal SmtpClient Connect() => new(options.Value.Host, options.Value.Port)
    {
        EnableSsl = options.Value.Tls,
        Credentials = options.Value.User.Length > 0 ? new System.Net.NetworkCredential(options.Value.User, options.Value.Password) : null,
        Timeout = 30_000,
    };

    /// <summary>Sends one message; false when the server refused it.</summary>
    internal async Task<bool> SendAsync(SmtpClient smtp, string address, string recipient, Delivery delivery, CancellationToken cancellationToken)
    {
        if (!MailAddress.TryCreate(address, out var to))
            return false;
        var from = new MailAddress(options.Value.From);
        using var message = new MailMessage(from, to)
        {
            Subject = delivery.Title,
            SubjectEncoding = Encoding.UTF8,
            Body = $"{delivery.Text}\n{options.Value.Portal}\n",
            BodyEncoding = Encoding.UTF8,
        };
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
