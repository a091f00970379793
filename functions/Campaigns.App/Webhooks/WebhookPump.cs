using System.Globalization;
using System.Text.Json;
using Azure.Data.Tables;
using Campaigns.App.Cycles;
using Campaigns.App.Http;
using Campaigns.App.Ledger;
using Campaigns.App.Participants;
using Campaigns.App.Storage;
using Campaigns.Rules.Cycles;
using Campaigns.Rules.Ledger;
using Campaigns.Rules.Webhooks;

namespace Campaigns.App.Webhooks;

/// <summary>
/// Turns what stands in the ledgers, and what milestones have done, into events for those who have subscribed (J22): along with the roll-up, from the groups
/// that it counts, so that no act costs more for being told. How far a group was told is written after its events, which are entered once.
/// </summary>
public sealed class WebhookPump(
    CampaignTables tables, WebhookStore hooks, WebhookQueue queue, WebhookDeliveries deliveries, CycleStore cycles, CycleContexts contexts, LongTexts texts,
    TimeProvider time)
{
    // More participants than this are read in one range instead of one by one.
    private const int MostAlone = 20;
    private const string Work = "webhooks";
    private const string ToldProperty = "Told";
    private const string StateProperty = "State";

    /// <summary>Who is told, or null where nobody is.</summary>
    public async Task<IReadOnlyList<Webhook>?> BeginAsync(CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work(Work);
        var on = (await hooks.ListAsync(cancellationToken)).Where(h => h.OffBecause is null).ToList();
        return on.Count > 0 ? on : null;
    }

    /// <summary>Enters what has happened to a group's participants since it was told last.</summary>
    public async Task TellGroupAsync(
        IReadOnlyList<Webhook> on, string cycle, string group, IReadOnlyList<StoredParticipant> all, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(on);
        ArgumentNullException.ThrowIfNull(all);
        using var _ = StorageMeter.Work(Work);
        var subscribers = on.Where(h => h.Cycle is null || h.Cycle == cycle).ToList();
        if (subscribers.Count == 0)
            return;
        var row = await tables.Webhooks.GetEntityIfExistsAsync<TableEntity>(
            WebhookKeys.Told, WebhookKeys.OfGroup(cycle, group), cancellationToken: cancellationToken);
        var told = row.HasValue
            ? StorageJson.Read<Dictionary<string, long>>((await texts.ReadAsync(row.Value!.GetString(ToldProperty), cancellationToken))!)
            : null;
        var changed = all.Where(p => p.Chain.Seq > Told(p)).ToDictionary(p => Name(p.Key));
        if (changed.Count == 0 && told is not null)
            return;

        var news = new List<(Webhook, WebhookEvent)>();
        await foreach (var (participant, entry) in EntriesAsync(cycle, group, changed, Told, told is null, cancellationToken))
        {
            using var said = JsonDocument.Parse(entry.Text);
            var at = said.RootElement.GetProperty("at").GetDateTimeOffset();
            if (WebhookKinds.OfAct(said.RootElement.GetProperty("act").GetString()!) is not { } kind)
                continue;
            var subject = said.RootElement.GetProperty("subject").GetString()!;
            var happened = EventOf($"{cycle}|{Name(participant.Key)}|{entry.Seq}", kind, at, cycle, new
            {
                Cycle = cycle,
                participant.Key.Track,
                participant.Key.Unit,
                Subject = subject,
                Sequence = entry.Seq,
                Path = $"/api/v1/cycles/{cycle}/participants/{Name(participant.Key)}",
            });
            news.AddRange(For(subscribers, happened));
        }
        await queue.EnterAsync(news, cancellationToken);
        var now = all.ToDictionary(p => Name(p.Key), p => p.Chain.Seq);
        await tables.Webhooks.UpsertEntityAsync(
            new TableEntity(WebhookKeys.Told, WebhookKeys.OfGroup(cycle, group))
            {
                ["V"] = 1,
                [ToldProperty] = await texts.WriteAsync(StorageJson.Write(now), cancellationToken),
            },
            TableUpdateMode.Replace, cancellationToken);

        long Told(StoredParticipant participant) => told?.GetValueOrDefault(Name(participant.Key)) ?? 0;
    }

    /// <summary>Enters what milestones have done, and sends what is due. <paramref name="mark"/> is what the look said about what waits.</summary>
    internal async Task EndAsync(IReadOnlyList<Webhook>? on, HintMark? mark, CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work(Work);
        if (on is not null)
            await TellCyclesAsync(on, cancellationToken);
        if (queue.TakeEntered() || mark is not null && mark.At <= time.GetUtcNow())
            await deliveries.SendDueAsync(cancellationToken);
    }

    private async Task TellCyclesAsync(IReadOnlyList<Webhook> on, CancellationToken cancellationToken)
    {
        var known = new Dictionary<string, (string State, HashSet<string> Told)>();
        var (from, to) = WebhookKeys.OfCycles;
        await foreach (var row in tables.Webhooks.QueryRangeAsync(WebhookKeys.Told, from, to, cancellationToken))
            known[row.RowKey[2..]] = (row.GetString(StateProperty), StorageJson.Read<HashSet<string>>(row.GetString(ToldProperty)));
        foreach (var (cycle, state) in await cycles.ListAsync(cancellationToken))
        {
            var subscribers = on.Where(h => h.Cycle is null || h.Cycle == cycle).ToList();
            var (before, told) = known.GetValueOrDefault(cycle, ("", []));
            var rests = state is CycleState.Completed or CycleState.Cancelled;
            // One look after it has come to rest, for what its last milestones did.
            if (subscribers.Count > 0 && !(rests && before == state.ToString()))
                await TellCycleAsync(subscribers, cycle, before, told, cancellationToken);
        }
    }

    private async Task TellCycleAsync(
        IReadOnlyList<Webhook> subscribers, string cycle, string before, HashSet<string> told, CancellationToken cancellationToken)
    {
        if (await contexts.GetAsync(cycle, cancellationToken) is not { } context || await cycles.ReadSnapshotAsync(cycle, cancellationToken) is not { } now)
            return;
        var news = new List<(Webhook, WebhookEvent)>();
        var after = new HashSet<string>(told);
        foreach (var done in now.Milestones.Where(m => m is { State: MilestoneState.Done, DoneAt: not null }))
        {
            var milestone = done.Milestone;
            if (!after.Add($"{milestone.Id}#{done.Round.ToString(CultureInfo.InvariantCulture)}"))
                continue;
            var phase = context.Definition.Phases.FirstOrDefault(p => p.Id == milestone.Phase);
            if (WebhookKinds.OfMilestone(milestone.Kind, phase?.Kind) is not { } kind)
                continue;
            var happened = EventOf($"{cycle}|{milestone.Id}#{done.Round}", kind, done.DoneAt!.Value, cycle, new
            {
                Cycle = cycle,
                Phase = phase?.Id,
                Milestone = milestone.Id,
                Path = $"/api/v1/cycles/{cycle}",
            });
            news.AddRange(For(subscribers, happened));
        }
        var state = now.Cycle.State.ToString();
        if (after.Count == told.Count && state == before)
            return;
        await queue.EnterAsync(news, cancellationToken);
        await tables.Webhooks.UpsertEntityAsync(
            new TableEntity(WebhookKeys.Told, WebhookKeys.OfCycle(cycle)) { ["V"] = 1, [StateProperty] = state, [ToldProperty] = StorageJson.Write(after) },
            TableUpdateMode.Replace, cancellationToken);
    }

    private async IAsyncEnumerable<(StoredParticipant Participant, LedgerEntry Entry)> EntriesAsync(
        string cycle, string group, Dictionary<string, StoredParticipant> changed, Func<StoredParticipant, long> told, bool first,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var partition = ParticipantKeys.Partition(cycle, group);
        IEnumerable<(string From, string To)> ranges = first || changed.Count > MostAlone
            ? [ParticipantKeys.LedgersRange]
            : [.. changed.Values.Select(p => (
                ParticipantKeys.LedgerEntry(p.Key.Track, p.Key.Unit, (int)told(p) + 1), ParticipantKeys.LedgerRange(p.Key.Track, p.Key.Unit).To))];
        foreach (var (from, to) in ranges)
        {
            await foreach (var row in tables.Participants.QueryRangeAsync(partition, from, to, cancellationToken))
            {
                var key = row.RowKey.Split('|');
                var entry = LedgerRow.Read(row);
                // What was written after the group was read is for the next time.
                if (changed.TryGetValue($"{key[1]}/{key[2]}", out var participant) && entry.Seq > told(participant) && entry.Seq <= participant.Chain.Seq)
                    yield return (participant, entry);
            }
        }
    }

    private static IEnumerable<(Webhook, WebhookEvent)> For(IEnumerable<Webhook> subscribers, WebhookEvent happened) =>
        subscribers.Where(h => happened.At >= h.Since && WebhookKinds.Matches(h.Kinds, happened.Kind)).Select(h => (h, happened));

    /// <summary>The event with its payload <c>{type, timestamp, data}</c>.</summary>
    internal static WebhookEvent EventOf<T>(string what, string kind, DateTimeOffset at, string cycle, T data) => new(
        WebhookKeys.EventId(what), kind, at, cycle, JsonSerializer.Serialize(new { Type = kind, Timestamp = at, Data = data }, Json.Options));

    private static string Name(ParticipantKey key) => $"{key.Track}/{key.Unit}";
}
