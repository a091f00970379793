using System.Globalization;
using Campaigns.App.Exchange;
using Campaigns.App.Sheets;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Sheets;

namespace Campaigns.App.Spreadsheets;

/// <summary>The columns of a township's spreadsheet, in order. The first seven are fixed, then come those to be filled in, then what the server says.</summary>
public enum FillInColumn
{
    Track,
    Unit,
    Name,
    Section,
    Clause,
    Text,
    Asks,
    Value,
    Of,
    Yes,
    Recognitions,
    Note,
    Status,
    Errors,
}

/// <summary>What a row of a township's spreadsheet says that nobody may change, and what is filled in beside it.</summary>
/// <param name="Fixed">The cells of the first columns.</param>
/// <param name="Form">What the clause asks.</param>
/// <param name="Inputs">The cells to be filled in, by column; empty text where nothing is.</param>
public sealed record FillInRow(
    string Track, string Unit, string Clause, IReadOnlyList<string> Fixed, ClauseForm Form, IReadOnlyDictionary<FillInColumn, string> Inputs, string Status)
{
    public string Id => $"{Track}/{Unit}/{Clause}";
}

/// <summary>Answers as cells, and back.</summary>
internal static class FillInCells
{
    public static readonly FillInColumn[] InputColumns =
        [FillInColumn.Value, FillInColumn.Of, FillInColumn.Yes, FillInColumn.Recognitions, FillInColumn.Note];

    /// <summary>Whether the clause asks for the cell; a note may stand beside everything that is answered.</summary>
    public static bool Asks(ClauseForm form, FillInColumn column) => form.Asks.Count > 0 && column switch
    {
        FillInColumn.Value => form.Asks.Any(a => a is AnswerPart.Points or AnswerPart.Measured),
        FillInColumn.Of => form.Asks.Contains(AnswerPart.Of),
        FillInColumn.Yes => form.Asks.Any(a => a is AnswerPart.Yes or AnswerPart.Waived),
        FillInColumn.Recognitions => form.Asks.Contains(AnswerPart.Recognitions),
        _ => column is FillInColumn.Note,
    };

    public static Dictionary<FillInColumn, string> Of(ClauseAnswer? answer, string language) => new()
    {
        [FillInColumn.Value] = Number(answer?.Points ?? answer?.Measured),
        [FillInColumn.Of] = Number(answer?.Of),
        [FillInColumn.Yes] = (answer?.Yes ?? answer?.Waived) is { } yes ? Word(yes, language) : "",
        [FillInColumn.Recognitions] = string.Join(';', answer?.Recognitions ?? []),
        [FillInColumn.Note] = answer?.Note ?? "",
    };

    /// <summary>The answer that the cells give; null where they are all empty. What cannot be read is added to <paramref name="errors"/>.</summary>
    public static ClauseAnswer? Read(FillInRow row, int number, List<ImportError> errors)
    {
        decimal? NumberOf(FillInColumn column)
        {
            var text = row.Inputs[column];
            if (text.Length == 0)
                return null;
            if (ImportCells.Number(text) is { } value)
                return value;
            errors.Add(ImportCells.NoNumber(number, Letter(column), text));
            return null;
        }

        foreach (var column in InputColumns.Where(c => row.Inputs[c].Length > 0 && !Asks(row.Form, c)))
            errors.Add(new(number, Letter(column), "本条不需要填写此项", "this clause does not ask for that"));
        var (value, of) = (NumberOf(FillInColumn.Value), NumberOf(FillInColumn.Of));
        bool? yes = null;
        if (row.Inputs[FillInColumn.Yes] is { Length: > 0 } said && (yes = ImportCells.Yes(said)) is null)
            errors.Add(new(number, Letter(FillInColumn.Yes), $"“{said}”应为“是”或“否”", $"'{said}' is neither yes nor no"));
        var recognitions = ImportCsv.Several(row.Inputs[FillInColumn.Recognitions]);
        var note = row.Inputs[FillInColumn.Note] is { Length: > 0 } text ? text : null;
        if (value is null && of is null && yes is null && recognitions.Length == 0 && note is null)
            return null;
        var asks = row.Form.Asks;
        return new()
        {
            Points = asks.Contains(AnswerPart.Points) ? value : null,
            Measured = asks.Contains(AnswerPart.Measured) ? value : null,
            Of = of,
            Yes = asks.Contains(AnswerPart.Yes) ? yes : null,
            Waived = asks.Contains(AnswerPart.Waived) ? yes : null,
            Recognitions = recognitions,
            Note = note,
        };
    }

    /// <summary>Which cell a path of a refusal speaks of: <c>answers.deeds.measured</c>.</summary>
    public static string LetterOf(string path) => Letter(path.Split('.') switch
    {
        [_, _, "points" or "measured"] => FillInColumn.Value,
        [_, _, "of"] => FillInColumn.Of,
        [_, _, "yes" or "waived"] => FillInColumn.Yes,
        [_, _, "recognitions"] => FillInColumn.Recognitions,
        [_, _, "note"] => FillInColumn.Note,
        _ => FillInColumn.Clause,
    });

    public static string Letter(FillInColumn column) => SpreadsheetWriter.ColumnName((int)column);

    /// <summary>What the clause asks, in words.</summary>
    public static string AsksFor(ClauseForm form, string language)
    {
        if (!form.Applies)
            return new LocalizedText("合理缺项，不填", "Does not apply").In(language);
        if (form.Asks.Count == 0)
            return new LocalizedText("由上级评分，不填", "Scored by the tier above").In(language);
        var points = form.Points > 0 ? new LocalizedText($"（{Number(form.Points)}分）", $" ({Number(form.Points)} points)").In(language) : "";
        var target = form.Target is { } t ? new LocalizedText($"，目标{Number(t)}", $", target {Number(t)}").In(language) : "";
        var levels = string.Join(';', form.Levels?.Keys ?? []);
        var asked = form.Asks.Select(a => a switch
        {
            AnswerPart.Points => new LocalizedText($"自评分0至{Number(form.Points)}", $"own points, 0 to {Number(form.Points)}"),
            AnswerPart.Measured => new LocalizedText("数值", "value"),
            AnswerPart.Of => new LocalizedText("总数", "out of"),
            AnswerPart.Yes => new LocalizedText("是或否", "yes or no"),
            AnswerPart.Waived => new LocalizedText("是否免扣", "waived or not"),
            _ => new LocalizedText($"表彰级别（{levels}）", $"levels of recognition ({levels})"),
        });
        return string.Join(new LocalizedText("、", ", ").In(language), asked.Select(a => a.In(language))) + target + points;
    }

    public static string Word(bool yes, string language) => (yes ? new LocalizedText("是", "yes") : new LocalizedText("否", "no")).In(language);

    private static string Number(decimal? number) => number is { } value ? value.ToString("0.############", CultureInfo.InvariantCulture) : "";
}
