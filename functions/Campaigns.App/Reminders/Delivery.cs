using Azure.Data.Tables;

namespace Campaigns.App.Reminders;

/// <summary>What became of one try to mail a message.</summary>
internal enum DeliveryOutcome
{
    Sent,

    /// <summary>The message itself was not taken: the server refused it for now or for good, or there is no address that it could go to.</summary>
    Refused,

    /// <summary>The server could not be reached, or was not asked because it could not be reached before: no fault of the message.</summary>
    Unreached,
}

/// <summary>A delivery that waits, as its row says.</summary>
internal sealed record Delivery(TableEntity Row)
{
    /// <summary>Campaign time from which it may go out, to the second.</summary>
    public DateTimeOffset DueAt => NoticeKeys.InstantOf(Row.RowKey);

    public string Recipient => Row.RowKey.Split('|', 4)[2];
    public string NoticeId => Row.RowKey.Split('|', 4)[3];
    public string NoticeRow => Row.GetString("Notice");
    public string Title => Row.GetString("Title");
    public string Text => Row.GetString("Text");
    public int Tries => Row.GetInt32("Tries") ?? 0;

    /// <summary>Platform time before which it is not tried again.</summary>
    public DateTimeOffset NotBefore => Row.GetDateTimeOffset("NotBefore") ?? DateTimeOffset.MinValue;
}
