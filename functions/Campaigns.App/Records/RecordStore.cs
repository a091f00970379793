using System.Text.RegularExpressions;
using Azure;
using Azure.Data.Tables;
using Campaigns.App.Http;
using Campaigns.App.Participants;
using Campaigns.App.Storage;
using Campaigns.Rules.Records;

namespace Campaigns.App.Records;

/// <summary>A record as its row says.</summary>
public sealed record StoredRecord(string Id, KeptRecord Record, ETag ETag);

/// <summary>A guidance note (A3, K10): who wrote it as what, when (campaign time).</summary>
public sealed record Note(string Id, string By, DateTimeOffset At, string Text);

/// <summary>Records and guidance notes in their participant's partition, a row each.</summary>
public sealed partial class RecordStore(CampaignTables tables, LongTexts texts)
{
    private const string ContentProperty = "Record";

    /// <summary>The word of a kind in routes and row keys: <c>own-project</c>.</summary>
    public static string Word(RecordKind kind) => Capital().Replace(kind.ToString(), m => (m.Index == 0 ? "" : "-") + m.Value.ToLowerInvariant());

    /// <summary>The kind of a word, or null.</summary>
    public static RecordKind? KindOf(string word) => Enum.GetValues<RecordKind>().Cast<RecordKind?>().FirstOrDefault(k => Word(k!.Value) == word);

    /// <summary>The record, or null. One request.</summary>
    public async Task<StoredRecord?> ReadAsync(ParticipantKey key, RecordKind kind, string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        var found = await tables.Participants.GetEntityIfExistsAsync<TableEntity>(
            ParticipantKeys.Partition(key.Cycle, key.Group), ParticipantKeys.Record(key.Track, key.Unit, Word(kind), id), cancellationToken: cancellationToken);
        return found.HasValue ? await OfAsync(found.Value!, cancellationToken) : null;
    }

    /// <summary>All records of a kind, in order of their ids.</summary>
    public async Task<IReadOnlyList<StoredRecord>> ListAsync(ParticipantKey key, RecordKind kind, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        var (from, to) = ParticipantKeys.RecordRange(key.Track, key.Unit, Word(kind));
        var records = new List<StoredRecord>();
        await foreach (var row in tables.Participants.QueryRangeAsync(ParticipantKeys.Partition(key.Cycle, key.Group), from, to, cancellationToken))
            records.Add(await OfAsync(row, cancellationToken));
        return records;
    }

    /// <summary>The write of a record under the ETag that it was read with, or an insert.</summary>
    public async ValueTask<TableTransactionAction> WriteAsync(
        ParticipantKey key, string id, KeptRecord record, ETag? known, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(record);
        var row = new TableEntity(ParticipantKeys.Partition(key.Cycle, key.Group), ParticipantKeys.Record(key.Track, key.Unit, Word(record.Kind), id))
        {
            [ContentProperty] = await texts.WriteAsync(StorageJson.Write(record), cancellationToken),
            [ParticipantRow.SchemaProperty] = 1,
        };
        return Batch.Over(known, row);
    }

    /// <summary>The insert of a note.</summary>
    public async ValueTask<TableTransactionAction> InsertNoteAsync(ParticipantKey key, Note note, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(note);
        var row = new TableEntity(ParticipantKeys.Partition(key.Cycle, key.Group), ParticipantKeys.Note(key.Track, key.Unit, note.Id))
        {
            [ContentProperty] = await texts.WriteAsync(StorageJson.Write(note), cancellationToken),
            [ParticipantRow.SchemaProperty] = 1,
        };
        return new(TableTransactionActionType.Add, row);
    }

    /// <summary>A page of notes, oldest first, after <paramref name="after"/>.</summary>
    public async Task<IReadOnlyList<Note>> NotesAsync(ParticipantKey key, string? after, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        var (from, to) = ParticipantKeys.NoteRange(key.Track, key.Unit);
        if (after is not null)
            from = ParticipantKeys.After(ParticipantKeys.Note(key.Track, key.Unit, after));
        var notes = new List<Note>();
        await foreach (var row in tables.Participants.QueryRangeAsync(
            ParticipantKeys.Partition(key.Cycle, key.Group), from, to, cancellationToken, limit))
        {
            notes.Add(StorageJson.Read<Note>(await texts.ReadAsync(row.GetString(ContentProperty), cancellationToken) ?? "null"));
            if (notes.Count == limit)
                break;
        }
        return notes;
    }

    private async ValueTask<StoredRecord> OfAsync(TableEntity row, CancellationToken cancellationToken)
    {
        ParticipantRow.Expect(row, newest: 1);
        var json = await texts.ReadAsync(row.GetString(ContentProperty), cancellationToken) ?? "null";
        return new(row.RowKey[(row.RowKey.LastIndexOf('|') + 1)..], StorageJson.Read<KeptRecord>(json), row.ETag);
    }

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Capital();
}
