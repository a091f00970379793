using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace Campaigns.Rules.Calendar;

/// <summary>
/// Reads the file format of holiday tables, strictly: a slip in it would move deadlines. A make-up day that is a weekday, a day both off and worked, a day
/// given twice, a year without days off (not announced yet) or with 30 days off in a row is refused.
/// </summary>
static class HolidayFile
{
    const int LongestRest = 30;
    static readonly string[] topKeys = ["calendar", "source", "fictitious", "years"];
    static readonly string[] yearKeys = ["off", "work"];

    public static IReadOnlyList<HolidayTable> Read(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 8 });
        }
        catch (JsonException fault)
        {
            throw new FormatException($"A holiday file must be JSON: {fault.Message}", fault);
        }
        using (document)
            return Tables(document.RootElement);
    }

    static List<HolidayTable> Tables(JsonElement root)
    {
        Require(root, JsonValueKind.Object, "the file");
        RefuseUnknown(root, topKeys, "the file");
        var calendar = Text(root, "calendar");
        if (calendar == HolidayTables.Weekdays)
            throw new FormatException($"'{calendar}' is the calendar without holidays; choose another id.");
        var fictitious = root.TryGetProperty("fictitious", out var flag) && flag.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw new FormatException("'fictitious' must be true or false."),
        };
        var years = Required(root, "years", JsonValueKind.Object, "the file");
        var tables = new List<HolidayTable>();
        foreach (var year in years.EnumerateObject())
        {
            if (!int.TryParse(year.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1900 or > 2999)
                throw new FormatException($"'{year.Name}' is not a year.");
            if (tables.Any(t => t.Year == number))
                throw new FormatException($"{number} is given twice.");
            tables.Add(Year(calendar, number, fictitious, Text(root, "source"), year.Value));
        }
        return tables.Count > 0 ? tables : throw new FormatException("'years' is empty.");
    }

    static HolidayTable Year(string calendar, int year, bool fictitious, string source, JsonElement body)
    {
        Require(body, JsonValueKind.Object, $"{year}");
        RefuseUnknown(body, yearKeys, $"{year}");
        var off = Days(body, "off", year);
        var work = Days(body, "work", year);
        if (off.Count == 0)
            throw new FormatException($"{year} has no days off; load the table when the year's holidays are announced.");
        if (off.Where(work.Contains).Select(d => (DateOnly?)d).FirstOrDefault() is { } both)
            throw new FormatException($"{both:yyyy-MM-dd} is both off and worked.");
        if (work.Where(d => !HolidayTable.IsWeekend(d)).Select(d => (DateOnly?)d).FirstOrDefault() is { } weekday)
            throw new FormatException($"{weekday:yyyy-MM-dd} is a weekday and cannot be a make-up working day.");
        var table = new HolidayTable(calendar, year, fictitious, source, off.ToFrozenSet(), work.ToFrozenSet());
        var rest = 0;
        for (var day = new DateOnly(year, 1, 1); day.Year == year; day = day.AddDays(1))
        {
            rest = table.IsWorkingDay(day) ? 0 : rest + 1;
            if (rest >= LongestRest)
                throw new FormatException($"{year} has {LongestRest} days off in a row, up to {day:yyyy-MM-dd}.");
        }
        return table;
    }

    static HashSet<DateOnly> Days(JsonElement body, string key, int year)
    {
        var days = new HashSet<DateOnly>();
        foreach (var item in Required(body, key, JsonValueKind.Array, $"{year}").EnumerateArray())
        {
            if (item.ValueKind is not JsonValueKind.String)
                throw new FormatException($"{year}.{key} must hold days such as \"05-01\" or \"05-01..05-05\".");
            var ends = item.GetString()!.Split("..");
            var (first, last) = (Day(ends[0], year, key), Day(ends[^1], year, key));
            if (ends.Length > 2 || first > last)
                throw new FormatException($"{year}.{key}: '{item.GetString()}' is not a range of days.");
            for (var day = first; day <= last; day = day.AddDays(1))
            {
                if (!days.Add(day))
                    throw new FormatException($"{year}.{key}: {day:MM-dd} is given twice.");
            }
        }
        return days;
    }

    static DateOnly Day(string text, int year, string key) =>
        DateOnly.TryParseExact($"{year}-{text}", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw new FormatException($"{year}.{key}: '{text}' is not a day (month-day).");

    static string Text(JsonElement parent, string key)
    {
        var text = Required(parent, key, JsonValueKind.String, "the file").GetString()!;
        return text.Length > 0 ? text : throw new FormatException($"'{key}' is empty.");
    }

    static JsonElement Required(JsonElement parent, string key, JsonValueKind kind, string where)
    {
        if (!parent.TryGetProperty(key, out var value))
            throw new FormatException($"'{key}' is missing in {where}.");
        Require(value, kind, $"'{key}' in {where}");
        return value;
    }

    static void Require(JsonElement value, JsonValueKind kind, string what)
    {
        if (value.ValueKind != kind)
            throw new FormatException($"{what} must be {kind switch { JsonValueKind.Object => "an object", JsonValueKind.Array => "a list", _ => "a text" }}.");
    }

    static void RefuseUnknown(JsonElement value, string[] known, string where)
    {
        foreach (var property in value.EnumerateObject().Where(p => !known.Contains(p.Name)))
            throw new FormatException($"Unknown key '{property.Name}' in {where}; known: {string.Join(", ", known)}.");
    }
}
