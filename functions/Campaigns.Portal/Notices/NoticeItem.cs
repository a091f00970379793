namespace Campaigns.Portal.Notices;

/// <summary>A notice of the reader's own inbox, in the words in which it was sent.</summary>
public sealed record NoticeItem(DateTimeOffset At, string Kind, string Title, string Text);

/// <summary>A page of the reader's inbox, newest first; <see cref="Older"/> leads to what came before.</summary>
public sealed record InboxView(IReadOnlyList<NoticeItem> Notices, string? Older);
