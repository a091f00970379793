using System.Text;
using System.Text.Json;
using Campaigns.App.Http;
using Microsoft.AspNetCore.Http;

namespace Campaigns.App.Directory;

/// <summary>What an export may be written as.</summary>
public enum ExportFormat
{
    Csv,
    Json,
}

/// <summary>
/// The living units as a file that <c>POST /imports/units</c> takes (A5), written while they are read: memory does not grow with the directory. A re-import
/// finds everything unchanged. CSV begins with the UTF-8 mark, so that spreadsheets know the names' encoding, and no cell of it is a formula.
/// </summary>
sealed class UnitExport(IAsyncEnumerable<Unit> units, ExportFormat format) : IResult, IStatusCodeHttpResult
{
    const int FlushAt = 64 * 1024;

    public int? StatusCode => StatusCodes.Status200OK;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = format is ExportFormat.Csv ? "text/csv; charset=utf-8" : "application/json; charset=utf-8";
        response.Headers.ContentDisposition = $"attachment; filename=\"units.{(format is ExportFormat.Csv ? "csv" : "json")}\"";
        var text = new StringBuilder(format is ExportFormat.Csv ? "\ufeff" + string.Join(',', ImportCsv.UnitColumns) + "\r\n" : "{\"units\":[");
        var first = true;
        await foreach (var unit in units.WithCancellation(httpContext.RequestAborted))
        {
            if (format is ExportFormat.Csv)
                text.AppendJoin(',', Cells(unit).Select(Quoted)).Append("\r\n");
            else
                text.Append(first ? "" : ",").Append(JsonSerializer.Serialize(BodyOf(unit), Json.Options));
            first = false;
            if (text.Length < FlushAt) continue;
            await response.WriteAsync(text.ToString(), httpContext.RequestAborted);
            text.Clear();
        }
        if (format is ExportFormat.Json) text.Append("]}");
        await response.WriteAsync(text.ToString(), httpContext.RequestAborted);
    }

    static string[] Cells(Unit unit) => [unit.Id, unit.Name, unit.NameEn ?? "", unit.Level, unit.Sector, unit.Parent ?? ""];

    static UnitBody BodyOf(Unit unit) => new(unit.Name, unit.Level, unit.Sector, unit.Id, unit.NameEn, unit.Parent);

    static string Quoted(string cell)
    {
        var safe = FormulaGuard.Write(cell);
        return safe.AsSpan().IndexOfAny(",\"\r\n") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
