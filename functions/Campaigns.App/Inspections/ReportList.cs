using Campaigns.App.Access;
using Campaigns.App.Cycles;
using Campaigns.App.Directory;
using Campaigns.App.Http;
using Campaigns.App.Participants;
using Campaigns.App.Storage;
using Campaigns.Rules.Inspections;

namespace Campaigns.App.Inspections;

/// <summary>Lists a cycle's reports from the public for those who answer them (K17).</summary>
public sealed class ReportList(PublicReports reports, GroupRows rows, DirectoryCache directory, CampaignClock clock)
{
    public static string NameOf(string cycle, DueFilter<PublicReportState> filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return filter.NameOf("reports", cycle);
    }

    public async Task<Page<ReportAnswer>> ReadAsync(
        CycleContext cycle, DueFilter<PublicReportState> filter, Paging paging, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cycle);
        var now = clock.Now;
        var people = await directory.GetAsync(AccessPolicy.AllowOn, cancellationToken);
        return await rows.ReadAsync(
            cycle.Cycle, NameOf(cycle.Cycle, filter), paging,
            (group, after) => reports.OfGroupAsync(cycle.Cycle, group, after, cancellationToken),
            report => ParticipantKeys.Report(report.Track, report.Unit, report.Id),
            report => filter.Fits(report.State, report.IsOverdue(now), report.Unit, people) && Answerers.MaySee(caller, cycle.Definition, report.Unit, people)
                ? ReportAnswer.Of(report, Answerers.MayAnswer(caller, cycle.Definition, report.Unit, people), now)
                : null,
            cancellationToken);
    }
}
