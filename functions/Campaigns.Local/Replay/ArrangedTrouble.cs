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
            if (input is GroupWork { Work.WorksOff: false } work && work.Work.Milestone.Id == "h1|remind|1" && Count("take over") == 1)
                await TakeOverAsync(services, work.Work.Cycle, cancellation);
            return Fails(input) ? throw new InvalidOperationException("Storage is busy.") : await activity.RunAsync(input, instance, cancellation);
        },
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
