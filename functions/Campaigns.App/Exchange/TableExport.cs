using System.Text;
using System.Text.Json;
using Campaigns.App.Http;
using Microsoft.AspNetCore.Http;

namespace Campaigns.App.Exchange;

/// <summary>What an export may be written as.</summary>
public enum ExportFormat
{
    Csv,
    Json,
    Xlsx,
}

/// <summary>
/// A column of an export. <see cref="Value"/> is what JSON and a spreadsheet hold (text, number, day, instant, yes or no, or a list); a list is joined by
/// semicolons in the others.
/// </summary>
public sealed record ExportColumn<T>(string Name, Func<T, object?> Value)
{
    /// <summary>The cell's text where that is not the value's own.</summary>
    public Func<T, string>? Text { get; init; }
}

/// <summary>A table of an export, read while it is written. <see cref="Name"/> is its file, its list in JSON, and its sheet.</summary>
public sealed record ExportTable<T>(string Name, IReadOnlyList<ExportColumn<T>> Columns, IAsyncEnumerable<T> Rows) : IExportTable
{
    IReadOnlyList<string> IExportTable.Columns => [.. Columns.Select(c => c.Name)];

    async IAsyncEnumerator<ExportRow> IAsyncEnumerable<ExportRow>.GetAsyncEnumerator(CancellationToken cancellationToken)
    {
        await foreach (var row in Rows.WithCancellation(cancellationToken))
            yield return new([.. Columns.Select(c => c.Value(row))], [.. Columns.Select(c => c.Text?.Invoke(row) ?? ExportCells.Text(c.Value(row)))]);
    }
}

/// <summary>A row's values, and the same as text.</summary>
public sealed record ExportRow(IReadOnlyList<object?> Values, IReadOnlyList<string> Texts);

/// <summary>A table whatever its rows are.</summary>
public interface IExportTable : IAsyncEnumerable<ExportRow>
{
    string Name { get; }

    IReadOnlyList<string> Columns { get; }
}

/// <summary>
/// Tables as a file, written while they are read: memory does not grow with them (H4). CSV begins with the UTF-8 mark, so that spreadsheets know the names'
/// encoding, and no cell of it is a formula; an import takes it as it is and finds everything unchanged. CSV and JSON hold one table, a spreadsheet all of
/// them.
/// </summary>
public sealed class ExportFile(string name, IReadOnlyList<IExportTable> tables, ExportFormat format) : IResult, IStatusCodeHttpResult
{
    private const int FlushAt = 64 * 1024;

    public int? StatusCode => StatusCodes.Status200OK;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        var response = httpContext.Response;
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = format switch
        {
            ExportFormat.Csv => "text/csv; charset=utf-8",
            ExportFormat.Json => "application/json; charset=utf-8",
            _ => SpreadsheetWriter.MediaType,
        };
        response.Headers.ContentDisposition = $"attachment; filename=\"{name}.{format.ToString().ToLowerInvariant()}\"";
        var stop = httpContext.RequestAborted;
        await (format switch
        {
            ExportFormat.Csv => WriteCsvAsync(tables[0], response, stop),
            ExportFormat.Json => WriteJsonAsync(tables[0], response, stop),
            _ => WriteSpreadsheetAsync(response.Body, stop),
        });
    }

    private static async Task WriteCsvAsync(IExportTable table, HttpResponse response, CancellationToken stop)
    {
        var text = new StringBuilder("\ufeff").AppendJoin(',', table.Columns).Append("\r\n");
        await foreach (var row in table.WithCancellation(stop))
        {
            text.AppendJoin(',', row.Texts.Select(Quoted)).Append("\r\n");
            await FlushAsync(text, response, FlushAt, stop);
        }
        await FlushAsync(text, response, 0, stop);
    }

    private static async Task WriteJsonAsync(IExportTable table, HttpResponse response, CancellationToken stop)
    {
        string[] names = [.. table.Columns.Select(ExportCells.JsonName)];
        var text = new StringBuilder($"{{\"{ExportCells.JsonName(table.Name)}\":[");
        var first = true;
        await foreach (var row in table.WithCancellation(stop))
        {
            text.Append(first ? "" : ",").Append(JsonSerializer.Serialize(
                names.Zip(row.Values).ToDictionary(c => c.First, c => c.Second), Json.Options));
            first = false;
            await FlushAsync(text, response, FlushAt, stop);
        }
        text.Append("]}");
        await FlushAsync(text, response, 0, stop);
    }

    private async Task WriteSpreadsheetAsync(Stream body, CancellationToken stop)
    {
        await using var writer = new SpreadsheetWriter(body);
        foreach (var table in tables)
        {
            writer.BeginSheet(table.Name, [.. table.Columns.Select(c => (double)Math.Max(12, c.Length + 4))]);
            writer.WriteRow(table.Columns.Select(c => new SheetCell(c, SheetStyle.Header)));
            await foreach (var row in table.WithCancellation(stop))
            {
                writer.WriteRow(row.Values.Zip(row.Texts).Select(c => new SheetCell(ExportCells.IsList(c.First) ? c.Second : c.First)));
                await writer.FlushAsync(FlushAt, stop);
            }
            writer.EndSheet();
        }
        await writer.FinishAsync(stop);
    }

    private static async Task FlushAsync(StringBuilder text, HttpResponse response, int from, CancellationToken stop)
    {
        if (text.Length < from || text.Length == 0)
            return;
        await response.WriteAsync(text.ToString(), stop);
        text.Clear();
    }

    private static string Quoted(string cell)
    {
        var safe = FormulaGuard.Write(cell);
        return safe.AsSpan().IndexOfAny(",\"\r\n") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
