using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Azure.Data.Tables;
using Campaigns.App.Cycles;
using Campaigns.App.Participants;
using Campaigns.App.Storage;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Classes;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Evaluation;
using Campaigns.Rules.Honouring;
using Campaigns.Rules.Participants;

namespace Campaigns.App.Evaluation;

/// <summary>A place in a track's ranking as the year decided it.</summary>
public sealed record RankedOutcome(string Track, string Unit, Outcome Outcome);

/// <summary>
/// Ranks the tracks of a cycle and decides honours, and keeps the outcome by rank: partition <c>cycle|track</c>, row = rank. A ranking is a
/// function of the participants' states, so deciding twice writes the same rows.
/// </summary>
public sealed class TrackRanking(CampaignTables tables, CampaignBlobs blobs, ParticipantStore participants, CycleStore cycles)
{
    /// <summary>
    /// Ranks the tracks that the milestone is about over all groups, writes the ranking by rank, and each group's outcomes for its own wave to apply. An
    /// evaluation leaves the honours of a track with a decision phase open; that phase honours whom <paramref name="decided"/> names, nobody where it names
    /// none.
    /// </summary>
    public async Task DecideAsync(
        CycleContext cycle, Milestone milestone, IReadOnlyDictionary<string, FinalDecision> decided, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cycle);
        ArgumentNullException.ThrowIfNull(milestone);
        ArgumentNullException.ThrowIfNull(decided);
        var phase = cycle.Definition.Phase(milestone.Phase);
        var snapshot = await cycles.ReadSnapshotAsync(cycle.Cycle, cancellationToken)
            ?? throw new InvalidOperationException($"Cycle {cycle.Cycle} is gone.");
        var (contenders, groupOf) = await ReadAsync(cycle, snapshot, cancellationToken);
        var outcomes = new List<RankedOutcome>();
        foreach (var track in cycle.Definition.Tracks.Where(t => phase.Concerns(t.Id)))
        {
            var later = SelectionPath.Of(cycle.Definition, track).Decision;
            if (phase.Kind == PhaseKind.Decision && later?.Id != phase.Id)
                continue;
            IReadOnlyList<string>? honoured = later is null ? null : phase.Kind == PhaseKind.Decision && decided.TryGetValue(track.Id, out var final)
                ? final.Units : [];
            outcomes.AddRange(Outcomes(cycle.Definition, track, contenders[track.Id], honoured));
            contenders.Remove(track.Id);
        }
        contenders.Clear();
        var moved = phase.Kind == PhaseKind.Decision ? await ChangedAsync(cycle.Cycle, outcomes, cancellationToken) : outcomes;
        await WriteAsync(cycle.Cycle, moved, cancellationToken);
        var byGroup = outcomes.ToLookup(o => groupOf[o.Track][o.Unit]);
        foreach (var group in snapshot.Groups)
        {
            await blobs.Documents.GetBlobClient(BlobName(cycle.Cycle, phase.Id, group.Id))
                .UploadAsync(StorageJson.WriteData(byGroup[group.Id].ToList()), overwrite: true, cancellationToken);
        }
    }

    /// <summary>
    /// Everybody by track, as ranking wants to know them, and the group of each: texts that many share are held once, and of the states nothing.
    /// </summary>
    private async Task<(Dictionary<string, List<Contender>> Contenders, Dictionary<string, Dictionary<string, string>> GroupOf)> ReadAsync(
        CycleContext cycle, CycleSnapshot snapshot, CancellationToken cancellationToken)
    {
        var contenders = cycle.Definition.Tracks.ToDictionary(t => t.Id, _ => new List<Contender>());
        var groupOf = cycle.Definition.Tracks.ToDictionary(t => t.Id, _ => new Dictionary<string, string>(StringComparer.Ordinal));
        var (texts, starts) = (new SharedTexts(), new Dictionary<YearStart, YearStart>());
        foreach (var group in snapshot.Groups)
        {
            await foreach (var participant in participants.ReadGroupAsync(cycle.Cycle, group.Id, cancellationToken))
            {
                var contender = Contender.Of(cycle.Definition, participant.State, Evaluator.Evaluate(cycle.Definition, participant.State, null));
                contenders[participant.State.Track].Add(contender with
                {
                    Comparable = contender.Comparable is { } comparable ? texts.Of(comparable) : null,
                    Start = contender.Start is { } start ? CollectionsMarshal.GetValueRefOrAddDefault(starts, start, out _) ??= start : null,
                });
                groupOf[participant.State.Track][contender.Unit] = group.Id;
            }
        }
        return (contenders, groupOf);
    }

    private static IEnumerable<RankedOutcome> Outcomes(
        CampaignDefinition definition, Track track, IReadOnlyCollection<Contender> contenders, IReadOnlyList<string>? honoured)
    {
        var standard = definition.Standard(track.Standard);
        var ranking = Ranking.Rank(standard, contenders);
        var decision = Honours.Decide(track, standard, ranking, honoured);
        return ClassRules.Close(track, ranking, decision.Outcomes(ranking)).Select(o => new RankedOutcome(track.Id, o.Unit, o.Outcome));
    }

    /// <summary>What was decided about the participants of a group.</summary>
    public async Task<IReadOnlyList<RankedOutcome>> OutcomesAsync(string cycle, string phase, string group, CancellationToken cancellationToken)
    {
        var content = await blobs.Documents.GetBlobClient(BlobName(cycle, phase, group)).DownloadContentAsync(cancellationToken);
        return StorageJson.ReadData<List<RankedOutcome>>(content.Value.Content);
    }

    /// <summary>Those that the ranking does not say yet: a decision moves few of the places that the evaluation wrote.</summary>
    private async Task<List<RankedOutcome>> ChangedAsync(string cycle, List<RankedOutcome> outcomes, CancellationToken cancellationToken)
    {
        var moved = new List<RankedOutcome>();
        foreach (var track in outcomes.GroupBy(o => o.Track))
        {
            var missing = track.ToDictionary(o => o.Unit, StringComparer.Ordinal);
            await foreach (var place in ReadAsync(cycle, track.Key, 0, cancellationToken))
            {
                if (missing.TryGetValue(place.Unit, out var own) && StorageJson.Write(own.Outcome) == StorageJson.Write(place.Outcome))
                    missing.Remove(place.Unit);
            }
            moved.AddRange(track.Where(o => missing.ContainsKey(o.Unit)));
        }
        return moved;
    }

    private async Task WriteAsync(string cycle, List<RankedOutcome> outcomes, CancellationToken cancellationToken)
    {
        // A row is made when its turn comes: as rows, a track is far more than as outcomes.
        foreach (var chunk in outcomes.GroupBy(o => o.Track).SelectMany(track => track.Chunk(Batch.MaxRows)))
        {
            var actions = chunk.Select(o => new TableTransactionAction(
                TableTransactionActionType.UpsertReplace,
                new TableEntity(Partition(cycle, o.Track), RankKey(o.Outcome.Rank ?? 0)) { ["Unit"] = o.Unit, ["Outcome"] = StorageJson.Write(o.Outcome) }))
                .ToList();
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
        var after = RankKey(afterRank);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition(cycle, track)} and RowKey gt {after}");
        await foreach (var row in tables.Honours.QueryAsync<TableEntity>(filter, rowsAtOnce, cancellationToken: cancellationToken))
            yield return new(track, row.GetString("Unit"), StorageJson.Read<Outcome>(row.GetString("Outcome")));
    }

    /// <summary>Honours exactly <paramref name="units"/> in the ranking as it is written: a decision that came after its phase.</summary>
    public async Task MarkAsync(string cycle, string track, IReadOnlyCollection<string> units, CancellationToken cancellationToken)
    {
        var changed = new List<RankedOutcome>();
        await foreach (var place in ReadAsync(cycle, track, 0, cancellationToken))
        {
            if (place.Outcome.Honoured != units.Contains(place.Unit))
                changed.Add(place with { Outcome = place.Outcome with { Honoured = !place.Outcome.Honoured } });
        }
        await WriteAsync(cycle, changed, cancellationToken);
    }

    /// <summary>Takes a withdrawn honour, or attainment, out of the ranking; nothing where the honour stands.</summary>
    public async Task UnmarkAsync(ParticipantKey key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (await participants.ReadAsync(key, cancellationToken) is not { State.Outcome: { Honoured: false } outcome })
            return;
        await foreach (var place in ReadAsync(key.Cycle, key.Track, 0, cancellationToken))
        {
            if (place.Unit != key.Unit)
                continue;
            var left = place.Outcome with { Honoured = false, Attained = outcome.Attained };
            if (left != place.Outcome)
                await WriteAsync(key.Cycle, [place with { Outcome = left }], cancellationToken);
            return;
        }
    }

    /// <summary>A rank as a row key: six digits, and behind all of those nine, so that a track may have more than a million.</summary>
    internal static string RankKey(int rank) =>
        rank < 1_000_000 ? rank.ToString("D6", CultureInfo.InvariantCulture) : "~" + rank.ToString("D9", CultureInfo.InvariantCulture);

    private static string BlobName(string cycle, string phase, string group) => $"outcomes/{cycle}/{phase}/{group}.json";

    private static string Partition(string cycle, string track) => $"{cycle}|{track}";
}
