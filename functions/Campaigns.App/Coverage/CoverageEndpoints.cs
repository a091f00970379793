using Campaigns.App.Access;
using Campaigns.App.Cycles;
using Campaigns.App.Cycles.Waves;
using Campaigns.App.Directory;
using Campaigns.App.Http;
using Campaigns.App.Participants;
using Campaigns.App.Storage;
using Campaigns.Rules.Coverage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Coverage;

/// <summary>
/// <c>GET /cycles/{cycle}/coverage</c> (J6, J7): everything that waits for somebody, group by group, with those whom it waits for: reports, appraisals, plans,
/// extensions, findings, reports from the public, objections, appeals and panel members' scores. One whose owner nobody is says so with an empty list. Pledges have a list of their own.
/// </summary>
public sealed class CoverageEndpoints(
    AccessPolicy access, CycleStore cycles, CycleContexts contexts, ParticipationIndex index, ParticipantStore participants, DirectoryCache directory,
    WaitingRecords records, CampaignClock clock)
{
    [Function(nameof(GetCoverage))]
    public async Task<IResult> GetCoverage(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/cycles/{cycle}/coverage")] HttpRequest request,
        string cycle,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("reading");
        if (RequestReader.BadRoute(("cycle", cycle)) is { } bad)
            return bad;
        var caller = context.Caller();
        if (await access.DeniesAsync(caller, Act.ListParticipants, null, cancellationToken) is { } no)
            return no;
        var reader = new RequestReader(request);
        var (phase, kind) = (reader.SlugOf("phase"), reader.Choice<ObligationKind>("kind"));
        var list = $"coverage|{cycle}|{phase}|{kind}";
        var paging = reader.Paging(list);
        if (reader.Problem is { } unreadable)
            return unreadable;
        if (await cycles.ReadSnapshotAsync(cycle, cancellationToken) is not { } snapshot)
            return Problems.NotFound($"cycle {cycle}");

        var found = await contexts.KeepAsync(snapshot.Cycle, cancellationToken);
        var people = await directory.GetAsync(AccessPolicy.AllowOn, cancellationToken);
        var panels = await records.PanelsAsync(found, clock.Now, cancellationToken);
        var items = new List<ObligationAnswer>();
        // A page is whole groups: what waits of a participant is never cut in two.
        foreach (var group in (await index.GroupsAsync(cycle, cancellationToken)).Where(g => string.CompareOrdinal(g.Group, paging.Position ?? "") > 0))
        {
            var members = new List<StoredParticipant>();
            await foreach (var participant in participants.ReadGroupAsync(cycle, group.Group, cancellationToken))
            {
                if (AccessPolicy.Decide(caller, Act.ReadParticipant, participant.Key.Unit, people).IsAllowed)
                    members.Add(participant);
            }
            var waiting = await records.OfGroupAsync(found, group.Group, members, panels, snapshot.Progress, people, clock.Now, cancellationToken);
            foreach (var participant in members)
            {
                var contacts = WaveContacts.Of(participant.State, found.Definition.Authority.Unit, people);
                items.AddRange(Obligations.Of(participant.State, found.Definition, snapshot.Progress, clock.Now)
                    .Concat(waiting[(participant.State.Track, participant.State.Unit)])
                    .Where(o => (phase is null || o.Phase == phase) && (kind is null || o.Kind == kind))
                    .Select(o => new ObligationAnswer(
                        o.Track, o.Unit, o.Phase, o.Kind, o.Subject, o.People ?? contacts.Of(o.Owner), o.DueAt, o.Next, o.NextAt)));
            }
            if (items.Count >= paging.Limit)
                return Answers.Ok(new Page<ObligationAnswer>(items, Continuations.Write(list, group.Group)));
        }
        return Answers.Ok(new Page<ObligationAnswer>(items));
    }
}

/// <summary>Something that waits; <see cref="Owners"/> are ids of the people whose it is, empty where nobody holds that post.</summary>
public sealed record ObligationAnswer(
    string Track, string Unit, string Phase, ObligationKind Kind, string? Subject, IReadOnlyList<string> Owners, DateTimeOffset? DueAt, string? Next,
    DateTimeOffset? NextAt);
