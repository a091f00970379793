using Campaigns.App.Http;
using Campaigns.Rules.Cycles;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Campaigns.App.Cycles;

/// <summary>What a start is answered with.</summary>
public static class CycleAnswers
{
    /// <summary>Schedules the driver of a cycle that is started, and answers null; the problem where it could not be started.</summary>
    public static async Task<IResult?> StartedAsync(DurableTaskClient client, StartResult result, CancellationToken cancellationToken)
    {
        switch (result)
        {
            case StartResult.Started started:
                await CycleDriver.StartAsync(client, started.Cycle, cancellationToken);
                return null;
            case StartResult.AlreadyThere there:
                // The first start may have died before its driver was scheduled; starting it again is harmless.
                if (there.Cycle.State is not (CycleState.Completed or CycleState.Cancelled))
                    await CycleDriver.StartAsync(client, there.Cycle, cancellationToken);
                return null;
            case StartResult.YearOutsideProgramme outside:
                return OutsideProgramme(outside.FirstYear, outside.LastYear);
            case StartResult.NobodyEnters:
                return Problems.Conflict("nobodyEnters", "No unit or person of the directory may enter any track.");
            default:
                return Problems.NotFound("campaign of that name");
        }
    }

    public static IResult OutsideProgramme(int first, int last) => Problems.Validation(new Dictionary<string, string[]>
    {
        ["year"] = [$"must be a year of the programme, {first} to {last}"],
    });
}
