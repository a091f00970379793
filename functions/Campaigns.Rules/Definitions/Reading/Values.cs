using System.Globalization;

namespace Campaigns.Rules.Definitions.Reading;

/// <summary>A name as the author wrote it, with its place for the errors of later checks.</summary>
internal readonly record struct Name(string Text, Node At);

/// <summary>
/// Reads single values. Every method returns null for a node that is null (its absence is reported by whoever required it) and null, reported, for one of
/// the wrong type or range.
/// </summary>
internal static class Values
{
    const decimal Largest = 1_000_000;
    const int MostNames = 100;

    public static string? Text(Node? node, Problems problems)
    {
        switch (node)
        {
            case null or RefusedNode:
                return null;
            case ScalarNode { IsEmpty: false, Text.Length: <= 4000 } scalar:
                return scalar.Text;
            case ScalarNode { IsEmpty: true }:
                problems.Add(node, "nothing is written here", "此处没有内容");
                return null;
            case ScalarNode:
                problems.Add(node, "the text is longer than 4000 characters", "文字超过 4000 个字符");
                return null;
            default:
                problems.Add(node, "a single value is expected here", "此处应为单个值");
                return null;
        }
    }

    /// <summary>An id: lower-case letters, digits and hyphens, beginning with a letter, at most 48 characters.</summary>
    public static Name? Slug(Node? node, Problems problems) =>
        Text(node, problems) is { } text && IsSlug(text, node!, problems) ? new Name(text, node!) : null;

    public static bool IsSlug(string text, Node at, Problems problems)
    {
        if (text.Length <= 48 && text.Length > 0 && char.IsAsciiLetterLower(text[0]) && text[^1] != '-'
            && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
            return true;
        problems.Add(at, $"'{Short(text)}' is not an id: lower-case letters, digits and hyphens, beginning with a letter",
            $"“{Short(text)}”不能用作标识：须以小写字母开头，只含小写字母、数字和连字符");
        return false;
    }

    /// <summary>Text that people read: plain (Chinese), or <c>{ zh: …, en: … }</c>.</summary>
    public static LocalizedText? Localized(Node? node, Problems problems)
    {
        if (node is not MapNode)
            return Text(node, problems) is { } plain ? new LocalizedText(plain) : null;
        var fields = Fields.Of(node, problems, "zh", "en")!;
        var zh = Text(fields.Required("zh"), problems);
        var en = Text(fields.Optional("en"), problems);
        return zh is null ? null : new LocalizedText(zh, en);
    }

    public static decimal? Number(Node? node, Problems problems, decimal least = 0, decimal most = Largest)
    {
        if (Text(node, problems) is not { } text)
            return null;
        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            problems.Add(node!, $"'{Short(text)}' is not a number", $"“{Short(text)}”不是数字");
        else if (number < least || number > most)
            problems.Add(node!, $"{number} is not between {least} and {most}", $"{number} 不在 {least} 到 {most} 之间");
        else
            return number;
        return null;
    }

    public static int? Whole(Node? node, Problems problems, int least = 0, int most = (int)Largest)
    {
        if (Number(node, problems, least, most) is not { } number)
            return null;
        if (decimal.IsInteger(number))
            return (int)number;
        problems.Add(node!, $"{number} is not a whole number", $"{number} 不是整数");
        return null;
    }

    /// <summary>A share: <c>65%</c> is 0.65. The sign is required, so that nobody wonders whether 1 is all or a hundredth.</summary>
    public static decimal? Percent(Node? node, Problems problems)
    {
        if (Text(node, problems) is not { } text)
            return null;
        if (!text.EndsWith('%') || !decimal.TryParse(text[..^1].TrimEnd(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            problems.Add(node!, $"'{Short(text)}' is not a percentage; write for example 65%", $"“{Short(text)}”不是百分比；请写成 65% 的形式");
        else if (number > 100)
            problems.Add(node!, $"{text} is more than 100%", $"{text} 超过 100%");
        else
            return number / 100;
        return null;
    }

    /// <summary><c>4..6</c>, or one number for a range of one.</summary>
    public static IntRange? Range(Node? node, Problems problems, int least, int most)
    {
        if (Text(node, problems) is not { } text)
            return null;
        var parts = text.Split("..");
        if (parts.Length > 2 || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var from)
            || !int.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var to))
            problems.Add(node!, $"'{Short(text)}' is not a range; write for example {least + 4}..{least + 6}",
                $"“{Short(text)}”不是范围；请写成 {least + 4}..{least + 6} 的形式");
        else if (from > to)
            problems.Add(node!, $"the range runs backwards: {from} is more than {to}", $"范围颠倒：{from} 大于 {to}");
        else if (from < least || to > most)
            problems.Add(node!, $"'{text}' is not within {least}..{most}", $"“{text}”不在 {least}..{most} 之内");
        else
            return new IntRange(from, to);
        return null;
    }

    public static TimeOnly? Time(Node? node, Problems problems)
    {
        if (Text(node, problems) is not { } text)
            return null;
        if (TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            return time;
        problems.Add(node!, $"'{Short(text)}' is not a time of day; write for example 09:00", $"“{Short(text)}”不是时刻；请写成 09:00 的形式");
        return null;
    }

    /// <summary>One of a fixed set of words.</summary>
    public static T? Choice<T>(Node? node, Problems problems, IReadOnlyDictionary<string, T> words)
        where T : struct
    {
        if (Text(node, problems) is not { } text)
            return null;
        if (words.TryGetValue(text, out var value))
            return value;
        var (en, zh) = Suggestion.Phrase(text, words.Keys);
        problems.Add(node!, $"'{Short(text)}' is not known here{en}", $"此处不能写“{Short(text)}”{zh}");
        return null;
    }

    /// <summary>One name or a list of names, without repetitions; broken ones are reported and left out.</summary>
    public static IReadOnlyList<Name> Names(Node? node, Problems problems)
    {
        var names = new List<Name>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        IEnumerable<Node> items = node switch { null or RefusedNode => [], ListNode list => list.Items, _ => [node] };
        foreach (var item in items)
        {
            if (Text(item, problems) is not { } text)
                continue;
            if (!seen.Add(text))
                problems.Add(item, $"'{Short(text)}' is given twice", $"“{Short(text)}”重复");
            else
                names.Add(new Name(text, item));
        }
        if (node is ListNode { Items.Count: 0 })
            problems.Add(node, "the list is empty", "列表是空的");
        if (names.Count <= MostNames)
            return names;
        problems.Add(node!, $"the list has more than {MostNames} entries", $"列表超过 {MostNames} 项");
        return names[..MostNames];
    }

    /// <summary>Names out of a fixed set.</summary>
    public static IReadOnlyList<string> Words(Node? node, Problems problems, IReadOnlyList<string> known)
    {
        var names = Names(node, problems);
        foreach (var name in names)
            IsKnown(name, known, "word", "名称", problems);
        return [.. names.Select(n => n.Text)];
    }

    /// <summary>Whether <paramref name="name"/> is one of <paramref name="known"/>; reported, with the nearest, where it is not.</summary>
    public static bool IsKnown(Name name, IReadOnlyCollection<string> known, string en, string zh, Problems problems)
    {
        if (known.Contains(name.Text))
            return true;
        var (enHint, zhHint) = Suggestion.Phrase(name.Text, known);
        problems.Add(name.At, $"unknown {en} '{Short(name.Text)}'{enHint}", $"未知的{zh}“{Short(name.Text)}”{zhHint}");
        return false;
    }

    public static string Short(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
