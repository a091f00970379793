using Campaigns.App.Access;
using Campaigns.App.Cycles;
using Campaigns.App.Directory;
using Campaigns.App.Http;
using Campaigns.App.Participants;
using Campaigns.App.Storage;
using Campaigns.Rules.Inspections;

namespace Campaigns.App.Inspections;

/// <summary>Which findings are asked for; null: whatever. <see cref="Under"/> is the participant's unit, its parent or its area.</summary>
public sealed record FindingFilter(FindingState? State, bool Overdue, string? Under);

/// <summary>
/// Lists a cycle's findings with owner and deadline (E3), group by group: a range of each group's partition, however many participants there are.
/// </summary>
public sealed class FindingList(InspectionStore inspections, ParticipationIndex index, DirectoryCache directory, CampaignClock clock)
{
    public static string NameOf(string cycle, FindingFilter filter) => $"findings|{cycle}|{filter.State}|{filter.Overdue}|{filter.Under}";

    public async Task<Page<FindingAnswer>> ReadAsync(
        CycleContext cycle, FindingFilter filter, Paging paging, Caller caller, CancellationToken cancellationToken)
    {
        var now = clock.Now;
        var people = await directory.GetAsync(AccessPolicy.AllowOn, cancellationToken);
        var items = new List<FindingAnswer>();
        var start = paging.Position?.Split(' ', 2);
        foreach (var group in await index.GroupsAsync(cycle.Cycle, cancellationToken))
        {
            if (start is not null && string.CompareOrdinal(group.Group, start[0]) < 0)
                continue;
            var after = start is [var at, var row] && at == group.Group ? row : null;
            await foreach (var stored in inspections.FindingsAsync(cycle.Cycle, group.Group, after, cancellationToken))
            {
                if (!Fits(stored, filter, people, now) || !AccessPolicy.Decide(caller, Act.ReadInspection, stored.Unit, people).IsAllowed)
                    continue;
                items.Add(FindingAnswer.Of(stored.Track, stored.Unit, stored.Finding, now, people.ContactsOf(stored.Unit).Leaders));
                if (items.Count == paging.Limit)
                {
                    var position = ParticipantKeys.Finding(stored.Track, stored.Unit, stored.Finding.Id);
                    return new(items, Continuations.Write(NameOf(cycle.Cycle, filter), $"{group.Group} {position}"));
                }
            }
        }
        return new(items);
    }

    private static bool Fits(StoredFinding stored, FindingFilter filter, DirectorySnapshot people, DateTimeOffset now) =>
        (filter.State is null || stored.Finding.State == filter.State)
        && (!filter.Overdue || stored.Finding.IsOverdue(now))
        && (filter.Under is not { } under || stored.Unit == under || people.IsBelow(stored.Unit, under));
}
