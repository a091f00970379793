using System.Linq.Expressions;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Campaigns.Local.Hosting;

/// <summary>Compiles a method of an accepted shape into one delegate, so that an invocation costs no reflection.</summary>
static class FunctionCall
{
    /// <summary>A delegate that creates the function's class, binds the parameters from the invocation, calls the method and awaits its result.</summary>
    public static Func<Invocation, ValueTask<object?>> Compile(MethodInfo method, ParameterInfo trigger)
    {
        var invocation = Expression.Parameter(typeof(Invocation), "invocation");
        var arguments = method.GetParameters().Select(parameter => Argument(parameter, trigger, invocation));
        var instance = method.IsStatic ? null : Instance(method.DeclaringType!, invocation);
        return Expression.Lambda<Func<Invocation, ValueTask<object?>>>(Result(Expression.Call(instance, method, arguments)), invocation).Compile();
    }

    static UnaryExpression Instance(Type type, Expression invocation)
    {
        var factory = ActivatorUtilities.CreateFactory(type, Type.EmptyTypes);
        var services = Expression.Property(invocation, nameof(Invocation.InstanceServices));
        return Expression.Convert(Expression.Invoke(Expression.Constant(factory), services, Expression.Constant(null, typeof(object[]))), type);
    }

    static Expression Argument(ParameterInfo parameter, ParameterInfo trigger, Expression invocation)
    {
        var type = parameter.ParameterType;
        var value = Expression.Property(invocation, nameof(Invocation.Trigger));
        var kind = trigger.ParameterType;
        if (parameter.Position == trigger.Position && type == typeof(HttpRequest))
            return Expression.Property(Expression.Convert(value, typeof(HttpContext)), nameof(HttpContext.Request));
        if (parameter.Position == trigger.Position) return Expression.Call(typeof(FunctionCall), nameof(Input), [type], value);
        if (type == typeof(FunctionContext)) return invocation;
        if (type == typeof(CancellationToken)) return Expression.Property(invocation, nameof(FunctionContext.CancellationToken));
        if (type == typeof(DurableTaskClient))
            return Expression.Call(typeof(FunctionCall), nameof(Service), [type], Expression.Property(invocation, nameof(Invocation.InstanceServices)));
        return kind == typeof(TaskOrchestrationContext)
            ? Expression.Call(Expression.Convert(value, kind), nameof(TaskOrchestrationContext.GetInput), [type])
            : Expression.Call(invocation, nameof(Invocation.RouteValue), null, Expression.Constant(parameter.Name));
    }

    static Expression Result(MethodCallExpression call)
    {
        var type = call.Type;
        if (type == typeof(void)) return Expression.Block(call, Expression.Default(typeof(ValueTask<object?>)));
        if (type == typeof(Task)) return Expression.Call(typeof(FunctionCall), nameof(Await), null, call);
        return typeof(Task).IsAssignableFrom(type)
            ? Expression.Call(typeof(FunctionCall), nameof(AwaitValue), type.GetGenericArguments(), call)
            : Expression.New(typeof(ValueTask<object?>).GetConstructor([typeof(object)])!, Expression.Convert(call, typeof(object)));
    }

    static T Service<T>(IServiceProvider services) where T : notnull => services.GetRequiredService<T>();

    static T? Input<T>(object? value) => value is null ? default : (T)value;

    // No ConfigureAwait(false) here: an orchestrator's continuations belong to the hub's scheduler.
    static async ValueTask<object?> Await(Task task)
    {
        await task;
        return null;
    }

    static async ValueTask<object?> AwaitValue<T>(Task<T> task) => await task;
}
