namespace Microsoft.Azure.Functions.Worker;

/// <summary>The trigger's data of an invocation.</summary>
public abstract class BindingContext
{
    /// <summary>The trigger's data by name.</summary>
    public abstract IReadOnlyDictionary<string, object?> BindingData { get; }
}

/// <summary>The host's retries of an invocation.</summary>
public abstract class RetryContext
{
    /// <summary>How often this invocation has been retried.</summary>
    public abstract int RetryCount { get; }

    /// <summary>How often it may be retried.</summary>
    public abstract int MaxRetryCount { get; }
}

/// <summary>The distributed tracing context of an invocation.</summary>
public abstract class TraceContext
{
    /// <summary>The W3C traceparent.</summary>
    public abstract string TraceParent { get; }

    /// <summary>The W3C tracestate.</summary>
    public abstract string TraceState { get; }
}

/// <summary>Features of an invocation by type.</summary>
public interface IInvocationFeatures : IEnumerable<KeyValuePair<Type, object>>
{
    /// <summary>Sets the feature of type <typeparamref name="T"/>.</summary>
    void Set<T>(T instance);

    /// <summary>The feature of type <typeparamref name="T"/>, or null.</summary>
    T? Get<T>();
}
