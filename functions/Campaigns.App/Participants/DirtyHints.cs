using System.Collections.Concurrent;
using Azure;
using Azure.Data.Tables;
using Campaigns.App.Storage;
using Microsoft.Extensions.Logging;

namespace Campaigns.App.Participants;

/// <summary>
/// Tells the roll-up which groups to look at: a row <c>dirty|{group}</c> in the cycle's partition. It is a hint; the truth is the dirty mark that every
/// batch leaves in the group's own partition. A process leaves at most one hint a group in <see cref="Interval"/> of campaign time, so whoever takes a hint
/// away counts again once it is older than that.
/// </summary>
public sealed partial class DirtyHints(CampaignTables tables, CampaignClock clock, ILogger<DirtyHints> log)
{
    public const string Prefix = "dirty|";

    /// <summary>Property with the instant (campaign time) of the last hint.</summary>
    public const string AtProperty = "At";

    public static TimeSpan Interval { get; } = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<(string Cycle, string Group), DateTimeOffset> _left = new();

    /// <summary>Leaves a hint unless this process did so a moment ago. Never throws for storage: the mark is what counts.</summary>
    internal async Task LeaveAsync(string cycle, string group, CancellationToken cancellationToken)
    {
        var now = clock.Now;
        if (_left.TryGetValue((cycle, group), out var last) && now - last < Interval && now >= last)
            return;
        _left[(cycle, group)] = now;
        try
        {
            var hint = new TableEntity(cycle, Prefix + group) { [AtProperty] = now };
            await tables.Cycles.UpsertEntityAsync(hint, TableUpdateMode.Replace, cancellationToken);
        }
        catch (RequestFailedException failure)
        {
            _left.TryRemove((cycle, group), out _);
            HintLost(log, cycle, group, failure);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "No hint could be left for group {Group} of cycle {Cycle}; its mark stays.")]
    private static partial void HintLost(ILogger log, string cycle, string group, Exception failure);
}
