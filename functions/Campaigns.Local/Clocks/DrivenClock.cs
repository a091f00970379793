namespace Campaigns.Local.Clocks;

/// <summary>What has to be done around a jump of the clock.</summary>
/// <param name="ClockChanged">Tells the task hub that timers may be due.</param>
/// <param name="IdleAsync">Waits until nothing is under way.</param>
/// <param name="FireTimersAsync">Fires every timer function once.</param>
/// <param name="Next">When somebody next waits for an instant; null when nobody does. Asked while everything is quiet.</param>
/// <param name="Note">Gets a line where something went wrong that must not stop the clock.</param>
internal sealed record ClockSurroundings(
    Action ClockChanged, Func<CancellationToken, Task> IdleAsync, Func<CancellationToken, Task> FireTimersAsync, Func<DateTimeOffset?> Next,
        Action<string> Note);

/// <summary>Which part of a move is done: with several hosts each sets its clock before any of them waits for quiet.</summary>
internal enum ClockMove
{
    Whole,
    /// <summary>The clock is set; what falls due begins, and nobody waits for it.</summary>
    Set,
    /// <summary>The clock stays; what is under way is waited for.</summary>
    Settle,
}

/// <summary>
/// Moves virtual campaign time as a rehearsal asks: keeps the new instant first, sets the clock, lets the engine do what is due, fires the timer functions
/// once, and lets the engine do what these brought. One move at a time.
/// </summary>
internal sealed class DrivenClock(VirtualTime time, ClockRow row, ClockSurroundings surroundings) : IDisposable
{
    readonly SemaphoreSlim _one = new(1);

    public DateTimeOffset Now => time.GetUtcNow();

    public DateTimeOffset? Next => surroundings.Next();

    /// <summary>
    /// Moves to <paramref name="instant"/>, or, where the clock is there or beyond it already, only waits for quiet and fires the timer functions.
    /// </summary>
    public async Task MoveToAsync(DateTimeOffset instant, CancellationToken cancellation, ClockMove part = ClockMove.Whole)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            if (part != ClockMove.Settle && instant > time.GetUtcNow())
            {
                await row.WriteAsync(instant, cancellation);
                time.MoveTo(instant);
            }
            surroundings.ClockChanged();
            if (part == ClockMove.Set)
                return;
            await surroundings.IdleAsync(cancellation);
            if (part == ClockMove.Settle)
                return;
            await FireTimersAsync(cancellation);
            await surroundings.IdleAsync(cancellation);
        }
        finally
        {
            _one.Release();
        }
    }

    // As on the Functions host, a timer function that fails is told of and has its next chance at its next moment.
    async Task FireTimersAsync(CancellationToken cancellation)
    {
        try
        {
            await surroundings.FireTimersAsync(cancellation);
        }
        catch (AggregateException failures)
        {
            foreach (var failure in failures.InnerExceptions)
                surroundings.Note($"A timer function failed at {time.GetUtcNow():u}: {failure}");
        }
    }

    public void Dispose() => _one.Dispose();
}
