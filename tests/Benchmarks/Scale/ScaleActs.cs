using Campaigns.App.Cycles;
using Campaigns.App.Participants;
using Campaigns.App.Storage;
using Campaigns.Local.Rehearsal;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Ledger;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Sheets;

namespace Campaigns.Benchmarks.Scale;

/// <summary>
/// What people do in a year of any size: of every hundred, fifty hand a sheet in early, thirty on its last day, twelve in its grace, eight never. The rules decide
/// and score each of them; a group at a time is written, since what one submission costs is measured elsewhere. Nobody plans, appraises or nominates: the
/// engine then has the most to remind of.
/// </summary>
internal sealed class ScaleActs(ParticipantStore participants, CycleContext cycle, IReadOnlyList<string> groups)
{
    private const int Seed = 1;
    private static readonly (double UpTo, Func<PhaseWindow, DateTimeOffset> At)[] Waves =
    [
        (0.50, w => w.OpensAt!.Value.AddHours(30)),
        (0.80, w => w.DueAt!.Value.AddHours(-2)),
        (0.92, w => w.DueAt!.Value.AddHours(20)),
    ];

    private readonly Answers _answers = new(Seed, cycle.Year, new BehaviourProfile());

    private readonly SortedSet<(DateTimeOffset At, string Phase, int Wave)> _ahead =
        [.. cycle.Definition.Phases.Where(p => p.Kind is PhaseKind.SelfCheck or PhaseKind.Summary)
            .SelectMany(p => Waves.Select((w, i) => (w.At(cycle.Plan.Window(p.Id)), p.Id, i)))];

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
        var content = phase.Kind == PhaseKind.Summary
            ? new SheetContent(new Dictionary<string, ClauseAnswer>(), _answers.Sentence(state.Unit, phase.Id))
            : new SheetContent(_answers.Sheet(standard, state.Track, state.Unit, phase.Id).ToDictionary(a => a.Key, a => Answer(a.Value)));
        return SheetDecider.Decide(state, phase, window, new Submit(content, $"{state.Unit}-reporter"), now, standard) switch
        {
            Accepted<ParticipantState> accepted => accepted.State,
            var refused => throw new InvalidOperationException($"{state.Unit} could not hand in {phase.Id}: {refused.Refusal}"),
        };
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
