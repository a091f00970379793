namespace Microsoft.DurableTask;

/// <summary>The name of an orchestrator or activity. Names differ only by their letters, not by case.</summary>
public readonly struct TaskName : IEquatable<TaskName>
{
    readonly string? name;

    /// <param name="name">The name; may be empty, never null.</param>
    public TaskName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        this.name = name;
    }

    /// <summary>The name; empty for the default value.</summary>
    public string Name => name ?? string.Empty;

    /// <summary>Names are written as plain strings wherever possible.</summary>
    public static implicit operator TaskName(string value) => string.IsNullOrEmpty(value) ? default : new(value);

    /// <summary>Names are written as plain strings wherever possible.</summary>
    public static implicit operator string(TaskName value) => value.Name;

    /// <summary>True where both names have the same letters, whatever their case.</summary>
    public static bool operator ==(TaskName a, TaskName b) => a.Equals(b);

    /// <summary>False where both names have the same letters, whatever their case.</summary>
    public static bool operator !=(TaskName a, TaskName b) => !a.Equals(b);

    /// <inheritdoc/>
    public bool Equals(TaskName other) => string.Equals(Name, other.Name, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TaskName other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Name);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
