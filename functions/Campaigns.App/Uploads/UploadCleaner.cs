using System.Collections.Concurrent;
using Campaigns.App.Storage;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Uploads;

/// <summary>Drops uploads that were never finished, once a day of platform time, however often it is fired.</summary>
public sealed class UploadCleaner(UploadSweep sweep)
{
    [Function(nameof(UploadCleaner))]
    public async Task Run([TimerTrigger("0 50 18 * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("idle");
        await sweep.RunAsync(cancellationToken);
    }
}

/// <summary>Remembers the days that this process has swept.</summary>
public sealed class UploadSweep(UploadStore store, TimeProvider time)
{
    private readonly ConcurrentDictionary<DateOnly, bool> _done = new();

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_done.ContainsKey(DateOnly.FromDateTime(now.UtcDateTime)))
            return;
        await store.SweepAsync(now, cancellationToken);
        _done[DateOnly.FromDateTime(now.UtcDateTime)] = true;
    }
}
