using Campaigns.App.Cycles.Waves;
using Campaigns.App.Telemetry;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Campaigns.App.Cycles.Activities;

/// <summary>
/// Runs one milestone over a portion of its groups, each by itself: what fails in one is no other's. It does not try again; it names the groups that failed, so
/// that they are tried one by one. Safe to run twice, also at the same time (<see cref="MilestoneWave"/>).
/// </summary>
public sealed partial class RunGroups(MilestoneWave wave, ILogger<RunGroups> log)
{
    [Function(nameof(RunGroups))]
    public async Task<PortionOutcome> Run([ActivityTrigger] MilestoneWork portion, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(portion);
        Traces.About(portion);
        var outcomes = await Task.WhenAll(portion.Groups.Select(group => RunAsync(new(portion, group), cancellationToken)));
        return new(
            WaveCounts.Sum(outcomes.Where(o => !o.Failed).Select(o => o.Counts)), [.. outcomes.Where(o => o.Failed).Select(o => o.Group)]);
    }

    private async Task<(string Group, bool Failed, WaveCounts? Counts)> RunAsync(GroupWork work, CancellationToken cancellationToken)
    {
        using var span = Traces.Source.StartActivity(nameof(RunGroup));
        try
        {
            return (work.Group, false, await wave.RunAsync(work, cancellationToken));
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            if (span is not null)
                Traces.Fail(span, fault);
            LogFailed(work.Group, work.Work.Cycle, work.Work.Milestone.Id, fault);
            return (work.Group, true, null);
        }
    }

    [LoggerMessage(
        EventIds.GroupFailed, LogLevel.Warning, "Group {Group} of cycle {Cycle} failed at {Milestone}; it is tried again by itself",
        EventName = nameof(EventIds.GroupFailed))]
    private partial void LogFailed(string group, string cycle, string milestone, Exception fault);
}
