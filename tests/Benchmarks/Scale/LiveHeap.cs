using System.Diagnostics;

namespace Campaigns.Benchmarks.Scale;

/// <summary>
/// What the managed heap holds: the most that was reachable at any look since the last <see cref="Restart"/>. A look is a full collection, so that what is
/// measured is the app and not the collector's patience; looks take a twentieth of the time at most.
/// </summary>
internal sealed class LiveHeap : IDisposable
{
    private static readonly TimeSpan LeastPause = TimeSpan.FromMilliseconds(200);
    private readonly ManualResetEventSlim _stop = new();
    private readonly Thread _looking;
    private readonly Lock _gate = new();
    private long _peak;

    public LiveHeap()
    {
        _looking = new Thread(Look) { IsBackground = true };
        _looking.Start();
    }

    /// <summary>Bytes that are reachable now.</summary>
    public static long Now
    {
        get
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return GC.GetTotalMemory(forceFullCollection: true);
        }
    }

    /// <summary>Begins anew, and says what the peak was.</summary>
    public long Restart()
    {
        lock (_gate)
            return Interlocked.Exchange(ref _peak, 0);
    }

    private void Look()
    {
        var pause = LeastPause;
        while (!_stop.Wait(pause))
        {
            var since = Stopwatch.GetTimestamp();
            lock (_gate)
            {
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: false);
                _peak = Math.Max(_peak, GC.GetTotalMemory(false));
            }
            pause = TimeSpan.FromTicks(Math.Max(LeastPause.Ticks, Stopwatch.GetElapsedTime(since).Ticks * 19));
        }
    }

    public void Dispose()
    {
        _stop.Set();
        _looking.Join();
        _stop.Dispose();
    }
}
