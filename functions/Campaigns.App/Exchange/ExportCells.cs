using System.Collections;
using System.Globalization;
using Campaigns.App.Http;

namespace Campaigns.App.Exchange;

/// <summary>Values as cells of an export.</summary>
public static class ExportCells
{
    /// <summary>The value as CSV holds it: numbers and instants without a culture, lists joined by semicolons, enums in camelCase.</summary>
    public static string Text(object? value) => value switch
    {
        null => "",
        string text => text,
        decimal number => ImportCells.Text(number),
        DateOnly day => ImportCells.Text(day),
        DateTimeOffset instant => instant.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture),
        bool yes => yes ? "true" : "false",
        Enum word => RequestReader.CamelCase(word.ToString()),
        IEnumerable list => string.Join(';', list.Cast<object?>().Select(Text)),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary><c>name_en</c> as <c>nameEn</c>; names in capitals stay as they are.</summary>
    public static string JsonName(string column)
    {
        ArgumentNullException.ThrowIfNull(column);
        if (!column.Any(char.IsLower))
            return column;
        var parts = column.Split('_');
        return parts[0] + string.Concat(parts.Skip(1).Select(p => char.ToUpperInvariant(p[0]) + p[1..]));
    }

    internal static bool IsList(object? value) => value is not string and IEnumerable;
}
