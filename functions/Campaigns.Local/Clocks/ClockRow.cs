using System.Globalization;
using Azure.Data.Tables;

namespace Campaigns.Local.Clocks;

/// <summary>
/// Where campaign time stands, kept with the data: written before each jump, so that a process that is killed during one comes back at the instant that the
/// jump went to and finishes what was due there.
/// </summary>
internal sealed class ClockRow(TableServiceClient service)
{
    const string Key = "clock";
    readonly TableClient _table = service.GetTableClient("LocalClock");

    /// <summary>The instant kept; null where none was.</summary>
    public async Task<DateTimeOffset?> ReadAsync(CancellationToken cancellation)
    {
        await _table.CreateIfNotExistsAsync(cancellation);
        var row = await _table.GetEntityIfExistsAsync<TableEntity>(Key, Key, cancellationToken: cancellation);
        return row.HasValue ? DateTimeOffset.Parse(row.Value!.GetString("Now"), CultureInfo.InvariantCulture) : null;
    }

    public Task WriteAsync(DateTimeOffset now, CancellationToken cancellation) =>
        _table.UpsertEntityAsync(new TableEntity(Key, Key) { ["Now"] = now.ToString("O", CultureInfo.InvariantCulture) }, TableUpdateMode.Replace,
            cancellation);
}
