namespace Campaigns.App.Cycles;

/// <summary>
/// How many groups a process works on at once. A group of 900 late in the year takes some 7 MB while it is worked on, so that this bounds what a wave takes,
/// however many activities the host starts side by side; a wave that is to go faster gets more instances.
/// </summary>
public sealed class GroupSlots : IDisposable
{
    /// <summary>Two: one waits for storage while the other computes.</summary>
    public const int AtOnce = 2;

    private readonly SemaphoreSlim _free = new(AtOnce);

    /// <summary>Waits for a slot; disposing gives it back.</summary>
    public async Task<IDisposable> TakeAsync(CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        return new Slot(_free);
    }

    public void Dispose() => _free.Dispose();

    private sealed class Slot(SemaphoreSlim free) : IDisposable
    {
        public void Dispose() => free.Release();
    }
}
