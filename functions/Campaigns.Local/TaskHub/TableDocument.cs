using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure.Data.Tables;

namespace Campaigns.Local.TaskHub;

/// <summary>
/// A text of any length under one key. A short text is one row; the rest of a long one lies in further rows that carry a nonce, are written before
/// the first row and count only once that row names the nonce: so the first row alone decides, and it fits any transaction.
/// </summary>
/// <param name="Key">The first row's key.</param>
/// <param name="Text">The text.</param>
/// <param name="Rows">The keys of all its rows, the first one first.</param>
internal sealed record TableDocument(string Key, string Text, IReadOnlyList<string> Rows)
{
    // A property holds 32 K UTF-16 units. Six of them stay below a megabyte a row even where JSON escapes every character.
    const int UnitsPerProperty = 30_000;
    const int PropertiesPerRow = 6;
    const string PartsName = "Parts";
    const string NonceName = "Nonce";

    /// <summary>The rows that hold a text, the first one first.</summary>
    public static IReadOnlyList<TableEntity> Split(string partition, string key, string text)
    {
        var pieces = Pieces(text);
        var first = new TableEntity(partition, key);
        Fill(first, pieces, 0);
        if (pieces.Count <= PropertiesPerRow)
        {
            return [first];
        }

        var nonce = RandomNumberGenerator.GetHexString(8, lowercase: true);
        var rows = new List<TableEntity> { first };
        for (var start = PropertiesPerRow; start < pieces.Count; start += PropertiesPerRow)
        {
            var row = new TableEntity(partition, PartKey(key, nonce, rows.Count));
            Fill(row, pieces, start);
            rows.Add(row);
        }

        first[PartsName] = rows.Count - 1;
        first[NonceName] = nonce;
        return rows;
    }

    /// <summary>Joins the documents among the rows of a partition; rows that belong to none are given back as leftovers.</summary>
    public static (IReadOnlyList<TableDocument> Documents, IReadOnlyList<string> Leftovers) Join(IEnumerable<TableEntity> rows)
    {
        var all = rows.ToDictionary(r => r.RowKey, StringComparer.Ordinal);
        var parts = all.Keys.Where(k => k.Contains(HubKeys.Part, StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
        var documents = new List<TableDocument>();
        foreach (var (key, row) in all.Where(r => !parts.Contains(r.Key)).OrderBy(r => r.Key, StringComparer.Ordinal))
        {
            var text = new StringBuilder();
            Append(text, row);
            List<string> keys = [key];
            for (var part = 1; part <= (row.GetInt32(PartsName) ?? 0); part++)
            {
                var partKey = PartKey(key, row.GetString(NonceName), part);
                Append(text, all[partKey]);
                keys.Add(partKey);
                parts.Remove(partKey);
            }

            documents.Add(new(key, text.ToString(), keys));
        }

        return (documents, [.. parts]);
    }

    /// <summary>Whether further rows are needed to read the document.</summary>
    public static bool HasParts(TableEntity row) => row.ContainsKey(PartsName);

    static string PartKey(string key, string nonce, int part) =>
        string.Create(CultureInfo.InvariantCulture, $"{key}{HubKeys.Part}{nonce}{HubKeys.Part}{part:D4}");

    static void Fill(TableEntity row, List<string> pieces, int start)
    {
        for (var i = start; i < Math.Min(pieces.Count, start + PropertiesPerRow); i++)
        {
            row[Property(i - start)] = pieces[i];
        }
    }

    static void Append(StringBuilder text, TableEntity row)
    {
        for (var i = 0; i < PropertiesPerRow && row.GetString(Property(i)) is { } piece; i++)
        {
            text.Append(piece);
        }
    }

    static string Property(int index) => "D" + index.ToString(CultureInfo.InvariantCulture);

    static List<string> Pieces(string text)
    {
        var pieces = new List<string>();
        for (var start = 0; start < text.Length;)
        {
            var length = Math.Min(UnitsPerProperty, text.Length - start);

            // Half a character outside the basic plane would not survive its way through UTF-8.
            if (start + length < text.Length && char.IsHighSurrogate(text[start + length - 1]))
            {
                length--;
            }

            pieces.Add(text.Substring(start, length));
            start += length;
        }

        return pieces;
    }
}
