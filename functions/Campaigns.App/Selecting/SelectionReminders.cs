using Campaigns.App.Cycles;
using Campaigns.App.Directory;
using Campaigns.App.Reminders;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Honouring;
using Campaigns.Rules.Nominations;

namespace Campaigns.App.Selecting;

/// <summary>
/// The ladder of phases on the way to the honours (J8): told are those with open work of their own, each in one notice: nominators that named nobody, members
/// with scores to give, the office with a decision to take or an objection to answer.
/// </summary>
public sealed class SelectionReminders(SelectionDesk desk, SelectionStore store, PanelScores scores, DirectoryCache directory, DirectNotices notices)
{
    private static readonly TimeSpan PeopleAge = TimeSpan.FromSeconds(60);

    /// <summary>Tells them; returns how many.</summary>
    public async Task<int> TellAsync(CycleContext cycle, Milestone milestone, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cycle);
        ArgumentNullException.ThrowIfNull(milestone);
        var phase = cycle.Definition.Phase(milestone.Phase);
        if (!phase.Kind.IsSelecting() || phase.Ladder is not { } ladder)
            return 0;
        var rung = cycle.Definition.Ladder(ladder).Rungs.Single(r => r.Id == milestone.Rung);
        var people = await directory.GetAsync(PeopleAge, cancellationToken);
        var told = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var track in cycle.Definition.Tracks.Where(t => phase.Concerns(t.Id)))
            told.UnionWith(await WhoAsync(cycle, track, SelectionPath.Of(cycle.Definition, track), phase, rung, people, cancellationToken));
        var window = cycle.Plan.Window(phase.Id);
        var (kind, zh, en) = milestone.Kind == MilestoneKind.Remind
            ? milestone.At <= window.OpensAt ? ("open", "已开始", "is open") : ("due", "即将截止", "is due soon")
            : milestone.At > window.LockedAt ? ("locked", "已截止，尚未办结", "has ended and is not done") : ("overdue", "已逾期", "is overdue");
        await notices.TellAsync(cycle, SelectionNotices.To(
            told, milestone.Id, milestone.At ?? window.OpensAt!.Value, kind, new($"{phase.Title.Zh}{zh}", $"{phase.Title.In("en")} {en}"),
            TextOf(cycle, window)), cancellationToken);
        return told.Count;
    }

    /// <summary>What they read: when it is due, by the authority's clocks as in every other notice.</summary>
    internal static LocalizedText TextOf(CycleContext cycle, PhaseWindow window)
    {
        var due = window.DueAt is { } at ? cycle.LocalTime(at) : "—";
        return new($"您有尚未办理的事项，截止时间：{due}。", $"Something of yours is still to be done; it is due at {due}.");
    }

    private async Task<IEnumerable<string>> WhoAsync(
        CycleContext cycle, Track track, SelectionPath path, Phase phase, Rung rung, DirectorySnapshot people, CancellationToken cancellationToken)
    {
        var authority = cycle.Definition.Authority.Unit;
        var office = rung.To.Contains(Audience.Authority) ? SelectionNotices.Office(people, authority) : [];
        var leaders = rung.To.Contains(Audience.ParentLeader) ? people.ContactsOfUnit(authority).Leaders : [];
        switch (phase.Kind)
        {
            case PhaseKind.Nomination when path.IsNominated:
                var missing = await MissingNominatorsAsync(cycle, track, people, cancellationToken);
                return missing.Count == 0 ? [] : [.. missing.SelectMany(n => Of(rung, people.ContactsOfUnit(n))), .. office, .. leaders];
            case PhaseKind.Panel:
                var behind = await BehindAsync(cycle, track, cancellationToken);
                var members = rung.To.Any(t => t is not (Audience.Authority or Audience.ParentLeader)) ? behind : [];
                return behind.Count == 0 ? [] : [.. members, .. office, .. leaders];
            case PhaseKind.PublicNotice:
                return await HasOpenAsync(cycle, track, cancellationToken) ? [.. office, .. leaders] : [];
            case PhaseKind.Decision when track.Select is not null:
                return await store.ReadAsync<FinalDecision>(cycle.Cycle, track.Id, SelectionStore.Decision, cancellationToken) is null
                    ? [.. office, .. leaders, .. await SilentDepartmentsAsync(cycle, track, phase, people, cancellationToken)] : [];
            default:
                return [];
        }
    }

    private static IEnumerable<string> Of(Rung rung, Contacts contacts) => rung.To.SelectMany(audience => audience switch
    {
        Audience.Reporter => contacts.Reporters,
        Audience.Leader => contacts.Leaders,
        Audience.Liaison => contacts.Liaisons,
        Audience.ParentReviewer => contacts.Reviewers,
        Audience.LeaderInCharge => contacts.LeadersInCharge,
        Audience.OrganisationMember => contacts.OrganisationMembers,
        Audience.Designated => contacts.Designated,
        Audience.Contact => contacts.ContactPoints,
        Audience.Instructor => contacts.Instructors,
        Audience.Department => contacts.Departments,
        _ => (IEnumerable<string>)[],
    });

    /// <summary>Those who speak for a department that has said nothing yet: its reporters, or its office where it is the authority itself.</summary>
    private async Task<IEnumerable<string>> SilentDepartmentsAsync(
        CycleContext cycle, Track track, Phase phase, DirectorySnapshot people, CancellationToken cancellationToken)
    {
        var asked = phase.Selecting.Vetting.Union(track.Select!.VettedBy).ToList();
        if (asked.Count == 0)
            return [];
        var heard = await store.ListAsync<VettingReply>(cycle.Cycle, track.Id, SelectionStore.Vetting, cancellationToken);
        return asked.Except(heard.Select(r => r.Department)).SelectMany(d => d == cycle.Definition.Authority.Unit
            ? SelectionNotices.Office(people, d)
            : people.ContactsOfUnit(d).Reporters);
    }

    private async Task<IReadOnlyCollection<string>> MissingNominatorsAsync(
        CycleContext cycle, Track track, DirectorySnapshot people, CancellationToken cancellationToken)
    {
        var missing = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var participant in desk.ReadAllAsync(cycle.Cycle, track.Id, cancellationToken))
        {
            if (Nominators.Of(track, participant.State, people) is { } nominator)
                missing.Add(nominator);
        }
        foreach (var filed in await store.ListAsync<Nomination>(cycle.Cycle, track.Id, SelectionStore.Nominations, cancellationToken))
        {
            if (filed.Units.Count > 0)
                missing.Remove(filed.Nominator);
        }
        return missing;
    }

    /// <summary>Members with scores still to give.</summary>
    private async Task<IReadOnlyCollection<string>> BehindAsync(CycleContext cycle, Track track, CancellationToken cancellationToken)
    {
        if (await store.ReadAsync<PanelRoster>(cycle.Cycle, track.Id, SelectionStore.Panel, cancellationToken) is not { Value: var roster })
            return [];
        var given = (await scores.AllAsync(cycle.Cycle, track.Id, cancellationToken)).Select(s => (s.Unit, s.Member)).ToHashSet();
        return [.. roster.Assignment.Members.SelectMany(a => a.Value.Where(m => !given.Contains((a.Key, m)))).Distinct()];
    }

    private async Task<bool> HasOpenAsync(CycleContext cycle, Track track, CancellationToken cancellationToken)
    {
        await foreach (var participant in desk.ReadAllAsync(cycle.Cycle, track.Id, cancellationToken))
        {
            if (participant.State.Selection?.Open.Count > 0)
                return true;
        }
        return false;
    }
}
