using System.Globalization;
using Campaigns.Rules.Definitions;

namespace Campaigns.Portal;

/// <summary>How a reader wants to read: the language (<c>zh</c> or <c>en</c>) and the IANA zone of the authority, in which every instant is shown.</summary>
public sealed record Locale(string Language, string Zone)
{
    /// <summary>The zone of pages that belong to no campaign.</summary>
    public const string DefaultZone = "Asia/Shanghai";

    /// <summary>The languages that pages come in.</summary>
    public static IReadOnlyList<string> Languages { get; } = ["zh", "en"];

    public bool IsEnglish => Language == "en";

    /// <summary>The value of HTML's <c>lang</c>.</summary>
    public string HtmlLanguage => IsEnglish ? "en" : "zh-Hans";

    public string Say(string zh, string en) => IsEnglish ? en : zh;

    public string Say(LocalizedText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.In(Language);
    }

    /// <summary>An instant to the minute, as the authority's clock shows it.</summary>
    public string Local(DateTimeOffset instant) =>
        TimeZoneInfo.ConvertTime(instant, TimeZoneInfo.FindSystemTimeZoneById(Zone)).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>An instant for machines.</summary>
    public static string Machine(DateTimeOffset instant) =>
        instant.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Per cent with up to two decimals.</summary>
    public static string Percent(decimal rate) => rate.ToString("0.##", CultureInfo.InvariantCulture) + "%";

    public static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A score with up to two decimals.</summary>
    public static string Score(decimal score) => score.ToString("0.##", CultureInfo.InvariantCulture);
}
