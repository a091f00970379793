using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.OpenApi;

/// <summary>One method of one route under <c>/api/v1</c>, as the host maps it. <paramref name="Path"/> begins with a slash, below that base.</summary>
internal sealed record HostedRoute(string Function, string Method, string Path);

/// <summary>The API's routes, from the functions themselves.</summary>
internal static class HostedRoutes
{
    /// <summary>The base of every path in the document.</summary>
    public const string Base = "/api/v1";

    /// <summary>Every hosted route and method under the base, sorted by path, then by method.</summary>
    public static IReadOnlyList<HostedRoute> Of(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        const BindingFlags all = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;
        var routes =
            from type in assembly.GetTypes()
            from method in type.GetMethods(all)
            let function = method.GetCustomAttribute<FunctionAttribute>()
            where function is not null
            from parameter in method.GetParameters()
            let trigger = parameter.GetCustomAttribute<HttpTriggerAttribute>()
            where trigger?.Route?.StartsWith(Base[1..] + "/", StringComparison.Ordinal) == true
            from verb in trigger.Methods ?? []
            select new HostedRoute(function!.Name, verb.ToLowerInvariant(), trigger!.Route![(Base.Length - 1)..]);
        return [.. routes.OrderBy(r => r.Path, StringComparer.Ordinal).ThenBy(r => r.Method, StringComparer.Ordinal)];
    }
}
