using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace Campaigns.App.Storage;

/// <summary>The data account's tables. Keys are designed for the queries; each folder's <c>*Keys</c> file says what lives in a table.</summary>
public sealed class CampaignTables(TableServiceClient service)
{
    /// <summary>Everything of a group of participants: one partition a group.</summary>
    public TableClient Participants { get; } = service.GetTableClient("Participants");

    /// <summary>A cycle with its milestones, groups and roll-ups: one partition a cycle.</summary>
    public TableClient Cycles { get; } = service.GetTableClient("Cycles");

    /// <summary>Definitions by campaign and version.</summary>
    public TableClient Campaigns { get; } = service.GetTableClient("Campaigns");

    /// <summary>Units, people and assignments.</summary>
    public TableClient Directory { get; } = service.GetTableClient("Directory");

    /// <summary>Where a unit took part over the years: partition = unit.</summary>
    public TableClient Participation { get; } = service.GetTableClient("Participation");

    /// <summary>Individual deadlines by instant, in shards.</summary>
    public TableClient DueIndex { get; } = service.GetTableClient("DueIndex");

    /// <summary>What a milestone wants said, by recipient.</summary>
    public TableClient Items { get; } = service.GetTableClient("Items");

    /// <summary>Notices by recipient, and those waiting for delivery.</summary>
    public TableClient Notices { get; } = service.GetTableClient("Notices");

    /// <summary>Ranking and honours by cycle and track.</summary>
    public TableClient Honours { get; } = service.GetTableClient("Honours");

    /// <summary>Nominations, panels, intended lists and decisions: one partition a track of a cycle.</summary>
    public TableClient Selection { get; } = service.GetTableClient("Selection");

    /// <summary>Webhooks, what waits to be sent to them, and what became of it.</summary>
    public TableClient Webhooks { get; } = service.GetTableClient("Webhooks");

    private IEnumerable<TableClient> All =>
        [Participants, Cycles, Campaigns, Directory, Participation, DueIndex, Items, Notices, Honours, Selection, Webhooks];

    /// <summary>What all of them are called.</summary>
    internal IEnumerable<string> Names => All.Select(t => t.Name);

    /// <summary>Every table of the account. One request.</summary>
    internal AsyncPageable<TableItem> ListAsync(CancellationToken cancellationToken) => service.QueryAsync(cancellationToken: cancellationToken);

    /// <summary>Creates the tables that are missing. Safe to run at every start and by several hosts at once.</summary>
    public async Task CreateAllAsync(CancellationToken cancellationToken)
    {
        foreach (var table in All)
            await table.CreateIfNotExistsAsync(cancellationToken);
    }
}
