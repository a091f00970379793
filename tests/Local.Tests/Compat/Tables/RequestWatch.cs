using System.Collections.Concurrent;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Campaigns.Local.Tests.Compat.Tables;

/// <summary>Sees every request that passes its place in a pipeline.</summary>
public sealed class RequestWatch : HttpPipelineSynchronousPolicy
{
    private readonly ConcurrentQueue<(RequestMethod Method, Uri Uri)> _requests = new();

    /// <summary>How many there were.</summary>
    public int Count => _requests.Count;

    /// <summary>What they were, in order.</summary>
    public IReadOnlyList<string> Lines => [.. _requests.Select(r => $"{r.Method} {Uri.UnescapeDataString(r.Uri.AbsolutePath)}")];

    /// <summary>The last one's address.</summary>
    public Uri? Last => _requests.LastOrDefault().Uri;

    /// <summary>Forgets them.</summary>
    public void Clear() => _requests.Clear();

    /// <inheritdoc/>
    public override void OnSendingRequest(HttpMessage message) => _requests.Enqueue((message.Request.Method, message.Request.Uri.ToUri()));
}
