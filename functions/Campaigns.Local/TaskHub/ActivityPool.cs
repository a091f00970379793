using Microsoft.Extensions.Logging;

namespace Campaigns.Local.TaskHub;

/// <summary>
/// Runs activities, a limited number at once. A result goes to the calling instance in memory and becomes durable with that instance's next episode;
/// until then the history says that the activity is still to be run, so a process that ends in between runs it again.
/// </summary>
internal sealed class ActivityPool(HubEngine engine, IReadOnlyDictionary<string, ActivityRegistration> activities) : IDisposable
{
    readonly SemaphoreSlim slots = new(engine.Options.MaximumConcurrentActivities);

    /// <summary>Runs an activity for the generation of its caller that <paramref name="caller"/> is.</summary>
    public void Start(InstanceState caller, TaskScheduled task, CancellationToken stopping)
    {
        engine.Gauge.Enter();
        _ = Task.Run(() => RunAsync(caller, task, stopping), CancellationToken.None);
    }

    public void Dispose() => slots.Dispose();

    async Task RunAsync(InstanceState caller, TaskScheduled task, CancellationToken stopping)
    {
        var (instanceId, execution) = (caller.InstanceId, caller.Execution);
        try
        {
            await slots.WaitAsync(stopping).ConfigureAwait(false);
            HistoryEvent result;
            try
            {
                result = await ResultAsync(caller, task, stopping).ConfigureAwait(false);
            }
            finally
            {
                slots.Release();
            }

            engine.With(instanceId, r => r.Receive(execution, task.Id, result));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The hub stops; whoever owns it next runs the activity again.
        }
        finally
        {
            engine.Gauge.Exit();
        }
    }

    async Task<HistoryEvent> ResultAsync(InstanceState caller, TaskScheduled task, CancellationToken stopping)
    {
        using var span = HubTraces.Running(task.Name, caller.Trace);
        if (!activities.TryGetValue(task.Name, out var activity))
        {
            return new TaskFailed(task.Id, FailureRecord.UnknownActivity(task.Name));
        }

        try
        {
            engine.Counters.AddActivity();
            var input = engine.Options.Converter.Deserialize(task.Input, activity.InputType);
            var output = await activity.Run(input, caller.InstanceId, stopping).ConfigureAwait(false);
            stopping.ThrowIfCancellationRequested();
            return new TaskCompleted(task.Id, engine.Options.Converter.Serialize(output));
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            engine.Log.LogWarning(e, "Activity {Activity} of instance {Instance} failed.", task.Name, caller.InstanceId);
            return new TaskFailed(task.Id, FailureRecord.From(e));
        }
    }
}
