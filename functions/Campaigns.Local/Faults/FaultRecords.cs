namespace Campaigns.Local.Faults;

/// <summary>The records of several hosts, taken together.</summary>
internal sealed class FaultRecords(params FaultPlan[] plans) : IDisposable
{
    readonly (FaultPlan Plan, FaultRecord Record)[] _records = [.. plans.Select(p => (p, new FaultRecord(p.Record)))];

    public IReadOnlyDictionary<FaultPlace, long> Calls => Sum(_records.Select(r => r.Record.Calls));

    public FaultTally Tally => new(Sum(_records.Select(r => r.Record.Tally.Injected)), Sum(_records.Select(r => r.Record.Tally.Seen)));

    public IReadOnlyList<Kill> Happened => [.. _records.SelectMany(r => r.Plan.Kills.Where((_, n) => r.Record.HasHappened(n)))];

    public void Dispose()
    {
        foreach (var (_, record) in _records)
            record.Dispose();
    }

    static Dictionary<TKey, long> Sum<TKey>(IEnumerable<IReadOnlyDictionary<TKey, long>> counts) where TKey : notnull =>
        counts.SelectMany(c => c).GroupBy(c => c.Key).ToDictionary(g => g.Key, g => g.Sum(c => c.Value));
}
