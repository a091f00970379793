namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>The root of the attributes that trigger a function.</summary>
public abstract class TriggerBindingAttribute : BindingAttribute
{
    /// <summary>Called by the attributes that derive from this one.</summary>
    public TriggerBindingAttribute()
    {
    }
}
