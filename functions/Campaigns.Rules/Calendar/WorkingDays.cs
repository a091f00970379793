namespace Campaigns.Rules.Calendar;

/// <summary>A day that was computed; or, where a missing table was needed for it, the year that it awaits (J4).</summary>
public readonly record struct PlannedDay
{
    readonly DateOnly date;

    PlannedDay(DateOnly date, int? awaitingYear) => (this.date, AwaitingYear) = (date, awaitingYear);

    public static PlannedDay On(DateOnly date) => new(date, null);
    public static PlannedDay Awaiting(int year) => new(default, year);

    /// <summary>The year whose holiday table is missing; null when the day is known.</summary>
    public int? AwaitingYear { get; }
    public DateOnly? Date => AwaitingYear is null ? date : null;

    /// <summary>Goes on from a known day; one that awaits a year goes on awaiting it.</summary>
    public PlannedDay Then(Func<DateOnly, PlannedDay> next) => AwaitingYear is null ? next(date) : this;
}

/// <summary>
/// Arithmetic with working days in one calendar (C3, J4). Every method looks only at the days that it passes; the first of them in a year without a table
/// makes the answer <see cref="PlannedDay.Awaiting"/> that year.
/// </summary>
public sealed class WorkingDays(string calendar, HolidayTables tables)
{
    /// <summary>Whether a day is worked; null where its year's table is missing.</summary>
    public bool? IsWorking(DateOnly day) => tables.IsWorkingDay(calendar, day);

    /// <summary>The day itself where it is worked, else the next that is (roll rule "following").</summary>
    public PlannedDay RollForward(DateOnly day) => Walk(day, 1, 1);

    /// <summary>The day itself where it is worked, else the last one before that is (roll rule "preceding").</summary>
    public PlannedDay RollBackward(DateOnly day) => Walk(day, 1, -1);

    /// <summary>The first working day after <paramref name="day"/>.</summary>
    public PlannedDay Next(DateOnly day) => Add(day, 1);

    /// <summary>
    /// The nth working day after <paramref name="day"/> (before it where <paramref name="count"/> is negative); <paramref name="day"/> itself is not counted,
    /// whether it is worked or not. For 0 the day rolls forward. From a working day, adding n and then -n leads back.
    /// </summary>
    public PlannedDay Add(DateOnly day, int count) =>
        count == 0 ? RollForward(day)
        : count > 0 ? Walk(day.AddDays(1), count, 1)
        : Walk(day.AddDays(-1), -count, -1);

    /// <summary>The working days after <paramref name="from"/> up to and including <paramref name="to"/>; null where a table in between is missing.</summary>
    public int? Between(DateOnly from, DateOnly to)
    {
        var count = 0;
        for (var day = from.AddDays(1); day <= to; day = day.AddDays(1))
        {
            if (IsWorking(day) is not { } working)
                return null;
            count += working ? 1 : 0;
        }
        return count;
    }

    PlannedDay Walk(DateOnly day, int count, int step)
    {
        for (; ; day = day.AddDays(step))
        {
            if (IsWorking(day) is not { } working)
                return PlannedDay.Awaiting(day.Year);
            if (working && --count == 0)
                return PlannedDay.On(day);
        }
    }
}
