using Campaigns.Local.Rehearsal;

namespace Campaigns.Local.Faults;

/// <summary>
/// Which calls meet with what: of each <see cref="Every"/> calls in a row one is hit; and of each <see cref="BurstEvery"/> calls of one place
/// <see cref="BurstOf"/> in a row are answered with 503, so many that the clients' own tries do not outlast them and the app itself sees the fault. A function
/// of the seed and the call's number.
/// </summary>
internal sealed record FaultMix
{
    // A host that finds no storage does not start, and is started again by whoever runs it; that is the supervisor's part and not the app's.
    const int SparedAtTheStart = 150;

    // A hang costs its timeout in real time, so that it is drawn less often than the others.
    static readonly IReadOnlyDictionary<FaultKind, int> Weights = new Dictionary<FaultKind, int>
    {
        [FaultKind.Throttled] = 20,
        [FaultKind.ServerError] = 20,
        [FaultKind.Busy] = 20,
        [FaultKind.Reset] = 20,
        [FaultKind.Lost] = 20,
        [FaultKind.Hang] = 1,
        [FaultKind.Delay] = 4,
    };

    /// <summary>What a mix can name.</summary>
    public static readonly string Names = string.Join(", ", [All, Bursts, .. Enum.GetValues<FaultKind>().Select(k => $"{k}".ToLowerInvariant())]);

    const string All = "all";
    const string Bursts = "bursts";

    public int Seed { get; init; }

    /// <summary>Of so many calls one is hit; 0 for none.</summary>
    public int Every { get; init; }

    /// <summary>What one is hit by; empty for everything.</summary>
    public IReadOnlyList<FaultKind> Kinds { get; init; } = [];

    /// <summary>
    /// A place has a burst in each so many of its calls; the task hub and other work, which make most of the calls, in four times as many. 0 for none.
    /// </summary>
    public int BurstEvery { get; init; }

    /// <summary>Calls of a burst.</summary>
    public int BurstOf { get; init; } = 10;

    /// <summary>A mix of what is named, apart by commas: kinds of faults in lower case (<c>busy,lost</c>), <c>bursts</c>, or <c>all</c>.</summary>
    /// <exception cref="FormatException">Something is named that there is not; the message says what there is.</exception>
    public static FaultMix Parse(string text, int seed)
    {
        ArgumentNullException.ThrowIfNull(text);
        var names = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToList();
        var kinds = names.Where(n => n is not (All or Bursts)).Select(n => Enum.GetValues<FaultKind>().Cast<FaultKind?>()
            .FirstOrDefault(k => string.Equals($"{k}", n, StringComparison.OrdinalIgnoreCase))
            ?? throw new FormatException($"{n} is no kind of fault; there are {Names}.")).ToList();
        if (names.Count == 0)
            throw new FormatException($"A mix names what is in it: {Names}.");
        return new FaultMix
        {
            Seed = seed,
            Every = names.Contains(All) || kinds.Count > 0 ? 10 : 0,
            Kinds = kinds,
            BurstEvery = names.Contains(All) || names.Contains(Bursts) ? 100 : 0,
        };
    }

    public bool Injects => Every > 0 || BurstEvery > 0;

    /// <summary>Whether the numbers mean something: no burst without an end, no more than every second call hit.</summary>
    public bool IsSound => Seed >= 0 && Every is 0 or > 1 && BurstEvery >= 0 && (BurstEvery == 0 || (BurstOf > 0 && BurstEvery >= 4 * BurstOf));

    /// <summary>
    /// What a call meets with, the <paramref name="call"/>th of all and the <paramref name="ofPlace"/>th of its place, counted from 1; null for nothing.
    /// </summary>
    public FaultKind? At(FaultPlace place, long call, long ofPlace)
    {
        var period = place is FaultPlace.Hub or FaultPlace.Other ? 4 * BurstEvery : BurstEvery;
        if (period > 0 && call > SparedAtTheStart && (ofPlace - period / 4) % period is >= 0 and var into && into < BurstOf)
            return FaultKind.Busy;
        if (Every == 0)
            return null;
        var window = $"{call / Every}";
        return call % Every == Choice.Number(Seed, Every, "hit", window) ? Kind(window) : null;
    }

    FaultKind Kind(string window)
    {
        var among = Weights.Where(w => Kinds.Count == 0 || Kinds.Contains(w.Key)).ToList();
        var drawn = Choice.Number(Seed, among.Sum(w => w.Value), "kind", window);
        foreach (var (kind, weight) in among)
        {
            if (drawn < weight)
                return kind;
            drawn -= weight;
        }
        return among[^1].Key;
    }
}
