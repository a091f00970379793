using Azure.Data.Tables;
using Campaigns.App.Completeness;
using Campaigns.App.Cycles;
using Campaigns.App.Storage;
using Campaigns.Portal.Bulletins;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Campaigns.App.Bulletins;

/// <summary>A bulletin 通报 that was published: what lists show.</summary>
public sealed record PublishedBulletin(string Id, string Period, LocalizedText Title, DateTimeOffset PublishedAt);

/// <summary>
/// Produces bulletins by itself (C2): a document a language with the five reporting figures (J11) of the phases that lie in the bulletin's period. What is
/// published stays: publishing again leaves the first edition.
/// </summary>
public sealed class BulletinPress(
    CampaignTables tables, CampaignBlobs blobs, CycleStore cycles, RollUp rollUp, IServiceProvider services, ILoggerFactory loggers, CampaignClock clock)
{
    private const string FiguresProperty = "Figures";
    private static readonly string[] Languages = ["zh", "en"];

    public async Task PublishAsync(CycleContext cycle, Milestone milestone, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cycle);
        ArgumentNullException.ThrowIfNull(milestone);
        if (await FindAsync(cycle.Cycle, milestone.Phase, cancellationToken) is not null)
            return;
        var phase = cycle.Definition.Phase(milestone.Phase);
        var counts = await rollUp.PhasesAsync(cycle.Cycle, cancellationToken);
        var lines = cycle.Definition.Phases
            .Where(p => counts.ContainsKey(p.Id) && cycle.Plan.Window(p.Id).DueAt <= milestone.At && Within(p.Period, phase.Period))
            .Select(p => new BulletinLine(p.Title, p.Period.Id(cycle.Year), cycle.Plan.Window(p.Id).DueAt, counts[p.Id].Rates))
            .ToList();
        var bulletin = new Bulletin(cycle.Definition.Title, phase.Title, phase.Period.Id(cycle.Year), clock.Now, cycle.Definition.Authority.Zone, lines);

        foreach (var language in Languages)
        {
            var html = await RenderAsync(bulletin, language);
            await blobs.Documents.GetBlobClient(BlobName(cycle.Cycle, phase.Id, language))
                .UploadAsync(BinaryData.FromString(html), overwrite: true, cancellationToken);
        }
        var row = new TableEntity(cycle.Cycle, CycleKeys.Bulletin(phase.Id))
        {
            ["Json"] = StorageJson.Write(new PublishedBulletin(phase.Id, bulletin.Period, phase.Title, clock.Now)),
            [FiguresProperty] = StorageJson.Write(bulletin),
        };
        await Batch.ExecuteAsync(
            tables.Cycles, [new(TableTransactionActionType.Add, row)], $"{cycle.Cycle}|bulletin|{phase.Id}", cancellationToken);
    }

    public async Task<IReadOnlyList<PublishedBulletin>> ListAsync(string cycle, CancellationToken cancellationToken)
    {
        var (from, to) = CycleKeys.BulletinRange;
        var bulletins = new List<PublishedBulletin>();
        await foreach (var row in cycles.QueryAsync(cycle, from, to, cancellationToken))
            bulletins.Add(StorageJson.Read<PublishedBulletin>(row.GetString("Json")));
        return [.. bulletins.OrderBy(b => b.PublishedAt)];
    }

    /// <summary>The document as published, or null.</summary>
    public async Task<string?> ReadAsync(string cycle, string bulletin, string language, CancellationToken cancellationToken)
    {
        if (await FindAsync(cycle, bulletin, cancellationToken) is null)
            return null;
        var content = await blobs.Documents.GetBlobClient(BlobName(cycle, bulletin, language)).DownloadContentAsync(cancellationToken);
        return content.Value.Content.ToString();
    }

    /// <summary>The figures as published, for other forms than the page; null where there is no such bulletin, or it is from before they were kept.</summary>
    public async Task<Bulletin?> FiguresAsync(string cycle, string bulletin, CancellationToken cancellationToken)
    {
        var row = await tables.Cycles.GetEntityIfExistsAsync<TableEntity>(cycle, CycleKeys.Bulletin(bulletin), cancellationToken: cancellationToken);
        return row.HasValue && row.Value!.GetString(FiguresProperty) is { } json ? StorageJson.Read<Bulletin>(json) : null;
    }

    private async Task<PublishedBulletin?> FindAsync(string cycle, string bulletin, CancellationToken cancellationToken)
    {
        var row = await tables.Cycles.GetEntityIfExistsAsync<TableEntity>(cycle, CycleKeys.Bulletin(bulletin), cancellationToken: cancellationToken);
        return row.HasValue ? StorageJson.Read<PublishedBulletin>(row.Value!.GetString("Json")) : null;
    }

    private async Task<string> RenderAsync(Bulletin bulletin, string language)
    {
        await using var renderer = new HtmlRenderer(services, loggers);
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var parameters = ParameterView.FromDictionary(new Dictionary<string, object?>
            {
                [nameof(BulletinDocument.Bulletin)] = bulletin,
                [nameof(BulletinDocument.Language)] = language,
            });
            return "<!DOCTYPE html>\n" + (await renderer.RenderComponentAsync<BulletinDocument>(parameters)).ToHtmlString();
        });
    }

    /// <summary>Whether a phase's period ends within the bulletin's.</summary>
    private static bool Within(Period phase, Period bulletin) =>
        phase.LastMonth >= bulletin.FirstMonth && phase.LastMonth <= bulletin.LastMonth;

    private static string BlobName(string cycle, string bulletin, string language) => $"bulletins/{cycle}/{bulletin}.{language}.html";
}
