using System.Globalization;

namespace Campaigns.Rules.Definitions.Reading;

/// <summary>Reads <c>every: 3 years, from: 2028</c> of a phase that comes only in some years (G8).</summary>
internal static class RecurrenceReader
{
    const int MostYears = 10;

    public static string[] Keys { get; } = ["every", "from"];

    public static Recurrence? Read(Fields fields, Problems problems)
    {
        if (!fields.Has("every"))
        {
            fields.Forbid("from", "'from' goes with 'every': every: 3 years, from: 2028", "“from”与“every”一起使用：every: 3 years, from: 2028");
            return null;
        }
        var from = Values.Whole(fields.Required("from"), problems, 2000, 2100);
        var node = fields.Optional("every");
        if (Values.Text(node, problems) is not { } text)
            return null;
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts is [var count, "years" or "year"] && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var years)
            && years is >= 1 and <= MostYears)
            return from is { } first ? new Recurrence(years, first) : null;
        problems.Add(node!, $"'{Values.Short(text)}' is not a number of years; write for example 3 years", $"“{Values.Short(text)}”不是年数；请写成 3 years 的形式");
        return null;
    }
}
