using Campaigns.App.Http;
using Microsoft.AspNetCore.Http;

namespace Campaigns.App.Participants;

/// <summary>A precondition that a POST may carry and need not.</summary>
internal static class OptionalPrecondition
{
    /// <summary>The problem with the headers, or null; <paramref name="precondition"/> is null where there are none.</summary>
    public static IResult? Of(HttpRequest request, out Precondition? precondition)
    {
        precondition = null;
        if (request.Headers.IfMatch.Count == 0 && request.Headers.IfNoneMatch.Count == 0)
            return null;
        return Preconditions.Of(request).TryGet(out precondition, out var problem) ? null : problem;
    }
}
