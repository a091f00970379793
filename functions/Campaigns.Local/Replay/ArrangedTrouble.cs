using System.Collections.Concurrent;
using Campaigns.App.Archives;
using Campaigns.App.Archives.Activities;
using Campaigns.App.Cycles;
using Campaigns.App.Cycles.Activities;
using Campaigns.Local.Hosting;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Campaigns.Local.Replay;

/// <summary>
/// What goes wrong in a recorded year, so that every branch of the orchestrators is taken. Each at its milestone, and only there: once, or for all tries.
/// </summary>
internal sealed class ArrangedTrouble
{
    /// <summary>The group that is parked alone.</summary>
    public const string ParkedGroup = "g02";

    /// <summary>Whose archive cannot be made.</summary>
    public string? UnitWithoutArchive { get; set; }

    readonly ConcurrentDictionary<string, int> _calls = new();

    public HostedActivity Around(IServiceProvider services, HostedActivity activity) => activity with
    {
        RunAsync = async (input, instance, cancellation) =>
        {
            var portion = activity.Name == nameof(RunGroups) ? (MilestoneWork)input! : null;
            if ((portion ?? (input as GroupWork)?.Work) is { WorksOff: false } work && TakenOver.Contains(work.Milestone.Id) && Count(activity.Name) == 1)
                await TakeOverAsync(services, work.Cycle, cancellation);
            if (Fails(input))
                throw new InvalidOperationException("Storage is busy.");
            var failed = portion is { WorksOff: false } ? FailedOf(portion).ToList() : [];
            if (failed.Count == 0)
                return await activity.RunAsync(input, instance, cancellation);
            var others = await activity.RunAsync(portion! with { Groups = [.. portion.Groups.Except(failed)] }, instance, cancellation);
            return (PortionOutcome)others! with { Failed = failed };
        },
    };

    // What is overtaken in the middle of a portion, and at the second try of a group.
    static readonly string[] TakenOver = ["h1|remind|1", "q3|remind|1"];

    static IEnumerable<string> FailedOf(MilestoneWork portion) => portion.Milestone.Id switch
    {
        "q1|remind|1" or "h1|lock" => portion.Groups.Take(1),
        "q1|escalate|3" or "p1|remind|1" or "q3|remind|1" => portion.Groups,
        _ => [],
    };

    bool Fails(object? input) => input switch
    {
        // While the clock stands, so that the second try comes at the same instant in every run.
        DriverInput => _calls.ContainsKey("group") && Count("step") == 1,
        GroupWork { Work.WorksOff: true } => false,
        GroupWork work => work.Work.Milestone.Id switch
        {
            "q1|remind|1" => work.Group == "g01" && Count("group") == 1,
            "q1|escalate|3" => work.Group == ParkedGroup,
            "p1|remind|1" => true,
            _ => false,
        },
        MilestoneWork { WorksOff: false, Milestone.Id: "q3|lock" } => Count("portion") == 1,
        FinishedWork finished => finished.Work.Milestone.Id == "q1|lock" && Count("finish") == 1,
        ArchivePartWork part => part.Work.Unit is { } unit && unit == UnitWithoutArchive,
        _ => false,
    };

    int Count(string what) => _calls.AddOrUpdate(what, 1, (_, n) => n + 1);

    static async Task TakeOverAsync(IServiceProvider services, string cycle, CancellationToken cancellation)
    {
        var seen = await services.GetRequiredService<CycleStore>().ReadAsync(cycle, cancellation)
            ?? throw new InvalidOperationException($"Cycle {cycle} is gone.");
        await services.GetRequiredService<CycleDriver>().TakeOverAsync(services.GetRequiredService<DurableTaskClient>(), seen, cancellation);
    }
}
