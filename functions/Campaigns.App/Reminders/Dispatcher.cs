using System.Net.Mail;
using Azure.Data.Tables;
using Campaigns.App.Directory;
using Campaigns.App.Storage;
using Campaigns.App.Telemetry;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Campaigns.App.Reminders;

/// <summary>Delivers what waits. An idle tick is one request.</summary>
public sealed partial class Dispatcher(
    DeliveryQueue queue, MailChannel mail, DirectoryCache directory, CampaignClock clock, ILogger<Dispatcher> log)
{
    private const string Delivering = "delivery";
    private static readonly TimeSpan PeopleAge = TimeSpan.FromSeconds(60);

    [Function(nameof(Dispatcher))]
    public async Task Run([TimerTrigger("0 * * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        if (!queue.TryBegin())
            return;
        var backlog = new Backlog();
        try
        {
            if (queue.Only is { } partition)
                await DrainAsync(partition, firstLook: "idle", backlog, cancellationToken);
            else
                await DeliverAnnouncedAsync(backlog, cancellationToken);
            backlog.Tell(clock.Now);
        }
        finally
        {
            queue.End();
        }
    }

    private async Task DeliverAnnouncedAsync(Backlog backlog, CancellationToken cancellationToken)
    {
        IReadOnlyList<TableEntity> waiting;
        using (StorageMeter.Work("idle"))
            waiting = await queue.WaitingAsync(cancellationToken);
        var drained = new List<TableEntity>();
        foreach (var partition in waiting.GroupBy(w => NoticeKeys.PartitionOf(w.RowKey), StringComparer.Ordinal))
        {
            if (await DrainAsync(partition.Key, firstLook: Delivering, backlog, cancellationToken))
                drained.AddRange(partition);
        }
        using var _ = StorageMeter.Work(Delivering);
        await queue.ForgetAsync(drained, cancellationToken);
    }

    /// <summary>
    /// False when something is left for a later tick: another delivers here, the mail server could not be reached, a message waits to be tried again.
    /// </summary>
    /// <param name="firstLook">What the first page is read for: an idle tick finds nothing on it.</param>
    private async Task<bool> DrainAsync(string partition, string firstLook, Backlog backlog, CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work(Delivering);
        DeliveryLease? lease = null;
        DirectorySnapshot? people = null;
        SmtpClient? smtp = null;
        var left = false;
        var look = firstLook;
        await using var pages = queue.ReadAsync(partition, cancellationToken).GetAsyncEnumerator(cancellationToken);
        try
        {
            while (await NextAsync(pages, look))
            {
                look = Delivering;
                var page = pages.Current;
                left |= page.Later.Count > 0;
                Leave(backlog, page.Later);
                if (page.Due.Count == 0)
                    continue;
                lease ??= await queue.TakeAsync(partition, page.Lease, cancellationToken);
                if (lease is null)
                {
                    Leave(backlog, page.Due);
                    return false;
                }
                people ??= await directory.GetAsync(PeopleAge, cancellationToken);
                smtp ??= mail.IsConfigured ? mail.Connect() : null;
                for (var from = 0; from < page.Due.Count; from += DeliveryQueue.OutcomesPerBatch)
                {
                    var run = page.Due.Skip(from).Take(DeliveryQueue.OutcomesPerBatch).ToList();
                    var (outcomes, reachable) = await SendAsync(smtp, people, run, cancellationToken);
                    var last = !reachable || from + run.Count == page.Due.Count;
                    // Before they are recorded, which counts the tries.
                    var unsent = outcomes.Where(o => o.Outcome != DeliveryOutcome.Sent).ToLookup(o => queue.IsGivenUp(o.Delivery, o.Outcome), o => o.Delivery);
                    var (again, givenUp) = (unsent[false].ToList(), unsent[true].ToList());
                    left |= again.Count > 0;
                    var recorded = await queue.RecordAsync(lease, outcomes, last, cancellationToken);
                    if (recorded)
                        Tell(outcomes.Count - again.Count - givenUp.Count, again.Count, givenUp);
                    Leave(backlog, recorded ? again : run);
                    if (recorded && reachable)
                        continue;
                    Leave(backlog, page.Due.Skip(from + run.Count));
                    return false;
                }
            }
        }
        finally
        {
            smtp?.Dispose();
        }
        return !left;
    }

    // Where nothing is mailed at all, nothing is late: the inbox has it.
    private void Leave(Backlog backlog, IEnumerable<Delivery> deliveries)
    {
        if (mail.IsConfigured)
            backlog.Leave(deliveries);
    }

    private void Tell(int sent, int failed, List<Delivery> givenUp)
    {
        if (!mail.IsConfigured)
            return;
        Count("sent", sent);
        Count("failed", failed);
        Count("given-up", givenUp.Count);
        foreach (var cycle in givenUp.GroupBy(d => d.NoticeId.Split('|')[0], StringComparer.Ordinal))
            LogUndelivered(cycle.Count(), cycle.Key);

        static void Count(string outcome, int deliveries)
        {
            if (deliveries > 0)
                AppMeter.Deliveries.Add(deliveries, new(TelemetryTags.Channel, "email"), new(TelemetryTags.Outcome, outcome));
        }
    }

    private static async Task<bool> NextAsync(IAsyncEnumerator<DeliveryPage> pages, string look)
    {
        using var _ = StorageMeter.Work(look);
        return await pages.MoveNextAsync();
    }

    private async Task<(List<(Delivery Delivery, DeliveryOutcome Outcome)> Outcomes, bool Reachable)> SendAsync(
        SmtpClient? smtp, DirectorySnapshot people, List<Delivery> run, CancellationToken cancellationToken)
    {
        var outcomes = new List<(Delivery, DeliveryOutcome)>(run.Count);
        var reachable = true;
        foreach (var delivery in run)
        {
            var (outcome, goOn) = reachable ? await SendAsync(smtp, people, delivery, cancellationToken) : (DeliveryOutcome.Unreached, false);
            reachable = goOn;
            outcomes.Add((delivery, outcome));
        }
        return (outcomes, reachable);
    }

    private async Task<(DeliveryOutcome Outcome, bool Reachable)> SendAsync(
        SmtpClient? smtp, DirectorySnapshot people, Delivery delivery, CancellationToken cancellationToken)
    {
        var person = people.Person(delivery.Recipient);
        if (smtp is null || person?.Email is not { Length: > 0 } address)
            return (DeliveryOutcome.Refused, true);
        try
        {
            var taken = await mail.SendAsync(smtp, address, delivery.Recipient, person.Language ?? "zh", delivery, cancellationToken);
            return (taken ? DeliveryOutcome.Sent : DeliveryOutcome.Refused, true);
        }
        catch (SmtpException fault)
        {
            LogUnreachable(fault);
            // A server that answers "later" has been reached; the others are not pressed upon it now, but it was this message that it put off.
            return ((int)fault.StatusCode is >= 400 and < 500 ? DeliveryOutcome.Refused : DeliveryOutcome.Unreached, false);
        }
    }

    [LoggerMessage(
        EventIds.MailUnreachable, LogLevel.Warning, "The mail server could not be reached; what waits is tried again later",
        EventName = nameof(EventIds.MailUnreachable))]
    private partial void LogUnreachable(Exception fault);

    [LoggerMessage(
        EventIds.NoticeUndelivered, LogLevel.Warning, "{Notices} notices of {Cycle} could not be mailed; they stand in the inbox",
        EventName = nameof(EventIds.NoticeUndelivered))]
    private partial void LogUndelivered(int notices, string cycle);
}
