using System.Reflection;
using Campaigns.App.Access;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Tests.Access;

/// <summary>One row of <c>routes.txt</c>.</summary>
public sealed record RouteRow(string Methods, string Route, Act? Act)
{
    public override string ToString() => $"{Methods} {Route} {Act?.ToString() ?? "-"}";
}

/// <summary>The app's HTTP functions: as the table states them, and as the assembly has them.</summary>
static class RouteTable
{
    public static IReadOnlyList<RouteRow> Stated { get; } =
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Access", "routes.txt"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(' '))
            .Select(parts => new RouteRow(parts[0], parts[1], parts[2] == "-" ? null : Enum.Parse<Act>(parts[2]))),
    ];

    public static IReadOnlyList<string> Found { get; } =
    [
        .. typeof(CampaignsApp).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static))
            .Where(method => method.GetCustomAttribute<FunctionAttribute>() is not null)
            .SelectMany(method => method.GetParameters().Select(p => p.GetCustomAttribute<HttpTriggerAttribute>()).OfType<HttpTriggerAttribute>())
            .Select(trigger => $"{string.Join(',', trigger.Methods!.Select(m => m.ToUpperInvariant()))} {trigger.Route}"),
    ];
}
