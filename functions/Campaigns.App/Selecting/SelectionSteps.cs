using Campaigns.App.Cycles;
using Campaigns.App.Directory;
using Campaigns.App.Participants;
using Campaigns.App.Reminders;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Evaluation;
using Campaigns.Rules.Honouring;
using Campaigns.Rules.Ledger;
using Campaigns.Rules.Nominations;
using Campaigns.Rules.Panels;
using Campaigns.Rules.Participants;

namespace Campaigns.App.Selecting;

/// <summary>
/// What the milestones of nomination, panel, notice and decision do. <see cref="PrepareAsync"/> looks at all groups once and writes down what follows;
/// <see cref="RunAsync"/> applies it to one group. Both may run twice: they write the same again.
/// </summary>
public sealed class SelectionSteps(
    SelectionDesk desk, SelectionStore store, PanelDesk panels, ParticipantStore participants, DirectoryCache directory, DirectNotices notices,
    Shortcomings shortcomings)
{
    private static readonly TimeSpan PeopleAge = TimeSpan.FromSeconds(60);

    /// <summary>Whether a milestone of this phase is one of these steps; decisions are the ranking's.</summary>
    public static bool Takes(CampaignDefinition definition, Milestone milestone)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(milestone);
        return milestone.Kind is MilestoneKind.Open or MilestoneKind.Lock && definition.Phases.FirstOrDefault(p =>
            p.Id == milestone.Phase)?.Kind.IsSelecting() == true;
    }

    /// <summary>The part of a milestone that needs all groups side by side.</summary>
    public async Task PrepareAsync(CycleContext cycle, Milestone milestone, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cycle);
        ArgumentNullException.ThrowIfNull(milestone);
        var phase = cycle.Definition.Phase(milestone.Phase);
        var tracks = Tracks(cycle, phase).ToList();
        // All tracks from one look at all groups, and only where a step has to look.
        var fields = new Lazy<Task<IReadOnlyDictionary<string, Field>>>(() => ReadFieldsAsync(cycle, tracks, cancellationToken));
        foreach (var (track, path) in tracks)
        {
            async Task<Field> Field() => (await fields.Value)[track.Id];
            switch (phase.Kind, milestone.Kind)
            {
                case (PhaseKind.Nomination, MilestoneKind.Lock) when path.IsNominated:
                    await CloseNominationsAsync(cycle, track, await Field(), milestone, cancellationToken);
                    break;
                case (PhaseKind.Panel, MilestoneKind.Open):
                    await AssignAsync(cycle, track, path, await Field(), milestone, now, cancellationToken);
                    break;
                case (PhaseKind.Panel, MilestoneKind.Lock):
                    await ClosePanelAsync(cycle, track, milestone, now, cancellationToken);
                    break;
                case (PhaseKind.PublicNotice, MilestoneKind.Open):
                case (PhaseKind.Decision, MilestoneKind.Open) when path.Notice is null:
                    await IntendAsync(cycle, track, path, Field, cancellationToken);
                    break;
            }
        }
    }

    /// <summary>The milestone over one group.</summary>
    public async Task<WaveCounts> RunAsync(CycleContext cycle, GroupWork work, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cycle);
        ArgumentNullException.ThrowIfNull(work);
        var milestone = work.Work.Milestone;
        var phase = cycle.Definition.Phase(milestone.Phase);
        var changes = new Dictionary<string, Func<ParticipantState, ParticipantState?>>(StringComparer.Ordinal);
        var act = milestone.Kind == MilestoneKind.Open ? Acts.PhaseOpened : Acts.PhaseLocked;
        foreach (var (track, path) in Tracks(cycle, phase))
        {
            switch (phase.Kind, milestone.Kind)
            {
                case (PhaseKind.Nomination, MilestoneKind.Lock) when path.IsNominated:
                    (act, changes[track.Id]) = (Acts.Nominated, await NominatedAsync(cycle, track, cancellationToken));
                    break;
                case (PhaseKind.Panel, MilestoneKind.Lock):
                    (act, changes[track.Id]) = (Acts.PanelClosed, await ScoredAsync(cycle, track, phase, cancellationToken));
                    break;
                case (PhaseKind.PublicNotice, MilestoneKind.Open):
                case (PhaseKind.Decision, MilestoneKind.Open) when path.Notice is null:
                    (act, changes[track.Id]) = (Acts.Intended, await IntendedAsync(cycle, track, cancellationToken));
                    break;
            }
        }
        var fact = new LedgerFact(act, Acts.Engine, $"{work.Group}/{milestone.Id}", new Dictionary<string, string>());
        if (changes.Count == 0)
        {
            await participants.RecordGroupAsync(cycle.Cycle, work.Group, $"{cycle.Cycle}|{work.Work.Occurrence}", now, fact, [], cancellationToken);
            return new();
        }
        var seen = new Dictionary<(string Track, string Unit), ParticipantState>();
        await participants.TransactGroupAsync(
            cycle.Cycle, work.Group, $"{cycle.Cycle}|{work.Work.Occurrence}", now, fact,
            state =>
            {
                seen[(state.Track, state.Unit)] = state;
                return changes.TryGetValue(state.Track, out var change) ? change(state) : null;
            },
            cancellationToken);
        await shortcomings.RecordAsync(cycle, work, now, seen.Values, cancellationToken);
        return new();
    }

    private static IEnumerable<(Track Track, SelectionPath Path)> Tracks(CycleContext cycle, Phase phase) =>
        cycle.Definition.Tracks.Where(t => phase.Concerns(t.Id) && (t.Select is not null || phase.Kind == PhaseKind.Panel))
            .Select(t => (t, SelectionPath.Of(cycle.Definition, t)));

    private async Task CloseNominationsAsync(CycleContext cycle, Track track, Field field, Milestone milestone, CancellationToken cancellationToken)
    {
        var people = await directory.GetAsync(PeopleAge, cancellationToken);
        var filed = (await store.ListAsync<Nomination>(cycle.Cycle, track.Id, SelectionStore.Nominations, cancellationToken)).ToDictionary(n => n.Nominator);
        var closed = field.Nominators.Union(filed.Keys)
            .Select(n => filed.GetValueOrDefault(n) ?? new Nomination(track.Id, n, [], Acts.Engine, milestone.At!.Value))
            .Select(n => n with { Shortfall = NominationDecider.Shortfall(track.Select!.Allotted, n) })
            .OrderBy(n => n.Nominator, StringComparer.Ordinal).ToList();
        await store.PutAllAsync(cycle.Cycle, track.Id, closed.Select(n => (SelectionStore.Nominations + n.Nominator, n)), cancellationToken);
        var told = closed.Where(n => n.Shortfall > 0).SelectMany(n => SelectionNotices.To(
            people.ContactsOfUnit(n.Nominator).Leaders, $"nominationShort|{track.Id}|{n.Nominator}", milestone.At!.Value, "notice",
            new($"{track.Title.Zh}：申报少于分配名额", $"{track.Title.In("en")}: fewer nominated than allotted"),
            new($"分配名额下限为{track.Select!.Allotted!.From}个，实际申报{n.Units.Count}个，缺{n.Shortfall}个。",
                $"At least {track.Select.Allotted.From} were allotted, {n.Units.Count} nominated: {n.Shortfall} short."))).ToList();
        await notices.TellAsync(cycle, told, cancellationToken);
    }

    private async Task AssignAsync(
        CycleContext cycle, Track track, SelectionPath path, Field field, Milestone milestone, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var people = await directory.GetAsync(PeopleAge, cancellationToken);
        var kept = await store.ReadAsync<PanelRoster>(cycle.Cycle, track.Id, SelectionStore.Panel, cancellationToken);
        var units = path.PanelRanks ? List(cycle, track, path with { PanelRanks = false }, field).Candidates : field.Units;
        var roster = (kept?.Value ?? new([], Acts.Engine, now)) with
        {
            Candidates = [.. units.Select(u => new PanelCandidate(u, [.. people.Ancestors(u).Where(a => a != cycle.Definition.Authority.Unit)]))],
        };
        await store.PutAllAsync(cycle.Cycle, track.Id, [(SelectionStore.Panel, PanelDesk.Assigned(cycle, track, roster))], cancellationToken);
        if (roster.Members.Count == 0 && units.Count > 0)
            await TellOfficeAsync(cycle, people, $"panelMissing|{track.Id}", milestone.At!.Value,
                new($"{track.Title.Zh}：请确定评审组成员", $"{track.Title.In("en")}: name the members of the panel"),
                new("评审已开始，但尚未确定评委，无法评分。", "The panel is open and has no members, so nobody can score."), cancellationToken);
    }

    private async Task ClosePanelAsync(CycleContext cycle, Track track, Milestone milestone, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await store.ReadAsync<PanelRoster>(cycle.Cycle, track.Id, SelectionStore.Panel, cancellationToken) is not { Value: { ClosedAt: null } roster })
            return;
        var results = await panels.ResultsAsync(cycle, track, roster, [.. roster.Candidates.Select(c => c.Unit)], null, cancellationToken);
        await store.PutAllAsync(cycle.Cycle, track.Id, results.Select(r => (SelectionStore.Results + r.Unit, r)), cancellationToken);
        var held = results.Where(r => r.Score is null).Select(r => r.Unit).ToList();
        await store.PutAllAsync(cycle.Cycle, track.Id, [(SelectionStore.Panel, roster with { Held = held, ClosedAt = now })], cancellationToken);
        if (held.Count > 0)
            await TellOfficeAsync(cycle, await directory.GetAsync(PeopleAge, cancellationToken), $"panelHeld|{track.Id}", milestone.At!.Value,
                new($"{track.Title.Zh}：评审未达到法定人数", $"{track.Title.In("en")}: the panel is below its quorum"),
                new($"{held.Count}个对象的评分不足法定人数：请补充评委评分，或说明理由后结束评审。",
                    $"{held.Count} participants have fewer scores than the quorum: have them scored, or close the panel with a reason."), cancellationToken);
    }

    /// <summary>
    /// Makes up for the list of a track whose panel was held when it was to be published; without effect before that moment, and where there is a list.
    /// </summary>
    public async Task IntendLateAsync(SelectionScene scene, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scene);
        if ((scene.Path.Notice ?? scene.Path.Decision) is not { } phase || !(scene.Window(phase).OpensAt <= scene.ReceivedAt))
            return;
        await IntendAsync(
            scene.Cycle, scene.Track, scene.Path,
            async () => (await ReadFieldsAsync(scene.Cycle, [(scene.Track, scene.Path)], cancellationToken))[scene.Track.Id], cancellationToken);
        var change = await IntendedAsync(scene.Cycle, scene.Track, cancellationToken);
        var fact = new LedgerFact(Acts.Intended, scene.Caller.Person, $"{scene.Track.Id}/{phase.Id}", new Dictionary<string, string>());
        await foreach (var participant in desk.ReadAllAsync(scene.Cycle.Cycle, scene.Track.Id, cancellationToken))
        {
            if (change(participant.State) is null)
                continue;
            var operation = new ParticipantOperation(ParticipantKeys.Hash($"intended\n{participant.Key}")[..32], scene.ReceivedAt);
            await participants.TransactAsync(
                participant.Key, operation,
                (current, _) => ValueTask.FromResult(ParticipantWrite.Of(change(current.State) is { } next
                    ? Rules.Participants.Decision.Accept(next, fact)
                    : Rules.Participants.Decision.Accept(current.State))),
                cancellationToken, participant);
        }
    }

    private async Task IntendAsync(CycleContext cycle, Track track, SelectionPath path, Func<Task<Field>> field, CancellationToken cancellationToken)
    {
        // A panel below its quorum has not come to a list yet; the authority closes it first.
        if (path.PanelRanks && (await store.ReadAsync<PanelRoster>(cycle.Cycle, track.Id, SelectionStore.Panel, cancellationToken))?.Value.Held.Count > 0)
            return;
        // Published once: what somebody objects to must not change under the objection.
        if (await store.ReadAsync<IntendedList>(cycle.Cycle, track.Id, SelectionStore.Intended, cancellationToken) is not null)
            return;
        var list = List(cycle, track, path, await field());
        await store.WriteAsync(cycle.Cycle, track.Id, SelectionStore.Intended, list, null, cancellationToken);
    }

    private static IntendedList List(CycleContext cycle, Track track, SelectionPath path, Field field)
    {
        var standard = cycle.Definition.Standard(track.Standard);
        return IntendedList.Of(track, standard, path, Ranking.Rank(standard, field.Contenders));
    }

    private async Task<IReadOnlyDictionary<string, Field>> ReadFieldsAsync(
        CycleContext cycle, IReadOnlyList<(Track Track, SelectionPath Path)> tracks, CancellationToken cancellationToken)
    {
        var people = await directory.GetAsync(PeopleAge, cancellationToken);
        var fields = tracks.ToDictionary(t => t.Track.Id, t => (t.Track, t.Path, Field: new Field()));
        await foreach (var participant in desk.ReadAllAsync(cycle.Cycle, null, cancellationToken))
        {
            var state = participant.State;
            if (!fields.TryGetValue(state.Track, out var of))
                continue;
            of.Field.Units.Add(state.Unit);
            if (Nominators.Of(of.Track, state, people) is { } nominator)
                of.Field.Nominators.Add(nominator);
            // Merged into another, dissolved or left since it was enrolled: there is nobody to honour.
            if (people.Unit(state.Unit) is not null || people.Person(state.Unit) is not null)
                of.Field.Contenders.Add(Contender.Of(cycle.Definition, state, Evaluator.Evaluate(cycle.Definition, state, null), of.Path.Panel));
        }
        return fields.ToDictionary(f => f.Key, f => f.Value.Field);
    }

    /// <summary>What the steps want to know of everybody in a track.</summary>
    private sealed class Field
    {
        public List<string> Units { get; } = [];
        public List<Contender> Contenders { get; } = [];
        public SortedSet<string> Nominators { get; } = new(StringComparer.Ordinal);
    }

    private async Task TellOfficeAsync(
        CycleContext cycle, DirectorySnapshot people, string id, DateTimeOffset at, LocalizedText title, LocalizedText text,
            CancellationToken cancellationToken) =>
        await notices.TellAsync(
            cycle, SelectionNotices.To(SelectionNotices.Office(people, cycle.Definition.Authority.Unit), id, at, "notice", title, text), cancellationToken);

    private async Task<Func<ParticipantState, ParticipantState?>> NominatedAsync(CycleContext cycle, Track track, CancellationToken cancellationToken)
    {
        var nominated = (await store.ListAsync<Nomination>(cycle.Cycle, track.Id, SelectionStore.Nominations, cancellationToken))
            .SelectMany(n => n.Units.Select(u => (Unit: u, n.Nominator))).DistinctBy(n => n.Unit).ToDictionary(n => n.Unit, n => n.Nominator);
        return state => nominated.TryGetValue(state.Unit, out var by) && state.Selection?.NominatedBy != by
            ? state with { Selection = (state.Selection ?? SelectionState.None) with { NominatedBy = by } }
            : null;
    }

    private async Task<Func<ParticipantState, ParticipantState?>> ScoredAsync(CycleContext cycle, Track track, Phase phase, CancellationToken cancellationToken)
    {
        var results = (await store.ListAsync<PanelResult>(cycle.Cycle, track.Id, SelectionStore.Results, cancellationToken)).ToDictionary(r => r.Unit);
        return state => results.GetValueOrDefault(state.Unit)?.Score is { } score && state.Phase(phase.Id).Score != score
            ? state.With(phase.Id, state.Phase(phase.Id) with { Score = score, Status = SheetStatus.Accepted })
            : null;
    }

    private async Task<Func<ParticipantState, ParticipantState?>> IntendedAsync(CycleContext cycle, Track track, CancellationToken cancellationToken)
    {
        var list = (await store.ReadAsync<IntendedList>(cycle.Cycle, track.Id, SelectionStore.Intended, cancellationToken))?.Value;
        var (intended, reserves) = ((list?.Units ?? []).ToHashSet(StringComparer.Ordinal), (list?.Reserves ?? []).ToHashSet(StringComparer.Ordinal));
        return state => state.Selection is not ({ Intended: true } or { Reserve: true } or { BarredBy: not null })
            && (intended.Contains(state.Unit) || reserves.Contains(state.Unit))
            ? state with
            {
                Selection = (state.Selection ?? SelectionState.None) with { Intended = intended.Contains(state.Unit), Reserve = reserves.Contains(state.Unit) },
            }
            : null;
    }
}
