using System.Net.Mail;
using Azure.Data.Tables;
using Campaigns.App.Directory;
using Campaigns.App.Storage;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Campaigns.App.Reminders;

/// <summary>Delivers what waits. An idle tick is one request.</summary>
public sealed partial class Dispatcher(DeliveryQueue queue, MailChannel mail, DirectoryCache directory, ILogger<Dispatcher> log)
{
    private const string Delivering = "delivery";
    private static readonly TimeSpan PeopleAge = TimeSpan.FromSeconds(60);

    [Function(nameof(Dispatcher))]
    public async Task Run([TimerTrigger("0 * * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        if (!queue.TryBegin())
            return;
        try
        {
            if (queue.Only is { } partition)
                await DrainAsync(partition, firstLook: "idle", cancellationToken);
            else
                await DeliverAnnouncedAsync(cancellationToken);
        }
        finally
        {
            queue.End();
        }
    }

    private async Task DeliverAnnouncedAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<TableEntity> waiting;
        using (StorageMeter.Work("idle"))
            waiting = await queue.WaitingAsync(cancellationToken);
        var drained = new List<TableEntity>();
        foreach (var partition in waiting.GroupBy(w => NoticeKeys.PartitionOf(w.RowKey), StringComparer.Ordinal))
        {
            if (await DrainAsync(partition.Key, firstLook: Delivering, cancellationToken))
                drained.AddRange(partition);
        }
        using var _ = StorageMeter.Work(Delivering);
        await queue.ForgetAsync(drained, cancellationToken);
    }

    /// <summary>
    /// False when something is left for a later tick: another delivers here, the mail server could not be reached, a message waits to be tried again.
    /// </summary>
    /// <param name="firstLook">What the first page is read for: an idle tick finds nothing on it.</param>
    private async Task<bool> DrainAsync(string partition, string firstLook, CancellationToken cancellationToken)
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
                left |= page.WaitsForLater;
                if (page.Due.Count == 0)
                    continue;
                lease ??= await queue.TakeAsync(partition, page.Lease, cancellationToken);
                if (lease is null)
                    return false;
                people ??= await directory.GetAsync(PeopleAge, cancellationToken);
                smtp ??= mail.IsConfigured ? mail.Connect() : null;
                for (var from = 0; from < page.Due.Count; from += DeliveryQueue.OutcomesPerBatch)
                {
                    var run = page.Due.Skip(from).Take(DeliveryQueue.OutcomesPerBatch).ToList();
                    var (outcomes, reachable) = await SendAsync(smtp, people, run, cancellationToken);
                    var last = !reachable || from + run.Count == page.Due.Count;
                    left |= outcomes.Exists(o => !o.Sent && o.Delivery.Tries + 1 < DeliveryQueue.MaxTries);
                    if (!await queue.RecordAsync(lease, outcomes, last, cancellationToken) || !reachable)
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

    private static async Task<bool> NextAsync(IAsyncEnumerator<DeliveryPage> pages, string look)
    {
        using var _ = StorageMeter.Work(look);
        return await pages.MoveNextAsync();
    }

    private async Task<(List<(Delivery Delivery, bool Sent)> Outcomes, bool Reachable)> SendAsync(
        SmtpClient? smtp, DirectorySnapshot people, List<Delivery> run, CancellationToken cancellationToken)
    {
        var outcomes = new List<(Delivery, bool)>(run.Count);
        var reachable = true;
        foreach (var delivery in run)
        {
            var (sent, goOn) = reachable ? await SendAsync(smtp, people, delivery, cancellationToken) : (false, false);
            reachable = goOn;
            outcomes.Add((delivery, sent));
        }
        return (outcomes, reachable);
    }

    private async Task<(bool Sent, bool Reachable)> SendAsync(
        SmtpClient? smtp, DirectorySnapshot people, Delivery delivery, CancellationToken cancellationToken)
    {
        var person = people.Person(delivery.Recipient);
        if (smtp is null || person?.Email is not { Length: > 0 } address)
            return (false, true);
        try
        {
            return (await mail.SendAsync(smtp, address, delivery.Recipient, person.Language ?? "zh", delivery, cancellationToken), true);
        }
        catch (SmtpException fault)
        {
            LogUnreachable(fault);
            return (false, false);
        }
    }

    [LoggerMessage(1201, LogLevel.Warning, "The mail server could not be reached; what waits is tried again later")]
    private partial void LogUnreachable(Exception fault);
}
