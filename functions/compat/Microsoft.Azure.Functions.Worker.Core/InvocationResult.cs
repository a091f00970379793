namespace Microsoft.Azure.Functions.Worker;

/// <summary>The result of an invocation.</summary>
public abstract class InvocationResult<T>
{
    /// <summary>What the function returned, or what middleware put in its place.</summary>
    public abstract T? Value { get; set; }
}

/// <summary>The result of an invocation, of any type.</summary>
public abstract class InvocationResult : InvocationResult<object>
{
}
