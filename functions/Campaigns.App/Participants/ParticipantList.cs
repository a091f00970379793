using Campaigns.App.Access;
using Campaigns.App.Cycles;
using Campaigns.App.Directory;
using Campaigns.App.Http;
using Campaigns.App.Storage;
using Campaigns.Rules.Participants;

namespace Campaigns.App.Participants;

/// <summary>
/// Which participants are asked for; null: whatever. <see cref="State"/> is that of <see cref="Phase"/>, or of any phase where none is named;
/// <see cref="Under"/> is the participant itself, its parent or its area, or the authority for all.
/// </summary>
public sealed record ParticipantFilter(string? Track, string? Phase, SheetStatus? State, string? Under);

/// <summary>
/// Lists a cycle's participants group by group, each group a page of storage. Filters and the caller's scope work on what was read, so that a page may
/// hold fewer than its limit and still go on; one answer reads at most <see cref="MaxGroups"/> groups and the list of groups.
/// </summary>
public sealed class ParticipantList(
    ParticipantStore participants, ParticipationIndex index, CycleContexts cycles, DirectoryCache directory, CampaignClock clock)
{
    /// <summary>The most groups that one answer reads.</summary>
    public const int MaxGroups = 2;

    /// <summary>The list's name, which its continuations are bound to.</summary>
    public static string NameOf(string cycle, ParticipantFilter filter) =>
        $"participants|{cycle}|{filter.Track}|{filter.Phase}|{filter.State}|{filter.Under}";

    /// <summary>A page in order of group, track and unit, of those whom the caller may see; null for a cycle that is not there.</summary>
    public async Task<Page<ListedParticipant>?> ReadAsync(
        string cycle, ParticipantFilter filter, Paging paging, Caller caller, CancellationToken cancellationToken)
    {
        var now = clock.Now;
        if (await cycles.GetAsync(cycle, cancellationToken) is not { } context)
            return null;
        var snapshot = await directory.GetAsync(AccessPolicy.AllowOn, cancellationToken);
        var everything = filter.Under is null || filter.Under == context.Definition.Authority.Unit;
        var start = Position.Read(paging.Position);
        var items = new List<ListedParticipant>();
        var read = 0;
        foreach (var group in await GroupsAsync(cycle, everything ? null : filter.Under, snapshot, cancellationToken))
        {
            var begins = start is null ? -1 : string.CompareOrdinal(group.Group, start.Group);
            if (start is not null && begins < 0)
                continue;
            if (read++ == MaxGroups)
                return new(items, Position.Write(cycle, filter, new(group.Group, null, null)));
            var after = begins == 0 && start is { Track: { } track, Unit: { } unit } ? new ParticipantKey(cycle, group.Group, track, unit) : null;
            await foreach (var participant in participants.ReadGroupAsync(cycle, group.Group, cancellationToken, after))
            {
                if (!Fits(participant.State, filter, everything) || !AccessPolicy.Decide(caller, Act.ReadParticipant, participant.Key.Unit, snapshot).IsAllowed)
                    continue;
                items.Add(ItemOf(context, participant.State, filter, now));
                if (items.Count == paging.Limit)
                    return new(items, Position.Write(cycle, filter, new(group.Group, participant.Key.Track, participant.Key.Unit)));
            }
        }
        return new(items);
    }

    /// <summary>The groups that may hold somebody under <paramref name="under"/>, in order.</summary>
    private async Task<IEnumerable<EnrolledGroup>> GroupsAsync(string cycle, string? under, DirectorySnapshot snapshot, CancellationToken cancellationToken)
    {
        var groups = await index.GroupsAsync(cycle, cancellationToken);
        if (under is null)
            return groups;
        // Where the directory has moved on since enrolment the areas no longer tell, and every group is looked at.
        var area = snapshot.AreaOf(under);
        var likely = groups.Where(g => g.Areas.Contains(under) || (area is not null && g.Areas.Contains(area))).ToList();
        return likely.Count > 0 ? likely : groups;
    }

    private static bool Fits(ParticipantState state, ParticipantFilter filter, bool everything) =>
        (filter.Track is null || state.Track == filter.Track)
        && (everything || state.Unit == filter.Under || state.Parent == filter.Under || state.Area == filter.Under)
        && (filter.State is not { } status
            || (filter.Phase is { } phase ? state.Phase(phase).Status == status : state.Phases.Values.Any(p => p.Status == status)));

    private static ListedParticipant ItemOf(CycleContext context, ParticipantState state, ParticipantFilter filter, DateTimeOffset now)
    {
        var phases = context.Definition.PhasesOf(state.Track).Where(p => filter.Phase is null || p.Id == filter.Phase);
        return new(
            state.Track, state.Unit, state.Parent, state.Area,
            phases.ToDictionary(p => p.Id, p => PhaseAnswer.Of(state.Phase(p.Id), state.Dates.Window(context.Plan.Window(p.Id)), now)), state.Cards,
            state.Outcome);
    }

    /// <summary>Where the next page starts: at a group, or after a participant of it.</summary>
    private sealed record Position(string Group, string? Track, string? Unit)
    {
        public static Position? Read(string? text) => text?.Split('|') switch
        {
            [var group] => new(group, null, null),
            [var group, var track, var unit] => new(group, track, unit),
            _ => null,
        };

        public static string Write(string cycle, ParticipantFilter filter, Position position) => Continuations.Write(
            NameOf(cycle, filter), position.Track is null ? position.Group : $"{position.Group}|{position.Track}|{position.Unit}");
    }
}
