namespace Campaigns.App.Directory;

/// <summary>A unit as somebody wrote it, before it is judged. <paramref name="Row"/> is the line of a CSV file or the place in a JSON list, from 1.</summary>
public sealed record UnitRow(int Row, string Id, string Name, string NameEn, string Level, string Sector, string Parent);

/// <summary>A person as somebody wrote it; assignments as <c>role@unit</c>.</summary>
public sealed record PersonRow(
    int Row, string Id, string Name, string Email, string Language, string Unit, IReadOnlyList<string> Categories, IReadOnlyList<string> Assignments);

/// <summary>What is wrong with one cell; row 1 of a CSV file is its header.</summary>
public sealed record ImportError(int Row, string Column, string Message);

/// <summary>Rows that could be read, and what could not.</summary>
public sealed record ImportFile<TRow>(IReadOnlyList<TRow> Rows, IReadOnlyList<ImportError> Errors);

/// <summary>The good rows by what they change, and everything that is wrong with the others.</summary>
public sealed record ImportJudgement<T>(IReadOnlyList<T> Created, IReadOnlyList<T> Updated, IReadOnlyList<T> Unchanged, IReadOnlyList<ImportError> Errors)
{
    /// <summary>What an import of everything leaves out and so retires; empty where that was not asked for.</summary>
    public IReadOnlyList<T> Retired { get; init; } = [];
}
