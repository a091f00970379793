using Campaigns.App.Access;
using Campaigns.App.Exchange;
using Campaigns.App.Http;
using Campaigns.App.Participants;
using Campaigns.App.Sheets;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Sheets;

namespace Campaigns.App.Spreadsheets;

/// <summary>
/// Plans the upload of a township's spreadsheet (J21): each unit's rows are its sheet, judged as its reporter's own. As drafts the good rows pass and a bad one
/// leaves its clause as it was; to hand in, all rows of a unit must be good. Whoever saved meanwhile loses nothing: the unit's rows are rejected then.
/// </summary>
public sealed class FillInImport(ImportScenes scenes, ParticipantStore participants, SheetStore sheets, SheetFiling filing)
{
    /// <summary>The plan, and what the sheets of the units that it writes to hold then.</summary>
    public async Task<(ImportPlan Plan, IReadOnlyDictionary<string, SheetContent> After)> PlanAsync(
        FillInUpload upload, FillInBook book, Import import, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(upload);
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(import);
        var (rows, _) = upload.Over(book);
        var numbered = rows.Select((row, i) => (Row: row, Number: i + FillInBook.FirstRow)).ToLookup(r => $"{r.Row.Track}/{r.Row.Unit}");
        var planned = await ImportScenes.EachAsync(
            book.Sheets, (sheet, stop) => PlanAsync(upload, book, sheet, [.. numbered[sheet.Id]], import, stop), cancellationToken);
        var acts = planned.Where(p => p.Content is not null).ToList();
        var plan = new ImportPlan([.. planned.SelectMany(p => p.Rows)], async stop =>
        {
            var late = await ImportScenes.EachAsync(acts, (act, token) => ActAsync(act, book.Phase.Id, import, token), stop);
            return [.. late.SelectMany(l => l)];
        });
        return (plan, acts.ToDictionary(a => $"{a.Scene!.Key.Track}/{a.Scene.Key.Unit}", a => a.Content!));
    }

    private async Task<IReadOnlyList<ImportError>> ActAsync(Planned sheet, string phase, Import import, CancellationToken cancellationToken)
    {
        var outcome = await filing.PutAsync(
            sheet.Scene!, phase, sheet.Content!, import.Options.Finish, sheet.Known,
            ImportScenes.OperationOf(import, $"{sheet.Scene!.Path}/{phase}\n{FillInBook.DigestOf(sheet.Content!)}"), cancellationToken);
        return [.. sheet.Rows.Where(r => r.Outcome is not RowOutcome.Rejected).Select(r => ImportScenes.Late(outcome, r.Row)).OfType<ImportError>()];
    }

    private async Task<Planned> PlanAsync(
        FillInUpload upload, FillInBook book, FillInSheet sheet, List<(FillInRow Row, int Number)> rows, Import import, CancellationToken cancellationToken)
    {
        var act = import.Options.Finish ? Act.SubmitSheet : Act.WriteSheet;
        var first = rows[0].Number;
        var (scene, error) = await scenes.OpenAsync(book.Cycle, import, act, first, sheet.Key.Track, sheet.Key.Unit, cancellationToken);
        if (scene is null)
            return Planned.Bad(rows, Untouched(upload, sheet, rows) ? null : error! with { Column = FillInCells.Letter(FillInColumn.Unit) });
        if (await participants.ReadAsync(sheet.Key, cancellationToken) is not { } stored)
            return Planned.Bad(rows, new(first, FillInCells.Letter(FillInColumn.Unit), "该单位不参加此类别", "takes no part in that track"));

        var saved = await sheets.ReadAsync(sheet.Key, book.Phase.Id, cancellationToken);
        var before = saved?.Working ?? SheetContent.Empty;
        var answers = rows.ToDictionary(r => r.Number, r => upload.AnswerOf(r.Row, r.Number));
        var errors = answers.ToDictionary(a => a.Key, a => a.Value.Errors.ToList());
        var content = Laid(before, rows, answers, errors);
        var same = FillInBook.DigestOf(content) == FillInBook.DigestOf(before);
        var at = stored.State.Phase(book.Phase.Id).Status;
        if (same && errors.Values.All(e => e.Count == 0) && (!import.Options.Finish || (saved is { Draft: null } && at is not SheetStatus.Returned)))
            return new([.. rows.Select(r => new PlannedRow(r.Number, r.Row.Id, RowOutcome.Unchanged, []))], null, null, new Precondition.Unstated());
        if (upload.Marks.Digests.GetValueOrDefault(sheet.Id) != FillInBook.DigestOf(before) && !same)
        {
            return Planned.Bad(rows, new(
                first, FillInCells.Letter(FillInColumn.Unit), "下载后该单位的自查表已有改动，请重新下载", "the unit's sheet has changed since the file was downloaded; "
                + "download it again"));
        }

        for (var round = 0; round < 2 && filing.Check(scene, book.Phase.Id, stored.State, content, import.Options.Finish) is { } refusal; round++)
        {
            foreach (var refused in refusal.All)
            {
                var row = rows.Find(r => refused.Path is { } path && path.StartsWith($"answers.{r.Row.Clause}.", StringComparison.Ordinal));
                if (row.Row is null)
                    return Planned.Bad(rows, new(first, FillInCells.Letter(FillInColumn.Unit), refused.Message.Zh, refused.Message.In("en")));
                errors[row.Number].Add(new(row.Number, FillInCells.LetterOf(refused.Path!), refused.Message));
            }
            content = Laid(before, rows, answers, errors);
        }
        var bad = errors.Values.Any(e => e.Count > 0);
        if (bad && (import.Options.Finish || FillInBook.DigestOf(content) == FillInBook.DigestOf(before)))
            return new(Outcomes(rows, errors, before, content, import.Options.Finish), null, null, new Precondition.Unstated());
        Precondition known = saved is null ? new Precondition.MustNotExist() : new Precondition.Matches(saved.ETag);
        return new(Outcomes(rows, errors, before, content, heldBack: false), scene, content, known);
    }

    /// <summary>What is saved with the good rows over it; a clause whose row is bad stays as it was.</summary>
    private static SheetContent Laid(
        SheetContent before, List<(FillInRow Row, int Number)> rows, Dictionary<int, (ClauseAnswer? Answer, IReadOnlyList<ImportError> Errors)> answers,
        Dictionary<int, List<ImportError>> errors)
    {
        var laid = before.Answers.ToDictionary();
        foreach (var (row, number) in rows.Where(r => errors[r.Number].Count == 0 && r.Row.Form.Asks.Count > 0))
        {
            if (answers[number].Answer is { } answer)
                laid[row.Clause] = answer;
            else
                laid.Remove(row.Clause);
        }
        return before with { Answers = laid };
    }

    private static List<PlannedRow> Outcomes(
        List<(FillInRow Row, int Number)> rows, Dictionary<int, List<ImportError>> errors, SheetContent before, SheetContent after, bool heldBack)
    {
        RowOutcome Of(string clause)
        {
            var (was, now) = (before.Answer(clause), after.Answer(clause));
            return was is null ? (now is null ? RowOutcome.Unchanged : RowOutcome.Created) : Same(was, now) ? RowOutcome.Unchanged : RowOutcome.Updated;
        }

        return [.. rows.Select(r => errors[r.Number].Count > 0 ? PlannedRow.Rejected(r.Number, r.Row.Id, errors[r.Number])
            : heldBack ? PlannedRow.Rejected(
                r.Number, r.Row.Id,
                new ImportError(r.Number, "", "该单位其他条款有误，未报送", "not handed in: other rows of the unit are wrong"))
            : new PlannedRow(r.Number, r.Row.Id, Of(r.Row.Clause), []))];
    }

    private static bool Same(ClauseAnswer was, ClauseAnswer? now) => now is not null
        && FillInBook.DigestOf(new SheetContent(new Dictionary<string, ClauseAnswer> { ["x"] = was }))
        == FillInBook.DigestOf(new SheetContent(new Dictionary<string, ClauseAnswer> { ["x"] = now }));

    // Somebody else's unit that was only shown, and came back as it was, is no act on it.
    private static bool Untouched(FillInUpload upload, FillInSheet sheet, List<(FillInRow Row, int Number)> rows)
    {
        var errors = rows.ToDictionary(r => r.Number, _ => new List<ImportError>());
        var answers = rows.ToDictionary(r => r.Number, r => upload.AnswerOf(r.Row, r.Number));
        return answers.Values.All(a => a.Errors.Count == 0)
            && FillInBook.DigestOf(Laid(sheet.Shown, rows, answers, errors)) == FillInBook.DigestOf(sheet.Shown);
    }

    private sealed record Planned(IReadOnlyList<PlannedRow> Rows, ParticipantScene? Scene, SheetContent? Content, Precondition Known)
    {
        /// <summary>All rows of a unit rejected for one reason; without one they are none of the caller's and stay as they are.</summary>
        public static Planned Bad(List<(FillInRow Row, int Number)> rows, ImportError? error) => new(
            [.. rows.Select(r => error is null
                ? new PlannedRow(r.Number, r.Row.Id, RowOutcome.Unchanged, [])
                : PlannedRow.Rejected(r.Number, r.Row.Id, error with { Row = r.Number }))],
            null, null, new Precondition.Unstated());
    }
}
