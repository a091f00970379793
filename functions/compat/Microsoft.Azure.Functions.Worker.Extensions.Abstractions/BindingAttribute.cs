namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>The root of all binding attributes.</summary>
public abstract class BindingAttribute : Attribute
{
    /// <summary>Called by the attributes that derive from this one.</summary>
    public BindingAttribute()
    {
    }
}
