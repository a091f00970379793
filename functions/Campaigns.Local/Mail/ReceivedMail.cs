namespace Campaigns.Local.Mail;

/// <summary>
/// One message as the sink took it: envelope addresses, the headers that tests and pages ask for, and its size in bytes.
/// <see cref="Number"/> counts from 1 in the order of arrival.
/// </summary>
public sealed record ReceivedMail(long Number, string From, IReadOnlyList<string> To, string? MessageId, string Subject, int Size);

/// <summary>
/// What the sink has taken since it started. <see cref="Repeated"/> counts deliveries whose <c>Message-ID</c> had been seen before:
/// after a kill of the app it may rise by at most twenty a dispatch (design section 6), otherwise it stays 0.
/// </summary>
public sealed record MailTotals(long Messages, long Repeated, int Recipients);
