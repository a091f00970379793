using Campaigns.App.Access;
using Campaigns.App.Cycles;
using Campaigns.App.Directory;
using Campaigns.App.Http;
using Campaigns.App.Participants;
using Campaigns.App.Storage;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Cycles;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Honouring;
using Campaigns.Rules.Participants;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Selecting;

/// <summary>What a request about a track's choice stands on; <see cref="ReceivedAt"/> is campaign time, taken once at the entry.</summary>
public sealed record SelectionScene(Caller Caller, CycleContext Cycle, Track Track, SelectionPath Path, DateTimeOffset ReceivedAt)
{
    public Standard Standard => Cycle.Definition.Standard(Track.Standard);

    public string Authority => Cycle.Definition.Authority.Unit;

    public PhaseWindow Window(Phase phase) => Cycle.Plan.Window(phase.Id);

    public IResult Problem(Refusal refusal) => refusal.ToProblem(Caller.Language);
}

/// <summary>Opens requests about the choice of a track, and reads what several steps of it need.</summary>
public sealed class SelectionDesk(
    AccessPolicy access, CycleContexts cycles, CycleStore store, ParticipantStore participants, DirectoryCache directory, CampaignClock clock)
{
    /// <summary>The scene, or the problem: 400, 401, 403, 404, or 409 for a change in a cycle that was cancelled.</summary>
    /// <param name="unit">The unit whose people are asked for; null for the authority's own.</param>
    public async Task<Parsed<SelectionScene>> OpenAsync(
        FunctionContext context, Act act, string cycle, string track, string? unit, bool changes, CancellationToken cancellationToken)
    {
        var receivedAt = clock.Now;
        var caller = context.Caller();
        if (RequestReader.BadRoute(("cycle", cycle), ("track", track)) is { } bad)
            return new(bad);
        var found = await cycles.GetAsync(cycle, cancellationToken);
        if (await access.DeniesAsync(caller, act, unit ?? found?.Definition.Authority.Unit, cancellationToken) is { } no)
            return new(no);
        if (found?.Definition.Tracks.FirstOrDefault(t => t.Id == track) is not { } known)
            return new(Problems.NotFound($"track {track} of cycle {cycle}"));
        if (changes && found.State == CycleState.Cancelled)
            return new(Problems.Conflict("cycleCancelled", $"Cycle {cycle} was cancelled; nothing of it changes any more."));
        return new(new SelectionScene(caller, found, known, SelectionPath.Of(found.Definition, known), receivedAt));
    }

    /// <summary>Whether the scene's caller may do <paramref name="act"/> at the authority.</summary>
    public async Task<bool> MayAsync(SelectionScene scene, Act act, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scene);
        return (await access.MayAsync(scene.Caller, act, scene.Authority, cancellationToken)).IsAllowed;
    }

    /// <summary>The directory, at most a minute old.</summary>
    public Task<DirectorySnapshot> PeopleAsync(CancellationToken cancellationToken) => directory.GetAsync(AccessPolicy.AllowOn, cancellationToken);

    /// <summary>The participants of a track over all groups, or of all tracks; a page of up to 1,000 is one request.</summary>
    public async IAsyncEnumerable<StoredParticipant> ReadAllAsync(
        string cycle, string? track, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var snapshot = await store.ReadSnapshotAsync(cycle, cancellationToken);
        foreach (var group in snapshot?.Groups ?? [])
        {
            await foreach (var participant in participants.ReadGroupAsync(cycle, group.Id, cancellationToken))
            {
                if (track is null || participant.State.Track == track)
                    yield return participant;
            }
        }
    }
}
