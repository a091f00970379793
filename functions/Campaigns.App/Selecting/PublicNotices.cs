using Campaigns.App.Access;
using Campaigns.App.Cycles;
using Campaigns.App.Directory;
using Campaigns.App.Http;
using Campaigns.App.Participants;
using Campaigns.App.Storage;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Honouring;
using Campaigns.Rules.Objections;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Selecting;

/// <summary>
/// <c>GET /notices/{cycle}</c>, public: the intended lists of the tracks whose notice has begun; <c>POST /notices/{cycle}/objections</c>, public; and what
/// came in
/// (G4, L6). People's names are masked, and a reference stands for their ids.
/// </summary>
public sealed class PublicNotices(
    AccessPolicy access, CycleContexts cycles, SelectionStore store, ChallengeDesk challenging, Challenges challenges, PublicReferences references,
    ParticipationIndex index, DirectoryCache directory, CampaignClock clock)
{
    private const int MaxBytes = 32 * 1024;
    private const string Route = "api/v1/notices/{cycle}";

    [Function(nameof(GetPublicNotice))]
    public async Task<IResult> GetPublicNotice(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request,
        string cycle,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("reading");
        if (RequestReader.BadRoute(("cycle", cycle)) is { } bad)
            return bad;
        if (await access.DeniesAsync(context.Caller(), Act.ReadPublicNotice, null, cancellationToken) is { } no)
            return no;
        if (await cycles.GetAsync(cycle, cancellationToken) is not { } found)
            return Problems.NotFound($"cycle {cycle}");
        var people = await directory.GetAsync(AccessPolicy.AllowOn, cancellationToken);
        var listed = new List<NoticeAnswer>();
        foreach (var (track, phase) in Published(found))
        {
            if ((await store.ReadAsync<IntendedList>(cycle, track.Id, SelectionStore.Intended, cancellationToken))?.Value is not { } list)
                continue;
            var window = found.Plan.Window(phase.Id);
            listed.Add(new(
                track.Id, track.Title, window.OpensAt, window.LockedAt,
                [.. list.Units.Concat(list.Reserves).Select((u, i) => new NoticeEntry(
                    i + 1, PublicReferences.Of(found, track, u), NameOf(track, u, people), i >= list.Units.Count))]));
        }
        return Answers.Ok(new Page<NoticeAnswer>(listed));
    }

    [Function(nameof(FileObjection))]
    public async Task<IResult> FileObjection(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/objections")] HttpRequest request,
        string cycle,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("selection");
        var receivedAt = clock.Now;
        if (RequestReader.BadRoute(("cycle", cycle)) is { } bad)
            return bad;
        if (await access.DeniesAsync(context.Caller(), Act.FileObjection, null, cancellationToken) is { } no)
            return no;
        if (!IdempotencyKey.Of(request, context).TryGet(out var key, out var problem))
            return problem;
        var read = await Json.ReadAsync<ObjectionBody>(request, MaxBytes, cancellationToken);
        if (!read.TryGet(out var body, out problem))
            return problem;
        if (await cycles.GetAsync(cycle, cancellationToken) is not { } found)
            return Problems.NotFound($"cycle {cycle}");
        var (track, phase) = Published(found, begun: false).FirstOrDefault(p => p.Track.Id == body.Track);
        if (track is null || await references.ResolveAsync(found, track, body.Reference, cancellationToken) is not { } unit
            || await index.GroupOfAsync(cycle, track.Id, unit, cancellationToken) is not { } group)
            return Problems.NotFound("what the objection is about");
        var scene = new ParticipantScene(context.Caller(), found, new(cycle, group, track.Id, unit), receivedAt);
        return await challenging.ObjectAsync(
            scene, phase, new(body.Text, body.Name, body.Contact), OutcomeAnswer.OperationOf(key, request, scene, read.Hash), cancellationToken);
    }

    [Function(nameof(ListObjections))]
    public async Task<IResult> ListObjections(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/objections")] HttpRequest request,
        string cycle,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("reading");
        if (RequestReader.BadRoute(("cycle", cycle)) is { } bad)
            return bad;
        var found = await cycles.GetAsync(cycle, cancellationToken);
        if (await access.DeniesAsync(context.Caller(), Act.ReadSelection, found?.Definition.Authority.Unit, cancellationToken) is { } no)
            return no;
        return found is null ? Problems.NotFound($"cycle {cycle}")
            : Answers.Ok(new Page<ChallengeAnswer>([.. (await challenges.AllAsync(cycle, cancellationToken)).Select(ChallengeAnswer.Of)]));
    }

    internal static string NameOf(Track track, string unit, DirectorySnapshot people) => track.Enters.Individual is null
        ? people.Unit(unit)?.Name ?? unit
        : people.Person(unit) is { } person ? NameMask.Of(person.Name)
        : people.PersonNameOf(unit, "zh") ?? NameMask.Of("");

    private IEnumerable<(Track Track, Phase Phase)> Published(CycleContext cycle, bool begun = true) =>
        from track in cycle.Definition.Tracks
        let notice = SelectionPath.Of(cycle.Definition, track).Notice
        where notice is not null && track.Select is not null && (!begun || cycle.Plan.Window(notice.Id).OpensAt <= clock.Now)
        select (track, notice);
}

public sealed record ObjectionBody(string Track, string Reference, string Text, string? Name = null, string? Contact = null);

/// <summary>A track's intended list as everybody may read it, until when objections are taken.</summary>
public sealed record NoticeAnswer(string Track, LocalizedText Title, DateTimeOffset? From, DateTimeOffset? Until, IReadOnlyList<NoticeEntry> Intended);

/// <summary>One of a list; a <see cref="Reserve"/> is honoured where a place before it comes free.</summary>
public sealed record NoticeEntry(int Place, string Reference, string Name, bool Reserve);
