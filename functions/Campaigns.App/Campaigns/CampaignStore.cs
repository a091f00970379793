using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs.Models;
using Campaigns.App.Http;
using Campaigns.App.Storage;
using Campaigns.Rules.Definitions;

namespace Campaigns.App.Campaigns;

/// <summary>
/// Definitions by campaign and version: partition = campaign, row <c>current</c> names the latest version and carries the ETag of the whole, rows
/// <c>v000001…</c> hold the texts (in a blob named by its hash where a row is too small). Versions never change, so each is parsed once a process.
/// </summary>
public sealed class CampaignStore(CampaignTables tables, CampaignBlobs blobs, CampaignClock clock)
{
    const int MaxTextInRow = 30_000;
    const string CurrentRow = "current";

    readonly ConcurrentDictionary<(string Campaign, int Version), CampaignVersion> _known = new();

    /// <summary>The latest version and the campaign's ETag, or null where there is no such campaign.</summary>
    public async Task<(CampaignVersion Latest, ETag ETag)?> CurrentAsync(string campaign, CancellationToken cancellation)
    {
        var current = await tables.Campaigns.GetEntityIfExistsAsync<TableEntity>(campaign, CurrentRow, cancellationToken: cancellation);
        if (!current.HasValue) return null;
        var version = current.Value!.GetInt32("Version") ?? throw Damaged(campaign, 0);
        return (await GetAsync(campaign, version, cancellation) ?? throw Damaged(campaign, version), current.Value.ETag);
    }

    /// <summary>The latest version, or null where there is no such campaign.</summary>
    public async Task<CampaignVersion?> LatestAsync(string campaign, CancellationToken cancellation) =>
        (await CurrentAsync(campaign, cancellation))?.Latest;

    /// <summary>One version, or null where there is none; from memory after the first time.</summary>
    public async ValueTask<CampaignVersion?> GetAsync(string campaign, int version, CancellationToken cancellation)
    {
        if (_known.TryGetValue((campaign, version), out var known)) return known;
        var row = await tables.Campaigns.GetEntityIfExistsAsync<TableEntity>(campaign, VersionRow(version), cancellationToken: cancellation);
        if (!row.HasValue) return null;
        var text = row.Value!.GetString("Text") ?? await ReadBlobAsync(row.Value.GetString("Hash"), cancellation);
        var definition = DefinitionReader.Read(text).Definition ?? throw Damaged(campaign, version);
        var read = new CampaignVersion(
            campaign, version, text, definition, row.Value.GetDateTimeOffset("WrittenAt") ?? default, row.Value.GetString("WrittenBy"));
        return _known.GetOrAdd((campaign, version), read);
    }

    /// <summary>The definition of a version that a cycle was started with; throws where it is gone, which is a fault.</summary>
    public async ValueTask<CampaignDefinition> DefinitionAsync(string campaign, int version, CancellationToken cancellation) =>
        (await GetAsync(campaign, version, cancellation) ?? throw Damaged(campaign, version)).Definition;

    /// <summary>
    /// Adds <paramref name="definition"/> with its <paramref name="text"/> as the next version, in one transaction; null where the campaign has changed since
    /// <paramref name="expected"/> (null: it was not there).
    /// </summary>
    public async Task<(CampaignVersion Written, ETag ETag)?> AddAsync(
        CampaignDefinition definition,
        string text,
        (CampaignVersion Latest, ETag ETag)? expected,
        string person,
        string operation,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(text);
        var written = new CampaignVersion(definition.Id, (expected?.Latest.Version ?? 0) + 1, text, definition, clock.Now, person);
        var row = new TableEntity(written.Campaign, VersionRow(written.Version))
        {
            ["Schema"] = 1,
            ["Hash"] = Json.Hash(Encoding.UTF8.GetBytes(text)),
            ["WrittenAt"] = written.WrittenAt,
            ["WrittenBy"] = person,
        };
        if (text.Length <= MaxTextInRow) row["Text"] = text;
        else await WriteBlobAsync(row.GetString("Hash"), text, cancellation);

        var current = new TableEntity(written.Campaign, CurrentRow) { ["Schema"] = 1, ["Version"] = written.Version };
        var outcome = await Batch.ExecuteAsync(
            tables.Campaigns,
            [
                new(TableTransactionActionType.Add, row),
                expected is { } known
                    ? new(TableTransactionActionType.UpdateReplace, current, known.ETag)
                    : new(TableTransactionActionType.Add, current),
            ],
            operation,
            cancellation);
        if (!outcome.IsCommitted) return null;
        var stored = await tables.Campaigns.GetEntityAsync<TableEntity>(written.Campaign, CurrentRow, cancellationToken: cancellation);
        return (_known.GetOrAdd((written.Campaign, written.Version), written), stored.Value.ETag);
    }

    static string VersionRow(int version) => "v" + version.ToString("D6", CultureInfo.InvariantCulture);

    static string BlobName(string hash) => $"definitions/{hash}.txt";

    static InvalidOperationException Damaged(string campaign, int version) =>
        new($"Version {version} of campaign {campaign} is missing or can no longer be read.");

    async Task<string> ReadBlobAsync(string hash, CancellationToken cancellation)
    {
        BlobDownloadResult blob = await blobs.Documents.GetBlobClient(BlobName(hash)).DownloadContentAsync(cancellation);
        return blob.Content.ToString();
    }

    async Task WriteBlobAsync(string hash, string text, CancellationToken cancellation) =>
        await blobs.Documents.GetBlobClient(BlobName(hash)).UploadAsync(BinaryData.FromString(text), overwrite: true, cancellation);
}
