using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Campaigns.App.Reminders;

/// <summary>
/// The keys of table Notices: recipients are spread over <see cref="Shards"/> partitions, so that a wave's notices are written a hundred at a time. In each
/// stand the notices by recipient, newest first, and the deliveries that wait, earliest first.
/// </summary>
internal static class NoticeKeys
{
    public const int Shards = 8;

    /// <summary>Partition with a row for each shard that has deliveries waiting: what an idle tick reads.</summary>
    public const string Waiting = "waiting";

    private const string Instant = "yyyyMMddHHmmss";

    public static string Partition(string recipient) => Partition(StableHash.Of(recipient, Shards));

    public static string Partition(int shard) => "s" + shard.ToString("D2", CultureInfo.InvariantCulture);

    /// <summary>Counts down, so that the newest notice of a recipient comes first.</summary>
    public static string Notice(string recipient, DateTimeOffset at, string cycle, string milestone)
    {
        var instant = long.Parse(at.UtcDateTime.ToString(Instant, CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return $"n|{recipient}|{99_999_999_999_999L - instant:D14}|{cycle}|{milestone}";
    }

    public static (string From, string To) NoticesOf(string recipient) => ($"n|{recipient}|", $"n|{recipient}}}");

    public static string Delivery(DateTimeOffset notBefore, string recipient, string cycle, string milestone) =>
        $"q|{notBefore.UtcDateTime.ToString(Instant, CultureInfo.InvariantCulture)}|{recipient}|{cycle}|{milestone}";

    /// <summary>Deliveries whose moment has come by <paramref name="now"/>.</summary>
    public static (string From, string To) DueBy(DateTimeOffset now) => ("q|", $"q|{now.UtcDateTime.ToString(Instant, CultureInfo.InvariantCulture)}}}");

    /// <summary>An address-safe id for a message that stays the same over repeats.</summary>
    public static string MessageId(string recipient, string notice, string domain) =>
        $"<{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(recipient + "\n" + notice)))[..40]}@{domain}>";
}
