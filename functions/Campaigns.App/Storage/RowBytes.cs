using System.Buffers;
using Azure.Data.Tables;

namespace Campaigns.App.Storage;

/// <summary>How long a row is in the body of a request, where the table client escapes quotes and everything beyond ASCII with six bytes each.</summary>
internal static class RowBytes
{
    // The longest of the others is an instant, with the property that names its type.
    private const int OfAnother = 64;
    private const int OfPunctuation = 8;
    private const int OfAnEscape = 6;

    private static readonly SearchValues<char> Plain =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 !#$%()*,-./:;=?@[]^_{|}~");

    /// <summary>At least the bytes of the row's properties, keys among them; more by a few where a value is no text.</summary>
    public static int Of(TableEntity row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return ((IEnumerable<KeyValuePair<string, object>>)row).Sum(p => Of(p.Key) + OfPunctuation + (p.Value is string text ? Of(text) : OfAnother));
    }

    private static int Of(string text)
    {
        var escapes = 0;
        foreach (var c in text)
        {
            if (!Plain.Contains(c))
                escapes++;
        }
        return text.Length + escapes * (OfAnEscape - 1);
    }
}
