using Azure.Core;

namespace Azure.Data.Tables.Rest;

/// <summary>Where the next page of rows begins: <c>"{NextPartitionKey} {NextRowKey}"</c>.</summary>
internal static class RowContinuation
{
    /// <summary>The token out of a response; null when there is no next page.</summary>
    public static string? Of(Response response)
    {
        response.Headers.TryGetValue("x-ms-continuation-NextPartitionKey", out var partition);
        response.Headers.TryGetValue("x-ms-continuation-NextRowKey", out var row);
        return partition is null && row is null ? null : $"{partition} {row}";
    }

    /// <summary>Asks for the page at <paramref name="token"/>; a token of one character or less means the first page.</summary>
    public static void Append(RequestUriBuilder uri, string? token)
    {
        if (token is not { Length: > 1 })
        {
            return;
        }

        var space = token.IndexOf(' ', StringComparison.Ordinal);
        uri.AppendQuery("NextPartitionKey", space < 0 ? token : token[..space], escapeValue: true);
        if (space >= 0 && space + 1 < token.Length)
        {
            uri.AppendQuery("NextRowKey", token[(space + 1)..], escapeValue: true);
        }
    }
}
