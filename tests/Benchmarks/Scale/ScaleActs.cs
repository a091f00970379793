using Campaigns.App.Cycles;
using Campaigns.App.Participants;
using Campaigns.App.Storage;
using Campaigns.Local.Rehearsal;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Ledger;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Plans;
using Campaigns.Rules.Sheets;

namespace Campaigns.Benchmarks.Scale;

/// <summary>
/// What people do in a year of any size, in the shares of the rehearsal's people: sheets, plans and appraisals, of every hundred fifty early, 28 by the last
/// day, eight in the grace, nine late where that is taken, five never. The rules decide and score each of them; a group at a time is written, since what one
/// submission costs is measured elsewhere. Nobody votes or nominates.
/// </summary>
internal sealed class ScaleActs(ParticipantStore participants, CycleContext cycle, IReadOnlyList<string> groups)
{
    private const int Seed = 1;
    private static readonly (double UpTo, Func<PhaseWindow, DateTimeOffset?> At)[] Waves =
    [
        (0.50, w => w.OpensAt!.Value.AddHours(30)),
        (0.78, w => w.DueAt!.Value.AddHours(-2)),
        (0.86, w => w.GraceUntil?.AddHours(-2)),
        (0.95, w => w.LockedAt > w.GraceUntil?.AddHours(4) ? w.LockedAt.Value.AddHours(-3) : null),
    ];

    private readonly Answers _answers = new(Seed, cycle.Year, new BehaviourProfile());

    private readonly SortedSet<(DateTimeOffset At, string Phase, int Wave)> _ahead =
        [.. cycle.Definition.Phases.Where(p => p.Kind is PhaseKind.SelfCheck or PhaseKind.Summary or PhaseKind.Plan or PhaseKind.Appraisal)
            .SelectMany(p => Waves.Select((w, i) => (At: w.At(cycle.Plan.Window(p.Id)), p.Id, i)))
            .Where(w => w.At is not null).Select(w => (w.At!.Value, w.Id, w.i))];

    /// <summary>When the next of them act; null when nobody does any more.</summary>
    public DateTimeOffset? Next => _ahead.Count > 0 ? _ahead.Min.At : null;

    /// <summary>Does what is due by <paramref name="now"/>; returns how many handed in.</summary>
    public async Task<int> DoDueAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        using var _ = StorageMeter.Work("simulation");
        var handedIn = 0;
        while (_ahead.Count > 0 && _ahead.Min.At <= now)
        {
            var act = _ahead.Min;
            _ahead.Remove(act);
            foreach (var group in groups)
                handedIn += await HandInAsync(act.Phase, act.Wave, group, now, cancellation);
            await participants.HintAsync(cycle.Cycle, [.. groups], cancellation);
        }
        return handedIn;
    }

    private async Task<int> HandInAsync(string id, int wave, string group, DateTimeOffset now, CancellationToken cancellation)
    {
        var (phase, window) = (cycle.Definition.Phase(id), cycle.Plan.Window(id));
        var fact = new LedgerFact(Acts.SheetSubmitted, Acts.Engine, $"{group}/{id}", new Dictionary<string, string>());
        var done = await participants.TransactGroupAsync(
            cycle.Cycle, group, $"{cycle.Cycle}|{id}|simulated|{wave}", now, fact,
            state => phase.Concerns(state.Track) && state.Phase(id).Status == SheetStatus.Open
                && Choice.Share(Seed, "hands in", state.Track, state.Unit, id) < Waves[wave].UpTo ? HandedIn(state, phase, window, now) : null,
            cancellation);
        return done.Changed;
    }

    private ParticipantState HandedIn(ParticipantState state, Phase phase, PhaseWindow window, DateTimeOffset now)
    {
        var standard = cycle.Definition.Standard(cycle.Definition.Track(state.Track).Standard);
        var (who, sentence) = ($"{state.Unit}-reporter", _answers.Sentence(state.Unit, phase.Id));
        return Accepted(phase.Kind switch
        {
            PhaseKind.Plan => PlanDecider.Decide(
                Accepted(PlanDecider.Decide(state, phase, window, new FilePlan(new PlanContent(sentence), who), now, cycle.Definition.Authority.Unit)),
                phase, window, new RegisterPlan(new Registrar($"{state.Parent}-reviewer", [], [state.Parent])), now, cycle.Definition.Authority.Unit),
            PhaseKind.Appraisal => AppraisalDecider.Decide(
                state, phase, window, new AcceptAppraisal(
                    new AppraisalContent(_answers.Review(standard, state.Track, state.Unit, phase.Id)), new Reviewer($"{state.Parent}-reviewer", [])),
                now, standard),
            PhaseKind.Summary => SheetDecider.Decide(
                state, phase, window, new Submit(new SheetContent(new Dictionary<string, ClauseAnswer>(), sentence), who), now, standard),
            _ => SheetDecider.Decide(
                state, phase, window, new Submit(new SheetContent(
                    _answers.Sheet(standard, state.Track, state.Unit, phase.Id).ToDictionary(a => a.Key, a => Answer(a.Value))), who), now, standard),
        });

        ParticipantState Accepted(Decision<ParticipantState> decision) => decision is Accepted<ParticipantState> accepted
            ? accepted.State
            : throw new InvalidOperationException($"{state.Unit} could not hand in {phase.Id}: {decision.Refusal}");
    }

    private static ClauseAnswer Answer(SheetAnswer answer) => new()
    {
        Points = answer.Points,
        Yes = answer.Yes,
        Measured = answer.Measured,
        Of = answer.Of,
        Waived = answer.Waived,
        Recognitions = answer.Recognitions ?? [],
        Note = answer.Note,
    };
}
