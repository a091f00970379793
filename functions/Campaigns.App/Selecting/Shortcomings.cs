using System.Globalization;
using Campaigns.App.Cycles;
using Campaigns.App.Directory;
using Campaigns.App.Participants;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Honouring;
using Campaigns.Rules.Ledger;
using Campaigns.Rules.Nominations;
using Campaigns.Rules.Panels;
using Campaigns.Rules.Participants;

namespace Campaigns.App.Selecting;

/// <summary>
/// What a step on the way to the honours fell short of, for the ledger (E6): nominators that named fewer than they were allotted (K4), and participants whom
/// too few of the panel scored, so that the panel is held (J15). Each group's chain remembers it of its own participants, once however often it is recorded;
/// where nothing fell short nothing is written.
/// </summary>
public sealed class Shortcomings(SelectionStore store, ParticipantStore participants, DirectoryCache directory)
{
    private static readonly TimeSpan PeopleAge = TimeSpan.FromSeconds(60);

    /// <summary>After a nomination or a panel has ended for the group whose participants are <paramref name="members"/>.</summary>
    public async Task RecordAsync(
        CycleContext cycle, GroupWork work, DateTimeOffset now, IReadOnlyCollection<ParticipantState> members, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cycle);
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(members);
        var milestone = work.Work.Milestone;
        var phase = cycle.Definition.Phase(milestone.Phase);
        if (milestone.Kind is not MilestoneKind.Lock || phase.Kind is not (PhaseKind.Nomination or PhaseKind.Panel))
            return;
        foreach (var track in members.GroupBy(m => m.Track).OrderBy(t => t.Key, StringComparer.Ordinal))
        {
            var concerned = phase.Concerns(track.Key) ? cycle.Definition.Track(track.Key) : null;
            var (fact, named) = (phase.Kind, concerned) switch
            {
                (_, null) => default,
                (PhaseKind.Panel, _) => await HeldAsync(cycle, concerned, track, cancellationToken),
                _ when SelectionPath.Of(cycle.Definition, concerned).IsNominated => await ShortAsync(cycle, concerned, track, cancellationToken),
                _ => default,
            };
            if (fact is not null)
            {
                await participants.RecordGroupAsync(
                    cycle.Cycle, work.Group, $"{cycle.Cycle}|{work.Work.Occurrence}|{fact.Act}|{track.Key}", now, fact, named, cancellationToken);
            }
        }
    }

    private async Task<(LedgerFact?, IReadOnlyList<string>)> HeldAsync(
        CycleContext cycle, Track track, IEnumerable<ParticipantState> members, CancellationToken cancellationToken)
    {
        var held = (await store.ListAsync<PanelResult>(cycle.Cycle, track.Id, SelectionStore.Results, cancellationToken))
            .Where(r => r.Score is null).Select(r => r.Unit).ToHashSet(StringComparer.Ordinal);
        var named = members.Where(m => held.Contains(m.Unit)).OrderBy(m => m.Unit, StringComparer.Ordinal).Select(ParticipantStore.NameOf).ToList();
        var quorum = (track.Panel ?? PanelTerms.Usual).Quorum.ToString(CultureInfo.InvariantCulture);
        return named.Count == 0 ? default : (new(Acts.PanelHeld, Acts.Engine, track.Id, new Dictionary<string, string> { ["quorum"] = quorum }), named);
    }

    private async Task<(LedgerFact?, IReadOnlyList<string>)> ShortAsync(
        CycleContext cycle, Track track, IEnumerable<ParticipantState> members, CancellationToken cancellationToken)
    {
        var people = await directory.GetAsync(PeopleAge, cancellationToken);
        var here = members.Select(m => Nominators.Of(track, m, people)).ToHashSet();
        var missing = (await store.ListAsync<Nomination>(cycle.Cycle, track.Id, SelectionStore.Nominations, cancellationToken))
            .Where(n => n.Shortfall is > 0 && here.Contains(n.Nominator))
            .ToDictionary(n => n.Nominator, n => n.Shortfall!.Value.ToString(CultureInfo.InvariantCulture));
        return missing.Count == 0 ? default : (new(Acts.NominationShort, Acts.Engine, track.Id, missing), []);
    }
}
