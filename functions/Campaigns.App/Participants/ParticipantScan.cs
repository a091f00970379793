using Campaigns.App.Access;
using Campaigns.App.Cycles;
using Campaigns.App.Directory;
using Campaigns.App.Http;
using Campaigns.Rules.Participants;

namespace Campaigns.App.Participants;

/// <summary>
/// Lists what the participants' own rows say, one group a page of storage (warnings, flags): in order of group, track and unit, only of those whom the caller
/// may see. One answer reads at most <see cref="MaxGroups"/> groups; a participant is never cut in two, so that a page may exceed its limit by one's items.
/// </summary>
public sealed class ParticipantScan(ParticipantStore participants, ParticipationIndex index, DirectoryCache directory)
{
    public const int MaxGroups = 4;

    public async Task<Page<T>> ReadAsync<T>(
        CycleContext cycle, string list, Paging paging, Caller caller, string? under, Func<ParticipantState, IEnumerable<T>> select,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cycle);
        ArgumentNullException.ThrowIfNull(paging);
        var people = await directory.GetAsync(AccessPolicy.AllowOn, cancellationToken);
        var start = paging.Position?.Split('|');
        var (items, read) = (new List<T>(), 0);
        foreach (var group in await index.GroupsAsync(cycle.Cycle, cancellationToken))
        {
            if (start is not null && string.CompareOrdinal(group.Group, start[0]) < 0)
                continue;
            if (read++ == MaxGroups)
                return new(items, Continuations.Write(list, group.Group));
            var after = start is [var first, var track, var unit] && first == group.Group ? new ParticipantKey(cycle.Cycle, first, track, unit) : null;
            await foreach (var participant in participants.ReadGroupAsync(cycle.Cycle, group.Group, cancellationToken, after))
            {
                var state = participant.State;
                if (under is not null && under != cycle.Definition.Authority.Unit && state.Unit != under && state.Parent != under && state.Area != under
                    || !AccessPolicy.Decide(caller, Act.ReadParticipant, state.Unit, people).IsAllowed)
                {
                    continue;
                }
                items.AddRange(select(state));
                if (items.Count >= paging.Limit)
                    return new(items, Continuations.Write(list, $"{group.Group}|{state.Track}|{state.Unit}"));
            }
        }
        return new(items);
    }
}
