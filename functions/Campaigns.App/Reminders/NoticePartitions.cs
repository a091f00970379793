using System.Globalization;
using Microsoft.Extensions.Options;

namespace Campaigns.App.Reminders;

/// <summary>Setting <c>Notices:Shards</c>.</summary>
public sealed class NoticeOptions
{
    public const string Section = "Notices";

    /// <summary>
    /// Partitions, 1 to 64, over which recipients are spread: one serves some 20,000 recipients, a province wants 16. It is chosen once, at the first
    /// deployment: an inbox is looked for where its recipient's partition is.
    /// </summary>
    public int Shards { get; set; } = 1;
}

/// <summary>
/// In which partition of table Notices a recipient's notices and deliveries stand. The fewer there are, the fewer batches a wave takes; the more, the more
/// servers share them.
/// </summary>
public sealed class NoticePartitions
{
    private readonly int _count;

    /// <exception cref="InvalidOperationException">The setting is out of its range.</exception>
    public NoticePartitions(IOptions<NoticeOptions> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _count = options.Value.Shards is >= 1 and <= 64 and var count
            ? count
            : throw new InvalidOperationException($"Setting Notices:Shards must be 1 to 64, not {options.Value.Shards}.");
    }

    /// <summary>The one partition, where there is no other: whoever delivers looks straight into it, and nothing has to be announced.</summary>
    public string? Only => _count == 1 ? Name(0) : null;

    /// <summary>The partition of <paramref name="recipient"/>.</summary>
    public string Of(string recipient) => Name(StableHash.Of(recipient, _count));

    private static string Name(int shard) => "s" + shard.ToString("D2", CultureInfo.InvariantCulture);
}
