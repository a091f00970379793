using Azure;
using Azure.Data.Tables;
using Campaigns.App.Http;
using Campaigns.App.Participants;
using Campaigns.App.Storage;
using Campaigns.Rules.Webhooks;

namespace Campaigns.App.Webhooks;

/// <summary>
/// What waits to be sent to webhooks, and what became of it. An event is entered once for a subscriber, together with its line in the log: entering it again
/// changes nothing. Whoever sends claims first, and records afterwards: after a kill an event may be sent again, under the same id.
/// </summary>
public sealed class WebhookQueue(CampaignTables tables, DirtyHints hints, TimeProvider time)
{
    /// <summary>How many are claimed, and at most sent, at once.</summary>
    public const int MostClaimed = 50;

    private const int RowsOfAnEvent = 2;
    private static readonly TimeSpan ClaimedFor = TimeSpan.FromMinutes(3);
    private int _entered;

    /// <summary>Enters events for their subscribers, to be sent at once. Two rows each, fifty a request.</summary>
    public async Task EnterAsync(IReadOnlyList<(Webhook Hook, WebhookEvent Event)> news, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(news);
        if (news.Count == 0)
            return;
        var now = time.GetUtcNow();
        foreach (var chunk in news.Chunk(Batch.MaxRows / RowsOfAnEvent))
        {
            if (await EnterAsync(chunk, now, cancellationToken))
                continue;
            // Some were entered by a run that ended too early: the others one by one.
            foreach (var one in chunk)
                await EnterAsync([one], now, cancellationToken);
        }
        await hints.MarkAsync(DirtyHints.WebhooksDue, now, cancellationToken);
        Volatile.Write(ref _entered, 1);
    }

    /// <summary>Whether this process has entered anything since it was asked last.</summary>
    internal bool TakeEntered() => Interlocked.Exchange(ref _entered, 0) == 1;

    private async Task<bool> EnterAsync(
        IReadOnlyList<(Webhook Hook, WebhookEvent Event)> news, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var actions = news.SelectMany(n => new[]
        {
            new TableTransactionAction(TableTransactionActionType.Add, Logged(n.Hook.Id, n.Event, WebhookDeliveryState.Waiting)),
            new TableTransactionAction(TableTransactionActionType.Add, Waiting(n.Hook.Id, n.Event.Id, n.Event.Body, KeyOf(n.Hook.Id, n.Event), now, 0)),
        }).ToList();
        var operation = ParticipantKeys.Hash(string.Join('\n', news.Select(n => $"{n.Hook.Id}|{n.Event.Id}")))[..32];
        return (await Batch.ExecuteAsync(tables.Webhooks, actions, operation, cancellationToken)).IsCommitted;
    }

    /// <summary>Claims what is due by now, up to <see cref="MostClaimed"/>; empty where there is nothing, or another process has it.</summary>
    internal async Task<IReadOnlyList<WaitingEvent>> ClaimAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (from, to) = WebhookKeys.WaitingBy(now);
        var due = new List<WaitingEvent>();
        await foreach (var row in tables.Webhooks.QueryRangeAsync(WebhookKeys.Partition, from, to, cancellationToken))
        {
            if (row.GetDateTimeOffset("ClaimedUntil") > now)
                continue;
            due.Add(new(row));
            if (due.Count == MostClaimed)
                break;
        }
        if (due.Count == 0)
            return [];
        foreach (var waiting in due)
            waiting.Row["ClaimedUntil"] = now + ClaimedFor;
        var claims = due.Select(w => new TableTransactionAction(TableTransactionActionType.UpdateReplace, w.Row, w.Row.ETag)).ToList();
        var outcome = await Batch.ExecuteAsync(
            tables.Webhooks, claims, $"claim|{due[0].Row.RowKey}|{due[0].Row.ETag}|{now:O}", cancellationToken);
        return outcome.IsCommitted ? due : [];
    }

    /// <summary>Records what became of some that were claimed: what is through or given up leaves the queue, what failed waits longer.</summary>
    internal async Task RecordAsync(IReadOnlyList<SentEvent> sent, CancellationToken cancellationToken)
    {
        const int RowsOfAnOutcome = 3;
        foreach (var chunk in sent.Chunk(Batch.MaxRows / RowsOfAnOutcome))
        {
            var actions = chunk.SelectMany(ActionsOf).ToList();
            if ((await Batch.ExecuteAsync(tables.Webhooks, actions, $"sent|{chunk[0].Waiting.Row.RowKey}|{time.GetUtcNow():O}", cancellationToken)).IsCommitted)
                continue;
            // Another has recorded one of them after our claim ran out: the others one by one, that one as it stands.
            foreach (var one in chunk)
                await Batch.ExecuteAsync(tables.Webhooks, [.. ActionsOf(one)], $"sent|{one.Waiting.Row.RowKey}|{time.GetUtcNow():O}", cancellationToken);
        }
    }

    /// <summary>The mark that something waits, or null.</summary>
    internal Task<HintMark?> MarkAsync(CancellationToken cancellationToken) => hints.ReadMarkAsync(DirtyHints.WebhooksDue, cancellationToken);

    /// <summary>Moves the mark to what waits next, or takes it away where nothing does; what was entered since it was <paramref name="seen"/> wins.</summary>
    internal async Task RemarkAsync(HintMark seen, CancellationToken cancellationToken)
    {
        var (from, to) = WebhookKeys.AllWaiting;
        await foreach (var row in tables.Webhooks.QueryRangeAsync(WebhookKeys.Partition, from, to, cancellationToken, perPage: 1))
        {
            var next = WebhookKeys.NotBeforeOf(row.RowKey);
            if (next > seen.At)
                await hints.MoveMarkAsync(DirtyHints.WebhooksDue, seen, next, cancellationToken);
            return;
        }
        await hints.UnmarkAsync(DirtyHints.WebhooksDue, seen.ETag, cancellationToken);
    }

    /// <summary>Writes a line of the log for what was sent outside the queue.</summary>
    internal Task LogAsync(string hook, WebhookEvent happened, WebhookTry tried, CancellationToken cancellationToken)
    {
        var row = Logged(hook, happened, tried.Delivered ? WebhookDeliveryState.Delivered : WebhookDeliveryState.Failed);
        Note(row, 1, tried, time.GetUtcNow(), null);
        return tables.Webhooks.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
    }

    /// <summary>The log of a webhook, what happened last first, and the row to go on after; null where there is no more.</summary>
    internal async Task<(IReadOnlyList<WebhookDeliveryAnswer> Items, string? Last)> ReadAsync(
        string hook, int limit, string? after, CancellationToken cancellationToken)
    {
        var (from, to) = WebhookKeys.DeliveriesOf(hook);
        var items = new List<WebhookDeliveryAnswer>();
        string? last = null;
        await foreach (var row in tables.Webhooks.QueryRangeAsync(
            WebhookKeys.Partition, after is null ? from : ParticipantKeys.After(after), to, cancellationToken, Math.Min(limit + 1, 1000)))
        {
            if (items.Count == limit)
                return (items, last);
            items.Add(new(
                row.RowKey[(row.RowKey.LastIndexOf('|') + 1)..], row.GetString("Kind"), row.GetDateTimeOffset("At")!.Value, row.GetString("Cycle"),
                Enum.Parse<WebhookDeliveryState>(row.GetString("State")), row.GetInt32("Tries") ?? 0, row.GetInt32("Status") is > 0 and var status ? status : null,
                row.GetString("Error") is { Length: > 0 } error ? error : null, row.GetDateTimeOffset("TriedAt"),
                row.GetDateTimeOffset("NextAt") is { } next && next > DateTimeOffset.UnixEpoch ? next : null));
            last = row.RowKey;
        }
        return (items, null);
    }

    private static IEnumerable<TableTransactionAction> ActionsOf(SentEvent sent)
    {
        var waiting = sent.Waiting;
        yield return new(TableTransactionActionType.Delete, waiting.Row, ETag.All);
        if (sent.NextAt is { } next)
        {
            yield return new(
                TableTransactionActionType.Add, Waiting(waiting.Hook, waiting.Event, waiting.Body, waiting.Delivery, next, sent.Tries));
        }
        var log = new TableEntity(WebhookKeys.Partition, waiting.Delivery) { ["State"] = sent.State.ToString() };
        Note(log, sent.Tries, sent.Tried, sent.At, sent.NextAt);
        // The log goes with its webhook.
        if (sent.State is not WebhookDeliveryState.Dropped)
            yield return new(TableTransactionActionType.UpdateMerge, log, ETag.All);
    }

    private static void Note(TableEntity row, int tries, WebhookTry? tried, DateTimeOffset at, DateTimeOffset? next)
    {
        row["Tries"] = tries;
        if (tried is not null)
            (row["Status"], row["Error"], row["TriedAt"]) = (tried.Status ?? 0, tried.Error ?? "", at);
        row["NextAt"] = next ?? DateTimeOffset.UnixEpoch;
    }

    private static string KeyOf(string hook, WebhookEvent happened) => WebhookKeys.Delivery(hook, happened.At, happened.Id);

    private static TableEntity Logged(string hook, WebhookEvent happened, WebhookDeliveryState state) =>
        new(WebhookKeys.Partition, KeyOf(hook, happened))
        {
            ["V"] = 1,
            ["Kind"] = happened.Kind,
            ["At"] = happened.At,
            ["Cycle"] = happened.Cycle,
            ["State"] = state.ToString(),
        };

    private static TableEntity Waiting(string hook, string happened, string body, string delivery, DateTimeOffset notBefore, int tries) =>
        new(WebhookKeys.Partition, WebhookKeys.Waiting(notBefore, hook, happened)) { ["V"] = 1, ["Delivery"] = delivery, ["Body"] = body, ["Tries"] = tries };
}

/// <summary>Something that waits, as its row says.</summary>
internal sealed record WaitingEvent(TableEntity Row)
{
    public string Hook => Row.RowKey.Split('|')[2];
    public string Event => Row.RowKey.Split('|')[3];
    public string Delivery => Row.GetString("Delivery");
    public string Body => Row.GetString("Body");
    public int Tries => Row.GetInt32("Tries") ?? 0;
}

/// <summary>What became of it: sent again at <see cref="NextAt"/>, or not at all.</summary>
internal sealed record SentEvent(WaitingEvent Waiting, WebhookDeliveryState State, int Tries, WebhookTry? Tried, DateTimeOffset At, DateTimeOffset? NextAt);

/// <summary>
/// A line of the log: the receiver's status at the last try, or why there is none (<c>unreachable</c>, <c>timedOut</c>, <c>addressNotAllowed</c>).
/// </summary>
public sealed record WebhookDeliveryAnswer(
    string Id, string Kind, DateTimeOffset At, string Cycle, WebhookDeliveryState State, int Tries, int? Status, string? Error, DateTimeOffset? TriedAt,
    DateTimeOffset? NextAt);
