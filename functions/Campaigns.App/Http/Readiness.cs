using System.Globalization;
using Azure;
using Azure.Data.Tables.Models;
using Campaigns.App.Directory;
using Campaigns.App.Storage;
using Campaigns.App.Telemetry;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Campaigns.App.Http;

/// <summary>
/// Whether the app can do its work: storage answers and holds what the start makes, the task hub answers, the directory can be read, and the platform's clock
/// is storage's. An answer is good for five seconds and everybody who asks meanwhile gets the same one, so that nobody reaches storage through it more often.
/// </summary>
public sealed partial class Readiness(CampaignTables tables, CampaignBlobs blobs, DirectoryCache directory, TimeProvider time, ILogger<Readiness> log)
{
    /// <summary>How long an answer is good for.</summary>
    public static TimeSpan GoodFor { get; } = TimeSpan.FromSeconds(5);

    /// <summary>How far the clocks may be apart: tokens and signatures are refused from five minutes on, and leases last as long.</summary>
    public static TimeSpan MostSkew { get; } = TimeSpan.FromMinutes(2);

    // The one who asks has a limit too.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan PeopleAge = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private Task<IReadOnlyList<string>>? _asked;
    private long _askedAt;

    /// <summary>Names of the parts that are not well, in alphabetical order; empty where the app is ready.</summary>
    public Task<IReadOnlyList<string>> UnwellAsync(DurableTaskClient hub, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(hub);
        lock (_gate)
        {
            if (_asked is null || _asked.IsCompleted && time.GetElapsedTime(_askedAt) >= GoodFor)
            {
                _askedAt = time.GetTimestamp();
                // For all who ask: none of them may call it off.
                _asked = Task.Run(() => AskAsync(hub), CancellationToken.None);
            }
            return _asked.WaitAsync(cancellationToken);
        }
    }

    private async Task<IReadOnlyList<string>> AskAsync(DurableTaskClient hub)
    {
        using var _ = StorageMeter.Work("health");
        using var limit = new CancellationTokenSource(Limit, time);
        DateTimeOffset? told = null;
        var parts = await Task.WhenAll(
            PartAsync("tables", async () =>
            {
                var there = new HashSet<string>(StringComparer.Ordinal);
                await foreach (var page in tables.ListAsync(limit.Token).AsPages())
                {
                    there.UnionWith(page.Values.Select(t => t.Name));
                    told ??= DateOf(page);
                }
                return tables.Names.All(there.Contains);
            }),
            PartAsync("blobs", async () =>
            {
                var there = new HashSet<string>(StringComparer.Ordinal);
                await foreach (var container in blobs.Service.GetBlobContainersAsync(cancellationToken: limit.Token))
                    there.Add(container.Name);
                return blobs.Names.All(there.Contains);
            }),
            // There is none of that id: that the hub says so is the answer.
            PartAsync("taskHub", async () => await hub.GetInstanceAsync("health", limit.Token).WaitAsync(Limit, time) is not { IsRunning: true }),
            PartAsync("directory", async () => await directory.GetAsync(PeopleAge, limit.Token) is not null));
        List<string?> all = [.. parts, told is { } theirs && (time.GetUtcNow() - theirs).Duration() > MostSkew ? "clock" : null];
        var unwell = all.OfType<string>().Order(StringComparer.Ordinal).ToList();
        if (unwell.Count > 0)
            LogNotReady(string.Join(' ', unwell));
        return unwell;
    }

    private async Task<string?> PartAsync(string name, Func<Task<bool>> isWell)
    {
        try
        {
            return await isWell() ? null : name;
        }
        catch (Exception fault)
        {
            LogPart(fault, name);
            return name;
        }
    }

    private static DateTimeOffset? DateOf(Azure.Page<TableItem> page) =>
        page.GetRawResponse().Headers.TryGetValue("Date", out var text)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;

    [LoggerMessage(EventIds.NotReady, LogLevel.Error, "Not ready: {Parts}", EventName = nameof(EventIds.NotReady))]
    private partial void LogNotReady(string parts);

    [LoggerMessage(EventIds.PartFailed, LogLevel.Warning, "{Part} could not be asked", EventName = nameof(EventIds.PartFailed))]
    private partial void LogPart(Exception fault, string part);
}
