using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Marks a parameter as the request that triggers the function.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class HttpTriggerAttribute : TriggerBindingAttribute
{
    /// <summary>Any method, at the default level.</summary>
    public HttpTriggerAttribute()
    {
    }

    /// <summary>The given methods, at the default level.</summary>
    public HttpTriggerAttribute(params string[] methods) => Methods = methods;

    /// <summary>Any method, at the given level.</summary>
    public HttpTriggerAttribute(AuthorizationLevel authLevel) => AuthLevel = authLevel;

    /// <summary>The given methods, at the given level.</summary>
    public HttpTriggerAttribute(AuthorizationLevel authLevel, params string[] methods)
    {
        AuthLevel = authLevel;
        Methods = methods;
    }

    /// <summary>The route template under the route prefix; without one it is the function's name.</summary>
    public string? Route { get; set; }

    /// <summary>The methods answered; null means any.</summary>
    public string[]? Methods { get; }

    /// <summary>The key that the host asks for.</summary>
    public AuthorizationLevel AuthLevel { get; }
}
