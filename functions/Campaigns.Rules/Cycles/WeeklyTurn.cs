namespace Campaigns.Rules.Cycles;

/// <summary>Spreads what is to be looked at once a week over its seven nights, the same in every process and every week.</summary>
public static class WeeklyTurn
{
    private const int Nights = 7;

    /// <summary>
    /// Whether it is the turn of <paramref name="name"/> on <paramref name="day"/>: true on exactly one of any seven days that follow each other. Names are
    /// spread about evenly, however much alike they are.
    /// </summary>
    public static bool IsOf(string name, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(name);
        // FNV-1a: string.GetHashCode differs from process to process.
        var hash = 2166136261;
        foreach (var character in name)
            hash = unchecked((hash ^ character) * 16777619);
        return hash % Nights == day.DayNumber % Nights;
    }
}
