namespace Microsoft.DurableTask;

/// <summary>The version of an orchestration; empty means unversioned.</summary>
public readonly struct TaskVersion : IEquatable<TaskVersion>
{
    /// <summary>No version at all.</summary>
    public static readonly TaskVersion Unversioned = new(string.Empty);

    readonly string? version;

    /// <param name="version">The version; null and empty mean unversioned.</param>
    public TaskVersion(string? version) => this.version = version;

    /// <summary>The version's text; empty where there is none.</summary>
    public string Version => version ?? string.Empty;

    /// <summary>Versions are written as plain strings wherever possible.</summary>
    public static implicit operator TaskVersion(string? value) => new(value);

    /// <summary>Versions are written as plain strings wherever possible.</summary>
    public static implicit operator string(TaskVersion value) => value.Version;

    /// <summary>True where both are the same text, whatever its case.</summary>
    public static bool operator ==(TaskVersion a, TaskVersion b) => a.Equals(b);

    /// <summary>False where both are the same text, whatever its case.</summary>
    public static bool operator !=(TaskVersion a, TaskVersion b) => !a.Equals(b);

    /// <inheritdoc/>
    public bool Equals(TaskVersion other) => string.Equals(Version, other.Version, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TaskVersion other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Version);

    /// <inheritdoc/>
    public override string ToString() => Version;
}
