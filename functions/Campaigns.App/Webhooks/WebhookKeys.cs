using System.Globalization;
using Campaigns.App.Participants;

namespace Campaigns.App.Webhooks;

/// <summary>
/// The keys of table Webhooks. One partition holds the subscriptions, what waits to be sent (earliest first) and what became of it (newest first); another
/// one how far each cycle and group has been told.
/// </summary>
internal static class WebhookKeys
{
    public const string Partition = "w";
    public const string Told = "told";

    private const string Instant = "yyyyMMddHHmmss";
    private const long Latest = 99_999_999_999_999L;

    public static string Hook(string id) => "c|" + id;

    public static (string From, string To) Hooks => ("c|", "c}");

    public static string Waiting(DateTimeOffset notBefore, string hook, string happened) => $"q|{Text(notBefore)}|{hook}|{happened}";

    /// <summary>What is to be sent by <paramref name="now"/>.</summary>
    public static (string From, string To) WaitingBy(DateTimeOffset now) => ("q|", $"q|{Text(now)}}}");

    public static (string From, string To) AllWaiting => ("q|", "q}");

    public static string Delivery(string hook, DateTimeOffset happenedAt, string happened) =>
        $"l|{hook}|{(Latest - long.Parse(Text(happenedAt), CultureInfo.InvariantCulture)).ToString("D14", CultureInfo.InvariantCulture)}|{happened}";

    public static (string From, string To) DeliveriesOf(string hook) => ($"l|{hook}|", $"l|{hook}}}");

    public static string OfGroup(string cycle, string group) => $"g|{cycle}|{group}";

    public static string OfCycle(string cycle) => "m|" + cycle;

    public static (string From, string To) OfCycles => ("m|", "m}");

    /// <summary>An event's id, which says nothing about it: 32 hex digits after <c>evt_</c>.</summary>
    public static string EventId(string what) => "evt_" + ParticipantKeys.Hash(what)[..32];

    public static DateTimeOffset NotBeforeOf(string waiting) =>
        DateTimeOffset.ParseExact(waiting.Split('|')[1], Instant, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static string Text(DateTimeOffset instant) => instant.UtcDateTime.ToString(Instant, CultureInfo.InvariantCulture);
}
