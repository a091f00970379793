using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Campaigns.App.Evidence;
using Campaigns.App.Participants;
using Campaigns.App.Storage;

namespace Campaigns.App.Uploads;

/// <summary>
/// Uploads under way: a row each, in one partition of table Cycles, by the day on which they expire. The row is written after what it speaks of, and under its
/// ETag, so that of two requests that go on with one upload at the same time one is told to look again.
/// </summary>
public sealed class UploadStore(CampaignTables tables, CampaignBlobs blobs)
{
    internal const string Partition = "uploads";

    private const string NameProperty = "Name";
    private const string LengthProperty = "Length";
    private const string PartsProperty = "Parts";

    public async Task<Upload> CreateAsync(Upload upload, CancellationToken cancellationToken)
    {
        var added = await tables.Cycles.AddEntityAsync(Row(upload), cancellationToken);
        return upload with { ETag = added.Headers.ETag ?? default };
    }

    /// <summary>The upload, or null. One request.</summary>
    public async Task<Upload?> ReadAsync(string id, CancellationToken cancellationToken)
    {
        if (!ParticipantKeys.IsSlug(id))
            return null;
        var row = await tables.Cycles.GetEntityIfExistsAsync<TableEntity>(Partition, id, cancellationToken: cancellationToken);
        return row.HasValue ? Read(row.Value!) : null;
    }

    /// <summary>Writes over what was read; null where another request was faster.</summary>
    public async Task<Upload?> WriteAsync(Upload upload, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(upload);
        try
        {
            var written = await tables.Cycles.UpdateEntityAsync(Row(upload), upload.ETag, TableUpdateMode.Replace, cancellationToken);
            return upload with { ETag = written.Headers.ETag ?? default };
        }
        catch (RequestFailedException failure) when (failure.Status is 412 or 404)
        {
            return null;
        }
    }

    /// <summary>Forgets the upload and what it has brought into quarantine. Safe to repeat.</summary>
    public async Task DropAsync(string id, CancellationToken cancellationToken)
    {
        await blobs.Incoming.GetBlobClient($"uploads/{id}").DeleteIfExistsAsync(cancellationToken: cancellationToken);
        await tables.Cycles.DeleteEntityAsync(Partition, id, ETag.All, cancellationToken);
    }

    /// <summary>Drops whatever a person has begun and not ended, bytes included; all open uploads are looked through.</summary>
    public async Task<int> DropOfAsync(string person, CancellationToken cancellationToken)
    {
        var dropped = 0;
        await foreach (var row in tables.Cycles.QueryRangeAsync(Partition, "", "~", cancellationToken))
        {
            if (row.GetString(nameof(Upload.Person)) != person)
                continue;
            await DropAsync(row.RowKey, cancellationToken);
            dropped++;
        }
        return dropped;
    }

    /// <summary>Drops what expired before <paramref name="day"/>; one request where there is nothing.</summary>
    public async Task<int> SweepAsync(DateTimeOffset day, CancellationToken cancellationToken)
    {
        var dropped = 0;
        await foreach (var row in tables.Cycles.QueryRangeAsync(Partition, "", Day(day), cancellationToken))
        {
            await DropAsync(row.RowKey, cancellationToken);
            dropped++;
        }
        return dropped;
    }

    /// <summary>
    /// How many of a person's uploads that end on the day of <paramref name="expiresAt"/> are open, up to <paramref name="most"/>. One request.
    /// </summary>
    public async Task<int> OpenAsync(string person, DateTimeOffset expiresAt, int most, CancellationToken cancellationToken)
    {
        var (open, from) = (0, $"{Day(expiresAt)}-{OwnerOf(person)}-");
        await foreach (var row in tables.Cycles.QueryRangeAsync(Partition, from, from + "~", cancellationToken))
        {
            if (row.GetString(nameof(Upload.Evidence)) is null && ++open == most)
                break;
        }
        return open;
    }

    /// <summary>
    /// The id of an upload that ends at <paramref name="expiresAt"/>; <paramref name="seed"/> is the request's own. A person's uploads of a day are beside each
    /// other.
    /// </summary>
    internal static string IdOf(DateTimeOffset expiresAt, string person, string seed) =>
        $"{Day(expiresAt)}-{OwnerOf(person)}-{ParticipantKeys.Hash($"upload\n{seed}")[..24]}";

    private static string OwnerOf(string person) => ParticipantKeys.Hash($"owner\n{person}")[..12];

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    private static TableEntity Row(Upload upload) => new(Partition, upload.Id)
    {
        [nameof(Upload.Person)] = upload.Person,
        [nameof(UploadPurpose.Cycle)] = upload.Purpose.Cycle,
        [nameof(UploadPurpose.Track)] = upload.Purpose.Track,
        [nameof(UploadPurpose.Unit)] = upload.Purpose.Unit,
        [nameof(UploadPurpose.Phase)] = upload.Purpose.Phase,
        [nameof(UploadPurpose.Clause)] = upload.Purpose.Clause,
        [NameProperty] = upload.Name,
        [LengthProperty] = upload.Length,
        [nameof(Upload.Metadata)] = upload.Metadata,
        [nameof(Upload.ExpiresAt)] = upload.ExpiresAt,
        [nameof(UploadPurpose.Terms)] = upload.Purpose.Terms.IsNone ? null : StorageJson.Write(upload.Purpose.Terms),
        [nameof(Upload.Direct)] = upload.Direct,
        [nameof(Upload.Evidence)] = upload.Evidence,
        [PartsProperty] = string.Join(';', upload.Parts.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Length:x}:{p.Mark}"))),
        [ParticipantRow.SchemaProperty] = 1,
    };

    private static Upload Read(TableEntity row)
    {
        ParticipantRow.Expect(row, newest: 1);
        var purpose = new UploadPurpose(
            row.GetString(nameof(UploadPurpose.Cycle)), row.GetString(nameof(UploadPurpose.Track)), row.GetString(nameof(UploadPurpose.Unit)),
            row.GetString(nameof(UploadPurpose.Phase)), row.GetString(nameof(UploadPurpose.Clause)))
        {
            Terms = row.GetString(nameof(UploadPurpose.Terms)) is { } terms ? StorageJson.Read<EvidenceTerms>(terms) : EvidenceTerms.None,
        };
        var parts = new List<UploadPart>();
        foreach (var part in (row.GetString(PartsProperty) ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            var (length, mark) = part.Split(':') is [var hex, var own] ? (long.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture), own) : default;
            parts.Add(new(parts.Count == 0 ? 0 : parts[^1].End, length, mark));
        }
        return new(
            row.RowKey, row.GetString(nameof(Upload.Person)), purpose, row.GetString(NameProperty), row.GetInt64(LengthProperty) ?? 0,
            row.GetString(nameof(Upload.Metadata)) ?? "", row.GetDateTimeOffset(nameof(Upload.ExpiresAt)) ?? default,
            row.GetBoolean(nameof(Upload.Direct)) ?? false, row.GetString(nameof(Upload.Evidence)))
        {
            Parts = parts,
            ETag = row.ETag,
        };
    }
}
