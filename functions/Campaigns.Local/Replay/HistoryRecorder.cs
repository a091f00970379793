using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Campaigns.Local.Hosting;
using Campaigns.Local.TaskHub;

namespace Campaigns.Local.Replay;

/// <summary>
/// Collects the histories of generations that ended, and picks one for each case: the first in the order of instance ids and generations, in an order of its
/// own and without what storage made up, so that the same run gives the same text.
/// </summary>
internal sealed partial class HistoryRecorder
{
    readonly ConcurrentQueue<RecordedHistory> _ended = new();

    public void Add(RecordedHistory history) => _ended.Enqueue(history);

    /// <summary>All that was collected.</summary>
    public IReadOnlyList<RecordedHistory> All => [.. _ended];

    /// <summary>The texts of the cases that occurred.</summary>
    public IReadOnlyDictionary<HistoryCase, string> Pick(IReadOnlyList<HostedOrchestrator> orchestrators)
    {
        var code = orchestrators.ToDictionary(o => o.Name, o => o.RunAsync);
        var sorted = _ended.OrderBy(h => h.InstanceId, StringComparer.Ordinal).ThenBy(h => h.Instance.Execution).ToList();
        return HistoryCase.All
            .Select(c => (Case: c, History: sorted.Find(h => h.Orchestrator == c.Orchestrator && c.Went(h))))
            .Where(p => p.History is not null)
            .ToDictionary(p => p.Case, p => Plain(OrderedHistory.Of(p.History!, code[p.Case.Orchestrator]).ToString()));
    }

    // Storage draws an ETag from its clock; histories only hand it on.
    static string Plain(string text) => ETag().Replace(text, "W/1");

    [GeneratedRegex("""W/\\(?:u0022|")datetime[^"\\]*(?:\\u0027[^"\\]*)*\\(?:u0022|")""")]
    private static partial Regex ETag();
}
