namespace Campaigns.App.Exchange;

/// <summary>What is wrong with one cell, in the caller's language.</summary>
public sealed record RowMessage(string Column, string Message);

/// <summary>A row as the answer tells it: its number in the file (a CSV file's header is row 1; in JSON the place in the list, from 1).</summary>
public sealed record ImportedRow(int Row, string Id, RowOutcome Outcome, IReadOnlyList<RowMessage> Errors);

/// <summary>
/// What an import did, or with <c>dryRun</c> would do, row by row. <see cref="Rows"/> names at most <see cref="MaxRows"/> rows, rejected ones before all
/// others; <see cref="RowsLeftOut"/> counts the rest. <see cref="Encoding"/> is what the file was read as.
/// </summary>
public sealed record ImportAnswer(
    bool DryRun,
    ImportStrategy Strategy,
    AtomicMode AtomicMode,
    string Encoding,
    int Created,
    int Updated,
    int Unchanged,
    int Retired,
    int Rejected,
    IReadOnlyList<ImportedRow> Rows,
    int RowsLeftOut)
{
    /// <summary>The most rows that an answer names.</summary>
    public const int MaxRows = 1000;

    internal static ImportAnswer Of(ImportOptions options, string encoding, IReadOnlyList<PlannedRow> rows, string language)
    {
        int Count(RowOutcome outcome) => rows.Count(r => r.Outcome == outcome);
        var shown = rows.Count <= MaxRows ? rows : [.. rows.OrderBy(Importance).ThenBy(r => r.Row).Take(MaxRows).OrderBy(r => r.Row)];
        return new(
            options.DryRun, options.Strategy, options.AtomicMode, encoding, Count(RowOutcome.Created), Count(RowOutcome.Updated),
            Count(RowOutcome.Unchanged), Count(RowOutcome.Retired), Count(RowOutcome.Rejected),
            [.. shown.Select(r => new ImportedRow(
                r.Row, r.Id, r.Outcome, [.. r.Errors.Select(e => new RowMessage(e.Column, e.Message.In(language)))]))],
            rows.Count - shown.Count);
    }

    private static int Importance(PlannedRow row) => row.Outcome switch
    {
        RowOutcome.Rejected => 0,
        RowOutcome.Unchanged => 2,
        _ => 1,
    };
}
