using Campaigns.App.Access;
using Campaigns.App.Cycles;
using Campaigns.App.Directory;
using Campaigns.App.Participants;
using Campaigns.App.Reminders;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Inspections;

namespace Campaigns.App.Inspections;

/// <summary>
/// What those who answer are told of a report from the public that waits, and those above them when it is not answered in time (K17, J8). By reference
/// alone: its words and its contact are read where access is asked for.
/// </summary>
public sealed class ReportNotices(DirectoryCache directory)
{
    /// <summary>A report came in.</summary>
    public async Task<IReadOnlyList<DirectNotice>> ReceivedAsync(CycleContext cycle, ReportCase at, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cycle);
        ArgumentNullException.ThrowIfNull(at);
        var people = await directory.GetAsync(AccessPolicy.AllowOn, cancellationToken);
        var received = new TimedRung("received", at.Report.ReceivedAt, [], Escalates: false);
        return Compose(cycle, at, received, people, new("收到举报，请核实办理", "A report from the public awaits your answer"));
    }

    /// <summary>The rung that fired, where one did.</summary>
    public async Task<IReadOnlyList<DirectNotice>> PassedAsync(CycleContext cycle, ReportCase after, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cycle);
        ArgumentNullException.ThrowIfNull(after);
        if (after.Speaks is not { } rung)
            return [];
        var people = await directory.GetAsync(AccessPolicy.AllowOn, cancellationToken);
        var title = rung.Escalates
            ? new LocalizedText("举报办理已逾期", "A report from the public has not been answered in time")
            : new LocalizedText("举报办理即将到期", "A report from the public is due soon");
        return Compose(cycle, after, rung, people, title);
    }

    private static IReadOnlyList<DirectNotice> Compose(CycleContext cycle, ReportCase at, TimedRung rung, DirectorySnapshot people, LocalizedText title)
    {
        var (unit, id, zone) = (people.NameOf(at.Report.Unit), at.Report.Id, cycle.Definition.Authority.Zone);
        var text = at.Report.DueAt is { } due
            ? new LocalizedText(
                $"{unit}：举报 {id}\n办理期限：{cycle.LocalTime(due)}（{zone}）\n", $"{unit}: report {id}\nTo be answered by {cycle.LocalTime(due)} ({zone})\n")
            : new LocalizedText($"{unit}：举报 {id}\n", $"{unit}: report {id}\n");
        var told = Answerers.Told(rung, Answerers.OfReports(cycle.Definition, people), cycle.Definition, at.Participant, people);
        return [.. told.Select(p => new DirectNotice(p, $"report|{id}|{rung.Id}", rung.At, "finding", title, text))];
    }
}
