using System.Globalization;
using System.Text.RegularExpressions;
using Campaigns.Rules.Definitions;

namespace Campaigns.App.Templates;

/// <summary>
/// What an authority changes when it takes a template (B9); what is null stays. <see cref="Years"/> is <c>2027</c> or <c>2027..2029</c>: themes move along with
/// the first year. The text keeps its comments and its order, so that the office goes on editing what it knows.
/// </summary>
public sealed partial record TemplateOverrides
{
    /// <summary>The unit that announces the campaign.</summary>
    public string? Authority { get; init; }
    public string? Years { get; init; }
    public LocalizedText? Title { get; init; }
    public IReadOnlyDictionary<string, TrackOverride>? Tracks { get; init; }

    /// <summary>The template's text as the definition of <paramref name="campaign"/>. Tracks that it does not have, and keys that a track does not have, are
    /// named in <paramref name="unknown"/> by their path, and left out.</summary>
    public string Apply(Template template, string campaign, out IReadOnlyList<string> unknown)
    {
        ArgumentNullException.ThrowIfNull(template);
        var lines = template.Text.Split('\n').ToList();
        var missing = new List<string>();
        Set(lines, "campaign", campaign);
        if (Title is not null)
            Set(lines, "title", Written(Title));
        if (Authority is not null)
            Replace(lines, Block(lines, 0, "authority", 0, lines.Count), UnitValue(), "unit: " + Authority);
        if (Years is not null)
            MoveYears(lines, template.Definition.Programme);
        foreach (var (id, track) in Tracks ?? new Dictionary<string, TrackOverride>())
            missing.AddRange(track.Apply(lines, id).Select(key => $"tracks.{id}{key}"));
        unknown = missing;
        return string.Join('\n', lines);
    }

    /// <summary>A text as the definition writes it: quoted, so that nothing in it is read as anything else.</summary>
    internal static string Written(LocalizedText text) => text.En is { } en ? $"{{ zh: {Quoted(text.Zh)}, en: {Quoted(en)} }}" : Quoted(text.Zh);

    /// <summary>The lines of <paramref name="key"/> at an indentation of so many spaces, within the lines given; empty where it is not there.</summary>
    internal static Range Block(List<string> lines, int indent, string key, int from, int to)
    {
        var start = lines.FindIndex(from, to - from, l => l.StartsWith(new string(' ', indent) + key + ":", StringComparison.Ordinal));
        if (start < 0)
            return new Range(0, 0);
        var end = lines.FindIndex(start + 1, to - start - 1, l => l.TrimStart() is { Length: > 0 } text && text[0] != '#' && l.Length - text.Length <= indent);
        return new Range(start, end < 0 ? to : end);
    }

    /// <summary>Puts <paramref name="value"/> in the place of the first match within the lines; false where nothing matches.</summary>
    internal static bool Replace(List<string> lines, Range within, Regex what, string value)
    {
        for (var n = within.Start.Value; n < within.End.Value; n++)
        {
            if (lines[n].TrimStart().StartsWith('#') || !what.IsMatch(lines[n]))
                continue;
            lines[n] = what.Replace(lines[n], value.Replace("$", "$$", StringComparison.Ordinal), 1);
            return true;
        }
        return false;
    }

    static void Set(List<string> lines, string key, string value) =>
        lines[lines.FindIndex(l => l.StartsWith(key + ":", StringComparison.Ordinal))] = $"{key}: {value}";

    void MoveYears(List<string> lines, Programme programme)
    {
        var block = Block(lines, 0, "programme", 0, lines.Count);
        Replace(lines, block, YearsValue(), "years: " + Years);
        if (!int.TryParse(Years!.Split("..")[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first))
            return;
        var moved = first - programme.FirstYear;
        var themes = Block(lines, 2, "themes", block.Start.Value, block.End.Value);
        for (var n = themes.Start.Value; n < themes.End.Value; n++)
            lines[n] = YearKey().Replace(lines[n], m => Moved(m.Value, moved));
        for (var n = 0; n < lines.Count; n++)
            lines[n] = FromYear().Replace(lines[n], m => Moved(m.Value, moved));
    }

    static string Moved(string year, int by) => (int.Parse(year, CultureInfo.InvariantCulture) + by).ToString(CultureInfo.InvariantCulture);

    static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    [GeneratedRegex("unit: *[a-z0-9-]+")]
    private static partial Regex UnitValue();

    [GeneratedRegex("""years: *[0-9.]+""")]
    private static partial Regex YearsValue();

    [GeneratedRegex("(?<=[{,] *)[0-9]{4}(?=:)")]
    private static partial Regex YearKey();

    [GeneratedRegex("(?<=from: *)[0-9]{4}(?=[,} ])")]
    private static partial Regex FromYear();
}

/// <summary>
/// What is changed of a track. <see cref="Quota"/> and <see cref="Allotted"/> are <c>10</c> or <c>3..5</c>, <see cref="Share"/> is <c>80%</c>.
/// </summary>
public sealed partial record TrackOverride
{
    public LocalizedText? Title { get; init; }
    public string? Quota { get; init; }
    public string? Allotted { get; init; }
    public string? Share { get; init; }

    /// <summary>Changes the track's lines; answers with what could not be found, as <c>.quota</c>, or <c>""</c> for the track itself.</summary>
    internal IEnumerable<string> Apply(List<string> lines, string track)
    {
        var tracks = TemplateOverrides.Block(lines, 0, "tracks", 0, lines.Count);
        var own = TemplateOverrides.Block(lines, 2, track, tracks.Start.Value, tracks.End.Value);
        if (own.End.Value == 0)
            return [""];
        (string Key, string In, string? Value)[] changes = [("quota", "select", Quota), ("allotted", "select", Allotted), ("share", "attain", Share)];
        var missing = new List<string>();
        foreach (var (key, within, value) in changes.Where(c => c.Value is not null))
        {
            var block = TemplateOverrides.Block(lines, 4, within, own.Start.Value, own.End.Value);
            if (!TemplateOverrides.Replace(lines, block, new Regex($"(?<![a-z-]){key}: *[0-9.%]+"), $"{key}: {value}"))
                missing.Add($".{key}");
        }
        if (Title is not null)
        {
            var at = TemplateOverrides.Block(lines, 4, "title", own.Start.Value, own.End.Value);
            lines[at.Start.Value] = "    title: " + TemplateOverrides.Written(Title);
        }
        return missing;
    }
}
