using System.Collections.Frozen;

namespace Campaigns.Rules.Calendar;

/// <summary>
/// The holiday tables that are loaded, by calendar and year (J4). Immutable. What a year without a table would bring is never guessed: whatever needs it waits.
/// The calendar <see cref="Weekdays"/> needs no tables: Monday to Friday of every year, without holidays.
/// </summary>
public sealed class HolidayTables
{
    /// <summary>The id of the calendar that knows only weekends.</summary>
    public const string Weekdays = "weekdays";

    readonly FrozenDictionary<(string Calendar, int Year), HolidayTable> tables;

    HolidayTables(IEnumerable<HolidayTable> tables) => this.tables = tables.ToFrozenDictionary(t => (t.Calendar, t.Year));

    /// <summary>No tables at all.</summary>
    public static HolidayTables Empty { get; } = new([]);

    /// <summary>The announced holidays that come with the program: <c>cn</c> 2024 to 2026.</summary>
    public static HolidayTables Bundled { get; } = Resource("holidays/cn.json");

    /// <summary><c>cn</c> 2027 to 2029, invented for rehearsals: its tables say that they are <see cref="HolidayTable.Fictitious"/>. Loaded only when asked
    /// for.</summary>
    public static HolidayTables FictitiousSample { get; } = Resource("holidays/cn-fictitious.json");

    /// <summary>Every table, by calendar and year.</summary>
    public IReadOnlyList<HolidayTable> All => [.. tables.Values.OrderBy(t => t.Calendar, StringComparer.Ordinal).ThenBy(t => t.Year)];

    /// <summary>The table of a year; null where it is not loaded.</summary>
    public HolidayTable? Table(string calendar, int year) => tables.GetValueOrDefault((calendar, year));

    /// <summary>Whether the working days of <paramref name="year"/> are known.</summary>
    public bool Has(string calendar, int year) => calendar == Weekdays || tables.ContainsKey((calendar, year));

    /// <summary>Both sets; where both have a year, that of <paramref name="other"/> counts.</summary>
    public HolidayTables With(HolidayTables other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new(tables.Values.Where(t => !other.tables.ContainsKey((t.Calendar, t.Year))).Concat(other.tables.Values));
    }

    /// <summary>
    /// Reads a file that an administrator loads: <c>{ "calendar": "cn", "source": "…", "fictitious": false, "years": { "2027": { "off": ["01-01..01-03"],
    /// "work": ["01-31"] } } }</c>, days as month-day or ranges of them.
    /// </summary>
    /// <exception cref="FormatException">The text is no such file; the message says in which year and day, and why.</exception>
    public static HolidayTables Parse(string json) => new(HolidayFile.Read(json));

    /// <summary>Whether a day is worked; null where its year's table is missing.</summary>
    internal bool? IsWorkingDay(string calendar, DateOnly day) =>
        calendar == Weekdays ? !HolidayTable.IsWeekend(day) : Table(calendar, day.Year)?.IsWorkingDay(day);

    static HolidayTables Resource(string name)
    {
        using var stream = typeof(HolidayTables).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"Resource {name} is not embedded.");
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd());
    }
}
