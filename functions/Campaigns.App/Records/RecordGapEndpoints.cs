using Campaigns.App.Access;
using Campaigns.App.Cycles;
using Campaigns.App.Http;
using Campaigns.App.Participants;
using Campaigns.App.Storage;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Records;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Records;

/// <summary>A published practice, with whose it is.</summary>
public sealed record PublishedPractice(string Track, string Unit, RecordAnswer Practice);

/// <summary>
/// <c>GET /cycles/{cycle}/records/gaps?under=</c>: own projects, leading groups, pieces of targets and record cards that are not there yet (K7–K9, K13), and
/// <c>GET /cycles/{cycle}/practices</c>: the published model practice (K17). A page a group, and for practices one more for each participant that has any.
/// </summary>
public sealed class RecordGapEndpoints(
    AccessPolicy access, CycleContexts cycles, ParticipationIndex index, ParticipantStore participants, RecordStore records,
    HolidayTables holidays, CampaignClock clock)
{
    [Function(nameof(GetRecordGaps))]
    public async Task<IResult> GetRecordGaps(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/cycles/{cycle}/records/gaps")] HttpRequest request,
        string cycle,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        if (await access.DeniesAsync(context.Caller(), Act.ReadCycle, null, cancellationToken) is { } denied)
            return denied;
        if (RequestReader.BadRoute(("cycle", cycle)) is { } badRoute)
            return badRoute;
        var reader = new RequestReader(request);
        var under = reader.SlugOf("under");
        if (reader.Problem is { } bad)
            return bad;
        if (await cycles.GetAsync(cycle, cancellationToken) is not { } found)
            return Problems.NotFound($"cycle {cycle}");
        var states = new List<ParticipantState>();
        await foreach (var state in AllAsync(cycle, cancellationToken))
            states.Add(new() { Track = state.Track, Unit = state.Unit, Parent = state.Parent, Area = state.Area, Records = state.Records, Left = state.Left });
        var split = states.GroupBy(s => s.Track).ToDictionary(g => g.Key, g => g.SelectMany(s => (s.Records ?? RecordTally.None).Targets).ToHashSet());
        var time = GapTime.Of(found.Definition, found.Year, holidays, clock.Now);
        var gaps = states.Where(s => under is null || s.Area == under || s.Parent == under || s.Unit == under)
            .SelectMany(s => RecordGaps.Of(found.Definition, s, split[s.Track], time));
        return Answers.Ok(new Page<RecordGap>([.. gaps.Take(RequestReader.MaxLimit)]));
    }

    [Function(nameof(ListPractices))]
    public async Task<IResult> ListPractices(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/cycles/{cycle}/practices")] HttpRequest request,
        string cycle,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        if (await access.DeniesAsync(context.Caller(), Act.ReadCycle, null, cancellationToken) is { } denied)
            return denied;
        if (RequestReader.BadRoute(("cycle", cycle)) is { } badRoute)
            return badRoute;
        if (await cycles.GetAsync(cycle, cancellationToken) is null)
            return Problems.NotFound($"cycle {cycle}");
        var published = new List<PublishedPractice>();
        foreach (var group in await index.GroupsAsync(cycle, cancellationToken))
        {
            await foreach (var participant in participants.ReadGroupAsync(cycle, group.Group, cancellationToken))
            {
                if ((participant.State.Records ?? RecordTally.None).Of(RecordKind.Practice) == 0)
                    continue;
                published.AddRange((await records.ListAsync(participant.Key, RecordKind.Practice, cancellationToken))
                    .Where(r => r.Record.Status is RecordStatus.Published)
                    .Select(r => new PublishedPractice(participant.Key.Track, participant.Key.Unit, new(
                        r.Id, r.Record.Kind, r.Record.Status, r.Record.Content, r.Record.By, r.Record.At))));
            }
        }
        return Answers.Ok(new Page<PublishedPractice>([.. published.Take(RequestReader.MaxLimit)]));
    }

    private async IAsyncEnumerable<ParticipantState> AllAsync(
        string cycle, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var group in await index.GroupsAsync(cycle, cancellationToken))
        {
            await foreach (var participant in participants.ReadGroupAsync(cycle, group.Group, cancellationToken))
                yield return participant.State;
        }
    }
}
