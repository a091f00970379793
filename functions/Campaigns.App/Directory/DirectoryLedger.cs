using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Campaigns.App.Participants;
using Campaigns.App.Storage;
using Campaigns.Rules.Ledger;

namespace Campaigns.App.Directory;

/// <summary>
/// The ledger of what happens to units outside cycles (E6, I2): a chain a unit, in partitions <c>L0…Lf</c> by unit, entries <c>l|unit|number</c> beside the
/// head <c>h|unit</c>. Entries are written before the rows that they speak of, so that no change can be without one; a repeated operation finds its entries.
/// </summary>
public sealed class DirectoryLedger(CampaignTables tables)
{
    const int MaxTries = 10;
    const int AtOnce = 8;
    const int FewUnits = 16;
    const string SeqProperty = "Seq";
    const string HashProperty = "Hash";
    const string TextProperty = "Entry";

    /// <summary>
    /// Appends the facts of an operation. A shard's units go in batches; heads are read one by one where there are few, else by page.
    /// </summary>
    public Task AppendAsync(DirectoryFacts facts, string operation, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var units = facts.ByUnit();
        return Parallel.ForEachAsync(
            units.GroupBy(u => DirectoryKeys.LedgerPartition(u.Unit)),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (shard, stop) =>
            {
                var heads = units.Count > FewUnits ? await HeadsAsync(shard.Key, stop) : null;
                foreach (var batch in Batches(shard))
                    await AppendAsync(shard.Key, batch, heads, facts.Mark.At, operation, stop);
            });
    }

    /// <summary>Entries of a unit's chain from number <paramref name="from"/> on, oldest first.</summary>
    public async Task<IReadOnlyList<LedgerEntry>> EntriesAsync(string unit, long from, int count, CancellationToken cancellation)
    {
        var entries = new List<LedgerEntry>();
        var rows = tables.Directory.QueryRangeAsync(
            DirectoryKeys.LedgerPartition(unit), EntryRow(unit, from), $"l|{unit}}}", cancellation, Math.Min(count, 1000));
        await foreach (var row in rows)
        {
            entries.Add(new(long.Parse(row.RowKey.AsSpan(row.RowKey.LastIndexOf('|') + 1), CultureInfo.InvariantCulture),
                row.GetString(TextProperty), row.GetString(HashProperty)));
            if (entries.Count == count)
                break;
        }
        return entries;
    }

    /// <summary>Walks the unit's chain from its first entry to the head that is kept beside it; null where there is none.</summary>
    public async Task<VerifyResult?> VerifyAsync(string unit, CancellationToken cancellation)
    {
        if (await HeadAsync(unit, cancellation) is not { Chain: var head })
            return null;
        var entries = await EntriesAsync(unit, 1, int.MaxValue, cancellation);
        // An entry that was written after the head was read is beyond the head that it is held against.
        return LedgerChain.Verify(entries.Take((int)head.Seq).Select(e => e.Text), LedgerHead.Empty, head);
    }

    /// <summary>
    /// One batch, tried again over newer heads where another's write came first. A unit whose head says that this piece of the operation is there is left out.
    /// </summary>
    async Task AppendAsync(
        string partition, IReadOnlyList<Piece> batch, IReadOnlyDictionary<string, Head>? known, DateTimeOffset at, string operation,
        CancellationToken cancellation)
    {
        for (var tries = 0; tries < MaxTries; tries++)
        {
            var actions = new List<TableTransactionAction>();
            foreach (var piece in batch)
            {
                // A unit that is cut into pieces moves on with each; what was read by page holds for the first of them alone.
                var head = tries == 0 && piece.Number == 0 && known is not null
                    ? known.GetValueOrDefault(piece.Unit)
                    : await HeadAsync(piece.Unit, cancellation);
                if (head?.Operation == operation && head.Piece >= piece.Number)
                    continue;
                var (entries, chain) = LedgerChain.Append(head?.Chain ?? LedgerHead.Empty, at, piece.Facts);
                actions.AddRange(entries.Select(e => new TableTransactionAction(TableTransactionActionType.Add, RowOf(partition, piece.Unit, e))));
                actions.Add(Batch.Over(head?.ETag, RowOf(partition, piece, chain, operation)));
            }
            if (actions.Count == 0 || (await Batch.ExecuteAsync(tables.Directory, actions, operation, cancellation)).IsCommitted)
                return;
        }
        throw new InvalidOperationException($"The ledgers of {partition} could not be written in {MaxTries} tries.");
    }

    async Task<Head?> HeadAsync(string unit, CancellationToken cancellation)
    {
        var row = await tables.Directory.GetEntityIfExistsAsync<TableEntity>(
            DirectoryKeys.LedgerPartition(unit), HeadRow(unit), cancellationToken: cancellation);
        return row.HasValue ? HeadOf(row.Value!) : null;
    }

    async Task<IReadOnlyDictionary<string, Head>> HeadsAsync(string partition, CancellationToken cancellation)
    {
        var heads = new Dictionary<string, Head>(StringComparer.Ordinal);
        await foreach (var row in tables.Directory.QueryRangeAsync(partition, "h|", "h}", cancellation))
            heads[row.RowKey[2..]] = HeadOf(row);
        return heads;
    }

    /// <summary>
    /// Pieces of at most a batch's rows, each with its head's; a unit with more facts than fit is cut, its pieces in batches that follow each other.
    /// </summary>
    static IEnumerable<IReadOnlyList<Piece>> Batches(IEnumerable<(string Unit, IReadOnlyList<LedgerFact> Facts)> units)
    {
        var (batch, rows) = (new List<Piece>(), 0);
        foreach (var piece in units.SelectMany(u => u.Facts.Chunk(Batch.MaxRows - 1).Select((facts, i) => new Piece(u.Unit, i, facts))))
        {
            if (rows + piece.Facts.Count + 1 > Batch.MaxRows || piece.Number > 0)
            {
                yield return batch;
                (batch, rows) = ([], 0);
            }
            batch.Add(piece);
            rows += piece.Facts.Count + 1;
        }
        if (batch.Count > 0)
            yield return batch;
    }

    static TableEntity RowOf(string partition, string unit, LedgerEntry entry) => new(partition, EntryRow(unit, entry.Seq))
    {
        [TextProperty] = entry.Text,
        [HashProperty] = entry.Hash,
        [ParticipantRow.SchemaProperty] = 1,
    };

    static TableEntity RowOf(string partition, Piece piece, LedgerHead head, string operation) => new(partition, HeadRow(piece.Unit))
    {
        [SeqProperty] = head.Seq,
        [HashProperty] = head.Hash,
        ["Operation"] = operation,
        ["Piece"] = piece.Number,
        [ParticipantRow.SchemaProperty] = 1,
    };

    static Head HeadOf(TableEntity row)
    {
        ParticipantRow.Expect(row, newest: 1);
        return new(new(row.GetInt64(SeqProperty) ?? 0, row.GetString(HashProperty)), row.GetString("Operation"), row.GetInt32("Piece") ?? 0, row.ETag);
    }

    static string HeadRow(string unit) => "h|" + unit;

    static string EntryRow(string unit, long seq) => $"l|{unit}|{seq.ToString("D10", CultureInfo.InvariantCulture)}";

    /// <summary>Facts of one unit that go into one batch; the pieces of a unit are counted from 0.</summary>
    sealed record Piece(string Unit, int Number, IReadOnlyList<LedgerFact> Facts);

    sealed record Head(LedgerHead Chain, string Operation, int Piece, ETag ETag);
}
