using Campaigns.App.Cycles;
using Campaigns.App.Directory;
using Campaigns.App.Inspections;
using Campaigns.App.Participants;
using Campaigns.App.Plans;
using Campaigns.App.Pledges;
using Campaigns.App.Records;
using Campaigns.App.Reviews;
using Campaigns.App.Selecting;
using Campaigns.App.Sheets;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Evaluation;
using Campaigns.Rules.Objections;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Records;
using Campaigns.Rules.Scoring;
using Campaigns.Rules.Sheets;

namespace Campaigns.App.Archives;

/// <summary>
/// Reads a participant's year for its archive: everything but evidence and ledger, which are streamed. One request a sheet, plan or appraisal.
/// </summary>
public sealed class ArchiveSource(
    SheetStore sheets, AppraisalStore appraisals, PlanStore plans, PledgeStore pledges, RecordStore records, InspectionStore inspections,
    Challenges challenges, CycleStore cycles, DirectoryCache directory)
{
    private const int AtOnce = 500;

    // Names of units change seldom; an archive is nobody's first look at one.
    private static readonly TimeSpan NamesOn = TimeSpan.FromMinutes(5);

    public async Task<ArchivedParticipant> ReadAsync(CycleContext cycle, StoredParticipant participant, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cycle);
        ArgumentNullException.ThrowIfNull(participant);
        var (key, state, definition) = (participant.Key, participant.State, cycle.Definition);
        var track = definition.Track(key.Track);
        var standard = definition.Standard(track.Standard).For(state);
        var phases = definition.PhasesOf(key.Track).ToList();
        var filled = new Dictionary<string, SheetContent>(StringComparer.Ordinal);
        var (handedIn, appraised, planned) = (new List<ArchivedSheet>(), new List<ArchivedAppraisal>(), new List<ArchivedPlan>());
        foreach (var phase in phases)
        {
            var at = state.Phase(phase.Id);
            if (phase.Kind.IsSheet() && at.HandedIn && (await sheets.ReadAsync(key, phase.Id, at, cancellationToken))?.Submitted is { } content)
            {
                filled[phase.Id] = content;
                var lines = phase.Kind is PhaseKind.SelfCheck ? Scorer.Score(standard, content, at.Evidence).Lines : [];
                handedIn.Add(new(phase.Id, content.Answers, content.Text, at.SheetOf, lines));
            }
            if (phase.Kind is PhaseKind.Appraisal && await appraisals.ReadAsync(key, phase.Id, cancellationToken) is { Accepted: true } appraisal)
                appraised.Add(new(phase.Id, appraisal.Content, appraisal.By, appraisal.SavedAt, Scorer.Score(standard, appraisal.Content).Lines));
            if (phase.Kind is PhaseKind.Plan && (await plans.ReadAsync(key, phase.Id, cancellationToken))?.Filed is { } plan)
                planned.Add(new(phase.Id, plan));
        }

        var kept = new List<ArchivedKept>();
        foreach (var kind in state.Records is null ? [] : Enum.GetValues<RecordKind>())
            kept.AddRange((await records.ListAsync(key, kind, cancellationToken)).Select(r => new ArchivedKept(r.Id, r.Record)));
        var pledged = await AllAsync(
            (after, token) => pledges.ListAsync(key, after, AtOnce, token), pledge => pledge.Id, cancellationToken);
        var notes = await AllAsync((after, token) => records.NotesAsync(key, after, AtOnce, token), note => note.Id, cancellationToken);
        var (visited, findings) = await inspections.OfAsync(key, cancellationToken);
        var challenged = await challenges.OfAsync(key, cancellationToken);
        var score = Evaluator.Evaluate(definition, state);
        var version = (await cycles.ReadRecentAsync(cycle.Cycle, cancellationToken))?.Version ?? 0;
        var names = await directory.GetAsync(NamesOn, cancellationToken);
        return new(
            cycle.Cycle, definition.Title, version, key.Track, track.Title, key.Unit,
            names.Unit(key.Unit) is { } unit ? new(unit.Name, unit.NameEn) : new(key.Unit), state.Parent, state.Area,
            [.. phases.Select(p => PhaseOf(cycle, state, p, standard, filled.GetValueOrDefault(p.Id)))], handedIn, appraised, planned,
            state.Dates.Extensions, [.. pledged.Select(p => new ArchivedPledge(p.Id, p.Phase, p.Pledge))], kept,
            notes, visited, findings, [.. challenged.Select(Masked)], state.Cards,
            state.NotApplicable, new(score.Total, score.Vetoed, score.Grade, score.Lines), state.Outcome, state.Selection?.Honour,
            state.Selection?.Consequences ?? []);
    }

    private static async Task<IReadOnlyList<T>> AllAsync<T>(
        Func<string?, CancellationToken, Task<IReadOnlyList<T>>> page, Func<T, string> idOf, CancellationToken cancellationToken)
    {
        var all = new List<T>();
        while (true)
        {
            var next = await page(all.Count == 0 ? null : idOf(all[^1]), cancellationToken);
            all.AddRange(next);
            if (next.Count < AtOnce)
                return all;
        }
    }

    private static ArchivedPhase PhaseOf(CycleContext cycle, ParticipantState state, Phase phase, Standard standard, SheetContent? content)
    {
        var (at, window) = (state.Phase(phase.Id), state.Dates.Window(cycle.Plan.Window(phase.Id)));
        return new(
            phase.Id, phase.Title, phase.Kind, at.Status, at.Timeliness, window.OpensAt, window.DueAt, window.GraceUntil, window.LockedAt, at.SubmittedAt,
            at.Score, at.Vetoed, at.LateDeduction, at.Version, at.Returns, at.Fulfilled, new SortedDictionary<string, int>(
                at.Evidence.ToDictionary(), StringComparer.Ordinal),
            phase.Kind is PhaseKind.SelfCheck ? MissingEvidence.Of(standard, at.Evidence, content) : new Dictionary<string, int>());
    }

    /// <summary>An objection without who raised it and in what words, which may tell; an appeal is the participant's own.</summary>
    private static Challenge Masked(Challenge challenge) => challenge.Kind is ChallengeKind.Appeal
        ? challenge with { Contact = null }
        : challenge with { Text = "", Name = null, Contact = null };
}
