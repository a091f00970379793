using Campaigns.App.Access;
using Campaigns.App.Cycles;
using Campaigns.App.Http;
using Campaigns.App.Participants;
using Campaigns.Rules.Cycles;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;

namespace Campaigns.App.Exchange;

/// <summary>Opens the participants that rows of an import speak of, as the single routes do: who may, in which cycle, about whom.</summary>
public sealed class ImportScenes(AccessPolicy access, CycleContexts cycles, ParticipationIndex index)
{
    /// <summary>The most participants that one import acts on: more would not be done within an answer's time.</summary>
    public const int MaxRows = 5_000;

    private const int AtOnce = 8;

    /// <summary>The cycle, running; 404 or 409 otherwise.</summary>
    public async Task<Parsed<CycleContext>> CycleAsync(string cycle, CancellationToken cancellationToken)
    {
        if (await cycles.GetAsync(cycle, cancellationToken) is not { } found)
            return new(Problems.NotFound($"cycle {cycle}"));
        return found.State is CycleState.Running ? new(found) : new(Problems.Conflict("cycleNotRunning", $"Cycle {cycle} does not run."));
    }

    /// <summary>The participant of a row that the caller may do <paramref name="act"/> to, or what is wrong with the row.</summary>
    public async Task<(ParticipantScene? Scene, ImportError? Error)> OpenAsync(
        CycleContext cycle, Import import, Act act, int row, string track, string unit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cycle);
        ArgumentNullException.ThrowIfNull(import);
        if (!RequestReader.IsSlug(track))
            return (null, ImportErrors.NoId(row, "track", track));
        if (!RequestReader.IsSlug(unit))
            return (null, ImportErrors.NoId(row, "unit", unit));
        if (!(await access.MayAsync(import.Caller, act, unit, cancellationToken)).IsAllowed)
            return (null, new(row, "unit", "您无权为该单位办理此事", "you may not do this for that unit"));
        return await index.GroupOfAsync(cycle.Cycle, track, unit, cancellationToken) is { } group
            ? (new(import.Caller, cycle, new(cycle.Cycle, group, track, unit), import.At), null)
            : (null, new(row, "unit", "该单位不参加此类别", "takes no part in that track"));
    }

    /// <summary>The phase of the scene's track, or what is wrong with the row.</summary>
    public static (Phase? Phase, ImportError? Error) PhaseOf(ParticipantScene scene, int row, string phase)
    {
        ArgumentNullException.ThrowIfNull(scene);
        return scene.Definition.PhasesOf(scene.Key.Track).FirstOrDefault(p => p.Id == phase) is { } found
            ? (found, null)
            : (null, new(row, "phase", $"该类别没有阶段“{phase}”", $"the track has no phase '{phase}'"));
    }

    /// <summary>Does <paramref name="act"/> to each, some at once, and keeps the order.</summary>
    public static async Task<IReadOnlyList<TResult>> EachAsync<T, TResult>(
        IReadOnlyList<T> items, Func<T, CancellationToken, Task<TResult>> act, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(items);
        var results = new TResult[items.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, items.Count), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (i, stop) => results[i] = await act(items[i], stop));
        return results;
    }

    /// <summary>What went wrong with a row that was good when it was judged; null where it was written, or had been by a try before.</summary>
    public static ImportError? Late(ParticipantOutcome outcome, int row) => outcome switch
    {
        ParticipantOutcome.Committed or ParticipantOutcome.Repeated => null,
        ParticipantOutcome.Refused refused => new(row, refused.Reason.Path ?? "", refused.Reason.Message),
        ParticipantOutcome.NotFound => new(row, "unit", "该单位不参加此类别", "takes no part in that track"),
        _ => new(row, "", "期间已被他人修改，请重新导入", "somebody else changed it meanwhile; import the file again"),
    };

    /// <summary>A row's own operation within the import's: the same file under the same key acts once.</summary>
    public static ParticipantOperation OperationOf(Import import, string subject)
    {
        ArgumentNullException.ThrowIfNull(import);
        return new(ParticipantKeys.Hash($"{import.Operation}\n{subject}")[..32], import.At);
    }
}
