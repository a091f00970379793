using Campaigns.App.Access;
using Campaigns.App.Cycles;
using Campaigns.App.Directory;
using Campaigns.App.Http;
using Campaigns.App.Participants;
using Campaigns.App.Storage;
using Campaigns.Rules.Inspections;

namespace Campaigns.App.Inspections;

/// <summary>Lists a cycle's findings with owner and deadline (E3).</summary>
public sealed class FindingList(InspectionStore inspections, GroupRows rows, DirectoryCache directory, CampaignClock clock)
{
    public static string NameOf(string cycle, DueFilter<FindingState> filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return filter.NameOf("findings", cycle);
    }

    public async Task<Page<FindingAnswer>> ReadAsync(
        CycleContext cycle, DueFilter<FindingState> filter, Paging paging, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cycle);
        var now = clock.Now;
        var people = await directory.GetAsync(AccessPolicy.AllowOn, cancellationToken);
        var reader = new FindingReader(caller, people, cycle.Definition, now);
        return await rows.ReadAsync(
            cycle.Cycle, NameOf(cycle.Cycle, filter), paging,
            (group, after) => inspections.FindingsAsync(cycle.Cycle, group, after, cancellationToken),
            stored => ParticipantKeys.Finding(stored.Track, stored.Unit, stored.Finding.Id),
            stored => filter.Fits(stored.Finding.State, stored.Finding.IsOverdue(now), stored.Unit, people)
                && AccessPolicy.Decide(caller, Act.ReadInspection, stored.Unit, people).IsAllowed
                ? reader.Answer(stored.Track, stored.Unit, stored.Finding)
                : null,
            cancellationToken);
    }
}
