using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Campaigns.Local.Hosting;

/// <summary>
/// The shapes of functions that are known to work on the real Functions host, and no others: what binds here by more lenient rules would fail there.
/// </summary>
sealed class FunctionShape(MethodInfo method)
{
    /// <summary>A refusal that names the method.</summary>
    public FunctionRefusedException Refuse(string why) => new($"{method.DeclaringType!.FullName}.{method.Name} {why}.");

    /// <summary>Checks the trigger, the other parameters and the result.</summary>
    /// <exception cref="FunctionRefusedException">The host does not bind this shape.</exception>
    public void Check(ParameterInfo trigger, TriggerBindingAttribute attribute)
    {
        switch (attribute)
        {
            case HttpTriggerAttribute http: CheckHttp(trigger, http); break;
            case TimerTriggerAttribute timer: CheckTimer(trigger, timer); break;
            case OrchestrationTriggerAttribute orchestration: CheckOrchestration(trigger, orchestration); break;
            case ActivityTriggerAttribute activity: CheckActivity(trigger, activity); break;
            default: throw Refuse($"has a trigger that the host does not have: {attribute.GetType().Name}");
        }
    }

    void CheckHttp(ParameterInfo trigger, HttpTriggerAttribute http)
    {
        if (trigger.ParameterType != typeof(HttpRequest)) throw Refuse($"takes its request as {trigger.ParameterType.Name} instead of HttpRequest");
        var given = trigger.GetCustomAttributesData().Single(data => data.AttributeType == typeof(HttpTriggerAttribute)).ConstructorArguments;
        // Without an explicit level the real host asks for a function key, whatever the attribute's property says.
        if (given.Count == 0 || given[0].ArgumentType != typeof(AuthorizationLevel) || http.AuthLevel != AuthorizationLevel.Anonymous)
            throw Refuse("does not state AuthorizationLevel.Anonymous");
        var route = HttpRoute.Parse(http.Route ?? method.GetCustomAttribute<FunctionAttribute>()!.Name) ?? throw Refuse($"has a malformed route: {http.Route}");
        foreach (var parameter in Others(trigger))
        {
            if (IsContext(parameter) || IsDurableClient(parameter)) continue;
            if (parameter.ParameterType != typeof(string) || Bindings(parameter))
                throw Refuse($"has a parameter that is not bound: {parameter.ParameterType.Name} {parameter.Name}");
            if (route.GetParameter(parameter.Name!) is null) throw Refuse($"takes {parameter.Name}, which its route does not have");
        }

        var result = Awaited(out _);
        if (result is null || !typeof(IResult).IsAssignableFrom(result)) throw Refuse("does not return IResult");
    }

    void CheckTimer(ParameterInfo trigger, TimerTriggerAttribute timer)
    {
        if (trigger.ParameterType != typeof(TimerInfo)) throw Refuse($"takes its timer as {trigger.ParameterType.Name} instead of TimerInfo");
        if (TimerSchedule.Setting(timer.Schedule) is null && TimerSchedule.Parse(timer.Schedule) is null)
            throw Refuse($"has a schedule that is not six fields of NCRONTAB: {timer.Schedule}");
        RequireContextsOnly(trigger);
        if (Awaited(out _) is not null) throw Refuse("returns a value, which a timer function has no use for");
    }

    void CheckOrchestration(ParameterInfo trigger, OrchestrationTriggerAttribute orchestration)
    {
        if (orchestration.Orchestration is not null) throw Refuse("names its orchestration apart from the function");
        if (trigger.ParameterType != typeof(TaskOrchestrationContext))
            throw Refuse($"takes its orchestration as {trigger.ParameterType.Name} instead of TaskOrchestrationContext");
        var others = Others(trigger).ToArray();
        if (others.Length > 1 || others.Any(other => IsContext(other) || Bindings(other)))
            throw Refuse("takes more than the orchestration's context and its input");
        Awaited(out var awaits);
        if (!awaits) throw Refuse("does not return a task");
    }

    void CheckActivity(ParameterInfo trigger, ActivityTriggerAttribute activity)
    {
        if (activity.Activity is not null) throw Refuse("names its activity apart from the function");
        RequireContextsOnly(trigger);
        Awaited(out _);
    }

    void RequireContextsOnly(ParameterInfo trigger)
    {
        foreach (var parameter in Others(trigger).Where(parameter => !IsContext(parameter) && !IsDurableClient(parameter)))
            throw Refuse($"has a parameter that is not bound: {parameter.ParameterType.Name} {parameter.Name}");
    }

    /// <summary>The type of the result, awaited where it is a task; null where there is none.</summary>
    Type? Awaited(out bool awaits)
    {
        var type = method.ReturnType;
        awaits = typeof(Task).IsAssignableFrom(type);
        if (type == typeof(void) && method.IsDefined(typeof(AsyncStateMachineAttribute))) throw Refuse("is async void");
        if (type == typeof(ValueTask) || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueTask<>))) throw Refuse("returns a ValueTask");
        if (type == typeof(void) || type == typeof(Task)) return null;
        if (!awaits) return type;
        return type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Task<>)
            ? type.GetGenericArguments()[0]
            : throw Refuse($"returns {type.Name}, which is not awaited as a task");
    }

    IEnumerable<ParameterInfo> Others(ParameterInfo trigger) => method.GetParameters().Where(parameter => parameter.Position != trigger.Position);

    static bool IsContext(ParameterInfo parameter) =>
        !Bindings(parameter) && (parameter.ParameterType == typeof(FunctionContext) || parameter.ParameterType == typeof(CancellationToken));

    static bool IsDurableClient(ParameterInfo parameter) =>
        parameter.ParameterType == typeof(DurableTaskClient)
        && parameter.GetCustomAttribute<DurableClientAttribute>() is { TaskHub: null, ConnectionName: null };

    static bool Bindings(ParameterInfo parameter) => parameter.GetCustomAttribute<BindingAttribute>() is not null;
}
