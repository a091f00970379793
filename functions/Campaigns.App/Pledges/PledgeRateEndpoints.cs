using Campaigns.App.Access;
using Campaigns.App.Cycles;
using Campaigns.App.Http;
using Campaigns.App.Participants;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Pledges;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Pledges;

/// <summary>The rates of one pledging phase: all together, by area, and unit by unit where one area is asked for.</summary>
public sealed record PledgeRatesAnswer(
    string Phase, LocalizedText Title, PledgeRates All, IReadOnlyDictionary<string, PledgeRates> Areas, IReadOnlyDictionary<string, PledgeRates> Units);

/// <summary>
/// <c>GET /cycles/{cycle}/pledges/rates?phase=&amp;under=</c> (F1): publication against 100 %, fulfilment by organisations and by members against the targets
/// of the definition. Reads a page a group, no pledge.
/// </summary>
public sealed class PledgeRateEndpoints(AccessPolicy access, CycleContexts cycles, ParticipationIndex index, ParticipantStore participants)
{
    [Function(nameof(GetPledgeRates))]
    public async Task<IResult> GetPledgeRates(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/cycles/{cycle}/pledges/rates")] HttpRequest request,
        string cycle,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        if (await access.DeniesAsync(context.Caller(), Act.ReadCycle, null, cancellationToken) is { } denied)
            return denied;
        if (RequestReader.BadRoute(("cycle", cycle)) is { } badRoute)
            return badRoute;
        var reader = new RequestReader(request);
        var (wanted, under) = (reader.SlugOf("phase"), reader.SlugOf("under"));
        if (reader.Problem is { } bad)
            return bad;
        if (await cycles.GetAsync(cycle, cancellationToken) is not { } found)
            return Problems.NotFound($"cycle {cycle}");
        var phases = found.Definition.Phases.Where(p => p.Kind is PhaseKind.Pledging && (wanted is null || p.Id == wanted)).ToList();
        if (wanted is not null && phases.Count == 0)
            return Problems.NotFound($"pledging phase {wanted}");

        var members = new List<ParticipantState>();
        if (phases.Count > 0)
        {
            foreach (var group in await index.GroupsAsync(cycle, cancellationToken))
            {
                await foreach (var participant in participants.ReadGroupAsync(cycle, group.Group, cancellationToken))
                {
                    // No more of each than is counted, so that a large cycle fits into memory.
                    var (state, tally) = (participant.State, participant.State.Pledges);
                    members.Add(new() { Track = state.Track, Unit = state.Unit, Parent = state.Parent, Area = state.Area, Pledges = tally });
                }
            }
        }
        return Answers.Ok(new Page<PledgeRatesAnswer>([.. phases.Select(p => AnswerOf(p, members, under))]));
    }

    private static PledgeRatesAnswer AnswerOf(Phase phase, IReadOnlyList<ParticipantState> members, string? under)
    {
        var concerned = members.Where(m => phase.Concerns(m.Track)).ToList();
        var below = under is null ? [] : concerned.Where(m => m.Area == under || m.Parent == under || m.Unit == under);
        return new(
            phase.Id, phase.Title, PledgeRates.Of(phase, concerned),
            concerned.GroupBy(m => m.Area).OrderBy(g => g.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => PledgeRates.Of(phase, g)),
            below.GroupBy(m => m.Unit).OrderBy(g => g.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => PledgeRates.Of(phase, g)));
    }
}
