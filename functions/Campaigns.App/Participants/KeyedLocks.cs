namespace Campaigns.App.Participants;

/// <summary>
/// Lets the writers of one participant in this process go one after the other, so that they do not spend their retries on each other. Only an economy:
/// what keeps rows right is their ETag.
/// </summary>
internal sealed class KeyedLocks
{
    private readonly SemaphoreSlim[] _stripes = [.. Enumerable.Range(0, 256).Select(_ => new SemaphoreSlim(1, 1))];

    public async Task<IDisposable> TakeAsync(object key, CancellationToken cancellationToken)
    {
        var stripe = _stripes[(uint)key.GetHashCode() % (uint)_stripes.Length];
        await stripe.WaitAsync(cancellationToken);
        return new Held(stripe);
    }

    private sealed class Held(SemaphoreSlim stripe) : IDisposable
    {
        public void Dispose() => stripe.Release();
    }
}
