using Azure;
using Azure.Data.Tables;
using Campaigns.App.Cycles;
using Campaigns.App.Participants;
using Campaigns.App.Selecting;
using Campaigns.App.Storage;
using Campaigns.Rules.Inspections;

namespace Campaigns.App.Inspections;

/// <summary>Reports from the public, each a row in its participant's partition (K17).</summary>
public sealed class PublicReports(CampaignTables tables, CycleStore cycles)
{
    private readonly ParticipantRecords<PublicReport> _records = new(tables, cycles);

    /// <summary>The report and its ETag, or null. One request.</summary>
    public Task<Kept<PublicReport>?> ReadAsync(ParticipantKey key, string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        return _records.ReadAsync(key, ParticipantKeys.Report(key.Track, key.Unit, id), cancellationToken);
    }

    /// <summary>The write of a report: new, or over the row of <paramref name="before"/>.</summary>
    public static TableTransactionAction Write(ParticipantKey key, PublicReport report, ETag? before)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(report);
        return ParticipantRecords<PublicReport>.Write(key, ParticipantKeys.Report(key.Track, key.Unit, report.Id), report, before);
    }

    /// <summary>Those of a group by track, unit and id, from <paramref name="after"/> (a row key, exclusive) on; a page of 1,000 a request.</summary>
    public IAsyncEnumerable<PublicReport> OfGroupAsync(string cycle, string group, string? after, CancellationToken cancellationToken)
    {
        var (from, to) = ParticipantKeys.ReportRange;
        return _records.ListAsync(cycle, group, (after is null ? from : ParticipantKeys.After(after), to), cancellationToken);
    }
}
