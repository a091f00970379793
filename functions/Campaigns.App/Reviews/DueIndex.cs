using System.Globalization;
using Azure.Data.Tables;
using Campaigns.App.Participants;
using Campaigns.App.Storage;

namespace Campaigns.App.Reviews;

/// <summary>
/// An individual deadline: at <see cref="At"/> (to the second) whoever answers for <see cref="Kind"/> has to look at <see cref="Subject"/> of this
/// participant: a phase, a finding, an objection. Every part but the instant is a slug.
/// </summary>
public sealed record DueTime(DateTimeOffset At, string Cycle, string Track, string Unit, string Kind, string Subject);

/// <summary>
/// Table DueIndex: individual deadlines by instant, in <see cref="Shards"/> partitions by participant. A row is a hint, written before the truth that it is
/// about: whoever finds it due reads the truth, acts or drops the hint. Partition <c>when</c> says which shards hold anything in which hour, so that a sweep
/// that finds nothing is one request.
/// </summary>
public sealed class DueIndex(CampaignTables tables)
{
    public const int Shards = 16;

    private const string When = "when";
    private const string InstantFormat = "yyyyMMddHHmmss";
    private const string HourFormat = "yyyyMMddHH";

    /// <summary>Enters a deadline; entering it again changes nothing.</summary>
    public async Task AddAsync(DueTime due, CancellationToken cancellationToken)
    {
        var shard = ShardOf(due);
        await tables.DueIndex.UpsertEntityAsync(new TableEntity(When, Marker(due.At, shard)), TableUpdateMode.Replace, cancellationToken);
        await tables.DueIndex.UpsertEntityAsync(new TableEntity(shard, RowKey(due)), TableUpdateMode.Replace, cancellationToken);
    }

    /// <summary>The shards that may hold something due, with the hour's marker each. One request.</summary>
    public async Task<IReadOnlyList<(string Shard, string Marker)>> ShardsDueAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var shards = new List<(string, string)>();
        var afterThisHour = Hour(now) + "}";
        await foreach (var row in tables.DueIndex.QueryRangeAsync(When, "0", afterThisHour, cancellationToken))
            shards.Add((row.RowKey[(row.RowKey.IndexOf('|', StringComparison.Ordinal) + 1)..], row.RowKey));
        return shards;
    }

    /// <summary>Every shard, for the sweep that trusts no marker.</summary>
    public static IEnumerable<string> AllShards => Enumerable.Range(0, Shards).Select(Name);

    /// <summary>What is due in a shard, oldest first; a page of 1,000 a request.</summary>
    public async IAsyncEnumerable<DueTime> DueAsync(
        string shard, DateTimeOffset now, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in tables.DueIndex.QueryRangeAsync(shard, "0", Instant(now), cancellationToken))
        {
            var parts = row.RowKey.Split('|');
            var at = DateTimeOffset.ParseExact(parts[0], InstantFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
            yield return new(at, parts[1], parts[2], parts[3], parts[4], parts[5]);
        }
    }

    /// <summary>
    /// Every hint up to <paramref name="until"/> that stands where those of <paramref name="dues"/> would: of their shards, among others' hints. A page of 1,000
    /// a request.
    /// </summary>
    public async IAsyncEnumerable<DueTime> BesideAsync(
        IEnumerable<DueTime> dues, DateTimeOffset until,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var shard in dues.Select(ShardOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList())
        {
            await foreach (var hint in DueAsync(shard, until.AddSeconds(1), cancellationToken))
                yield return hint;
        }
    }

    /// <summary>Drops hints of one shard, a hundred a request.</summary>
    public async Task DropAsync(string shard, IReadOnlyList<DueTime> dues, CancellationToken cancellationToken)
    {
        foreach (var chunk in dues.Chunk(Batch.MaxRows))
        {
            var deletes = chunk.Select(d => new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(shard, RowKey(d)))).ToList();
            if ((await Batch.ExecuteAsync(tables.DueIndex, deletes, "drop", cancellationToken)).IsCommitted)
                continue;
            // One of them is gone already, by another sweep; the others go one by one.
            foreach (var due in chunk)
                await tables.DueIndex.DeleteEntityAsync(shard, RowKey(due), cancellationToken: cancellationToken);
        }
    }

    /// <summary>Drops a marker whose hour is over and swept; one of the present hour stays.</summary>
    public Task DropMarkerAsync(string marker, DateTimeOffset now, CancellationToken cancellationToken) =>
        string.CompareOrdinal(marker[..HourFormat.Length], Hour(now)) < 0
            ? tables.DueIndex.DeleteEntityAsync(When, marker, cancellationToken: cancellationToken)
            : Task.CompletedTask;

    private static string RowKey(DueTime due) => string.Join('|', Instant(due.At), due.Cycle, due.Track, due.Unit, due.Kind, due.Subject);

    private static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString(InstantFormat, CultureInfo.InvariantCulture);

    private static string Marker(DateTimeOffset at, string shard) => $"{Hour(at)}|{shard}";

    private static string Hour(DateTimeOffset at) => at.UtcDateTime.ToString(HourFormat, CultureInfo.InvariantCulture);

    private static string ShardOf(DueTime due) => Name(Convert.ToInt32(ParticipantKeys.Hash($"{due.Cycle}|{due.Track}|{due.Unit}")[..2], 16) % Shards);

    private static string Name(int shard) => shard.ToString("D2", CultureInfo.InvariantCulture);
}
