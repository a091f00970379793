using Campaigns.App.Access;
using Campaigns.App.Cycles;
using Campaigns.App.Directory;
using Campaigns.App.Http;
using Campaigns.App.Participants;
using Campaigns.App.Storage;
using Campaigns.Rules.Inspections;

namespace Campaigns.App.Inspections;

/// <summary>Which reports are asked for; null: whatever. <see cref="Under"/> is the participant's unit, its parent or its area.</summary>
public sealed record ReportFilter(PublicReportState? State, bool Overdue, string? Under);

/// <summary>Lists a cycle's reports from the public for those who answer them (K17), group by group: a range of each group's partition.</summary>
public sealed class ReportList(PublicReports reports, ParticipationIndex index, DirectoryCache directory, CampaignClock clock)
{
    public static string NameOf(string cycle, ReportFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return $"reports|{cycle}|{filter.State}|{filter.Overdue}|{filter.Under}";
    }

    public async Task<Page<ReportAnswer>> ReadAsync(
        CycleContext cycle, ReportFilter filter, Paging paging, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cycle);
        ArgumentNullException.ThrowIfNull(paging);
        var now = clock.Now;
        var people = await directory.GetAsync(AccessPolicy.AllowOn, cancellationToken);
        var items = new List<ReportAnswer>();
        var start = paging.Position?.Split(' ', 2);
        foreach (var group in await index.GroupsAsync(cycle.Cycle, cancellationToken))
        {
            if (start is not null && string.CompareOrdinal(group.Group, start[0]) < 0)
                continue;
            var after = start is [var at, var row] && at == group.Group ? row : null;
            await foreach (var report in reports.OfGroupAsync(cycle.Cycle, group.Group, after, cancellationToken))
            {
                if (!Fits(report, filter, people, now) || !Answerers.MaySee(caller, cycle.Definition, report.Unit, people))
                    continue;
                items.Add(ReportAnswer.Of(report, Answerers.MayAnswer(caller, cycle.Definition, report.Unit, people), now));
                if (items.Count == paging.Limit)
                {
                    var position = ParticipantKeys.Report(report.Track, report.Unit, report.Id);
                    return new(items, Continuations.Write(NameOf(cycle.Cycle, filter), $"{group.Group} {position}"));
                }
            }
        }
        return new(items);
    }

    private static bool Fits(PublicReport report, ReportFilter filter, DirectorySnapshot people, DateTimeOffset now) =>
        (filter.State is null || report.State == filter.State)
        && (!filter.Overdue || report.IsOverdue(now))
        && (filter.Under is not { } under || report.Unit == under || people.IsBelow(report.Unit, under));
}
