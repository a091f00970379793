using Campaigns.App.Directory;
using Campaigns.App.Evaluation;
using Campaigns.App.Inspections;
using Campaigns.App.Participants;
using Campaigns.App.Selecting;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Evaluation;
using Campaigns.Rules.Ledger;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Sheets;
using Campaigns.Rules.Votes;
using Campaigns.Rules.Warnings;

namespace Campaigns.App.Cycles.Waves;

/// <summary>
/// The waves that change participants or only tell the ledger: each is a pure change applied to every participant of one group, so that a second run finds
/// nothing left to do.
/// </summary>
public sealed class StateWaves(
    ParticipantStore participants, Enrolment enrolment, TrackRanking ranking, SampleStore samples, Decisions decisions, DirectoryCache directory)
{
    private static readonly TimeSpan PeopleAge = TimeSpan.FromSeconds(60);

    public async Task<WaveCounts> EnrolAsync(GroupWork work, Cycle cycle, CancellationToken cancellationToken)
    {
        var roster = await enrolment.ReadRosterAsync(cycle.Id, work.Group, cancellationToken);
        var previous = CycleStarter.CycleId(cycle.Campaign, cycle.Year - 1);
        await participants.EnrolAsync(cycle.Id, work.Group, roster, cycle.StartedAt, cycle.StartedBy, cancellationToken, previous);
        return new(Changed: roster.Count);
    }

    /// <summary>A phase opens, or got time back: nothing of a participant changes, the group's ledger names whom it concerns.</summary>
    public async Task<WaveCounts> RecordAsync(string act, CycleContext cycle, GroupWork work, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var phase = cycle.Definition.Phase(work.Work.Milestone.Phase);
        var window = cycle.Plan.Window(phase.Id);
        var concerned = new List<string>();
        await foreach (var participant in participants.ReadGroupAsync(cycle.Cycle, work.Group, cancellationToken))
        {
            if (phase.Concerns(participant.State.Track))
                concerned.Add(ParticipantStore.NameOf(participant.State));
        }
        if (concerned.Count == 0)
            return new();
        var facts = new Dictionary<string, string>();
        if (window.DueAt is { } due)
            facts["dueAt"] = due.ToString("O");
        if (window.LockedAt is { } locked)
            facts["lockedAt"] = locked.ToString("O");
        await participants.RecordGroupAsync(cycle.Cycle, work.Group, WaveId(work), now, Fact(act, work, facts), concerned, cancellationToken);
        return new(Changed: concerned.Count);
    }

    /// <summary>The phase locks: whoever handed nothing in is silent from now on, and gets the card that the definition raises for silence (E4).</summary>
    public async Task<WaveCounts> LockAsync(CycleContext cycle, GroupWork work, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var phase = cycle.Definition.Phase(work.Work.Milestone.Phase);
        var warnings = cycle.Definition.Warnings;
        var wave = await participants.TransactGroupAsync(
            cycle.Cycle,
            work.Group,
            WaveId(work),
            now,
            Fact(Acts.PhaseLocked, work),
            state => phase.Concerns(state.Track) ? Locked(cycle, phase, state, now) : null,
            cancellationToken,
            state => phase.Concerns(state.Track) && state.Phase(phase.Id).Status == SheetStatus.Silent,
            warnings.Any(r => r.When is PhaseSilent)
                ? new WaveFact(
                    Fact(Acts.CardRaised, work), (before, after) => after.Cards.Count > before.Cards.Count,
                    state => state.Cards.Any(c => c.Rule is not null && c.Subject == phase.Id))
                : null);
        return new(Cards: wave.AlsoHolding, Changed: wave.Holding);
    }

    private static ParticipantState? Locked(CycleContext cycle, Phase phase, ParticipantState state, DateTimeOffset now)
    {
        var silenced = Silenced(cycle, phase, state, now);
        return WarningDecider.Silent(silenced ?? state, cycle.Definition.Warnings, phase, now) is { Facts.Count: > 0 } raised ? raised.State : silenced;
    }

    /// <summary>Marks who was drawn for an inspection (E2); the sample itself is drawn over all groups before.</summary>
    public async Task<WaveCounts> DrawAsync(CycleContext cycle, GroupWork work, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var phase = work.Work.Milestone.Phase;
        var drawn = (await samples.OfGroupAsync(cycle.Cycle, phase, work.Group, cancellationToken)).ToDictionary(d => (d.Track, d.Unit));
        if (drawn.Count == 0)
            return new();
        var wave = await participants.TransactGroupAsync(
            cycle.Cycle,
            work.Group,
            WaveId(work),
            now,
            Fact(Acts.SampleDrawn, work),
            state => drawn.TryGetValue((state.Track, state.Unit), out var visit) && state.Phase(phase).Drawn is null
                ? state.With(phase, state.Phase(phase) with { Drawn = new DrawnVisit(visit.Inspection, visit.Inspector) })
                : null,
            cancellationToken,
            state => state.Phase(phase).Drawn is not null);
        return new(Changed: wave.Holding);
    }

    /// <summary>Composite scores, before anybody is ranked.</summary>
    public async Task<WaveCounts> EvaluateAsync(CycleContext cycle, GroupWork work, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var wave = await participants.TransactGroupAsync(
            cycle.Cycle,
            work.Group,
            WaveId(work),
            now,
            Fact(Acts.Evaluated, work),
            state =>
            {
                var composite = Evaluator.Evaluate(cycle.Definition, state);
                var outcome = new Outcome(composite.Total, composite.Vetoed, composite.Grade, null, false, false);
                return state.Outcome == outcome || state.Outcome?.Rank is not null ? null : state with { Outcome = outcome };
            },
            cancellationToken);
        return new(Changed: wave.Seen);
    }

    /// <summary>Rank, attainment and honour, as decided over all groups.</summary>
    public async Task<WaveCounts> DecideAsync(CycleContext cycle, GroupWork work, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var phase = cycle.Definition.Phase(work.Work.Milestone.Phase);
        var outcomes = (await ranking.OutcomesAsync(cycle.Cycle, phase.Id, work.Group, cancellationToken)).ToDictionary(o => (o.Track, o.Unit), o => o.Outcome);
        var decided = await decisions.InForceAsync(cycle, work.Work.Milestone, outcomes, cancellationToken);
        var concludes = decided.Count > 0 || cycle.Definition.Tracks.Any(t => HonourGiving.IsAttained(phase, t));
        var people = concludes ? await directory.GetAsync(PeopleAge, cancellationToken) : DirectorySnapshot.Empty;
        var barred = new HashSet<ParticipantKey>();
        var wave = await participants.TransactGroupAsync(
            cycle.Cycle,
            work.Group,
            WaveId(work),
            now,
            Fact(Acts.Decided, work),
            state =>
            {
                if (!outcomes.TryGetValue((state.Track, state.Unit), out var outcome))
                    return null;
                var held = Disqualification.Held(state, outcome);
                if (held != outcome)
                    barred.Add(new(cycle.Cycle, work.Group, state.Track, state.Unit));
                var next = held != state.Outcome ? state with { Outcome = held } : state;
                next = decided.TryGetValue(state.Track, out var final)
                    ? HonourGiving.Conclude(cycle, next, final, people)
                    : HonourGiving.ConcludeAttaining(cycle, phase, next, people);
                return ReferenceEquals(next, state) ? null : next;
            },
            cancellationToken,
            state => state.Outcome?.Rank is not null);
        // Disqualified while the tracks were being ranked: its place in the ranking says so as well.
        foreach (var key in barred)
            await ranking.UnmarkAsync(key, cancellationToken);
        return new(Changed: wave.Holding);
    }

    /// <summary>The state after the lock of <paramref name="phase"/>; null where it stays as it is.</summary>
    internal static ParticipantState? Silenced(CycleContext cycle, Phase phase, ParticipantState state, DateTimeOffset now)
    {
        var standard = cycle.Definition.Standard(cycle.Definition.Track(state.Track).Standard);
        var window = cycle.Plan.Window(phase.Id);
        var decision = phase.Kind is PhaseKind.Vote
            ? VoteDecider.Decide(state, phase, window, new CountVote(), now, standard)
            : SheetDecider.Decide(state, phase, window, new LockPhase(), now, standard);
        return decision is Accepted<ParticipantState> { Facts.Count: > 0 } accepted ? accepted.State : null;
    }

    private static string WaveId(GroupWork work) => $"{work.Work.Cycle}|{work.Work.Occurrence}";

    private static LedgerFact Fact(string act, GroupWork work, Dictionary<string, string>? facts = null) =>
        new(act, Acts.Engine, $"{work.Group}/{work.Work.Milestone.Id}", facts ?? []);
}
