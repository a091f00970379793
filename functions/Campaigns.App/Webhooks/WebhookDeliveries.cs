using Campaigns.App.Directory;
using Campaigns.App.Reminders;
using Campaigns.App.Storage;
using Campaigns.App.Telemetry;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Webhooks;
using Microsoft.Extensions.Logging;

namespace Campaigns.App.Webhooks;

/// <summary>
/// Sends what waits (J22): webhooks beside each other, the events of one after each other. The first failure of a webhook ends its turn, so that a receiver
/// that hangs costs one time limit. One that has failed for days, or says that it is gone, is switched off, and whoever set it up is told.
/// </summary>
public sealed partial class WebhookDeliveries(
    WebhookStore hooks, WebhookQueue queue, WebhookSender sender, NoticeBook notices, DirectoryCache directory, CampaignClock clock, TimeProvider time,
    ILogger<WebhookDeliveries> log)
{
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PeopleAge = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);
    private static readonly TimeSpan CleansEvery = TimeSpan.FromDays(1);
    private long? _cleanedAt;

    /// <summary>Sends what is due, for half a minute at most; the rest waits for the next turn.</summary>
    public async Task SendDueAsync(CancellationToken cancellationToken)
    {
        if (await queue.MarkAsync(cancellationToken) is not { } mark)
            return;
        var begun = time.GetTimestamp();
        while (time.GetElapsedTime(begun) < MostTime)
        {
            var claimed = await queue.ClaimAsync(cancellationToken);
            if (claimed.Count == 0)
                break;
            var known = (await hooks.ListAsync(cancellationToken)).ToDictionary(h => h.Id);
            var turns = claimed.GroupBy(w => w.Hook, StringComparer.Ordinal)
                .Select(turn => SendAsync(known.GetValueOrDefault(turn.Key), [.. turn], cancellationToken));
            await queue.RecordAsync([.. (await Task.WhenAll(turns)).SelectMany(s => s)], cancellationToken);
        }
        await CleanAsync(cancellationToken);
        await queue.RemarkAsync(mark, cancellationToken);
    }

    private async Task<IReadOnlyList<SentEvent>> SendAsync(Webhook? hook, IReadOnlyList<WaitingEvent> turn, CancellationToken cancellationToken)
    {
        var sent = new List<SentEvent>();
        WebhookTry? failed = null;
        var off = hook is null || hook.OffBecause is not null;
        foreach (var waiting in turn)
        {
            var now = time.GetUtcNow();
            if (off)
            {
                sent.Add(new(waiting, WebhookDeliveryState.Dropped, waiting.Tries, null, now, null));
                continue;
            }
            if (failed is not null)
            {
                // Not tried, so it keeps its tries; it waits with the one that was.
                sent.Add(new(waiting, WebhookDeliveryState.Waiting, waiting.Tries, null, now, WebhookRetry.NextAt(1, now, failed.RetryAfter)));
                continue;
            }
            var tried = await sender.SendAsync(hook!, waiting.Event, waiting.Body, cancellationToken);
            now = time.GetUtcNow();
            var next = tried.Delivered ? null : WebhookRetry.NextAt(waiting.Tries + 1, now, tried.RetryAfter);
            var state = tried.Delivered ? WebhookDeliveryState.Delivered : next is null ? WebhookDeliveryState.Failed : WebhookDeliveryState.Waiting;
            sent.Add(new(waiting, state, waiting.Tries + 1, tried, now, next));
            AppMeter.HookDeliveries.Add(1, new KeyValuePair<string, object?>(TelemetryTags.Outcome, OutcomeOf(state)));
            if (tried.Delivered)
                continue;
            failed = tried;
            off = await FailedAsync(hook!, tried, now, cancellationToken);
        }
        if (hook is { FailingSince: not null } && failed is null && !off)
            await hooks.WriteAsync(hook with { FailingSince = null }, hook.ETag, $"{hook.Id}|well|{time.GetUtcNow():O}", cancellationToken);
        return sent;
    }

    private static string OutcomeOf(WebhookDeliveryState state) => state switch
    {
        WebhookDeliveryState.Delivered => "sent",
        WebhookDeliveryState.Waiting => "failed",
        _ => "given-up",
    };

    /// <summary>Remembers since when it fails; true where it is switched off.</summary>
    private async Task<bool> FailedAsync(Webhook hook, WebhookTry tried, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var off = tried.Gone ? "gone" : WebhookRetry.SwitchesOff(hook.FailingSince, now) ? "failing" : null;
        if (off is null && hook.FailingSince is not null)
            return false;
        var failing = hook with { FailingSince = hook.FailingSince ?? now, OffBecause = off };
        // Told first: telling twice is telling once. Where somebody has changed the webhook meanwhile, that stands, and the next failure counts.
        if (off is not null)
            await TellAsync(failing, cancellationToken);
        if (await hooks.WriteAsync(failing, hook.ETag, $"{hook.Id}|failing|{now:O}", cancellationToken) is null || off is null)
            return false;
        LogSwitchedOff(hook.Id, off);
        return true;
    }

    [LoggerMessage(
        EventIds.WebhookSwitchedOff, LogLevel.Warning, "Webhook {Hook} was switched off: {Why}", EventName = nameof(EventIds.WebhookSwitchedOff))]
    private partial void LogSwitchedOff(string hook, string why);

    private async Task TellAsync(Webhook hook, CancellationToken cancellationToken)
    {
        var person = (await directory.GetAsync(PeopleAge, cancellationToken)).Person(hook.By);
        var language = person?.Language ?? "zh";
        var (title, text) = (
            new LocalizedText($"Webhook {hook.Id} 已停用", $"Webhook {hook.Id} was switched off"),
            hook.OffBecause is "gone"
                ? new LocalizedText("接收方表示不再接收（410）。", "Its receiver says that it is gone for good (410).")
                : new LocalizedText("连续五天未能送达。修复后请重新启用。", "Nothing could be delivered for five days. Switch it on again when it is mended."));
        await notices.InsertAsync(
            [new(hook.By, "webhooks", $"webhookOff|{hook.Id}|{hook.FailingSince:yyyyMMddHHmmss}", "webhookOff", clock.Now, title.In(language), text.In(language),
                DeliveryTerms.EmailTo(person))],
            clock.Now, cancellationToken);
    }

    /// <summary>The log is kept for a month of campaign time.</summary>
    private async Task CleanAsync(CancellationToken cancellationToken)
    {
        if (_cleanedAt is { } last && time.GetElapsedTime(last) < CleansEvery)
            return;
        foreach (var hook in await hooks.ListAsync(cancellationToken))
            await hooks.RemoveAsync(WebhookKeys.Delivery(hook.Id, clock.Now - Kept, ""), WebhookKeys.DeliveriesOf(hook.Id).To, cancellationToken);
        _cleanedAt = time.GetTimestamp();
    }
}
