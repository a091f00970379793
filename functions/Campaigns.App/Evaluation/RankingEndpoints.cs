using System.Globalization;
using Campaigns.App.Access;
using Campaigns.App.Cycles;
using Campaigns.App.Http;
using Campaigns.App.Participants;
using Campaigns.Rules.Evaluation;
using Campaigns.Rules.Scoring;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Evaluation;

/// <summary>Rankings, scores with their explanation, and honours (G1, G2, G5).</summary>
public sealed class RankingEndpoints(AccessPolicy access, CycleContexts cycles, TrackRanking ranking, ParticipantStore participants)
{
    [Function(nameof(GetRanking))]
    public async Task<IResult> GetRanking(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/cycles/{cycle}/ranking")] HttpRequest request,
        string cycle,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        if (RequestReader.BadRoute(("cycle", cycle)) is { } bad)
            return bad;
        if (await access.DeniesAsync(context.Caller(), Act.ReadCycle, null, cancellationToken) is { } no)
            return no;
        var query = new RequestReader(request);
        var track = query.SlugOf("track");
        var paging = query.Paging("ranking");
        if (query.Problem is { } unreadable)
            return unreadable;
        if (track is null)
            return Problems.BadRequest("query.track", "is required");
        if (await cycles.GetAsync(cycle, cancellationToken) is not { } found || found.Definition.Tracks.All(t => t.Id != track))
            return Problems.NotFound($"track {track} of cycle {cycle}");

        var after = int.Parse(paging.Position ?? "0", CultureInfo.InvariantCulture);
        var places = new List<RankingLine>();
        await foreach (var place in ranking.ReadAsync(cycle, track, after, cancellationToken))
        {
            if (places.Count == paging.Limit)
                return Answers.Ok(new Page<RankingLine>(places, Continuations.Write("ranking", places[^1].Rank.ToString(CultureInfo.InvariantCulture))));
            places.Add(RankingLine.Of(place));
        }
        return Answers.Ok(new Page<RankingLine>(places));
    }

    [Function(nameof(GetHonours))]
    public async Task<IResult> GetHonours(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/honours")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        if (await access.DeniesAsync(context.Caller(), Act.ReadHonours, null, cancellationToken) is { } no)
            return no;
        var query = new RequestReader(request);
        var cycle = query.SlugOf("cycle");
        if (query.Problem is { } unreadable)
            return unreadable;
        if (cycle is null)
            return Problems.BadRequest("query.cycle", "is required");
        if (await cycles.GetAsync(cycle, cancellationToken) is not { } found)
            return Problems.NotFound($"cycle {cycle}");

        var honours = new List<RankingLine>();
        foreach (var track in found.Definition.Tracks.Where(t => t.Select is not null))
        {
            // Honoured places come first but for those whom no grade made eligible: a quota's worth of places may be spread over a longer list.
            await foreach (var place in ranking.ReadAsync(cycle, track.Id, 0, cancellationToken))
            {
                if (place.Outcome.Honoured)
                    honours.Add(RankingLine.Of(place));
            }
        }
        return Answers.Ok(new Page<RankingLine>(honours));
    }

    [Function(nameof(GetScore))]
    public async Task<IResult> GetScore(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/cycles/{cycle}/participants/{track}/{unit}/score")] HttpRequest request,
        string cycle,
        string track,
        string unit,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        if (RequestReader.BadRoute(("cycle", cycle), ("track", track), ("unit", unit)) is { } bad)
            return bad;
        if (await access.DeniesAsync(context.Caller(), Act.ReadScore, unit, cancellationToken) is { } no)
            return no;
        if (await cycles.GetAsync(cycle, cancellationToken) is not { } found
            || await participants.ReadAsync(cycle, track, unit, cancellationToken) is not { } participant)
            return Problems.NotFound($"participant {unit} in track {track}");
        var composite = Evaluator.Evaluate(found.Definition, participant.State);
        return Answers.Ok(new ScoreAnswer(
            composite.Total, composite.Vetoed, participant.State.Outcome is { Rank: not null } ranked ? ranked.Grade : composite.Grade,
            participant.State.Outcome?.Rank, composite.Lines)
        { Choice = Choice.Of(found.Definition, participant.State) });
    }
}

public sealed record RankingLine(string Track, int Rank, string Unit, decimal Score, string? Grade, bool Vetoed, bool Attained, bool Honoured)
{
    public static RankingLine Of(RankedOutcome place)
    {
        ArgumentNullException.ThrowIfNull(place);
        var outcome = place.Outcome;
        return new(place.Track, outcome.Rank ?? 0, place.Unit, outcome.Score, outcome.Grade, outcome.Vetoed, outcome.Attained, outcome.Honoured);
    }
}

/// <summary>A composite score and how it came about: the lines sum to the total.</summary>
public sealed record ScoreAnswer(decimal Score, bool Vetoed, string? Grade, int? Rank, IReadOnlyList<ScoreLine> Lines)
{
    /// <summary>What it comes to where its track selects on site, from the assessment and what is known day to day (K3); null before it is assessed.</summary>
    public Score? Choice { get; init; }
}
