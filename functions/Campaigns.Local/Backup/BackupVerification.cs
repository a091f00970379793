using System.Globalization;
using System.Security.Cryptography;
using Azure.Data.Tables;
using Campaigns.App.Ledger;
using Campaigns.App.Participants;
using Campaigns.Rules.Ledger;

namespace Campaigns.Local.Backup;

/// <summary>What a look through a backup found.</summary>
internal sealed record VerifiedBackup(long Rows, long Blobs, long Chains, IReadOnlyList<string> Wrong);

/// <summary>
/// Looks through a backup without any account: every part's hash and number of lines, that keys rise, every content's hash, and every ledger of participants
/// and groups, from its first entry to the head that stands beside it.
/// </summary>
internal sealed class BackupVerification(IBackupPlace place)
{
    readonly List<string> _wrong = [];
    readonly HashSet<string> _contents = [];
    Dictionary<string, Chain> _chains = [];
    string _partition = "";
    long _verified;

    public async Task<VerifiedBackup> RunAsync(string? run, CancellationToken cancellation)
    {
        var manifest = (await BackupManifest.AllAsync(place, cancellation)).LastOrDefault(m => m.Ended is not null && (run is null || m.Run == run))
            ?? throw new BackupException(run is null ? "There is no completed backup here." : $"There is no completed backup {run} here.");
        var (rows, blobs) = (0L, 0L);
        foreach (var step in BackupPlan.Steps)
        {
            if (manifest.Steps.Find(s => s.Step == step.Name) is not { Done: true } progress)
            {
                _wrong.Add($"{step.Name} was not copied");
                continue;
            }
            foreach (var part in progress.Parts)
            {
                try
                {
                    var lines = step is TableStep table ? await RowsAsync(table, part, cancellation) : await BlobsAsync(part, cancellation);
                    if (lines != part.Rows)
                        _wrong.Add($"{part.File} has {lines} lines instead of {part.Rows}");
                    _ = step is TableStep ? rows += lines : blobs += lines;
                }
                catch (Exception e) when (e is BackupException or FormatException or InvalidDataException)
                {
                    _wrong.Add($"{part.File}: {e.Message}");
                }
            }
        }
        EndPartition();
        return new(rows, blobs, _verified, _wrong);
    }

    async Task<long> RowsAsync(TableStep step, BackupPart part, CancellationToken cancellation)
    {
        using var file = await PartFile.FetchAsync(place, part, cancellation);
        var (lines, before) = (0L, (Partition: "", Row: ""));
        await foreach (var line in PartFile.LinesAsync(file, cancellation))
        {
            var row = RowText.Read(line);
            var order = string.CompareOrdinal(row.PartitionKey, before.Partition);
            if (lines > 0 && (order < 0 || (order == 0 && string.CompareOrdinal(row.RowKey, before.Row) <= 0)))
                _wrong.Add($"{part.File}: {row.PartitionKey}/{row.RowKey} is out of order");
            before = (row.PartitionKey, row.RowKey);
            lines++;
            if (step.Table == "Participants")
                Take(row);
        }
        return lines;
    }

    async Task<long> BlobsAsync(BackupPart part, CancellationToken cancellation)
    {
        using var file = await PartFile.FetchAsync(place, part, cancellation);
        var lines = 0L;
        await foreach (var record in PartFile.LinesAsync(file, cancellation).Select(BlobRecord.Read))
        {
            lines++;
            if (!_contents.Add(record.Sha256))
                continue;
            await using var content = await place.OpenAsync(record.Content, cancellation);
            if (content is null)
                _wrong.Add($"{record.Name}: its content is missing");
            else if (Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellation)) != record.Sha256)
                _wrong.Add($"{record.Name}: its content is damaged");
        }
        return lines;
    }

    /// <summary>
    /// Heads and entries of one partition are gathered by chain: entries <c>g|number</c> and <c>l|track|unit|number</c>, heads <c>h</c> and <c>p|</c>.
    /// </summary>
    void Take(TableEntity row)
    {
        if (row.PartitionKey != _partition)
        {
            EndPartition();
            _partition = row.PartitionKey;
        }
        if (row.RowKey == ParticipantKeys.GroupHead)
            Of("").Head = ParticipantRow.ReadChain(row);
        else if (row.RowKey.StartsWith("g|", StringComparison.Ordinal))
            Of("").Entries.Add(LedgerRow.Read(row).Text);
        else if (row.RowKey.StartsWith("l|", StringComparison.Ordinal))
            Of(row.RowKey[2..row.RowKey.LastIndexOf('|')]).Entries.Add(LedgerRow.Read(row).Text);
        else if (row.RowKey.StartsWith("p|", StringComparison.Ordinal))
        {
            var names = row.PartitionKey.Split('|');
            var participant = ParticipantRow.Read(names[1], names[2], row);
            var chain = Of(row.RowKey[2..]);
            (chain.Start, chain.Head) = (participant.ChainStart, participant.Chain);
        }
    }

    void EndPartition()
    {
        foreach (var (name, chain) in _chains)
        {
            var result = LedgerChain.Verify(chain.Entries, chain.Start, chain.Head);
            if (chain.Head is null || !result.Valid)
            {
                var whose = name.Length == 0 ? "of the group" : name;
                _wrong.Add(string.Create(CultureInfo.InvariantCulture, $"the ledger {whose} in {_partition} breaks at entry {result.BrokenAt}"));
            }
            _verified++;
        }
        _chains = [];
    }

    Chain Of(string name) => _chains.TryGetValue(name, out var chain) ? chain : _chains[name] = new();

    sealed class Chain
    {
        public LedgerHead Start { get; set; } = LedgerHead.Empty;

        public LedgerHead? Head { get; set; }

        public List<string> Entries { get; } = [];
    }
}
