using Microsoft.AspNetCore.Http;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>The HTTP side of an invocation.</summary>
public static class FunctionContextExtensions
{
    // The real package's key: its middleware puts the context under it, and so does whatever stands for the host.
    const string HttpContextKey = "HttpRequestContext";

    /// <summary>The request's context, or null where the trigger is not HTTP.</summary>
    public static HttpContext? GetHttpContext(this FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Items.TryGetValue(HttpContextKey, out var request) && request is HttpContext http ? http : null;
    }
}
