using Campaigns.Rules.Calendar;

namespace Campaigns.Rules.Definitions.Reading;

/// <summary>Reads the authority: its unit, IANA zone, holiday calendar and hours.</summary>
internal static class AuthorityReader
{
    static readonly TimeOnly usualOpening = new(9, 0);
    static readonly TimeOnly usualDue = new(18, 0);

    public static Authority? Read(Node? node, Problems problems)
    {
        if (Fields.Of(node, problems, "unit", "zone", "workdays", "opens", "due") is not { } fields)
            return null;
        var unit = Values.Slug(fields.Required("unit"), problems)?.Text;
        var zone = Values.Text(fields.Required("zone"), problems);
        if (zone is not null && ZoneTime.Find(zone) is null)
        {
            problems.Add(fields.Optional("zone")!, $"'{Values.Short(zone)}' is not a time zone; write its IANA name, for example Asia/Shanghai",
                $"“{Values.Short(zone)}”不是时区；请写 IANA 名称，例如 Asia/Shanghai");
            zone = null;
        }
        var workdays = Values.Slug(fields.Required("workdays"), problems)?.Text;
        var opens = Values.Time(fields.Optional("opens"), problems) ?? usualOpening;
        var due = Values.Time(fields.Optional("due"), problems) ?? usualDue;
        if (due <= opens)
            problems.Add(fields.Optional("due") ?? fields.Optional("opens")!,
                $"the hour at which things are due, {due:HH:mm}, is not after the opening hour, {opens:HH:mm}",
                $"截止时刻 {due:HH:mm} 应晚于开启时刻 {opens:HH:mm}");
        return unit is null || zone is null || workdays is null ? null : new Authority(unit, zone, workdays, opens, due);
    }
}

/// <summary>Reads the programme: one year or a range of years, with themes.</summary>
internal static class ProgrammeReader
{
    const int Earliest = 2000;
    const int Latest = 2100;
    const int MostYears = 10;
    internal static readonly Dictionary<string, NextYear> nexts = new() { ["automatic"] = NextYear.Automatic, ["manual"] = NextYear.Manual };
    internal static readonly Dictionary<string, Carried> carried = new()
    {
        ["classes"] = Carried.Classes,
        ["disqualifications"] = Carried.Disqualifications,
        ["honours"] = Carried.Honours,
    };

    public static Programme? Read(Node? node, Problems problems)
    {
        if (Fields.Of(node, problems, "years", "themes", "next", "carries") is not { } fields)
            return null;
        var yearsNode = fields.Required("years");
        var years = Years(yearsNode, problems);
        var themes = new Dictionary<int, LocalizedText>();
        if (Fields.Entries(fields.Optional("themes"), problems) is { } map)
        {
            foreach (var entry in map.Entries)
            {
                var year = Values.Whole(entry.KeyNode, problems, Earliest, Latest);
                var theme = Values.Localized(entry.Value, problems);
                if (year < years?.From || year > years?.To)
                    problems.Add(entry.KeyNode, $"{year} is not a year of the programme", $"{year} 年不在规划之内");
                else if (year is { } y && theme is not null)
                    themes[y] = theme;
            }
        }
        var next = Values.Choice(fields.Optional("next"), problems, nexts) ?? NextYear.Manual;
        var carries = Values.Names(fields.Optional("carries"), problems).Where(n => Values.IsKnown(n, carried.Keys.ToList(), "thing to carry", "结转项", problems))
            .ToList();
        if (years is null)
            return null;
        var programme = new Programme(years.From, years.To, themes) { Next = next };
        return fields.Has("carries") ? programme with { Carries = [.. carries.Select(c => carried[c.Text])] } : programme;
    }

    static IntRange? Years(Node? node, Problems problems)
    {
        if (Values.Text(node, problems) is not { } text)
            return null;
        if (!text.Contains("..", StringComparison.Ordinal))
            return Values.Whole(node, problems, Earliest, Latest) is { } only ? new IntRange(only, only) : null;
        if (Values.Range(node, problems, Earliest, Latest) is not { } range)
            return null;
        if (range.To - range.From < MostYears)
            return range;
        problems.Add(node!, $"a programme has at most {MostYears} years", $"规划最多 {MostYears} 年");
        return null;
    }
}
