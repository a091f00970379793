using Campaigns.App.Access;
using Campaigns.App.Cycles;
using Campaigns.App.Http;
using Campaigns.App.Storage;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Cycles;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Sheets;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Participants;

/// <summary>
/// What a request about one participant stands on: who asks, in which cycle, about whom, and when it came in. <see cref="ReceivedAt"/> is campaign time, taken
/// once at the entry: whatever the request waits for afterwards does not make it late.
/// </summary>
public sealed record ParticipantScene(Caller Caller, CycleContext Cycle, ParticipantKey Key, DateTimeOffset ReceivedAt)
{
    public CampaignDefinition Definition => Cycle.Definition;

    public Standard Standard => Definition.Standard(Definition.Track(Key.Track).Standard);

    public Phase Phase(string phase) => Definition.Phase(phase);

    public PhaseWindow Window(string phase) => Cycle.Plan.Window(phase);

    /// <summary>The participant's own window of a phase: the plan's, moved by its extension (J1).</summary>
    public PhaseWindow Window(string phase, ParticipantState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.Dates.Window(Window(phase));
    }

    /// <summary>What can be done to a phase of the participant now; nothing while the cycle is paused or after it was cancelled (J12).</summary>
    internal IReadOnlyList<SheetAction> Allowed(ParticipantState state, string phase, Reviewer? by = null) =>
        Cycle.State is CycleState.Paused or CycleState.Cancelled ? [] : AllowedActions.For(state, Phase(phase), Window(phase), ReceivedAt, by);

    /// <summary>Path of the participant under the API's base.</summary>
    public string Path => $"/api/v1/cycles/{Key.Cycle}/participants/{Key.Track}/{Key.Unit}";
}

/// <summary>Opens requests about participants: access first, then the route, then what they speak of.</summary>
public sealed class ParticipantDesk(AccessPolicy access, CycleContexts cycles, ParticipationIndex index, CampaignClock clock)
{
    private static readonly Act[] Changes =
    [
        Act.WriteSheet, Act.SubmitSheet, Act.AddEvidence, Act.WriteReview, Act.AcceptReview, Act.ReturnReview, Act.RateReport, Act.JudgeClause,
        Act.RegisterPlan,
        Act.AskExtension, Act.GrantExtension, Act.MarkNotApplicable,
        Act.OrderInspection, Act.RecordVisit, Act.OpenFinding, Act.FixFinding, Act.AddFixEvidence, Act.VerifyFinding, Act.RejectFinding, Act.ExtendFinding,
        Act.WriteNote,
        Act.AnswerReport,
        Act.ReportFalsified, Act.DecideFalsified, Act.DismissFalsified,
    ];

    /// <summary>
    /// The scene, or the problem: 401, 403, 400 for ids that are none, 404 for a cycle, participant or phase that is not there, 409 for a change in a cycle
    /// that was cancelled. No request to storage with warm caches.
    /// </summary>
    /// <param name="phase">A phase that the participant's track goes through, where the route names one.</param>
    public async Task<Parsed<ParticipantScene>> OpenAsync(
        FunctionContext context, Act act, string cycle, string track, string unit, string? phase, CancellationToken cancellationToken)
    {
        var receivedAt = clock.Now;
        var caller = context.Caller();
        if (await access.DeniesAsync(caller, act, unit, cancellationToken) is { } no)
            return new(no);
        if (RequestReader.BadRoute(("cycle", cycle), ("track", track), ("unit", unit)) is { } bad)
            return new(bad);
        if (await cycles.GetAsync(cycle, cancellationToken) is not { } found)
            return new(Problems.NotFound($"cycle {cycle}"));
        if (found.State == CycleState.Cancelled && Changes.Contains(act))
            return new(Problems.Conflict("cycleCancelled", $"Cycle {cycle} was cancelled; nothing of it changes any more."));
        if (found.State == CycleState.Paused && Changes.Contains(act))
            return new(Problems.Conflict("cyclePaused", $"Cycle {cycle} is paused; nothing is taken until it is resumed."));
        if (await index.GroupOfAsync(cycle, track, unit, cancellationToken) is not { } group)
            return new(Problems.NotFound($"participant {track}/{unit} in cycle {cycle}"));
        if (phase is not null && !found.Definition.PhasesOf(track).Any(p => p.Id == phase))
            return new(Problems.NotFound($"phase {phase} in track {track}"));
        return new(new ParticipantScene(caller, found, new(cycle, group, track, unit), receivedAt));
    }

    /// <summary>Whether the scene's caller may do <paramref name="act"/> to its participant; what <c>allowedActions</c> asks.</summary>
    public Task<bool> MayAsync(ParticipantScene scene, Act act, CancellationToken cancellationToken) =>
        access.WouldAllowAsync(scene.Caller, act, scene.Key.Unit, cancellationToken);
}
