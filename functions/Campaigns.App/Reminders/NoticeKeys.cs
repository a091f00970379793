using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Campaigns.App.Reminders;

/// <summary>
/// The keys of table Notices. In a partition (see <see cref="NoticePartitions"/>) stand the notices by recipient, newest first, the lease of whoever delivers,
/// and behind it the deliveries that wait, earliest first.
/// </summary>
internal static class NoticeKeys
{
    /// <summary>Partition with a row for each instant and partition at which deliveries fall due: what an idle tick reads.</summary>
    public const string Waiting = "waiting";

    /// <summary>Row of the lease; it sorts right before the deliveries, so that one page brings both.</summary>
    public const string Lease = "q";

    private const string Instant = "yyyyMMddHHmmss";

    /// <summary>Counts down, so that the newest notice of a recipient comes first.</summary>
    public static string Notice(string recipient, DateTimeOffset at, string cycle, string milestone)
    {
        var instant = long.Parse(Text(at), CultureInfo.InvariantCulture);
        return $"n|{recipient}|{99_999_999_999_999L - instant:D14}|{cycle}|{milestone}";
    }

    public static (string From, string To) NoticesOf(string recipient) => ($"n|{recipient}|", $"n|{recipient}}}");

    public static string Delivery(DateTimeOffset notBefore, string recipient, string cycle, string milestone) =>
        $"q|{Text(notBefore)}|{recipient}|{cycle}|{milestone}";

    /// <summary>The instant in the key of a delivery.</summary>
    public static DateTimeOffset InstantOf(string delivery) => new(
        DateTime.ParseExact(delivery.AsSpan(2, Instant.Length), Instant, CultureInfo.InvariantCulture, DateTimeStyles.None), TimeSpan.Zero);

    /// <summary>The lease, and the deliveries whose moment has come by <paramref name="now"/>.</summary>
    public static (string From, string To) DueBy(DateTimeOffset now) => (Lease, $"q|{Text(now)}}}");

    /// <summary>Says that deliveries of <paramref name="partition"/> fall due at <paramref name="notBefore"/>.</summary>
    public static string WaitingRow(DateTimeOffset notBefore, string partition) => $"{Text(notBefore)}|{partition}";

    /// <summary>The partition that a row of <see cref="Waiting"/> speaks of.</summary>
    public static string PartitionOf(string waitingRow) => waitingRow[(waitingRow.IndexOf('|', StringComparison.Ordinal) + 1)..];

    /// <summary>Upper end of the rows of <see cref="Waiting"/> that are due by <paramref name="now"/>.</summary>
    public static string WaitingBy(DateTimeOffset now) => $"{Text(now)}}}";

    private static string Text(DateTimeOffset instant) => instant.UtcDateTime.ToString(Instant, CultureInfo.InvariantCulture);

    /// <summary>An address-safe id for a message that stays the same over repeats.</summary>
    public static string MessageId(string recipient, string notice, string domain) =>
        $"<{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(recipient + "\n" + notice)))[..40]}@{domain}>";
}
