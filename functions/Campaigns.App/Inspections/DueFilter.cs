using Campaigns.App.Directory;
using Campaigns.App.Http;

namespace Campaigns.App.Inspections;

/// <summary>
/// Which of the things that somebody has to see to in time are asked for; null: whatever. <see cref="Under"/> is the participant's unit, its parent or its area.
/// </summary>
public sealed record DueFilter<TState>(TState? State, bool Overdue, string? Under)
    where TState : struct, Enum
{
    /// <summary>The name of a cycle's list under this filter, which its continuations are bound to.</summary>
    public string NameOf(string list, string cycle) => $"{list}|{cycle}|{State}|{Overdue}|{Under}";

    public bool Fits(TState state, bool overdue, string unit, DirectorySnapshot people)
    {
        ArgumentNullException.ThrowIfNull(people);
        return (State is not { } asked || EqualityComparer<TState>.Default.Equals(asked, state))
            && (!Overdue || overdue)
            && (Under is not { } under || unit == under || people.IsBelow(unit, under));
    }
}

/// <summary>Reads <see cref="DueFilter{TState}"/> off a request.</summary>
public static class DueFilterReading
{
    /// <summary>As <c>?state=&amp;overdue=&amp;under=</c> says it.</summary>
    public static DueFilter<TState> DueFilter<TState>(this RequestReader reader)
        where TState : struct, Enum
    {
        ArgumentNullException.ThrowIfNull(reader);
        return new(reader.Choice<TState>("state"), reader.Flag("overdue"), reader.SlugOf("under"));
    }
}
