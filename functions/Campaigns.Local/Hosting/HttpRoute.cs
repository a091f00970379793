using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.Local.Hosting;

/// <summary>Routes of HTTP functions; the app's route prefix is empty.</summary>
static class HttpRoute
{
    /// <summary>The template as ASP.NET Core's routing reads it, or null where it is malformed.</summary>
    public static RoutePattern? Parse(string route)
    {
        try
        {
            return RoutePatternFactory.Parse(route.TrimStart('/'));
        }
        catch (RoutePatternException)
        {
            return null;
        }
    }

    /// <summary>The pattern of an accepted HTTP function.</summary>
    public static RoutePattern Of(HostedFunction function) => Parse(((HttpTriggerAttribute)function.Trigger).Route ?? function.Name)!;

    /// <summary>Says which functions answer the same method on the same route.</summary>
    public static IEnumerable<string> Conflicts(IEnumerable<HostedFunction> functions) =>
        from function in functions
        where function.Trigger is HttpTriggerAttribute
        from method in Methods(function) ?? ["*"]
        group function by (Method: method, Route: Form(Of(function))) into same
        where same.Skip(1).Any()
        select $"{string.Join(" and ", same.Select(function => function.Definition.EntryPoint))}: both answer {same.Key.Method} {same.Key.Route}.";

    /// <summary>The methods that a function answers, in capitals; null means any.</summary>
    public static string[]? Methods(HostedFunction function) =>
        ((HttpTriggerAttribute)function.Trigger).Methods is { Length: > 0 } methods ? [.. methods.Select(method => method.ToUpperInvariant())] : null;

    // Two templates that differ in their parameters' names only match the same paths.
    static string Form(RoutePattern pattern) => string.Join('/', pattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
    {
        RoutePatternLiteralPart literal => literal.Content.ToLowerInvariant(),
        RoutePatternParameterPart parameter =>
            $"{{{(parameter.IsCatchAll ? "*" : "")}{string.Concat(parameter.ParameterPolicies.Select(policy => ":" + policy.Content))}{(parameter.IsOptional ? "?" : "")}}}",
        _ => part.ToString(),
    }))));
}
