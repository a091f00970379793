namespace Campaigns.Local.Rehearsal;

/// <summary>
/// One thing that a simulated person does at an instant. <see cref="Id"/> is unique within the year and orders acts of one instant;
/// acts with the same <see cref="Participant"/> never overlap. Doing it answers with what follows from it.
/// </summary>
internal sealed record Act(DateTimeOffset At, string Id, string Participant, Func<CancellationToken, Task<IReadOnlyList<Act>>> DoAsync);

/// <summary>Acts still to be done, by instant and id.</summary>
internal sealed class Agenda
{
    readonly PriorityQueue<Act, (DateTimeOffset, string)> _acts = new(Comparer<(DateTimeOffset At, string Id)>.Create(static (a, b) =>
        a.At != b.At ? a.At.CompareTo(b.At) : string.CompareOrdinal(a.Id, b.Id)));

    public int Count => _acts.Count;

    /// <summary>When the next act is due; null when there is none.</summary>
    public DateTimeOffset? Next => _acts.TryPeek(out var act, out _) ? act.At : null;

    public void Add(IEnumerable<Act> acts)
    {
        foreach (var act in acts)
            _acts.Enqueue(act, (act.At, act.Id));
    }

    /// <summary>Forgets the acts that <paramref name="which"/> names.</summary>
    public void Drop(Func<Act, bool> which)
    {
        var kept = _acts.UnorderedItems.Where(i => !which(i.Element)).ToList();
        _acts.Clear();
        _acts.EnqueueRange(kept);
    }

    /// <summary>Takes every act due at <paramref name="now"/>, in order, those of one participant together.</summary>
    public IReadOnlyList<IReadOnlyList<Act>> TakeDue(DateTimeOffset now)
    {
        var due = new List<Act>();
        while (Next <= now)
            due.Add(_acts.Dequeue());
        return [.. due.GroupBy(a => a.Participant).Select(g => (IReadOnlyList<Act>)[.. g])];
    }
}
