using Campaigns.App.Cycles;
using Campaigns.App.Directory;
using Campaigns.App.Exchange;
using Campaigns.App.Http;
using Campaigns.App.Participants;
using Campaigns.App.Pledges;
using Campaigns.App.Reviews;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Cycles;
using Campaigns.Rules.Enrolment;
using Campaigns.Rules.Participants;
using Campaigns.Rules.People;

namespace Campaigns.App.Changes;

/// <summary>A change that is asked for: on which directory, by whom, when (campaign time), and its operation's id.</summary>
public sealed record AskedChange(UnitChangeBody Body, UnitChange Change, DirectorySnapshot Directory, string By, DateTimeOffset At, string Operation);

/// <summary>
/// Carries a change of a unit through its running cycles (J20). The order makes it safe to break off anywhere and to run again: successors come into the
/// directory first; then, participation by participation, the old one ends, which freezes it, and only then does another group take in what it had; the
/// directory's unit ends last. Every step finds its own work done.
/// </summary>
public sealed class UnitChanging(
    DirectoryStore store, ParticipantStore participants, ParticipationIndex index, CycleContexts cycles, PledgeStore pledges, DueIndex dues,
    CarriedSheets sheets, HolidayTables holidays)
{
    /// <summary>Does the change; with <paramref name="dryRun"/> only says what it would come to.</summary>
    public async Task<UnitChangeAnswer> ChangeAsync(AskedChange asked, bool dryRun, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(asked);
        if (!dryRun && asked.Body.Kind is UnitChangeKind.Split)
        {
            var created = Successors(asked.Directory, asked.Change.Unit, asked.Body).Created;
            await store.ReplaceAsync(
                created, [], $"{asked.Operation}/successors", cancellationToken, facts: created.Aggregate(FactsOf(asked), (f, u) => f.Add(null, u)));
        }
        var carried = new List<Carried>();
        foreach (var id in Concerned(asked))
        {
            await foreach (var key in index.OfUnitAsync(id, cancellationToken))
            {
                if (await cycles.GetAsync(key.Cycle, cancellationToken) is not { State: CycleState.Running or CycleState.Paused or CycleState.Enrolling } cycle
                    || await participants.ReadAsync(key, cancellationToken) is not { } participant)
                {
                    continue;
                }
                carried.AddRange(asked.Body.Kind is UnitChangeKind.Move
                    ? await MoveAsync(asked, cycle, participant, dryRun, cancellationToken)
                    : await EndAsync(asked, cycle, participant, dryRun, cancellationToken));
            }
        }
        if (!dryRun)
            await EndUnitAsync(asked, cancellationToken);
        return new(asked.Body.Kind, asked.Change.Unit, asked.Change.Into, dryRun, carried);
    }

    /// <summary>The units as the rule sees them.</summary>
    public static Dictionary<string, ChangeUnit> UnitsOf(DirectorySnapshot now)
    {
        ArgumentNullException.ThrowIfNull(now);
        return now.Units.Values.ToDictionary(u => u.Id, u => new ChangeUnit(u.Id, u.Level, u.Parent, u.HasEnded ? u.Successors : null));
    }

    /// <summary>The successors of a split as an import of them would be judged: same level, sector and parent as the unit that ends.</summary>
    public static ImportJudgement<Unit> Successors(DirectorySnapshot now, string unit, UnitChangeBody body)
    {
        ArgumentNullException.ThrowIfNull(now);
        ArgumentNullException.ThrowIfNull(body);
        var source = now.Unit(unit)!;
        var rows = (body.Successors ?? []).Select((s, i) => new UnitRow(i + 1, s.Id, s.Name, s.NameEn ?? "", source.Level, source.Sector, source.Parent ?? ""));
        return UnitImport.Judge(new([.. rows], []), now);
    }

    /// <summary>Why the rule says no, in words.</summary>
    public static string MessageOf(ChangeRefusal refusal, UnitChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return refusal switch
        {
            ChangeRefusal.EndedOtherwise => $"{change.Unit} has ended already, in another way.",
            ChangeRefusal.RootStays => "The tree's root neither moves nor ends.",
            ChangeRefusal.WrongNumber => "A move names its parent, a merge the unit that takes it in, a split two to twenty different successors.",
            ChangeRefusal.TargetIsItself => $"{change.Unit} cannot go into itself.",
            ChangeRefusal.TargetUnknown => $"There is no unit {string.Join(", ", change.Into)}.",
            ChangeRefusal.TargetEnded => $"{string.Join(", ", change.Into)} has ended itself.",
            ChangeRefusal.TargetIsBelow => $"{string.Join(", ", change.Into)} is below {change.Unit}.",
            ChangeRefusal.SuccessorTaken => "A successor's id belongs to a unit of another place already.",
            ChangeRefusal.HasUnitsBelow => $"Units are still below {change.Unit}: move them first.",
            _ => $"There is no unit {change.Unit}.",
        };
    }

    /// <summary>The unit, and for a move everybody below it and belonging to it, whose area may change with it.</summary>
    private static IEnumerable<string> Concerned(AskedChange asked)
    {
        if (asked.Body.Kind is not UnitChangeKind.Move)
            return [asked.Change.Unit];
        var now = asked.Directory;
        return now.Units.Keys.Concat(now.Clusters.Keys).Concat(now.People.Values.Where(p => p.Categories.Count > 0).Select(p => p.Id))
            .Where(id => id == asked.Change.Unit || now.IsBelow(id, asked.Change.Unit)).Order(StringComparer.Ordinal);
    }

    private async Task<IReadOnlyList<Carried>> MoveAsync(
        AskedChange asked, CycleContext cycle, StoredParticipant participant, bool dryRun, CancellationToken cancellationToken)
    {
        var tree = asked.Directory.ToTree();
        tree = tree with { Units = [.. tree.Units.Select(u => u.Id == asked.Change.Unit ? u with { Parent = asked.Change.Into[0] } : u)] };
        if (participant.State.Left is not null || Placements.Of(tree, cycle.Definition.Authority.Unit, participant.Key.Unit) is not { } place)
            return [];
        Decision<ParticipantState> Decide(ParticipantState state) => Transfers.Move(state, place.Parent, place.Area, asked.By, asked.Body.Reason);
        if (Decide(participant.State) is not Accepted<ParticipantState> { Facts.Count: > 0 })
            return [];
        if (!dryRun)
        {
            await index.AddAreaAsync(participant.Key.Cycle, participant.Key.Group, place.Area, cancellationToken);
            await ActAsync(asked, participant.Key, "move", Decide, cancellationToken);
        }
        return [Of(participant, "moved", place.Parent)];
    }

    private async Task<IReadOnlyList<Carried>> EndAsync(
        AskedChange asked, CycleContext cycle, StoredParticipant source, bool dryRun, CancellationToken cancellationToken)
    {
        if (source.State.Left is { } left && !(left.Kind == asked.Change.Kind && left.Into.SequenceEqual(asked.Change.Into)))
            return [];
        IReadOnlyList<Carried> carried =
        [
            Of(source, "ended", null),
            .. asked.Change.Into.Select(into => Of(source, asked.Body.Kind is UnitChangeKind.Split ? "succeeded" : "absorbed", into)),
        ];
        if (dryRun)
            return carried;
        // The first step freezes what the second carries over; whoever finds it done goes on with the second.
        var frozen = await ActAsync(
            asked, source.Key, "leave", state => Transfers.Leave(state, asked.Change, asked.At, asked.By, asked.Body.Reason), cancellationToken);
        foreach (var (into, i) in asked.Change.Into.Select((into, i) => (into, i)))
        {
            var target = source.Key with { Unit = into };
            if (await index.GroupOfAsync(target.Cycle, target.Track, into, cancellationToken) is { } group
                && await participants.ReadAsync(target with { Group = group }, cancellationToken) is not null)
            {
                target = target with { Group = group };
            }
            if (target.Group != source.Key.Group)
                await sheets.CopyAsync(source.Key, frozen, target.Group, cancellationToken);
            if (i == 0)
                await CarryPledgesAsync(source.Key, target, cancellationToken);
            // One that takes over stands where it is; successors of a split stand where their predecessor stood.
            var place = Placements.Of(asked.Directory.ToTree(), cycle.Definition.Authority.Unit, into) ?? new(frozen.Parent, frozen.Area);
            var begins = Transfers.Inherit(frozen, into, heir: i == 0) with { Parent = place.Parent, Area = place.Area };
            await CarryAsync(asked, cycle, frozen, target, begins, cancellationToken);
        }
        return carried;
    }

    /// <summary>
    /// A participant that is there takes in what the other had; one that is not begins with it, in the same group. Its deadlines come along: the index is told
    /// first.
    /// </summary>
    private async Task CarryAsync(
        AskedChange asked, CycleContext cycle, ParticipantState frozen, ParticipantKey target, ParticipantState begins, CancellationToken cancellationToken)
    {
        if (await participants.ReadAsync(target, cancellationToken) is { } there)
        {
            if (Transfers.Absorb(there.State, frozen, asked.By, asked.Body.Reason) is Accepted<ParticipantState> { Facts.Count: > 0, State: var merged })
                await HintAsync(cycle, target, merged, asked.At, cancellationToken);
            // A successor that an earlier run has enrolled has everything from the beginning: taking it in again changes nothing.
            await ActAsync(asked, target, "absorb", state => Transfers.Absorb(state, frozen, asked.By, asked.Body.Reason), cancellationToken);
            return;
        }
        await HintAsync(cycle, target, begins, asked.At, cancellationToken);
        await participants.JoinAsync(target.Cycle, target.Group, begins, asked.At, asked.By, cancellationToken);
    }

    private async Task HintAsync(CycleContext cycle, ParticipantKey key, ParticipantState state, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var due in StateDeadlines.Of(cycle, key, state, holidays, now))
            await dues.AddAsync(due, cancellationToken);
    }

    private async Task CarryPledgesAsync(ParticipantKey source, ParticipantKey target, CancellationToken cancellationToken)
    {
        string? after = null;
        do
        {
            var page = await pledges.ListAsync(source, after, RequestReader.MaxLimit, cancellationToken);
            foreach (var pledge in page)
            {
                var id = $"{source.Unit}-{pledge.Id}"[..Math.Min(ParticipantKeys.MaxSlugLength, source.Unit.Length + 1 + pledge.Id.Length)];
                if (PledgeDeadline.DueTimeOf(target, id, pledge.Pledge) is { } due)
                    await dues.AddAsync(due, cancellationToken);
                await pledges.CopyAsync(target, id, pledge, cancellationToken);
            }
            after = page.Count == RequestReader.MaxLimit ? page[^1].Id : null;
        }
        while (after is not null);
    }

    private async Task<ParticipantState> ActAsync(
        AskedChange asked, ParticipantKey key, string step, Func<ParticipantState, Decision<ParticipantState>> decide, CancellationToken cancellationToken)
    {
        // The change's own words make the id: whoever sends it again, with whatever key, goes on with the same operation.
        var id = ParticipantKeys.Hash($"{asked.Change.Kind}\n{asked.Change.Unit}\n{string.Join(' ', asked.Change.Into)}\n{step}\n{key}")[..32];
        var outcome = await participants.TransactAsync(
            key, new ParticipantOperation(id, asked.At) { OfChange = true }, (current, _) => ValueTask.FromResult(ParticipantWrite.Of(decide(current.State))),
            cancellationToken);
        return outcome is ParticipantOutcome.Committed committed
            ? committed.After.State
            : throw new InvalidOperationException($"Step {step} of the change of {asked.Change.Unit} ended with {outcome}; send it again.");
    }

    private async Task EndUnitAsync(AskedChange asked, CancellationToken cancellationToken)
    {
        var unit = asked.Directory.Unit(asked.Change.Unit)!;
        var changed = asked.Body.Kind is UnitChangeKind.Move
            ? unit with { Parent = asked.Change.Into[0] }
            : unit with { RetiredAt = unit.RetiredAt ?? asked.At, EndedInto = string.Join(' ', asked.Change.Into) };
        if (changed != unit)
            await store.ReplaceAsync([changed], [], asked.Operation, cancellationToken, facts: FactsOf(asked).Add(unit, changed));
    }

    private static DirectoryFacts FactsOf(AskedChange asked) => new(new(asked.By, asked.At, asked.Body.Reason));

    private static Carried Of(StoredParticipant participant, string effect, string? by) => new(
        participant.Key.Cycle, participant.Key.Track, participant.Key.Unit, effect, by,
        [.. participant.State.Phases.Where(p => p.Value.HandedIn || p.Value.Score is not null).Select(p => p.Key).Order(StringComparer.Ordinal)],
        participant.State.Pledges is { } tally ? (tally.Organisation + tally.Member).Made : 0);
}
