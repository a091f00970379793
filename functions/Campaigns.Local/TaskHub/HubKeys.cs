using System.Globalization;
using System.Text;

namespace Campaigns.Local.TaskHub;

/// <summary>
/// Keys of the hub's one table. An instance is a partition: <c>state</c>, history <c>h|execution|document</c>, inbox <c>m|time|number|nonce</c>,
/// outbox <c>o|execution|document</c>. Two partitions are the hub's own: <c>!live</c>, a row for each instance that must be looked at after a start,
/// and <c>!hub</c> with the owner's lease and rows by which other processes ask for attention.
/// </summary>
internal static class HubKeys
{
    public const string Live = "!live";
    public const string Hub = "!hub";
    public const string Lease = "lease";
    public const string State = "state";
    public const string WakePrefix = "wake|";
    public const string HistoryPrefix = "h|";
    public const string InboxPrefix = "m|";
    public const string OutboxPrefix = "o|";

    /// <summary>Stands between a document's key and the number of a further row of it; sorts behind every other character in use.</summary>
    public const char Part = '~';

    public static string History(int execution, int document) => string.Create(CultureInfo.InvariantCulture, $"{HistoryPrefix}{execution:D8}|{document:D8}");

    public static string Outbox(int execution, int document) => string.Create(CultureInfo.InvariantCulture, $"{OutboxPrefix}{execution:D8}|{document:D8}");

    /// <summary>An id as a partition key: characters that keys cannot hold become <c>!</c> and their code, so that prefixes stay prefixes.</summary>
    public static string Partition(string instanceId)
    {
        if (!instanceId.Any(NeedsEscape))
        {
            return instanceId;
        }

        var key = new StringBuilder(instanceId.Length + 8);
        foreach (var c in instanceId)
        {
            if (NeedsEscape(c))
            {
                key.Append(CultureInfo.InvariantCulture, $"!{(int)c:x4}");
            }
            else
            {
                key.Append(c);
            }
        }

        return key.ToString();
    }

    /// <summary>The id that <see cref="Partition"/> made a key of.</summary>
    public static string InstanceId(string partition)
    {
        if (!partition.Contains('!', StringComparison.Ordinal))
        {
            return partition;
        }

        var id = new StringBuilder(partition.Length);
        for (var i = 0; i < partition.Length; i++)
        {
            if (partition[i] == '!')
            {
                id.Append((char)int.Parse(partition.AsSpan(i + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                i += 4;
            }
            else
            {
                id.Append(partition[i]);
            }
        }

        return id.ToString();
    }

    static bool NeedsEscape(char c) => c is '/' or '\\' or '#' or '?' or '!' or '%' || char.IsControl(c);
}
