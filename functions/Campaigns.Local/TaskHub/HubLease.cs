using System.Collections.Concurrent;
using System.Security.Cryptography;
using Azure;
using Azure.Data.Tables;
using Campaigns.Local.Hosting;

namespace Campaigns.Local.TaskHub;

/// <summary>
/// The right to run the hub's work, held by one process at a time and renewed by platform time. A lease whose process is gone from this machine, or
/// whose hub object is gone from this process, is taken over at once; any other one when it has run out. ETags of the instances keep a former owner
/// that has not noticed from changing anything.
/// </summary>
internal sealed class HubLease(TableClient table, TimeProvider platform, TimeSpan duration) : IDisposable
{
    static readonly ConcurrentDictionary<string, bool> HubsOfThisProcess = new(StringComparer.Ordinal);

    readonly string owner = Register();
    ETag held;
    DateTimeOffset renewed;

    public bool IsHeld { get; private set; }

    /// <summary>Takes, renews or gives up the lease, given its row as just read; true where it is held now.</summary>
    public async Task<bool> KeepAsync(TableEntity? row, CancellationToken cancellation)
    {
        var mine = row?.GetString("Owner") == owner;
        var now = platform.GetUtcNow();
        if (mine && IsHeld && now - renewed < duration / 3)
        {
            held = row!.ETag;
            return true;
        }

        if (row is not null && !mine && row.GetDateTimeOffset("Expires") > now && !IsGone(row))
        {
            return IsHeld = false;
        }

        var next = new TableEntity(HubKeys.Hub, HubKeys.Lease)
        {
            ["Owner"] = owner,
            ["Machine"] = Environment.MachineName,
            ["Process"] = Environment.ProcessId,
            ["Started"] = ProcessLife.OwnStart,
            ["Expires"] = now + duration,
        };
        try
        {
            var response = row is null
                ? await table.AddEntityAsync(next, cancellation).ConfigureAwait(false)
                : await table.UpdateEntityAsync(next, row.ETag, TableUpdateMode.Replace, cancellation).ConfigureAwait(false);
            held = response.Headers.ETag ?? default;
            renewed = now;
            return IsHeld = true;
        }
        catch (RequestFailedException e) when (e.Status is 404 or 409 or 412)
        {
            // Somebody was faster, or our own first try had been applied: the next look tells.
            return IsHeld = false;
        }
    }

    /// <summary>Lets the next owner in at once.</summary>
    public async Task ReleaseAsync(CancellationToken cancellation)
    {
        if (IsHeld)
        {
            IsHeld = false;
            try
            {
                await table.DeleteEntityAsync(HubKeys.Hub, HubKeys.Lease, held, cancellation).ConfigureAwait(false);
            }
            catch (RequestFailedException e) when (e.Status == 412)
            {
                // Another process owns the hub by now.
            }
        }
    }

    public void Dispose() => HubsOfThisProcess.TryRemove(owner, out _);

    static string Register()
    {
        var id = RandomNumberGenerator.GetHexString(16, lowercase: true);
        HubsOfThisProcess[id] = true;
        return id;
    }

    static bool IsGone(TableEntity row)
    {
        if (row.GetString("Machine") != Environment.MachineName || row.GetInt32("Process") is not { } process)
        {
            return false;
        }

        if (process == Environment.ProcessId)
        {
            return !HubsOfThisProcess.ContainsKey(row.GetString("Owner"));
        }

        return ProcessLife.IsGone(process, row.GetString("Started"));
    }
}
