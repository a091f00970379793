using System.Net.Mail;
using Campaigns.App.Directory;
using Campaigns.App.Storage;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Campaigns.App.Reminders;

/// <summary>Delivers what waits. An idle tick is one request.</summary>
public sealed partial class Dispatcher(DeliveryQueue queue, MailChannel mail, DirectoryCache directory, ILogger<Dispatcher> log)
{
    private static readonly TimeSpan PeopleAge = TimeSpan.FromSeconds(60);

    [Function(nameof(Dispatcher))]
    public async Task Run([TimerTrigger("0 * * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        IReadOnlyList<Azure.Data.Tables.TableEntity> waiting;
        using (StorageMeter.Work("idle"))
            waiting = await queue.WaitingAsync(cancellationToken);
        if (waiting.Count == 0)
            return;
        using var _ = StorageMeter.Work("delivery");
        var people = await directory.GetAsync(PeopleAge, cancellationToken);
        foreach (var shard in waiting)
        {
            if (await DrainAsync(shard.RowKey, people, cancellationToken))
                await queue.ForgetAsync(shard, cancellationToken);
        }
    }

    /// <summary>False when the mail server could not be reached: the rest of the shard waits for a later tick.</summary>
    private async Task<bool> DrainAsync(string shard, DirectorySnapshot people, CancellationToken cancellationToken)
    {
        while (await queue.ClaimAsync(shard, cancellationToken) is { Count: > 0 } claimed)
        {
            using var smtp = mail.IsConfigured ? mail.Connect() : null;
            foreach (var run in claimed.Chunk(DeliveryQueue.OutcomesPerBatch))
            {
                var outcomes = new List<(Delivery, bool)>(run.Length);
                var reachable = true;
                foreach (var delivery in run)
                {
                    var (sent, goOn) = reachable ? await SendAsync(smtp, people, delivery, cancellationToken) : (false, false);
                    reachable = goOn;
                    outcomes.Add((delivery, sent));
                }
                await queue.RecordAsync(shard, outcomes, cancellationToken);
                if (!reachable)
                    return false;
            }
        }
        return true;
    }

    private async Task<(bool Sent, bool Reachable)> SendAsync(
        SmtpClient? smtp, DirectorySnapshot people, Delivery delivery, CancellationToken cancellationToken)
    {
        var address = people.Person(delivery.Recipient)?.Email;
        if (smtp is null || string.IsNullOrEmpty(address))
            return (false, true);
        try
        {
            return (await mail.SendAsync(smtp, address, delivery.Recipient, delivery, cancellationToken), true);
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
