using System.Collections.Concurrent;
using Campaigns.App.Cycles;
using Campaigns.App.Participants;
using Campaigns.App.Storage;
using Campaigns.App.Telemetry;
using Campaigns.Rules.Cycles;
using Microsoft.Extensions.Logging;

namespace Campaigns.App.Reviews;

/// <summary>What a check came to.</summary>
/// <param name="Implied">How many deadlines the truth implied, by kind.</param>
/// <param name="Entered">Those that no hint led to, each at the instant at which it stands in the index now.</param>
public sealed record DueIndexFindings(IReadOnlyDictionary<string, int> Implied, IReadOnlyList<DueTime> Entered);

/// <summary>
/// Derives the due index again from the truth (J1, J6): what the participants' rows imply and no hint leads to is entered and reported, because something has
/// lost it. A hint too many needs no check: whoever finds it due reads the truth and drops it. Reads the truth first and the index after it, so that what is
/// written or acted on meanwhile is no difference; running twice, also at the same time, changes nothing more.
/// </summary>
public sealed partial class DueIndexCheck(
    DueIndex index, IEnumerable<IDueAction> actions, ParticipantStore participants, ParticipationIndex groups, CycleStore cycles, CycleContexts contexts,
    CampaignClock clock, TimeProvider platform, ILogger<DueIndexCheck> log)
{
    // So many deadlines are held against the index at once, some 20 MB: a pass reads it once, unless far more is under way than people keep up with.
    private const int MostAtOnce = 50_000;

    private const int MostNamed = 10;

    private readonly IReadOnlyList<IDueAction> _actions = [.. actions];
    private readonly ConcurrentDictionary<DateOnly, bool> _done = new();

    /// <summary>
    /// Checks the groups of running and paused cycles whose turn it is tonight: each once a week, by its name and the day of campaign time. Once a day of
    /// platform time, however often it is asked: what loses hints are machines, and time that skips loses none.
    /// </summary>
    /// <returns>How many deadlines were entered.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var day = DateOnly.FromDateTime(platform.GetUtcNow().UtcDateTime);
        if (_done.ContainsKey(day))
            return 0;
        var running = (await cycles.ListAsync(cancellationToken)).Where(c => c.State is CycleState.Running or CycleState.Paused).Select(c => c.Cycle).ToList();
        var tonight = DateOnly.FromDateTime(clock.Now.UtcDateTime);
        var found = await CheckAsync(running, (cycle, group) => WeeklyTurn.IsOf($"{cycle}|{group}", tonight), cancellationToken);
        _done[day] = true;
        return found.Entered.Count;
    }

    /// <summary>
    /// Checks those groups of the cycles whose turn it is, and enters what is missing. A page for each group, another for each kind of record that its
    /// participants say they have; the index once, its shards in question alone. Of a cycle that is over, or cancelled, nothing is due.
    /// </summary>
    /// <param name="turn">Whether to check a group of a cycle.</param>
    /// <exception cref="AggregateException">Groups could not be read; the others have been checked.</exception>
    public async Task<DueIndexFindings> CheckAsync(
        IEnumerable<string> ofCycles, Func<string, string, bool> turn, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ofCycles);
        ArgumentNullException.ThrowIfNull(turn);
        var (entered, implied) = (new List<DueTime>(), new Dictionary<DueTime, Implied>());
        var (kinds, faults) = (new SortedDictionary<string, int>(StringComparer.Ordinal), new List<Exception>());
        foreach (var cycle in ofCycles)
        {
            foreach (var (group, _) in await groups.GroupsAsync(cycle, cancellationToken))
            {
                if (!turn(cycle, group))
                    continue;
                try
                {
                    await foreach (var due in ImpliedAsync(cycle, group, cancellationToken))
                    {
                        implied[Timeless(due)] = new(due, group);
                        kinds[due.Kind] = kinds.GetValueOrDefault(due.Kind) + 1;
                    }
                }
                catch (Exception failure) when (failure is not OperationCanceledException)
                {
                    // One that cannot be read must not keep the others waiting for a week.
                    faults.Add(new InvalidOperationException($"Group {group} of cycle {cycle} could not be checked.", failure));
                }
                if (implied.Count < MostAtOnce)
                    continue;
                entered.AddRange(await EnterMissingAsync(implied, cancellationToken));
                implied.Clear();
            }
        }
        entered.AddRange(await EnterMissingAsync(implied, cancellationToken));
        return faults.Count == 0 ? new(kinds, entered) : throw new AggregateException("Deadlines could not be held against the due index.", faults);
    }

    private async IAsyncEnumerable<DueTime> ImpliedAsync(
        string cycle, string group, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await contexts.GetAsync(cycle, cancellationToken) is not { State: CycleState.Running or CycleState.Paused } context)
            yield break;
        var all = await participants.ReadGroupAsync(cycle, group, cancellationToken).ToListAsync(cancellationToken);
        var truth = new GroupTruth(context, group, all, clock.Now);
        foreach (var action in _actions)
        {
            await foreach (var due in action.ImpliedAsync(truth, cancellationToken))
                yield return due;
        }
    }

    private async Task<IReadOnlyList<DueTime>> EnterMissingAsync(Dictionary<DueTime, Implied> implied, CancellationToken cancellationToken)
    {
        if (implied.Count == 0)
            return [];
        var now = clock.Now;
        await foreach (var hint in index.BesideAsync(implied.Values.Select(i => i.Due), implied.Values.Max(i => Latest(i.Due, now)), cancellationToken))
        {
            if (implied.TryGetValue(Timeless(hint), out var led) && hint.At <= Latest(led.Due, now))
                implied.Remove(Timeless(hint));
        }

        // What is still implied, and was before the index was read, was implied while it was read: it is no deadline that somebody has just met or moved.
        var missing = new List<DueTime>();
        foreach (var (cycle, group) in implied.Values.Select(i => (i.Due.Cycle, i.Group)).Distinct().ToList())
        {
            await foreach (var due in ImpliedAsync(cycle, group, cancellationToken))
            {
                if (implied.TryGetValue(Timeless(due), out var before) && before.Due == due)
                    missing.Add(due);
            }
        }
        // Reported first: what breaks off after it is found again, what breaks off before it would have mended in silence.
        foreach (var ofCycle in missing.GroupBy(d => d.Cycle, StringComparer.Ordinal))
            LogUnhinted(ofCycle.Key, ofCycle.Count(), string.Join("; ", ofCycle.Take(MostNamed)));
        foreach (var due in missing)
            await index.AddAsync(due, cancellationToken);
        return missing;
    }

    /// <summary>
    /// Until when a hint must come to lead to a deadline in time. A hint found due while its cycle was paused, or without a calendar, is put off by a day at most.
    /// </summary>
    private static DateTimeOffset Latest(DueTime due, DateTimeOffset now) => (due.At > now ? due.At : now) + DueTimes.WhilePaused;

    /// <summary>What a hint is about, whenever it comes.</summary>
    private static DueTime Timeless(DueTime due) => due with { At = default };

    [LoggerMessage(
        EventIds.DeadlinesUnhinted, LogLevel.Warning, "{Count} deadlines of cycle {Cycle} had no hint in the due index and are entered again: {Dues}",
        EventName = nameof(EventIds.DeadlinesUnhinted))]
    private partial void LogUnhinted(string cycle, int count, string dues);

    private sealed record Implied(DueTime Due, string Group);
}
