using Campaigns.App.Cycles;
using Campaigns.App.Participants;
using Campaigns.App.Storage;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Sheets;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Campaigns.App.Reviews;

/// <summary>
/// Acts on individual deadlines (C6): every minute whatever is due by now, however late (J6). The index only hints; the participant row is read again, the rule
/// decides, and the hint goes. Running twice, also at the same time, changes nothing more.
/// </summary>
public sealed partial class DueTimes(
    DueIndex index, ParticipantStore participants, CycleContexts cycles, CampaignClock clock, ILogger<DueTimes> log)
{
    private static readonly TimeSpan FullSweepEvery = TimeSpan.FromDays(1);
    private DateTimeOffset? _fullSweepAt;

    [Function(nameof(SweepDueTimes))]
    public async Task SweepDueTimes([TimerTrigger("0 * * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        using var work = StorageMeter.Work("dueTimes");
        await SweepAsync(cancellationToken);
    }

    /// <summary>
    /// Sweeps the shards that the index says hold something; once a day of campaign time, and at the start, all of them. Returns how many deadlines were acted
    /// on or dropped.
    /// </summary>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var now = clock.Now;
        var marked = await index.ShardsDueAsync(now, cancellationToken);
        var full = _fullSweepAt is not { } last || now - last >= FullSweepEvery || now < last;
        var handled = 0;
        var swept = new HashSet<string>();
        foreach (var shard in full ? DueIndex.AllShards : marked.Select(m => m.Shard).Distinct())
        {
            var (done, clean) = await SweepShardAsync(shard, now, cancellationToken);
            handled += done;
            if (clean)
                swept.Add(shard);
        }
        foreach (var (shard, marker) in marked.Where(m => swept.Contains(m.Shard)))
            await index.DropMarkerAsync(marker, now, cancellationToken);
        if (full)
            _fullSweepAt = now;
        return handled;
    }

    private async Task<(int Done, bool Clean)> SweepShardAsync(string shard, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var done = new List<DueTime>();
        var clean = true;
        await foreach (var due in index.DueAsync(shard, now, cancellationToken))
        {
            try
            {
                await ActAsync(due, now, cancellationToken);
                done.Add(due);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                // One that fails stays due and must not keep the others waiting.
                clean = false;
                Failed(log, due, failure);
            }
        }
        await index.DropAsync(shard, done, cancellationToken);
        return (done.Count, clean);
    }

    private async Task ActAsync(DueTime due, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (due.Kind != Rework.Kind)
            throw new InvalidOperationException($"Nobody knows what a deadline of kind {due.Kind} asks for.");
        if (await cycles.GetAsync(due.Cycle, cancellationToken) is not { } cycle
            || await participants.ReadAsync(due.Cycle, due.Track, due.Unit, cancellationToken) is not { } participant)
        {
            return;
        }

        var (phase, window) = (cycle.Definition.Phase(due.Phase), cycle.Plan.Window(due.Phase));
        var standard = cycle.Definition.Standard(cycle.Definition.Track(due.Track).Standard);
        var operation = new ParticipantOperation(
            ParticipantKeys.Hash($"rework\n{participant.Key}\n{due.Phase}\n{participant.State.Phase(due.Phase).Returns}")[..32], now);
        var outcome = await participants.TransactAsync(
            participant.Key, operation,
            (current, _) => ValueTask.FromResult(ParticipantWrite.Of(SheetDecider.Decide(current.State, phase, window, new LockRework(), now, standard))),
            cancellationToken);
        switch (outcome)
        {
            // The rework has been extended by another return, or the phase itself is still open: there is a later moment to look again.
            case ParticipantOutcome.Refused { Reason.Code: RefusalCode.NotLockedYet }:
                var until = participant.State.Phase(due.Phase).ReworkUntil ?? now;
                var later = window.LockedAt > until ? window.LockedAt.Value : until;
                await index.AddAsync(Rework.DueTimeOf(participant.Key, due.Phase, later), cancellationToken);
                break;
            case ParticipantOutcome.Busy:
                throw new InvalidOperationException("The participant kept changing.");
        }
    }

    [LoggerMessage(1, LogLevel.Error, "Deadline {Due} could not be acted on and stays due.")]
    private static partial void Failed(ILogger log, DueTime due, Exception failure);
}
