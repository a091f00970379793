using Campaigns.App.Access;
using Campaigns.App.Cycles;
using Campaigns.App.Http;
using Campaigns.App.Participants;
using Campaigns.App.Reviews;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Sheets;

namespace Campaigns.App.Exchange;

/// <summary>
/// What a reviewer found under one clause, as somebody wrote it: <paramref name="Points"/>, or <paramref name="Measured"/> under clauses that count events.
/// </summary>
public sealed record ScoreRow(int Row, string Track, string Unit, string Phase, string Clause, string Points, string Measured, string Reason);

/// <summary>The JSON form of an import of scores.</summary>
public sealed record ScoresBody(IReadOnlyList<ScoreRowBody> Scores)
{
    /// <summary>Its scores as rows, counted from 1.</summary>
    public ImportFile<ScoreRow> ToRows() => new(
        [.. Scores.Select((s, i) => new ScoreRow(
            i + 1, s.Track, s.Unit, s.Phase, s.Clause, s.Points is { } points ? ImportCells.Text(points) : "",
            s.Measured is { } measured ? ImportCells.Text(measured) : "", s.Reason ?? ""))], []);
}

/// <summary>What a reviewer found under one clause of one participant.</summary>
public sealed record ScoreRowBody(
    string Track, string Unit, string Phase, string Clause, decimal? Points = null, decimal? Measured = null, string? Reason = null);

/// <summary>
/// Plans an import of review points (E1): a row a clause, laid over what the appraisal says so far. A participant's rows are one act: a draft, or with
/// <c>finish=true</c> the concluded appraisal; where that is refused, all of them are.
/// </summary>
public sealed class ScoreImport(ImportScenes scenes, ParticipantStore participants, AppraisalStore appraisals, Reviewing reviewing)
{
    internal static readonly ImportColumn[] Columns =
        [new("track"), new("unit"), new("phase"), new("clause"), new("points", true), new("measured", true), new("reason", true)];

    internal static ImportSource<ScoreRow> Source { get; } = new(
        csv => ImportCsv.Read(
            csv, Columns, (row, cell) => new ScoreRow(
                row, cell("track"), cell("unit"), cell("phase"), cell("clause"), cell("points"), cell("measured"), cell("reason"))),
        ImportSource.FromJson((ScoresBody b) => b.ToRows()));

    public async Task<ImportPlan> PlanAsync(CycleContext cycle, ImportFile<ScoreRow> file, Import import, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(import);
        var sheets = file.Rows.GroupBy(r => (r.Track, r.Unit, r.Phase)).Select(g => g.ToList()).ToList();
        if (sheets.Count > ImportScenes.MaxRows)
        {
            return new([PlannedRow.Rejected(
                sheets[ImportScenes.MaxRows][0].Row, "",
                new ImportError(
                    sheets[ImportScenes.MaxRows][0].Row, "", $"超过{ImportScenes.MaxRows}个参评对象，请拆分文件",
                    $"more than {ImportScenes.MaxRows} participants; split the file"))], _ => Task.FromResult<IReadOnlyList<ImportError>>([]));
        }
        var planned = await ImportScenes.EachAsync(sheets, (rows, stop) => PlanAsync(cycle, rows, import, stop), cancellationToken);
        return new([.. planned.SelectMany(p => p.Rows)], async stop =>
        {
            var acts = planned.Where(p => p.Content is not null).ToList();
            var late = await ImportScenes.EachAsync(acts, (act, token) => ActAsync(act, import, token), stop);
            return [.. late.SelectMany(l => l)];
        });
    }

    private async Task<IReadOnlyList<ImportError>> ActAsync(Planned sheet, Import import, CancellationToken cancellationToken)
    {
        var (outcome, _) = await reviewing.PutAsync(
            sheet.Scene!, sheet.Phase, sheet.Content!, import.Options.Finish, sheet.Known,
            ImportScenes.OperationOf(import, $"{sheet.Scene!.Path}/{sheet.Phase}"), cancellationToken);
        return [.. sheet.Written.Select(row => ImportScenes.Late(outcome, row)).OfType<ImportError>()];
    }

    private async Task<Planned> PlanAsync(CycleContext cycle, List<ScoreRow> rows, Import import, CancellationToken cancellationToken)
    {
        var first = rows[0];
        var act = import.Options.Finish ? Act.AcceptReview : Act.WriteReview;
        var (scene, error) = await scenes.OpenAsync(cycle, import, act, first.Row, first.Track, first.Unit, cancellationToken);
        if (scene is null)
            return Bad(rows, error!);
        var (phase, noPhase) = ImportScenes.PhaseOf(scene, first.Row, first.Phase);
        if (phase is null)
            return Bad(rows, noPhase!);
        if (await participants.ReadAsync(scene.Key, cancellationToken) is not { } stored)
            return Bad(rows, new(first.Row, "unit", "该单位不参加此类别", "takes no part in that track"));

        var saved = await appraisals.ReadAsync(scene.Key, phase.Id, cancellationToken);
        var before = saved?.Content ?? new AppraisalContent(new Dictionary<string, decimal>());
        var (judged, content) = Lay(rows, before, import.Options.Strategy);
        var done = !import.Options.Finish || saved is { Accepted: true };
        if (judged.All(r => r.Outcome is RowOutcome.Unchanged or RowOutcome.Rejected) && done)
            return new(judged, scene, phase.Id, null, new Precondition.Unstated(), []);
        if (await reviewing.CheckAsync(scene, phase.Id, stored.State, content, import.Options.Finish, cancellationToken) is { } refusal)
        {
            var refused = Refused(rows, judged, refusal);
            if (import.Options.Finish || refusal.All.Any(r => rows.All(row => !Speaks(r, row))))
                return new(refused, scene, phase.Id, null, new Precondition.Unstated(), []);
            // The good rows make a draft without the bad ones.
            var bad = refused.Where(r => r.Outcome is RowOutcome.Rejected).Select(r => r.Row).ToHashSet();
            var (kept, without) = Lay([.. rows.Where(r => !bad.Contains(r.Row))], before, import.Options.Strategy);
            judged = [.. refused.Where(r => bad.Contains(r.Row)), .. kept];
            content = without;
        }
        var written = judged.Where(r => r.Outcome is RowOutcome.Created or RowOutcome.Updated || (!done && r.Outcome is RowOutcome.Unchanged))
            .Select(r => r.Row).ToList();
        if (written.Count == 0)
            return new(judged, scene, phase.Id, null, new Precondition.Unstated(), []);
        // A draft that is only being concluded changes no row's points, and yet something happens.
        var rowsNow = done ? judged : [.. judged.Select(r => r.Outcome is RowOutcome.Unchanged ? r with { Outcome = RowOutcome.Updated } : r)];
        return new(rowsNow, scene, phase.Id, content, saved is null ? new Precondition.MustNotExist() : new Precondition.Matches(saved.ETag), written);
    }

    /// <summary>The rows over what is there.</summary>
    private static (List<PlannedRow> Rows, AppraisalContent Content) Lay(List<ScoreRow> rows, AppraisalContent before, ImportStrategy strategy)
    {
        var (points, measured, reasons) = (before.Points.ToDictionary(), before.Measured.ToDictionary(), before.Reasons.ToDictionary());
        var judged = new List<PlannedRow>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            var errors = new List<ImportError>();
            var (given, counted) = (Cell(row, "points", row.Points, errors), Cell(row, "measured", row.Measured, errors));
            if (row.Points.Length == 0 && row.Measured.Length == 0)
                errors.Add(ImportErrors.Missing(row.Row, "points"));
            if (!seen.Add(row.Clause))
                errors.Add(ImportErrors.Twice(row.Row, "clause", row.Clause));
            var exists = before.Points.ContainsKey(row.Clause) || before.Measured.ContainsKey(row.Clause);
            var changes = (given is { } g && (!before.Points.TryGetValue(row.Clause, out var had) || had != g))
                || (counted is { } c && (!before.Measured.TryGetValue(row.Clause, out var saw) || saw != c))
                || (row.Reason.Length > 0 && before.Reasons.GetValueOrDefault(row.Clause) != row.Reason);
            if (errors.Count == 0 && ImportErrors.Strategy(strategy, row.Row, "clause", exists, changes) is { } unwanted)
                errors.Add(unwanted);
            if (errors.Count > 0)
            {
                judged.Add(PlannedRow.Rejected(row.Row, IdOf(row), errors));
                continue;
            }
            if (given is { } now)
                points[row.Clause] = now;
            if (counted is { } events)
                measured[row.Clause] = events;
            if (row.Reason.Length > 0)
                reasons[row.Clause] = row.Reason;
            judged.Add(new(row.Row, IdOf(row), !exists ? RowOutcome.Created : changes ? RowOutcome.Updated : RowOutcome.Unchanged, []));
        }
        return (judged, before with { Points = points, Measured = measured, Reasons = reasons });
    }

    private static decimal? Cell(ScoreRow row, string column, string text, List<ImportError> errors)
    {
        if (text.Length == 0)
            return null;
        if (ImportCells.Number(text) is { } number)
            return number;
        errors.Add(ImportCells.NoNumber(row.Row, column, text));
        return null;
    }

    /// <summary>The rows with what the rules refuse: each with what concerns its clause; what concerns no row's clause falls on all of them.</summary>
    private static List<PlannedRow> Refused(List<ScoreRow> rows, List<PlannedRow> judged, Refusal refusal)
    {
        var result = new List<PlannedRow>();
        var whole = refusal.All.Where(r => rows.All(row => !Speaks(r, row))).ToList();
        foreach (var planned in judged)
        {
            var row = rows.First(r => r.Row == planned.Row);
            ImportError[] mine =
            [
                .. planned.Errors,
                .. refusal.All.Where(r => Speaks(r, row)).Select(r => new ImportError(row.Row, ColumnOf(r), r.Message)),
                .. whole.Select(r => new ImportError(row.Row, "", WithPlace(r))),
            ];
            result.Add(mine.Length > 0 ? PlannedRow.Rejected(planned.Row, planned.Id, mine) : planned);
        }
        return result;
    }

    private static LocalizedText WithPlace(Refusal refusal) => refusal.Path is { } path && path.Contains('.', StringComparison.Ordinal)
        ? new($"{path[(path.IndexOf('.', StringComparison.Ordinal) + 1)..]}：{refusal.Message.Zh}",
            $"{path[(path.IndexOf('.', StringComparison.Ordinal) + 1)..]}: {refusal.Message.In("en")}")
        : refusal.Message;

    private static bool Speaks(Refusal refusal, ScoreRow row) => refusal.Path is { } path && path.EndsWith($".{row.Clause}", StringComparison.Ordinal);

    private static string ColumnOf(Refusal refusal) => refusal.Path!.Split('.')[0] switch
    {
        "measured" => "measured",
        "reasons" => "reason",
        _ => "points",
    };

    private static string IdOf(ScoreRow row) => $"{row.Track}/{row.Unit}/{row.Phase}/{row.Clause}";

    private static Planned Bad(List<ScoreRow> rows, ImportError error) => new(
        [.. rows.Select(r => PlannedRow.Rejected(r.Row, IdOf(r), error with { Row = r.Row }))], null, "", null, new Precondition.Unstated(), []);

    private sealed record Planned(
        IReadOnlyList<PlannedRow> Rows, ParticipantScene? Scene, string Phase, AppraisalContent? Content, Precondition Known, IReadOnlyList<int> Written);
}
