using Azure.Core;
using Azure.Core.Pipeline;

namespace Campaigns.Local.Tests.TaskHub;

/// <summary>How a storage call fails.</summary>
public enum Fall
{
    /// <summary>The request never arrives.</summary>
    BeforeTheRequest,

    /// <summary>The request is carried out, and its answer gets lost.</summary>
    AfterTheRequest,
}

/// <summary>
/// Fails the request of an ordinal. Either every later one fails too, as for a process that has been killed, or requests go on failing at every further
/// multiple of the ordinal, as on a bad line.
/// </summary>
public sealed class FallingStorage(int ordinal, Fall fall, bool forGood) : HttpPipelinePolicy
{
    readonly TaskCompletionSource _fallen = new(TaskCreationOptions.RunContinuationsAsynchronously);
    int _requests;

    /// <summary>Requests seen so far.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>Completes with the first failure.</summary>
    public Task Fallen => _fallen.Task;

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var number = Interlocked.Increment(ref _requests);
        var fails = forGood ? number >= ordinal : number % ordinal == 0;
        if (!fails || (fall == Fall.AfterTheRequest && (!forGood || number == ordinal)))
        {
            await ProcessNextAsync(message, pipeline);
        }

        if (fails)
        {
            _fallen.TrySetResult();
            throw new IOException($"Storage request {number} was made to fail.");
        }
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        ProcessAsync(message, pipeline).AsTask().GetAwaiter().GetResult();
}
