using System.Globalization;
using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using Campaigns.App.Cycles;
using Campaigns.App.Participants;
using Campaigns.App.Storage;
using Campaigns.Rules.Classes;
using Campaigns.Rules.Evaluation;
using Campaigns.Rules.Participants;

namespace Campaigns.App.Evaluation;

/// <summary>A place in a track's ranking as the year decided it.</summary>
public sealed record RankedOutcome(string Track, string Unit, Outcome Outcome);

/// <summary>
/// Ranks the tracks of a cycle and decides honours, and keeps the outcome by rank: partition <c>cycle|track</c>, row = six digits of rank. A ranking is a
/// function of the participants' states, so deciding twice writes the same rows.
/// </summary>
public sealed class TrackRanking(CampaignTables tables, CampaignBlobs blobs, ParticipantStore participants, CycleStore cycles)
{
    /// <summary>Ranks every track of the cycle over all its groups, writes the ranking by rank, and each group's outcomes for its own wave to apply.</summary>
    public async Task DecideAsync(CycleContext cycle, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cycle);
        var snapshot = await cycles.ReadSnapshotAsync(cycle.Cycle, cancellationToken)
            ?? throw new InvalidOperationException($"Cycle {cycle.Cycle} is gone.");
        var contenders = cycle.Definition.Tracks.ToDictionary(t => t.Id, _ => new List<Contender>());
        var groupOf = new Dictionary<(string Track, string Unit), string>();
        foreach (var group in snapshot.Groups)
        {
            await foreach (var participant in participants.ReadGroupAsync(cycle.Cycle, group.Id, cancellationToken))
            {
                contenders[participant.State.Track].Add(Contender.Of(cycle.Definition, participant.State, Evaluator.Evaluate(cycle.Definition, participant.State, null)));
                groupOf[(participant.State.Track, participant.State.Unit)] = group.Id;
            }
        }

        var outcomes = new List<RankedOutcome>();
        foreach (var track in cycle.Definition.Tracks)
        {
            var standard = cycle.Definition.Standard(track.Standard);
            var ranking = Ranking.Rank(standard, contenders[track.Id]);
            var decision = Honours.Decide(track, standard, ranking);
            outcomes.AddRange(ClassRules.Close(track, ranking, decision.Outcomes(ranking)).Select(o => new RankedOutcome(track.Id, o.Unit, o.Outcome)));
        }
        await WriteAsync(cycle.Cycle, outcomes, cancellationToken);
        foreach (var group in outcomes.GroupBy(o => groupOf[(o.Track, o.Unit)]))
        {
            await blobs.Documents.GetBlobClient(BlobName(cycle.Cycle, group.Key))
                .UploadAsync(BinaryData.FromString(StorageJson.Write(group.ToList())), overwrite: true, cancellationToken);
        }
    }

    /// <summary>What was decided about the participants of a group.</summary>
    public async Task<IReadOnlyList<RankedOutcome>> OutcomesAsync(string cycle, string group, CancellationToken cancellationToken)
    {
        var content = await blobs.Documents.GetBlobClient(BlobName(cycle, group)).DownloadContentAsync(cancellationToken);
        return StorageJson.Read<List<RankedOutcome>>(content.Value.Content.ToString());
    }

    private async Task WriteAsync(string cycle, List<RankedOutcome> outcomes, CancellationToken cancellationToken)
    {
        var rows = outcomes.Select(o => new TableEntity(Partition(cycle, o.Track), $"{o.Outcome.Rank:D6}")
        {
            ["Unit"] = o.Unit,
            ["Outcome"] = StorageJson.Write(o.Outcome),
        });
        foreach (var chunk in rows.GroupBy(r => r.PartitionKey).SelectMany(track => track.Chunk(Batch.MaxRows)))
        {
            var actions = chunk.Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row)).ToList();
            await Batch.ExecuteAsync(tables.Honours, actions, $"{cycle}|decide", cancellationToken);
        }
    }

    /// <summary>The ranking of a track from <paramref name="afterRank"/> on, best first; empty before the decision.</summary>
    public IAsyncEnumerable<RankedOutcome> ReadAsync(string cycle, string track, int afterRank, CancellationToken cancellationToken) =>
        ReadAsync(cycle, track, afterRank, null, cancellationToken);

    /// <summary>The same for a reader who wants a few: <paramref name="rowsAtOnce"/> is how many one request brings.</summary>
    public async IAsyncEnumerable<RankedOutcome> ReadAsync(
        string cycle, string track, int afterRank, int? rowsAtOnce, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var after = afterRank.ToString("D6", CultureInfo.InvariantCulture);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition(cycle, track)} and RowKey gt {after}");
        await foreach (var row in tables.Honours.QueryAsync<TableEntity>(filter, rowsAtOnce, cancellationToken: cancellationToken))
            yield return new(track, row.GetString("Unit"), StorageJson.Read<Outcome>(row.GetString("Outcome")));
    }

    private static string BlobName(string cycle, string group) => $"outcomes/{cycle}/{group}.json";

    private static string Partition(string cycle, string track) => $"{cycle}|{track}";
}
