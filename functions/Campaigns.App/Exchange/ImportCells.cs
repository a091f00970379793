using System.Globalization;

namespace Campaigns.App.Exchange;

/// <summary>Days and numbers in cells, as exports write them and as people and Excel in Chinese do.</summary>
public static class ImportCells
{
    private static readonly string[] Days = ["yyyy-MM-dd", "yyyy-M-d", "yyyy/M/d", "yyyy.M.d", "yyyy年M月d日"];

    /// <summary>The day, or null where it is none; day and month are never guessed.</summary>
    public static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(Narrow(text), Days, CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces, out var day) ? day : null;

    /// <summary>The number, or null where it is none; thousands may be parted, full-width digits are digits.</summary>
    public static decimal? Number(string text) =>
        decimal.TryParse(
            Narrow(text), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign | NumberStyles.AllowThousands | NumberStyles.AllowLeadingWhite
                | NumberStyles.AllowTrailingWhite,
            CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    /// <summary>Yes or no in either language; null for anything else.</summary>
    public static bool? Yes(string text) => Narrow(text).Trim().ToLowerInvariant() switch
    {
        "是" or "yes" or "true" or "y" or "1" or "√" => true,
        "否" or "no" or "false" or "n" or "0" or "×" => false,
        _ => null,
    };

    public static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Text(decimal number) => number.ToString("0.############################", CultureInfo.InvariantCulture);

    public static ImportError NoDay(int row, string column, string text) =>
        new(row, column, $"“{text}”不是日期，应如2026-10-20", $"'{text}' is not a day like 2026-10-20");

    public static ImportError NoNumber(int row, string column, string text) => new(row, column, $"“{text}”不是数字", $"'{text}' is not a number");

    // Full-width forms stand at a fixed distance from their ASCII ones.
    private static string Narrow(string text) => string.Create(
        text.Length, text, (to, from) =>
        {
            for (var i = 0; i < from.Length; i++)
                to[i] = from[i] is >= '！' and <= '～' ? (char)(from[i] - 0xFEE0) : from[i] == '\u3000' ? ' ' : from[i];
        });
}
