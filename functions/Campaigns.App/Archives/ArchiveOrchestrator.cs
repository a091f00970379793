using Campaigns.App.Archives.Activities;
using Campaigns.App.Cycles;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Campaigns.App.Archives;

/// <summary>An archive to be made: of a cycle, or of the participant that track and unit name.</summary>
/// <param name="Parts">How many parts there are; null before they are planned.</param>
/// <param name="Next">The next part to be written.</param>
public sealed record ArchiveWork(string Cycle, string? Track, string? Unit, string Run, int? Parts = null, int Next = 0);

/// <summary>A part to be written.</summary>
public sealed record ArchivePartWork(ArchiveWork Work, int Part);

/// <summary>A making that failed.</summary>
public sealed record FailedArchive(ArchiveWork Work, string Error);

/// <summary>
/// Makes an archive in the background: plans its parts, writes one after the other, so that one making holds one block, and ends it with the directory. It
/// begins anew every <see cref="PartsAtOnce"/> parts, so that its history stays short whatever the cycle's size.
/// </summary>
public static class ArchiveOrchestrator
{
    public const int PartsAtOnce = 20;

    public static string InstanceId(string cycle, string run) => $"archive:{cycle}:{run}";

    [Function(nameof(ArchiveOrchestrator))]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context, ArchiveWork work)
    {
        try
        {
            var parts = work.Parts ?? await context.CallActivityAsync<int>(nameof(PlanArchive), work, Retries.Storage);
            var next = work.Next;
            for (; next < parts && next < work.Next + PartsAtOnce; next++)
                await context.CallActivityAsync(nameof(WriteArchivePart), new ArchivePartWork(work, next), Retries.Storage);
            if (next < parts)
            {
                context.ContinueAsNew(work with { Parts = parts, Next = next });
                return;
            }
            await context.CallActivityAsync(nameof(FinishArchive), work with { Parts = parts }, Retries.Storage);
        }
        catch (TaskFailedException failure)
        {
            await context.CallActivityAsync(nameof(FailArchive), new FailedArchive(work, failure.FailureDetails.ErrorMessage), Retries.Storage);
        }
    }
}
