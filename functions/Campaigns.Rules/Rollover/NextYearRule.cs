using Campaigns.Rules.Cycles;
using Campaigns.Rules.Definitions;

namespace Campaigns.Rules.Rollover;

/// <summary>When the next year of a programme starts by itself (C5).</summary>
public static class NextYearRule
{
    /// <summary>How long before its first phase a year starts at the latest, so that everybody is enrolled by then.</summary>
    public static TimeSpan Ahead { get; } = TimeSpan.FromDays(1);

    /// <summary>
    /// The year to start now, or null: the one after <paramref name="year"/> where the programme has it and starts it by itself, once <paramref name="state"/>
    /// says that the year is over, or a day before <paramref name="opens"/>, the next year's first opening, where the year before takes longer. A year that was
    /// cancelled is followed by nothing.
    /// </summary>
    public static int? Due(Programme programme, int year, CycleState state, DateTimeOffset? opens, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(programme);
        var over = state is CycleState.Completed || state is CycleState.Running or CycleState.Paused && now >= opens - Ahead;
        return programme.Next is NextYear.Automatic && year >= programme.FirstYear && year < programme.LastYear && over ? year + 1 : null;
    }
}
