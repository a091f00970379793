namespace Campaigns.App.Reminders;

public enum DeliveryState
{
    /// <summary>The portal's inbox is the only channel.</summary>
    InboxOnly,
    Pending,
    Sent,
    /// <summary>Given up after the last try; it stands in the inbox all the same.</summary>
    Undeliverable,
}

/// <summary>
/// A notice: exists once for a recipient and a milestone, in the recipient's language; the portal's inbox shows it, e-mail delivers it at least once.
/// </summary>
public sealed record Notice(
    string Recipient, string Cycle, string Milestone, string Kind, DateTimeOffset At, string Title, string Text, DeliveryState Email)
{
    /// <summary>Id within the recipient's inbox, also of the e-mail's <c>Message-ID</c>: the same however often it is sent.</summary>
    public string Id => $"{Cycle}|{Milestone}";
}
