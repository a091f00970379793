namespace Microsoft.Azure.Functions.Worker;

/// <summary>Encapsulates what is known about one function invocation.</summary>
public abstract class FunctionContext
{
    /// <summary>The invocation's id, unique a call.</summary>
    public abstract string InvocationId { get; }

    /// <summary>The function's id, stable between invocations.</summary>
    public abstract string FunctionId { get; }

    /// <summary>The distributed tracing context.</summary>
    public abstract TraceContext TraceContext { get; }

    /// <summary>The trigger's data by name.</summary>
    public abstract BindingContext BindingContext { get; }

    /// <summary>The host's retries of this invocation.</summary>
    public abstract RetryContext RetryContext { get; }

    /// <summary>The services of this invocation's scope.</summary>
    public abstract IServiceProvider InstanceServices { get; set; }

    /// <summary>The invoked function.</summary>
    public abstract FunctionDefinition FunctionDefinition { get; }

    /// <summary>Data that middleware and functions share within this invocation.</summary>
    public abstract IDictionary<object, object> Items { get; set; }

    /// <summary>The features of this invocation.</summary>
    public abstract IInvocationFeatures Features { get; }

    /// <summary>Signals that the invocation is to be abandoned.</summary>
    public virtual CancellationToken CancellationToken { get; }
}
