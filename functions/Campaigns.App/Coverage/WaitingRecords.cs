using Campaigns.App.Cycles;
using Campaigns.App.Directory;
using Campaigns.App.Inspections;
using Campaigns.App.Participants;
using Campaigns.App.Selecting;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Coverage;
using Campaigns.Rules.Cycles;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Honouring;
using Campaigns.Rules.Inspections;

namespace Campaigns.App.Coverage;

/// <summary>A panel that takes scores now: the phase and the roster as they stand.</summary>
public sealed record WaitingPanel(string Track, string Phase, PanelRoster Roster);

/// <summary>
/// What waits in records beside the participants' rows (J6, J7): findings, reports from the public, objections and appeals, and scores of panel members. A group is asked for a kind of
/// record only where its participants, or the panels, say that there are any.
/// </summary>
public sealed class WaitingRecords(
    InspectionStore inspections, PublicReports reports, Challenges challenges, PanelScores scores, SelectionStore selection, HolidayTables holidays)
{
    /// <summary>The panels that take scores at <paramref name="now"/>, held ones included. A request for each that has opened.</summary>
    public async Task<IReadOnlyList<WaitingPanel>> PanelsAsync(CycleContext cycle, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cycle);
        var panels = new List<WaitingPanel>();
        foreach (var track in cycle.Definition.Tracks)
        {
            if (SelectionPath.Of(cycle.Definition, track).Panel is { } phase && cycle.Plan.Window(phase.Id).OpensAt <= now
                && await selection.ReadAsync<PanelRoster>(cycle.Cycle, track.Id, SelectionStore.Panel, cancellationToken) is { Value: var roster }
                && (roster.ClosedAt is null || roster.Held.Count > 0))
            {
                panels.Add(new(track.Id, phase.Id, roster));
            }
        }
        return panels;
    }

    /// <summary>What waits of the <paramref name="members"/> of a group, by track and unit.</summary>
    public async Task<ILookup<(string Track, string Unit), Obligation>> OfGroupAsync(
        CycleContext cycle, string group, IReadOnlyCollection<StoredParticipant> members, IReadOnlyCollection<WaitingPanel> panels, CycleProgress progress,
        DirectorySnapshot people, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cycle);
        ArgumentNullException.ThrowIfNull(members);
        ArgumentNullException.ThrowIfNull(panels);
        var waiting = new List<Obligation?>();
        if (members.Any(m => m.State.Inspected is { } inspected && inspected.Open + inspected.Closed > 0))
        {
            await foreach (var (track, unit, finding, _) in inspections.FindingsAsync(cycle.Cycle, group, null, cancellationToken))
            {
                waiting.Add(Obligations.Of(track, unit, finding, FindingSchedule.NextLook(cycle.Definition, finding, holidays)));
            }
        }
        if (members.Any(m => m.State.Reported?.Waiting.Count > 0))
        {
            var owners = cycle.Definition.Reports?.By is ReportOwner.Inspector ? Answerers.OfReports(cycle.Definition, people) : null;
            await foreach (var report in reports.OfGroupAsync(cycle.Cycle, group, null, cancellationToken))
            {
                var next = PublicReportSchedule.NextLook(report, PublicReportSchedule.Rungs(cycle.Definition, report, holidays));
                waiting.Add(Obligations.Of(report, owners, next));
            }
        }
        if (members.Any(m => m.State.Selection?.Open.Count > 0))
        {
            foreach (var challenge in await challenges.OfGroupAsync(cycle.Cycle, group, cancellationToken))
                waiting.Add(Obligations.Of(challenge, cycle.Plan.Windows.FirstOrDefault(w => w.Phase == challenge.Phase)));
        }
        var units = members.Select(m => (m.State.Track, m.State.Unit)).ToHashSet();
        if (panels.Any(p => p.Roster.Assignment.Members.Keys.Any(u => units.Contains((p.Track, u)))))
        {
            var given = (await scores.OfGroupAsync(cycle.Cycle, group, cancellationToken)).ToLookup(s => (s.Track, s.Unit), s => s.Member);
            foreach (var panel in panels)
            {
                foreach (var (unit, assigned) in panel.Roster.Assignment.Members.Where(a => units.Contains((panel.Track, a.Key))))
                {
                    var held = panel.Roster.Held.Contains(unit);
                    waiting.AddRange(Obligations.OfPanel(
                        panel.Track, unit, panel.Phase, assigned, [.. given[(panel.Track, unit)]], held, progress, now));
                }
            }
        }
        return waiting.OfType<Obligation>().ToLookup(o => (o.Track, o.Unit));
    }
}
