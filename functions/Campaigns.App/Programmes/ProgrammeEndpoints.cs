using Campaigns.App.Access;
using Campaigns.App.Campaigns;
using Campaigns.App.Cycles;
using Campaigns.App.Directory;
using Campaigns.App.Evaluation;
using Campaigns.App.Http;
using Campaigns.Rules.Cycles;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Enrolment;
using Campaigns.Rules.Rollover;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Programmes;

/// <summary>
/// <c>GET /campaigns/{campaign}/programme</c> and <c>/rollover?year=</c>: the years side by side, and what the next one changes (B5, C5, J24).
/// </summary>
public sealed class ProgrammeEndpoints(
    AccessPolicy access, CampaignStore campaigns, CycleStore cycles, TrackRanking ranking, PreviousYear previous, DirectoryCache directory)
{
    private const int Shown = 500;

    [Function(nameof(GetProgramme))]
    public async Task<IResult> GetProgramme(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/campaigns/{campaign}/programme")] HttpRequest request,
        string campaign,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var (latest, problem) = await ReadAsync(campaign, context, cancellationToken);
        if (latest is null)
            return problem!;
        var programme = latest.Definition.Programme;
        var years = new List<ProgrammeYear>();
        for (var year = programme.FirstYear; year <= programme.LastYear; year++)
        {
            var cycle = await cycles.ReadAsync(CycleStarter.CycleId(campaign, year), cancellationToken);
            var results = new List<TrackResult>();
            if (cycle is { State: CycleState.Running or CycleState.Completed })
            {
                var definition = await campaigns.DefinitionAsync(campaign, cycle.Version, cancellationToken);
                foreach (var track in definition.Tracks)
                    results.Add(await ResultAsync(cycle.Id, track.Id, cancellationToken));
            }
            years.Add(new(year, programme.Themes.GetValueOrDefault(year), cycle?.Id, cycle?.State, cycle?.Participants, [.. results.Where(r => r.Ranked > 0)]));
        }
        return Answers.Ok(new ProgrammeAnswer(campaign, latest.Definition.Title, programme.Next, programme.Carries, years));
    }

    /// <summary>What the year after the one before changes, by the newest definition and the directory as they are; nothing is started.</summary>
    [Function(nameof(GetRollover))]
    public async Task<IResult> GetRollover(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/campaigns/{campaign}/rollover")] HttpRequest request,
        string campaign,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var (latest, problem) = await ReadAsync(campaign, context, cancellationToken);
        if (latest is null)
            return problem!;
        var reader = new RequestReader(request);
        var asked = reader.Text("year");
        if (reader.Problem is { } unreadable)
            return unreadable;
        var programme = latest.Definition.Programme;
        if (!int.TryParse(asked, out var year) || year <= programme.FirstYear || year > programme.LastYear)
            return Problems.BadRequest("query.year", $"must be a year of the programme after its first, {programme.FirstYear + 1} to {programme.LastYear}");
        var before = await cycles.ReadAsync(CycleStarter.CycleId(campaign, year - 1), cancellationToken);
        if (before is null)
            return Problems.NotFound($"year {year - 1} of campaign {campaign}");

        var states = await previous.ReadAsync(campaign, year - 1, cancellationToken);
        var old = (await campaigns.DefinitionAsync(campaign, before.Version, cancellationToken)).ForYear(year - 1);
        var next = latest.Definition.ForYear(year);
        var roster = Enroller.Enrol(next, (await directory.GetFreshAsync(cancellationToken)).ToTree());
        var difference = YearDifference.Between(new(old, [.. states.Keys]), YearRoster.Of(next, roster));
        var carried = roster.Participants.Where(p => states.ContainsKey((p.Track, p.Unit)))
            .Select(p => PreviousYear.Carry(new() { Track = p.Track, Unit = p.Unit, Parent = p.Parent, Area = p.Area }, states, programme, year)).ToList();
        return Answers.Ok(new RolloverAnswer(
            campaign, year, before.Version, latest.Version, new Cut(difference).Answer, difference.PhasesAdded, difference.PhasesRemoved,
            difference.PhasesChanged,
            carried.Count(s => s.Standing is not null), carried.Count(s => s.Start is not null), carried.Count(s => s.Carried?.Honour is not null)));
    }

    private async Task<(CampaignVersion? Latest, IResult? Problem)> ReadAsync(string campaign, FunctionContext context, CancellationToken cancellationToken)
    {
        if (RequestReader.BadRoute(("campaign", campaign)) is { } bad)
            return (null, bad);
        if (await access.DeniesAsync(context.Caller(), Act.ReadCampaign, null, cancellationToken) is { } no)
            return (null, no);
        var latest = await campaigns.LatestAsync(campaign, cancellationToken);
        return (latest, latest is null ? Problems.NotFound($"campaign {campaign}") : null);
    }

    private async Task<TrackResult> ResultAsync(string cycle, string track, CancellationToken cancellationToken)
    {
        var (ranked, attained, honoured, sum) = (0, 0, 0, 0m);
        await foreach (var place in ranking.ReadAsync(cycle, track, 0, cancellationToken))
        {
            ranked++;
            sum += place.Outcome.Score;
            attained += place.Outcome.Attained ? 1 : 0;
            honoured += place.Outcome.Honoured ? 1 : 0;
        }
        return new(track, ranked, attained, honoured, ranked == 0 ? null : Math.Round(sum / ranked, 2, MidpointRounding.AwayFromZero));
    }

    /// <summary>Long lists of units are cut: their numbers stand beside them.</summary>
    private readonly record struct Cut(YearDifference Difference)
    {
        public IReadOnlyList<TrackDifference> Answer =>
            [.. Difference.Tracks.Select(t => t with { Joined = [.. t.Joined.Take(Shown)], Left = [.. t.Left.Take(Shown)] })];
    }
}

/// <summary>A programme of several years (B5).</summary>
public sealed record ProgrammeAnswer(string Campaign, LocalizedText Title, NextYear Next, IReadOnlyList<Carried> Carries, IReadOnlyList<ProgrammeYear> Years);

/// <summary>One of its years; cycle, state and participants are null before it was started, results empty before it was decided.</summary>
public sealed record ProgrammeYear(int Year, LocalizedText? Theme, string? Cycle, CycleState? State, int? Participants, IReadOnlyList<TrackResult> Results);

/// <summary>What a track came to in a year; the mean score is null where nobody was ranked.</summary>
public sealed record TrackResult(string Track, int Ranked, int Attained, int Honoured, decimal? MeanScore);

/// <summary>What the year changes, and how many bring a disqualification, a class or a standing honour along (J24).</summary>
public sealed record RolloverAnswer(
    string Campaign,
    int Year,
    int VersionBefore,
    int Version,
    IReadOnlyList<TrackDifference> Tracks,
    IReadOnlyList<string> PhasesAdded,
    IReadOnlyList<string> PhasesRemoved,
    IReadOnlyList<string> PhasesChanged,
    int Disqualified,
    int Classed,
    int Honoured);
