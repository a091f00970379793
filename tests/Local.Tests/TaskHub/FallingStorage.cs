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
/// Fails storage requests. For good: the one of an ordinal and every later one, as for a process that has been killed. Otherwise one in so many, drawn from
/// the request's number, as on a bad line; a fixed beat could hit the same step of every repetition for ever.
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
        var fails = forGood ? number >= ordinal : Drawn(number) % (uint)ordinal == 0;
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

    uint Drawn(int number)
    {
        var mixed = (uint)((number * 2654435761) ^ (ordinal * 40503));
        mixed ^= mixed >> 15;
        mixed *= 2246822519;
        return mixed ^ (mixed >> 13);
    }
}
