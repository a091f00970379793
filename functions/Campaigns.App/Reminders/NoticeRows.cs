using Azure.Data.Tables;

namespace Campaigns.App.Reminders;

/// <summary>How a notice and a waiting delivery stand in their rows.</summary>
internal static class NoticeRows
{
    public static TableEntity Of(string partition, Notice notice) =>
        new(partition, NoticeKeys.Notice(notice.Recipient, notice.At, notice.Cycle, notice.Milestone))
        {
            ["V"] = 1,
            ["Kind"] = notice.Kind,
            ["At"] = notice.At,
            ["Title"] = notice.Title,
            ["Text"] = notice.Text,
            ["Email"] = notice.Email.ToString(),
        };

    public static Notice ToNotice(TableEntity row)
    {
        var key = row.RowKey.Split('|', 5);
        return new(
            key[1], key[3], key[4], row.GetString("Kind"), row.GetDateTimeOffset("At")!.Value, row.GetString("Title"), row.GetString("Text"),
            Enum.Parse<DeliveryState>(row.GetString("Email")));
    }
}
