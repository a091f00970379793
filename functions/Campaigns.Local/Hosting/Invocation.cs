using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.Local.Hosting;

/// <summary>One invocation of a function: the context that middleware and function see, and the trigger's value.</summary>
sealed class Invocation : FunctionContext
{
    const string HttpContextKey = "HttpRequestContext";

    readonly HostedFunction _function;
    readonly InvocationIds _ids;
    string? _invocationId;
    InvocationData? _data;

    public Invocation(HostedFunction function, InvocationIds ids, IServiceProvider services, object? trigger, CancellationToken cancellation)
    {
        _function = function;
        _ids = ids;
        Trigger = trigger;
        InstanceServices = services;
        CancellationToken = cancellation;
        Features = new InvocationFeatures();
        Outcome = new InvocationOutcome();
        Features.Set<InvocationResult>(Outcome);
        Items = new Dictionary<object, object>();
        if (trigger is HttpContext http) Items[HttpContextKey] = http;
    }

    /// <summary>What triggered the function: the HTTP context, the timer's state, the orchestration's context or the activity's input.</summary>
    public object? Trigger { get; }

    /// <summary>What the function returned, or what middleware put in its place.</summary>
    public InvocationOutcome Outcome { get; }

    public override string InvocationId => _invocationId ??= _ids.Next();
    public override string FunctionId => _function.Definition.Id;
    public override TraceContext TraceContext => Data;
    public override BindingContext BindingContext => new RouteBindingContext(Trigger as HttpContext);
    public override RetryContext RetryContext => NoRetries.Instance;
    public override IServiceProvider InstanceServices { get; set; }
    public override FunctionDefinition FunctionDefinition => _function.Definition;
    public override IDictionary<object, object> Items { get; set; }
    public override IInvocationFeatures Features { get; }
    public override CancellationToken CancellationToken { get; }

    InvocationData Data => _data ??= new InvocationData(Activity.Current);

    /// <summary>A route value by name; null where an optional part is absent.</summary>
    public string? RouteValue(string name) => ((HttpContext)Trigger!).Request.RouteValues.TryGetValue(name, out var value) ? value as string : null;

    /// <summary>Calls the function's method; the end of the pipeline.</summary>
    public async Task CallAsync() => Outcome.Value = await _function.Call(this);

    sealed class InvocationData(Activity? activity) : TraceContext
    {
        public override string TraceParent { get; } = activity?.Id ?? "";
        public override string TraceState { get; } = activity?.TraceStateString ?? "";
    }

    sealed class RouteBindingContext(HttpContext? http) : BindingContext
    {
        public override IReadOnlyDictionary<string, object?> BindingData { get; } =
            http?.Request.RouteValues.ToDictionary(value => value.Key, value => value.Value) ?? [];
    }

    sealed class NoRetries : RetryContext
    {
        public static readonly NoRetries Instance = new();

        public override int RetryCount => 0;
        public override int MaxRetryCount => 0;
    }
}

/// <summary>The result slot of an invocation.</summary>
sealed class InvocationOutcome : InvocationResult
{
    public override object? Value { get; set; }
}
