namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>The root of the attributes that give a function something to read or call.</summary>
public abstract class InputBindingAttribute : BindingAttribute
{
    /// <summary>Called by the attributes that derive from this one.</summary>
    public InputBindingAttribute()
    {
    }
}
