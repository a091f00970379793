using Azure.Core;
using Azure.Storage.Blobs;

namespace Campaigns.App.Storage;

/// <summary>
/// How often and how long a storage call is tried before the app sees the fault: through some seconds of throttling or of a partition that moves, and well
/// within the 230 s of an answer also where a server says nothing at all. Waits go by real time, whatever the campaign's clock does; a Retry-After is heeded.
/// </summary>
public static class StorageTries
{
    /// <summary>Tries after the first.</summary>
    public const int Retries = 4;

    /// <summary>The wait before the first of them; each further one is about twice as long.</summary>
    public static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest wait.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(8);

    /// <summary>A table call is given up by the service itself after 30 s; one that says nothing for so long is tried anew.</summary>
    public static readonly TimeSpan TableTimeout = TimeSpan.FromSeconds(25);

    /// <summary>A block of 4 MiB and more goes with one call, so that it may take longer.</summary>
    public static readonly TimeSpan BlobTimeout = TimeSpan.FromSeconds(40);

    public static void Set(ClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var retry = options.Retry;
        (retry.Mode, retry.MaxRetries, retry.Delay, retry.MaxDelay) = (RetryMode.Exponential, Retries, FirstWait, LongestWait);
        retry.NetworkTimeout = options is BlobClientOptions ? BlobTimeout : TableTimeout;
    }
}
