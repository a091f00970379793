using Campaigns.Rules.Definitions;

namespace Campaigns.Rules.Records;

/// <summary>
/// The periods of a record card's rhythm (K13), by the ids that reports have too: <c>2026</c>, <c>2026S1</c>, <c>2026Q1</c>, <c>202601</c> (J11).
/// </summary>
public static class CardPeriods
{
    /// <summary>The id of the period that <paramref name="day"/> lies in.</summary>
    public static string IdOf(RecordCardRhythm rhythm, DateOnly day) => Of(rhythm, day.Month).Id(day.Year);

    /// <summary>The periods of <paramref name="year"/> that have begun by <paramref name="today"/>, in order.</summary>
    public static IEnumerable<Period> Begun(RecordCardRhythm rhythm, int year, DateOnly today) => Enumerable.Range(1, 12)
        .Select(month => Of(rhythm, month)).Distinct().Where(p => p.FirstDay(year) <= today);

    private static Period Of(RecordCardRhythm rhythm, int month) => rhythm switch
    {
        RecordCardRhythm.Yearly => new(PeriodKind.Year, 1),
        RecordCardRhythm.HalfYearly => new(PeriodKind.Half, (month + 5) / 6),
        RecordCardRhythm.Quarterly => new(PeriodKind.Quarter, (month + 2) / 3),
        _ => new(PeriodKind.Month, month),
    };
}
