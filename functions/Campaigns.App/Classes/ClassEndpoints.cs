using Campaigns.App.Access;
using Campaigns.App.Cycles;
using Campaigns.App.Evaluation;
using Campaigns.App.Http;
using Campaigns.App.Participants;
using Campaigns.App.Storage;
using Campaigns.Rules.Classes;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Ledger;
using Campaigns.Rules.Participants;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Classes;

/// <summary><c>GET</c> and <c>POST …/classes</c>: the roster of the year's start, how it ended, and who came and went (B7, G6).</summary>
public sealed class ClassEndpoints(
    AccessPolicy access, CycleContexts contexts, CycleStore cycles, TrackRanking ranking, ParticipantStore participants, CampaignClock clock)
{
    private const string Route = "api/v1/cycles/{cycle}/classes";

    [Function(nameof(GetClasses))]
    public async Task<IResult> GetClasses(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request,
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
        if (query.Problem is { } unreadable)
            return unreadable;
        if (await contexts.GetAsync(cycle, cancellationToken) is not { } found)
            return Problems.NotFound($"cycle {cycle}");
        var answers = new List<ClassesAnswer>();
        foreach (var one in found.Definition.Tracks.Where(t => (track is null || t.Id == track) && (t.Classes is not null || t.Dynamic is not null)))
        {
            var places = await ranking.ReadAsync(cycle, one.Id, 0, cancellationToken).ToListAsync(cancellationToken);
            answers.Add(ClassesAnswer.Of(one, places, context.Caller().Language));
        }
        return Answers.Ok(new Page<ClassesAnswer>(answers));
    }

    /// <summary>States with which class, and on which list, participants begin the year; before anybody is ranked.</summary>
    [Function(nameof(ImportClasses))]
    public async Task<IResult> ImportClasses(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request,
        string cycle,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        if (RequestReader.BadRoute(("cycle", cycle)) is { } bad)
            return bad;
        var found = await contexts.GetAsync(cycle, cancellationToken);
        var caller = context.Caller();
        if (await access.DeniesAsync(caller, Act.ChangeRules, found?.Definition.Authority.Unit, cancellationToken) is { } no)
            return no;
        if (found is null || await cycles.ReadSnapshotAsync(cycle, cancellationToken) is not { } snapshot)
            return Problems.NotFound($"cycle {cycle}");
        if (!IdempotencyKey.Of(request, context).TryGet(out var key, out var problem))
            return problem;
        var read = await Json.ReadAsync<ClassImport>(request, maxBytes: 4 << 20, cancellation: cancellationToken);
        if (!read.TryGet(out var body, out problem))
            return problem;
        if (found.Definition.Tracks.FirstOrDefault(t => t.Id == body.Track) is not { } track)
            return Problems.NotFound($"track {body.Track}");
        if (string.IsNullOrWhiteSpace(body.Reason))
            return new Refusal(RefusalCode.ReasonMissing, "reason").ToProblem(caller.Language);
        var unknown = (body.Classes ?? new Dictionary<string, string>()).Where(c => track.Classes?.Level(c.Value) is null)
            .ToDictionary(c => $"classes.{c.Key}", c => (string[])[$"'{c.Value}' is no class of the track"]);
        if (unknown.Count > 0)
            return Problems.Validation(unknown);

        var changed = 0;
        foreach (var group in snapshot.Groups)
        {
            var wave = await participants.TransactGroupAsync(
                cycle, group.Id, $"{cycle}|classes|{key.OperationId(request, caller.Person)}|{read.Hash}", clock.Now,
                new LedgerFact(Acts.ClassesImported, caller.Person, $"{group.Id}/{track.Id}", new Dictionary<string, string>(), body.Reason),
                state => state.Track == track.Id ? Begun(state, body) : null, cancellationToken);
            changed += wave.Changed;
        }
        await participants.HintAsync(cycle, [.. snapshot.Groups.Select(g => g.Id)], cancellationToken);
        return Answers.Ok(new ClassImportAnswer(changed));
    }

    private static ParticipantState? Begun(ParticipantState state, ClassImport import)
    {
        var named = import.Classes?.GetValueOrDefault(state.Unit);
        var listed = import.Listed?.Contains(state.Unit) == true;
        if (state.Outcome?.Rank is not null || named is null && !listed)
            return null;
        var start = new YearStart(named ?? state.Start?.Class, listed || state.Start?.Listed == true);
        return start == state.Start ? null : state with { Start = start };
    }
}

/// <summary>Classes by unit, and the units that begin on the list; units that are not named stay as they are.</summary>
public sealed record ClassImport(string Track, string Reason, IReadOnlyDictionary<string, string>? Classes = null, IReadOnlyList<string>? Listed = null);

public sealed record ClassImportAnswer(int Changed);

/// <summary>A track's classes over the year; changes and moves are empty before the ranking.</summary>
public sealed record ClassesAnswer(
    string Track, IReadOnlyList<ClassLine> Classes, IReadOnlyList<ClassProgress> Rates, IReadOnlyList<ClassChange> Changes, IReadOnlyList<ListMove> Moves,
    int Listed)
{
    public static ClassesAnswer Of(Track track, IReadOnlyList<RankedOutcome> places, string language)
    {
        ArgumentNullException.ThrowIfNull(track);
        ArgumentNullException.ThrowIfNull(places);
        var outcomes = places.Select(p => p.Outcome).ToList();
        var lines = (track.Classes?.Levels ?? []).Select(l => new ClassLine(
            l.Id, l.Title.In(language), outcomes.Count(o => o.ClassAtStart == l.Id), outcomes.Count(o => o.Class == l.Id)));
        var changes = track.Classes is { } terms
            ? places.Select(p => ClassRules.ChangeOf(terms, p.Unit, p.Outcome)).OfType<ClassChange>().Where(c => c.Kind is not ClassChangeKind.Retained)
            : [];
        var moves = track.Dynamic is { } managed ? places.Select(p => ClassRules.MoveOf(managed, p.Unit, p.Outcome)).OfType<ListMove>() : [];
        return new(
            track.Id, [.. lines], track.Classes is { } rated ? ClassRules.Rates(rated, outcomes) : [], [.. changes], [.. moves], outcomes.Count(o => o.Listed));
    }
}

public sealed record ClassLine(string Id, string Title, int AtStart, int AtEnd);
