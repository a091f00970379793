namespace Campaigns.Local.TaskHub;

/// <summary>Creates the sub-orchestration that a parent's history calls for; doing it again changes nothing.</summary>
internal static class ChildCreation
{
    /// <summary>
    /// Sees to it that the child exists and is worked on. An ended instance of the same id gives way; one that is still running for somebody else makes
    /// the call fail.
    /// </summary>
    public static async Task EnsureAsync(HubEngine engine, InstanceState parent, ChildScheduled call, CancellationToken cancellation)
    {
        var now = engine.Options.Campaign.GetUtcNow();
        using var starting = HubTraces.StartingChild(call.Name, parent.Trace);
        var child = new InstanceState
        {
            InstanceId = call.InstanceId,
            Name = call.Name,
            Version = call.Version,
            CreatedAt = now,
            UpdatedAt = now,
            Parent = new(parent.InstanceId, parent.Name, parent.Execution, call.Id),
            Trace = starting?.Id,
        };
        InstanceRecord? replaced = null;
        while (true)
        {
            try
            {
                engine.Adopt(await engine.Store.CreateAsync(child, new(call.Name, call.Version, call.Input), replaced, cancellation).ConfigureAwait(false));
                return;
            }
            catch (InstanceConflictException)
            {
                replaced = await engine.Store.LoadAsync(call.InstanceId, cancellation).ConfigureAwait(false);
            }

            if (replaced?.State.Parent == child.Parent)
            {
                engine.With(call.InstanceId, r => r.Reload());
                return;
            }

            if (replaced is { State.HasEnded: false })
            {
                var refusal = new ChildFailed(call.Id, FailureRecord.From(new InstanceExistsException(call.InstanceId, replaced.State.Status)));
                engine.With(parent.InstanceId, r => r.Receive(parent.Execution, call.Id, refusal));
                return;
            }
        }
    }
}
