using Azure.Data.Tables;
using Campaigns.App.Cycles;
using Campaigns.App.Cycles.Waves;
using Campaigns.App.Directory;
using Campaigns.App.Participants;
using Campaigns.App.Storage;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Reminding;

namespace Campaigns.App.Reminders;

/// <summary>
/// Makes one notice a recipient out of a milestone's items: a reviewer or leader gets one digest, never a message for each unit. What no longer holds (handed
/// in meanwhile) is dropped. A notice is inserted once, together with its delivery: composing again adds what is missing and nothing else.
/// </summary>
public sealed class NoticeComposer(
    CampaignTables tables, ReminderItems items, ParticipantStore participants, DirectoryCache directory, HolidayTables holidays, CampaignClock clock)
{
    private const int NoticesPerBatch = Batch.MaxRows / 2;
    private const int MaxTries = 5;
    private static readonly TimeSpan PeopleAge = TimeSpan.FromSeconds(60);

    /// <summary>Composes the notices of a milestone; returns how many there are that were not there before.</summary>
    public async Task<int> ComposeAsync(CycleContext cycle, Milestone milestone, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cycle);
        ArgumentNullException.ThrowIfNull(milestone);
        var people = await directory.GetAsync(PeopleAge, cancellationToken);
        var notBefore = QuietHours.NextAllowed(clock.Now, cycle.Definition.Authority.Zone, cycle.Definition.Authority.Workdays, holidays);
        var composed = 0;
        for (var shard = 0; shard < ReminderItems.Shards(cycle.Participants); shard++)
        {
            var wanted = new List<ReminderItem>();
            await foreach (var item in items.ReadAsync(cycle.Cycle, milestone.Id, shard, cancellationToken))
                wanted.Add(item);
            var holding = await HoldingAsync(cycle, milestone, wanted, cancellationToken);
            var notices = wanted
                .Where(holding.Contains)
                .GroupBy(i => i.Recipient)
                .Select(recipient => Compose(cycle, milestone, recipient.Key, [.. recipient], people))
                .ToList();
            foreach (var partition in notices.GroupBy(n => NoticeKeys.Partition(n.Recipient)))
                composed += await InsertAsync(partition.Key, [.. partition], notBefore, cancellationToken);
        }
        return composed;
    }

    private async Task<HashSet<ReminderItem>> HoldingAsync(
        CycleContext cycle, Milestone milestone, List<ReminderItem> wanted, CancellationToken cancellationToken)
    {
        var phase = cycle.Definition.Phase(milestone.Phase);
        var due = new HashSet<(string, string)>();
        foreach (var group in wanted.Select(i => i.Group).Distinct())
        {
            await foreach (var participant in participants.ReadGroupAsync(cycle.Cycle, group, cancellationToken))
            {
                if (ReminderWave.IsDue(participant.State, phase, milestone.Kind))
                    due.Add((participant.State.Track, participant.State.Unit));
            }
        }
        return [.. wanted.Where(i => due.Contains((i.Track, i.Unit)))];
    }

    private static Notice Compose(CycleContext cycle, Milestone milestone, string recipient, List<ReminderItem> about, DirectorySnapshot people)
    {
        var person = people.Person(recipient);
        var names = about.Select(i => people.Unit(i.Unit)?.Name ?? people.Person(i.Unit)?.Name ?? i.Unit).ToList();
        var own = about.Count == 1 && about[0].As == Rules.Definitions.Audience.Reporter;
        var (kind, title, text) = NoticeText.Of(cycle, milestone, names, own, person?.Language ?? "zh");
        var email = string.IsNullOrEmpty(person?.Email) ? DeliveryState.InboxOnly : DeliveryState.Pending;
        return new(recipient, cycle.Cycle, milestone.Id, kind, milestone.At ?? cycle.Plan.Window(milestone.Phase).OpensAt!.Value, title, text, email);
    }

    private async Task<int> InsertAsync(string partition, List<Notice> notices, DateTimeOffset notBefore, CancellationToken cancellationToken)
    {
        var inserted = 0;
        if (notices.Exists(n => n.Email == DeliveryState.Pending))
            await tables.Notices.UpsertEntityAsync(new TableEntity(NoticeKeys.Waiting, partition), TableUpdateMode.Replace, cancellationToken);
        for (var tries = 0; notices.Count > 0; tries++)
        {
            if (tries == MaxTries)
                throw new InvalidOperationException($"Notices of {partition} kept colliding.");
            var complete = true;
            foreach (var chunk in notices.Chunk(NoticesPerBatch))
            {
                var actions = chunk.SelectMany(n => Insert(n, notBefore)).ToList();
                var committed = (await Batch.ExecuteAsync(tables.Notices, actions, chunk[0].Id, cancellationToken)).IsCommitted;
                inserted += committed ? chunk.Length : 0;
                complete &= committed;
            }
            if (complete)
                break;
            notices = await MissingAsync(notices, cancellationToken);
        }
        return inserted;
    }

    private async Task<List<Notice>> MissingAsync(List<Notice> notices, CancellationToken cancellationToken)
    {
        var missing = new List<Notice>();
        foreach (var notice in notices)
        {
            var row = NoticeRows.Of(notice);
            if (!(await tables.Notices.GetEntityIfExistsAsync<TableEntity>(row.PartitionKey, row.RowKey, ["Kind"], cancellationToken)).HasValue)
                missing.Add(notice);
        }
        return missing;
    }

    private static IEnumerable<TableTransactionAction> Insert(Notice notice, DateTimeOffset notBefore)
    {
        yield return new(TableTransactionActionType.Add, NoticeRows.Of(notice));
        if (notice.Email != DeliveryState.Pending)
            yield break;
        var row = NoticeRows.Of(notice);
        yield return new(
            TableTransactionActionType.Add,
            new TableEntity(row.PartitionKey, NoticeKeys.Delivery(notBefore, notice.Recipient, notice.Cycle, notice.Milestone))
            {
                ["V"] = 1,
                ["Notice"] = row.RowKey,
                ["Title"] = notice.Title,
                ["Text"] = notice.Text,
                ["Tries"] = 0,
            });
    }
}
