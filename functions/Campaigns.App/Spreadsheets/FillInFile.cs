using System.Globalization;
using Campaigns.App.Exchange;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Sheets;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Spreadsheet;
using Microsoft.AspNetCore.Http;

namespace Campaigns.App.Spreadsheets;

/// <summary>
/// A township's spreadsheet as a file (J21): fixed cells locked by the sheet's protection, the others with their rules; where it comes back from an upload,
/// what was filled in with the mistakes beside it, coloured.
/// </summary>
/// <param name="outcomes">What became of the rows of an upload, by their number; null for a fresh file.</param>
internal sealed class FillInFile(FillInBook book, string language, IReadOnlyDictionary<int, PlannedRow>? outcomes = null)
    : IResult, IStatusCodeHttpResult
{
    /// <summary>Name of the hidden sheet with what the file is of.</summary>
    public const string HiddenSheet = "campaigns";

    private const int FlushAt = 64 * 1024;
    private static readonly double[] Widths = [14, 14, 18, 16, 14, 48, 28, 12, 12, 8, 22, 28, 10, 48];

    public int? StatusCode => StatusCodes.Status200OK;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        var (response, stop) = (httpContext.Response, httpContext.RequestAborted);
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = SpreadsheetWriter.MediaType;
        response.Headers.ContentDisposition = $"attachment; filename=\"{book.Cycle.Cycle}-{book.Under}-{book.Phase.Id}.xlsx\"";
        await WriteAsync(response.Body, stop);
    }

    public async Task WriteAsync(Stream target, CancellationToken stop)
    {
        await using var writer = new SpreadsheetWriter(target);
        writer.BeginSheet(Text("自查表", "Self-check"), Widths, frozenRows: FillInBook.FirstRow - 1, pageWide: true);
        writer.WriteRow([new(Title(), SheetStyle.Title)]);
        writer.WriteRow([new(Guide())]);
        writer.WriteRow(Enum.GetValues<FillInColumn>().Select(c => new SheetCell(Heading(c), SheetStyle.Header)));
        foreach (var row in book.Rows)
        {
            writer.WriteRow(Cells(row, outcomes?.GetValueOrDefault((int)writer.Row + 1)));
            await writer.FlushAsync(FlushAt, stop);
        }
        writer.EndSheet(After());
        writer.BeginSheet(HiddenSheet, [], hidden: true, frozenRows: 0);
        writer.WriteRow([new(book.Cycle.Cycle), new(book.Phase.Id), new(book.Under), new(language), new(book.Fingerprint())]);
        foreach (var sheet in book.Sheets)
            writer.WriteRow([new(sheet.Id), new(FillInBook.DigestOf(sheet.Shown))]);
        writer.EndSheet();
        await writer.FinishAsync(stop);
    }

    private IEnumerable<SheetCell> Cells(FillInRow row, PlannedRow? outcome)
    {
        foreach (var text in row.Fixed)
            yield return new(text, SheetStyle.Wrapped);
        foreach (var column in FillInCells.InputColumns)
        {
            var text = row.Inputs[column];
            var number = column is FillInColumn.Value or FillInColumn.Of ? ImportCells.Number(text) : null;
            var bad = outcome is not null && outcome.Errors.Any(e => e.Column == FillInCells.Letter(column));
            // What was filled in where nothing is asked is shown, so that it can be taken out.
            var open = FillInCells.Asks(row.Form, column) || text.Length > 0;
            yield return new(
                number is { } value ? value : text.Length > 0 ? text : null,
                bad ? SheetStyle.InputError : open ? SheetStyle.Input : SheetStyle.Wrapped);
        }
        yield return new(outcome is null ? row.Status : Outcome(outcome), SheetStyle.Wrapped);
        var errors = outcome is null ? "" : string.Join("\n", outcome.Errors.Select(e => e.Message.In(language)).Distinct());
        yield return new(errors.Length > 0 ? errors : null, errors.Length > 0 ? SheetStyle.Error : SheetStyle.Wrapped);
    }

    private List<OpenXmlElement> After()
    {
        var last = FillInBook.FirstRow + book.Rows.Count - 1;
        var after = new List<OpenXmlElement>
        {
            new SheetProtection { Sheet = true, Objects = true, Scenarios = true, FormatColumns = false, FormatRows = false },
        };
        var rules = Validations().ToList();
        if (rules.Count > 0)
            after.Add(new DataValidations(rules) { Count = (uint)rules.Count });
        after.Add(new PageMargins { Left = 0.4, Right = 0.4, Top = 0.6, Bottom = 0.6, Header = 0.3, Footer = 0.3 });
        after.Add(new PageSetup { PaperSize = 9, Orientation = OrientationValues.Landscape, FitToHeight = 0 });
        return last < FillInBook.FirstRow ? after[..1] : after;
    }

    /// <summary>Cells that ask the same stand under one rule.</summary>
    private IEnumerable<DataValidation> Validations()
    {
        var cells = book.Rows.SelectMany((row, i) => FillInCells.InputColumns.Where(c => FillInCells.Asks(row.Form, c))
            .Select(c => (Rule: RuleOf(row, c), Cell: $"{FillInCells.Letter(c)}{FillInBook.FirstRow + i}")));
        foreach (var rule in cells.Where(c => c.Rule is not null).GroupBy(c => c.Rule!))
        {
            var validation = new DataValidation
            {
                AllowBlank = true,
                ShowErrorMessage = true,
                ErrorTitle = Text("填写有误", "Not as asked"),
                Error = rule.Key.Says,
                SequenceOfReferences = new ListValue<StringValue>(rule.Select(c => new StringValue(c.Cell))),
            };
            if (rule.Key.Words is { } words)
            {
                validation.Type = DataValidationValues.List;
                validation.Append(new Formula1($"\"{words}\""));
            }
            else
            {
                validation.Type = DataValidationValues.Decimal;
                validation.Operator = DataValidationOperatorValues.Between;
                validation.Append(new Formula1(ImportCells.Text(rule.Key.Least)), new Formula2(ImportCells.Text(rule.Key.Most)));
            }
            yield return validation;
        }
    }

    private CellRule? RuleOf(FillInRow row, FillInColumn column) => column switch
    {
        FillInColumn.Value when row.Form.Asks.Contains(AnswerPart.Points) => Between(0, row.Form.Points),
        FillInColumn.Value or FillInColumn.Of => Between(-SheetValidation.MaxMeasured, SheetValidation.MaxMeasured),
        FillInColumn.Yes => new(
            $"{FillInCells.Word(true, language)},{FillInCells.Word(false, language)}", 0, 0, Text("请选“是”或“否”。", "Choose yes or no.")),
        _ => null,
    };

    private CellRule Between(decimal least, decimal most) => new(
        null, least, most,
        least == 0 ? Text($"请填0至{ImportCells.Text(most)}之间的数字。", $"Give a number from 0 to {ImportCells.Text(most)}.") : Text("请填数字。", "Give a number."));

    private string Title() => $"{book.Cycle.Definition.Title.In(language)} · {book.Phase.Title.In(language)} · {book.UnderName}";

    private string Guide()
    {
        var rejected = outcomes?.Values.Count(o => o.Outcome is RowOutcome.Rejected) ?? 0;
        var window = book.Cycle.Plan.Window(book.Phase.Id);
        var due = window.DueAt is { } at ? book.Cycle.LocalTime(at) : "—";
        var locked = window.LockedAt is { } end ? book.Cycle.LocalTime(end) : "—";
        return outcomes is null
            ? Text(
                $"截止 {due}，锁定 {locked}。只填黄色单元格，其他单元格不得改动；填好后原样上传。",
                $"Due {due}, locked {locked}. Fill in the yellow cells alone and change no others; then upload the file.")
            : Text(
                $"{rejected.ToString(CultureInfo.InvariantCulture)}行有误，见末列；改正后可再次上传，已收的行不受影响。",
                $"{rejected} rows are wrong, see the last column; mend them and upload again. Rows that were taken stay.");
    }

    private string Outcome(PlannedRow row) => row.Outcome switch
    {
        RowOutcome.Created or RowOutcome.Updated => Text("已收", "Taken"),
        RowOutcome.Unchanged => Text("未变", "Unchanged"),
        _ => Text("有误", "Wrong"),
    };

    private string Heading(FillInColumn column) => column switch
    {
        FillInColumn.Track => Text("类别", "Track"),
        FillInColumn.Unit => Text("单位编号", "Unit"),
        FillInColumn.Name => Text("单位", "Name"),
        FillInColumn.Section => Text("项", "Section"),
        FillInColumn.Clause => Text("条款编号", "Clause"),
        FillInColumn.Text => Text("内容", "Text"),
        FillInColumn.Asks => Text("应填", "Asks for"),
        FillInColumn.Value => Text("数值", "Value"),
        FillInColumn.Of => Text("总数", "Out of"),
        FillInColumn.Yes => Text("是否", "Yes or no"),
        FillInColumn.Recognitions => Text("表彰级别", "Recognitions"),
        FillInColumn.Note => Text("说明", "Note"),
        FillInColumn.Status => Text("状态", "State"),
        _ => Text("错误", "Mistakes"),
    };

    private string Text(string zh, string en) => new LocalizedText(zh, en).In(language);

    private sealed record CellRule(string? Words, decimal Least, decimal Most, string Says);
}
