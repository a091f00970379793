using System.Globalization;
using System.Text.RegularExpressions;

namespace Campaigns.Rules.Definitions.Reading;

/// <summary>
/// Reads a moment: <c>start</c>, <c>end</c>, <c>open</c>, <c>due</c>, <c>locked</c>, <c>after PHASE</c> or a date <c>12-20</c>, then optionally
/// <c>+ N wd</c> (working days) or <c>- N d</c> (calendar days); a bare <c>15wd</c> counts from the phase's own opening.
/// </summary>
internal static partial class TimeExpression
{
    const int MostDays = 366;

    /// <summary>Which anchors make sense in a place, and how to say so.</summary>
    public static IReadOnlyList<Anchor> ForOpening { get; } = [Anchor.Start, Anchor.End, Anchor.Date, Anchor.After];
    public static IReadOnlyList<Anchor> ForDue { get; } = [Anchor.Start, Anchor.End, Anchor.Date, Anchor.Open];
    public static IReadOnlyList<Anchor> ForRung { get; } = [Anchor.Open, Anchor.Due, Anchor.Locked];

    const string Anchored = """(?:(?<word>start|end|open|due|locked)|(?<month>[0-9]{1,2})-(?<day>[0-9]{1,2})|after +(?<phase>\S+))""";
    const string Signed = """(?: *(?<sign>[+-]) *)""";
    const string Counted = """(?:(?<days>[0-9]+) *(?<unit>wd|d))""";

    [GeneratedRegex($"^{Anchored}?{Signed}?{Counted}?$", RegexOptions.CultureInvariant)]
    private static partial Regex Grammar();

    [GeneratedRegex($"^{Counted}$", RegexOptions.CultureInvariant)]
    private static partial Regex Length();

    public static When? Read(Node? node, IReadOnlyList<Anchor> allowed, Problems problems)
    {
        if (Values.Text(node, problems) is not { } text)
            return null;
        var match = text.Length <= 100 ? Grammar().Match(text) : Match.Empty;
        var (anchored, signed, counted) = (AnchorOf(match), match.Groups["sign"].Success, match.Groups["days"].Success);
        if (!match.Success || signed != (anchored is not null && counted) || anchored is null && !counted)
        {
            problems.Add(node!, $"'{Values.Short(text)}' is not a moment; write for example {Examples(allowed)}",
                $"“{Values.Short(text)}”不是时间；请写成例如 {Examples(allowed)}");
            return null;
        }
        if (anchored is null && !allowed.Contains(Anchor.Open) || anchored is { } a && !allowed.Contains(a))
        {
            problems.Add(node!, $"'{Values.Short(text)}' makes no sense here; write for example {Examples(allowed)}",
                $"此处不能写“{Values.Short(text)}”；请写成例如 {Examples(allowed)}");
            return null;
        }
        var offset = Offset.None;
        if (counted)
        {
            if (DaysOf(match, node!, problems) is not { } days)
                return null;
            offset = match.Groups["sign"].Value == "-" ? days with { Days = -days.Days } : days;
        }
        if (anchored is Anchor.After && offset.Days < 0)
        {
            problems.Add(node!, "a phase cannot open before the one that it comes after is locked", "不能早于其前一阶段的锁定时间");
            return null;
        }
        if (anchored is not Anchor.Date)
            return new When(anchored ?? Anchor.Open, offset, anchored is Anchor.After ? match.Groups["phase"].Value : null);
        return DateOf(match, node!, problems) is { } date ? new When(Anchor.Date, offset, Date: date) : null;
    }

    /// <summary>A length without a direction: <c>3wd</c>, <c>10d</c>.</summary>
    public static Offset? ReadLength(Node? node, Problems problems)
    {
        if (Values.Text(node, problems) is not { } text)
            return null;
        var match = text.Length <= 20 ? Length().Match(text) : Match.Empty;
        if (match.Success)
            return DaysOf(match, node!, problems);
        problems.Add(node!, $"'{Values.Short(text)}' is not a number of days; write for example 3wd (working days) or 10d",
            $"“{Values.Short(text)}”不是天数；请写成 3wd（工作日）或 10d（自然日）的形式");
        return null;
    }

    static Anchor? AnchorOf(Match match) =>
        match.Groups["phase"].Success ? Anchor.After
        : match.Groups["month"].Success ? Anchor.Date
        : match.Groups["word"].Value switch
        {
            "start" => Anchor.Start,
            "end" => Anchor.End,
            "open" => Anchor.Open,
            "due" => Anchor.Due,
            "locked" => Anchor.Locked,
            _ => null,
        };

    static Offset? DaysOf(Match match, Node at, Problems problems)
    {
        if (int.TryParse(match.Groups["days"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days <= MostDays)
            return new Offset(days, match.Groups["unit"].Value == "wd");
        problems.Add(at, $"an offset is at most {MostDays} days", $"天数最多为 {MostDays}");
        return null;
    }

    static MonthDay? DateOf(Match match, Node at, Problems problems)
    {
        var month = int.Parse(match.Groups["month"].Value, CultureInfo.InvariantCulture);
        var day = int.Parse(match.Groups["day"].Value, CultureInfo.InvariantCulture);
        if (month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(2024, month))
            return new MonthDay(month, day);
        problems.Add(at, $"there is no day {month:D2}-{day:D2} (month-day)", $"没有 {month:D2}-{day:D2} 这一天（月-日）");
        return null;
    }

    static string Examples(IReadOnlyList<Anchor> allowed) =>
        allowed == ForOpening ? "'start', 'end - 5wd', '12-20' or 'after q2'"
        : allowed == ForDue ? "'end + 10wd', '15wd' (after opening) or '12-20'"
        : "'open', 'due - 3wd' or 'locked + 2wd'";
}
