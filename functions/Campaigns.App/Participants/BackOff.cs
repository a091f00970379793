namespace Campaigns.App.Participants;

/// <summary>Pauses between tries, longer each time and different for each operation, so that those who collided do not meet again.</summary>
internal sealed class BackOff(TimeProvider time)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(10);

    /// <summary>Waits before try number <paramref name="tries"/> (0 is the first and waits for nothing): 5–15 ms, then twice as long each time.</summary>
    public Task WaitAsync(string operationId, int tries, CancellationToken cancellationToken)
    {
        if (tries == 0)
            return Task.CompletedTask;
        var spread = Convert.ToInt32(ParticipantKeys.Hash($"{operationId}|{tries}")[..4], 16) / 65536.0;
        return Task.Delay(First * Math.Pow(2, tries - 1) * (0.5 + spread), time, cancellationToken);
    }
}
