using Campaigns.App.Cycles.Waves;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Cycles.Activities;

/// <summary>
/// Runs one milestone over one group, for a group that is tried until it is parked. Null under an epoch that has passed. Safe to run twice, also at the same
/// time (<see cref="MilestoneWave"/>).
/// </summary>
public sealed class RunGroup(MilestoneWave wave)
{
    [Function(nameof(RunGroup))]
    public Task<WaveCounts?> Run([ActivityTrigger] GroupWork work, CancellationToken cancellationToken) => wave.RunAsync(work, cancellationToken);
}
