using System.Text;
using System.Text.RegularExpressions;

namespace Campaigns.Benchmarks.Scale.Store;

/// <summary>
/// The filters that the app may use: comparisons of the two keys, all of which hold. Anything else is refused, because on Azure it would be a scan.
/// </summary>
internal sealed partial class KeyFilter
{
    private readonly List<(bool Row, string Comparison, byte[] Value)> _terms = [];

    /// <exception cref="FormatException">The filter asks for more than keys.</exception>
    public static KeyFilter Parse(string? text)
    {
        var filter = new KeyFilter();
        foreach (var term in string.IsNullOrEmpty(text) ? [] : And().Split(text))
        {
            if (Term().Match(term.Trim('(', ')', ' ')) is not { Success: true } match)
                throw new FormatException($"Not a filter on keys: {text}");
            var value = Encoding.UTF8.GetBytes(match.Groups[3].Value.Replace("''", "'", StringComparison.Ordinal));
            filter._terms.Add((match.Groups[1].Value == "RowKey", match.Groups[2].Value, value));
        }
        return filter;
    }

    /// <summary>The first key that can match, as <see cref="TableRows.Key"/> writes it.</summary>
    public byte[] Start
    {
        get
        {
            var partition = _terms.FirstOrDefault(t => !t.Row && t.Comparison is "eq" or "ge" or "gt").Value ?? [];
            var row = _terms.Exists(t => !t.Row && t.Comparison == "eq")
                ? _terms.FirstOrDefault(t => t is { Row: true, Comparison: "eq" or "ge" or "gt" }).Value ?? [] : [];
            return [.. partition, 0, .. row];
        }
    }

    /// <summary>Whether the keys match; and whether none behind them can.</summary>
    public (bool Matches, bool Ends) Look(ReadOnlySpan<byte> partition, ReadOnlySpan<byte> row)
    {
        var onePartition = _terms.Exists(t => !t.Row && t.Comparison == "eq");
        var (matches, ends) = (true, false);
        foreach (var (ofRow, comparison, value) in _terms)
        {
            var order = (ofRow ? row : partition).SequenceCompareTo(value);
            var holds = comparison switch { "eq" => order == 0, "ge" => order >= 0, "gt" => order > 0, "le" => order <= 0, _ => order < 0 };
            matches &= holds;
            ends |= !holds && comparison is "eq" or "le" or "lt" && !holds && order >= 0 && (!ofRow || onePartition);
        }
        return (matches, ends);
    }

    [GeneratedRegex(" and (?=(?:[^']*'[^']*')*[^']*$)")]
    private static partial Regex And();

    [GeneratedRegex("^(PartitionKey|RowKey) (eq|ge|gt|le|lt) '((?:[^']|'')*)'$")]
    private static partial Regex Term();
}
