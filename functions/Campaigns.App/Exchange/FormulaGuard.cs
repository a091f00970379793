namespace Campaigns.App.Exchange;

/// <summary>
/// Keeps spreadsheets from reading a cell as a formula: one that begins like one gets an apostrophe in front, which the imports take off again. What begins
/// with apostrophes and then like a formula gets one more, so that every text comes back as it was.
/// </summary>
static class FormulaGuard
{
    // The full-width signs start a formula too where the spreadsheet's language is Chinese or Japanese.
    const string Starts = "=+-@\t\r\n＝＋－＠";

    public static string Write(string cell) => IsFormula(cell) ? "'" + cell : cell;

    public static string Read(string cell) => cell.StartsWith('\'') && IsFormula(cell) ? cell[1..] : cell;

    static bool IsFormula(string cell) => cell.AsSpan().TrimStart('\'') is { Length: > 0 } rest && Starts.Contains(rest[0]);
}
