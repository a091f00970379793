namespace Campaigns.Local.Hosting;

/// <summary>Ids of invocations: unique in this process by a counter, and between processes by the instant of the start.</summary>
sealed class InvocationIds(TimeProvider platformTime)
{
    readonly long _started = platformTime.GetUtcNow().UtcTicks;
    long _count;

    public string Next()
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, _started);
        BitConverter.TryWriteBytes(bytes[8..], Interlocked.Increment(ref _count));
        return new Guid(bytes).ToString();
    }
}
