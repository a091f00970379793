using System.Globalization;

namespace Campaigns.Local.Faults;

/// <summary>
/// What was injected, by kind, and by place how many calls failed past all tries of the storage client, so that the app itself had to recover.
/// </summary>
internal sealed record FaultTally(IReadOnlyDictionary<FaultKind, long> Injected, IReadOnlyDictionary<FaultPlace, long> Seen)
{
    /// <summary>How many calls failed past all tries of the storage client.</summary>
    public long SeenByTheApp => Seen.Values.Sum();

    public long All => Injected.Values.Sum();

    public override string ToString()
    {
        var kinds = Injected.Where(i => i.Value > 0).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i.Value} × {Name(i.Key)}"));
        return string.Join(", ", kinds);
    }

    static string Name(FaultKind kind) => kind switch
    {
        FaultKind.Throttled => "429",
        FaultKind.ServerError => "500",
        FaultKind.Busy => "503",
        FaultKind.Reset => "reset before sending",
        FaultKind.Lost => "answer lost after it was applied",
        FaultKind.Hang => "hang until the timeout",
        _ => "late answer",
    };
}
