namespace Campaigns.Local.TaskHub;

/// <summary>The activities and sub-orchestrations that a history has called and not seen the end of.</summary>
internal static class OpenCalls
{
    /// <summary>The open calls in the order in which they were made.</summary>
    public static IReadOnlyList<ActionEvent> Of(IEnumerable<HistoryEvent> history)
    {
        var open = new SortedDictionary<int, ActionEvent>();
        foreach (var fact in history)
        {
            switch (fact)
            {
                case TaskScheduled or ChildScheduled:
                    var call = (ActionEvent)fact;
                    open[call.Id] = call;
                    break;
                case TaskCompleted done:
                    open.Remove(done.Id);
                    break;
                case TaskFailed failed:
                    open.Remove(failed.Id);
                    break;
                case ChildCompleted done:
                    open.Remove(done.Id);
                    break;
                case ChildFailed failed:
                    open.Remove(failed.Id);
                    break;
            }
        }

        return [.. open.Values];
    }
}
