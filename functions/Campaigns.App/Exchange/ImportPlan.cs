using Microsoft.AspNetCore.Http;

namespace Campaigns.App.Exchange;

/// <summary>Rows that could be read, and what could not.</summary>
public sealed record ImportFile<TRow>(IReadOnlyList<TRow> Rows, IReadOnlyList<ImportError> Errors);

/// <summary>What an import does, or would do, with a row.</summary>
public enum RowOutcome
{
    Created,
    Updated,
    Unchanged,

    /// <summary>Not in the file, which was said to be everything.</summary>
    Retired,
    Rejected,
}

/// <summary>A row with what becomes of it; <see cref="Id"/> names what it speaks of, empty where it could not be read.</summary>
public sealed record PlannedRow(int Row, string Id, RowOutcome Outcome, IReadOnlyList<ImportError> Errors)
{
    public static PlannedRow Rejected(int row, string id, params IReadOnlyList<ImportError> errors) => new(row, id, RowOutcome.Rejected, errors);
}

/// <summary>
/// What an import would do, every row judged before the first is written. <see cref="Apply"/> writes the good ones, is safe to repeat, and answers with what
/// others' acts made impossible between judging and writing (nothing, as a rule).
/// </summary>
public sealed record ImportPlan(IReadOnlyList<PlannedRow> Rows, Func<CancellationToken, Task<IReadOnlyList<ImportError>>> Apply)
{
    /// <summary>The answer where the file as a whole is not taken, whatever its rows; null where it is.</summary>
    public IResult? Refusal { get; init; }

    /// <summary>The plan with the rows that could not be read at all, each among the rejected.</summary>
    public ImportPlan With(IReadOnlyList<ImportError> unread)
    {
        ArgumentNullException.ThrowIfNull(unread);
        var known = Rows.Select(r => r.Row).ToHashSet();
        var rows = unread.Where(e => !known.Contains(e.Row)).GroupBy(e => e.Row).Select(g => PlannedRow.Rejected(g.Key, "", [.. g]));
        return this with { Rows = [.. Rows.Concat(rows).OrderBy(r => r.Row)] };
    }
}

/// <summary>The good rows by what they change, and everything that is wrong with the others.</summary>
public sealed record ImportJudgement<T>(IReadOnlyList<T> Created, IReadOnlyList<T> Updated, IReadOnlyList<T> Unchanged, IReadOnlyList<ImportError> Errors)
{
    /// <summary>What an import of everything leaves out and so retires; empty where that was not asked for.</summary>
    public IReadOnlyList<T> Retired { get; init; } = [];

    /// <summary>Each row of the file with what becomes of it, in order.</summary>
    public IReadOnlyList<PlannedRow> Rows { get; init; } = [];

    /// <summary>All that is to be written.</summary>
    public IReadOnlyList<T> Written => [.. Created, .. Updated, .. Retired];

    /// <summary>Sorts the good rows by what they do to what is there.</summary>
    /// <param name="file">Every row that could be read: its number and id.</param>
    /// <param name="good">Those without a mistake.</param>
    /// <param name="change">Null where it is not there yet, else whether the row changes it.</param>
    internal static ImportJudgement<T> Of(
        IEnumerable<(int Row, string Id)> file, IReadOnlyDictionary<int, T> good, Func<T, bool?> change, IReadOnlyList<ImportError> errors)
    {
        var sorted = good.OrderBy(g => g.Key).Select(g => (g.Key, g.Value, Outcome: change(g.Value) switch
        {
            null => RowOutcome.Created,
            true => RowOutcome.Updated,
            false => RowOutcome.Unchanged,
        })).ToList();
        IReadOnlyList<T> Those(RowOutcome outcome) => [.. sorted.Where(s => s.Outcome == outcome).Select(s => s.Value)];
        var outcomes = sorted.ToDictionary(s => s.Key, s => s.Outcome);
        var wrong = errors.ToLookup(e => e.Row);
        return new(Those(RowOutcome.Created), Those(RowOutcome.Updated), Those(RowOutcome.Unchanged), [.. errors.OrderBy(e => e.Row)])
        {
            Rows = [.. file.Select(r => new PlannedRow(
                r.Row, r.Id, wrong.Contains(r.Row) ? RowOutcome.Rejected : outcomes.GetValueOrDefault(r.Row, RowOutcome.Rejected), [.. wrong[r.Row]]))],
        };
    }
}
