using System.Globalization;
using Azure.Core;

namespace Azure.Data.Tables.Rest;

/// <summary>What every query says in its address.</summary>
internal static class Paging
{
    public static void Append(RequestUriBuilder uri, string? filter, int? size, IEnumerable<string>? select = null)
    {
        if (size is { } rows)
        {
            uri.AppendQuery("$top", rows.ToString(CultureInfo.InvariantCulture), escapeValue: false);
        }

        Select(uri, select);
        if (filter is not null)
        {
            uri.AppendQuery("$filter", filter, escapeValue: true);
        }
    }

    public static void Select(RequestUriBuilder uri, IEnumerable<string>? select)
    {
        if (select is not null)
        {
            uri.AppendQuery("$select", string.Join(',', select), escapeValue: true);
        }
    }
}
