namespace Microsoft.Azure.Functions.Worker;

/// <summary>What an invocation took in and gave out.</summary>
public static class FunctionContextBindingFeatureExtensions
{
    /// <summary>The invocation's result; middleware reads and replaces it.</summary>
    public static InvocationResult GetInvocationResult(this FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Features.Get<InvocationResult>()
            ?? throw new InvalidOperationException("The invocation carries no result feature.");
    }
}
