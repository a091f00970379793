using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Campaigns.Local.Hosting;

/// <summary>Finds the functions of classes, and refuses those whose shape the host does not bind.</summary>
static class FunctionCatalog
{
    /// <summary>Every function, in the order of names.</summary>
    /// <exception cref="FunctionRefusedException">Some function's shape is not bound, or two have one name or answer one route; all are named.</exception>
    public static IReadOnlyList<HostedFunction> Discover(IEnumerable<Type> types)
    {
        const BindingFlags declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var functions = new List<HostedFunction>();
        var refusals = new List<string>();
        foreach (var method in types.SelectMany(type => type.GetMethods(declared)))
        {
            if (method.GetCustomAttribute<FunctionAttribute>() is not { } function) continue;
            try
            {
                functions.Add(Accept(function.Name, method));
            }
            catch (FunctionRefusedException refusal)
            {
                refusals.Add(refusal.Message);
            }
        }

        refusals.AddRange(functions
            .GroupBy(function => function.Name, StringComparer.OrdinalIgnoreCase)
            .Where(group => group.Skip(1).Any())
            .Select(group => $"{string.Join(" and ", group.Select(function => function.Definition.EntryPoint))}: both are named {group.Key}."));
        refusals.AddRange(HttpRoute.Conflicts(functions));
        if (refusals.Count > 0) throw new FunctionRefusedException(string.Join(Environment.NewLine, refusals));
        return [.. functions.OrderBy(function => function.Name, StringComparer.Ordinal)];
    }

    static HostedFunction Accept(string name, MethodInfo method)
    {
        var shape = new FunctionShape(method);
        if (!method.IsPublic) throw shape.Refuse("is not public");
        if (method.IsGenericMethodDefinition || method.DeclaringType!.IsGenericTypeDefinition) throw shape.Refuse("is generic");
        if (!method.IsStatic && method.DeclaringType.IsAbstract) throw shape.Refuse("is in a class that cannot be created");
        var triggers = method.GetParameters().Where(parameter => parameter.GetCustomAttribute<TriggerBindingAttribute>() is not null).ToArray();
        if (triggers is not [var trigger]) throw shape.Refuse($"has {triggers.Length} triggers instead of one");
        var attribute = trigger.GetCustomAttribute<TriggerBindingAttribute>()!;
        shape.Check(trigger, attribute);
        return new HostedFunction(new LocalFunctionDefinition(name, method), method, attribute, trigger.ParameterType, FunctionCall.Compile(method, trigger));
    }
}
