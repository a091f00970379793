using System.Diagnostics;
using System.Text.Json.Serialization;
using Azure.Data.Tables;
using Azure.Storage.Blobs.Models;
using Campaigns.App.Storage;
using Campaigns.Local.Clocks;
using Campaigns.Local.Mail;
using Campaigns.Local.TaskHub;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Campaigns.Local.Commands;

/// <summary>
/// What exists on this machine only, under <c>/local</c>: the campaign's clock, what the process measured, what the storage holds, and the mails taken.
/// Open to everybody who reaches the loopback address, as is the sign-in.
/// </summary>
internal sealed class LocalEndpoints(
    Func<IServiceProvider> services, Func<LocalTaskHub> hub, Func<DrivenClock?> clock, SmtpSink? sink, TimeProvider campaign)
{
    public void Map(IEndpointRouteBuilder local)
    {
        local.MapGet("/clock", (RequestDelegate)ClockAsync);
        local.MapPost("/clock", (RequestDelegate)MoveAsync);
        local.MapGet("/measured", (RequestDelegate)MeasuredAsync);
        local.MapGet("/contents", (RequestDelegate)ContentsAsync);
        local.MapGet("/mail", (RequestDelegate)MailAsync);
    }

    Task ClockAsync(HttpContext http) => http.Response.WriteAsJsonAsync(
        new { now = campaign.GetUtcNow(), next = clock()?.Next, driven = clock() is not null, owner = hub().IsOwner }, http.RequestAborted);

    async Task MoveAsync(HttpContext http)
    {
        if (clock() is not { } driven)
        {
            http.Response.StatusCode = StatusCodes.Status409Conflict;
            await http.Response.WriteAsJsonAsync(new { code = "clockIsReal", detail = "Campaign time is wall-clock time here." }, http.RequestAborted);
            return;
        }
        var move = await http.Request.ReadFromJsonAsync<Move>(http.RequestAborted);
        await driven.MoveToAsync(move?.To ?? driven.Now, http.RequestAborted, move?.Part ?? ClockMove.Whole);
        await ClockAsync(http);
    }

    async Task MeasuredAsync(HttpContext http)
    {
        using var process = Process.GetCurrentProcess();
        var counters = hub().Counters;
        await http.Response.WriteAsJsonAsync(new
        {
            storage = services().GetRequiredService<StorageMeter>().Snapshot()
                .OrderBy(s => s.Key.Work, StringComparer.Ordinal)
                .ThenBy(s => s.Key.Resource, StringComparer.Ordinal)
                .ThenBy(s => s.Key.Operation, StringComparer.Ordinal)
                .Select(s => new { work = s.Key.Work, resource = s.Key.Resource, operation = s.Key.Operation, count = s.Value }),
            hub = new
            {
                historyEvents = counters.HistoryEvents,
                orchestrations = counters.Orchestrations,
                activities = counters.Activities,
                storageRequests = counters.StorageRequests,
                storageRequestsByMethod = counters.StorageRequestsByMethod,
            },
            memory = new
            {
                workingSet = process.WorkingSet64,
                peakWorkingSet = process.PeakWorkingSet64,
                managed = GC.GetTotalMemory(false),
                collections = GC.CollectionCount(2),
            },
            processorSeconds = process.TotalProcessorTime.TotalSeconds,
            mail = sink is null ? null : Mail(sink),
        }, http.RequestAborted);
    }

    async Task MailAsync(HttpContext http)
    {
        if (sink is null)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        var totals = sink.Log.Totals;
        await http.Response.WriteAsJsonAsync(new
        {
            messages = totals.Messages,
            repeated = totals.Repeated,
            recipients = totals.Recipients,
            last = sink.Log.Last(),
            repeatedIds = sink.Log.RepeatedIds(),
        }, http.RequestAborted);
    }

    async Task ContentsAsync(HttpContext http)
    {
        var cancellation = http.RequestAborted;
        var (files, bytes) = (0, 0L);
        await foreach (var blob in services().GetRequiredService<CampaignBlobs>().Evidence.GetBlobsAsync(BlobTraits.None, BlobStates.None, null, cancellation))
        {
            files++;
            bytes += blob.Properties.ContentLength ?? 0;
        }
        var notices = new NoticeCount();
        await foreach (var row in services().GetRequiredService<CampaignTables>().Notices.QueryAsync<TableEntity>(cancellationToken: cancellation))
            notices.Add(row);
        await http.Response.WriteAsJsonAsync(new { evidence = new { files, bytes }, notices = notices.ToJson() }, cancellation);
    }

    static object Mail(SmtpSink sink)
    {
        var totals = sink.Log.Totals;
        return new { messages = totals.Messages, repeated = totals.Repeated, recipients = totals.Recipients };
    }

    sealed record Move(DateTimeOffset? To, [property: JsonConverter(typeof(JsonStringEnumConverter<ClockMove>))] ClockMove? Part);
}
