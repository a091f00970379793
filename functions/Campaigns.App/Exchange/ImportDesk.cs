using Campaigns.App.Access;
using Campaigns.App.Http;
using Campaigns.App.Storage;
using Campaigns.App.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace Campaigns.App.Exchange;

/// <summary>How a kind of import reads its bodies; what it does not read it does not take.</summary>
public sealed record ImportSource<TRow>(Func<byte[], ImportFile<TRow>>? Csv, Func<byte[], Parsed<ImportFile<TRow>>>? Json)
{
    /// <summary>Reads an XLSX file.</summary>
    public Func<byte[], Parsed<ImportFile<TRow>>>? Spreadsheet { get; init; }

    /// <summary>What becomes of the good rows where nothing is said.</summary>
    public AtomicMode Usually { get; init; } = AtomicMode.All;


    public int MaxBytes { get; init; } = 16 * 1024 * 1024;
}

/// <summary>Builds import sources.</summary>
public static class ImportSource
{
    /// <summary>A JSON body of <typeparamref name="TBody"/> as rows.</summary>
    public static Func<byte[], Parsed<ImportFile<TRow>>> FromJson<TBody, TRow>(Func<TBody, ImportFile<TRow>> rows)
        where TBody : class =>
        body => Json.Parse<TBody>(body).TryGet(out var read, out var problem) ? new(rows(read)) : new(problem);
}

/// <summary>An import at work: under which operation, by whom, since when (campaign time), and how.</summary>
public sealed record Import(string Operation, Caller Caller, DateTimeOffset At, ImportOptions Options);

/// <summary>
/// The one way in which every import goes (A5, H4, J1): options, key, body, encoding, rows, judgement, writing, answer. What it promises:
/// <list type="bullet">
/// <item>Every row is judged, by the rules that the single routes enforce, before the first is written; with <c>atomicMode=all</c> one bad row means that
/// nothing is written.</item>
/// <item>Each row, and each participant's rows together, is one transaction. Many rows are many transactions: a process that dies between them leaves the
/// earlier ones written, and the same file sent again reports those as unchanged and writes the others. The rows themselves are the record of the progress.
/// </item>
/// <item>A row that somebody else's act made impossible between judging and writing is reported as rejected; the others stand.</item>
/// <item>The same file again changes nothing and writes nothing. With an Idempotency-Key the answer is the first one, too.</item>
/// </list>
/// </summary>
public sealed partial class ImportDesk(ImportRecords records, CampaignClock clock, ILogger<ImportDesk> log)
{
    private const int MaxErrorsShown = 500;

    /// <summary>Runs an import whose caller may import; what a single row may do, <paramref name="plan"/> says.</summary>
    /// <param name="show">The answer in another form than <see cref="ImportAnswer"/>; it is then not kept for a repeat, which converges anyway.</param>
    public async Task<IResult> RunAsync<TRow>(
        HttpRequest request, FunctionContext context, ImportSource<TRow> source, Func<ImportFile<TRow>, Import, Task<ImportPlan>> plan,
        CancellationToken cancellationToken, Func<ImportOptions, IReadOnlyList<PlannedRow>, IResult>? show = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(plan);
        var at = clock.Now;
        var reader = new RequestReader(request);
        var options = ImportOptions.Of(reader, source.Usually);
        if (reader.Problem is { } bad)
            return bad;
        if (!IdempotencyKey.Of(request, context).TryGet(out var key, out var problem))
            return problem;
        if (TypeOf(request) is not { } type || !type.IsTakenBy(source))
        {
            return Problems.UnsupportedMediaType(
                source.Spreadsheet is not null ? SpreadsheetWriter.MediaType : "text/csv (UTF-8 or GBK) or application/json in UTF-8");
        }
        var read = await Bodies.ReadAsync(request, source.MaxBytes, cancellationToken);
        if (!read.TryGet(out var body, out problem))
            return problem;

        var caller = context.Caller();
        var import = new Import(key.OperationId(request, caller.Person), caller, at, options);
        var asked = Json.Hash(System.Text.Encoding.UTF8.GetBytes($"{read.Hash}\n{request.QueryString}"));
        var recorded = key.Given && !options.DryRun && show is null;
        if (recorded && await records.FindAsync(import.Operation, asked, cancellationToken) is { } answered)
            return answered;
        if (!FileOf(source, type, body).TryGet(out var file, out problem))
            return problem;

        var planned = (await plan(file.File, import)).With(file.File.Errors);
        if (planned.Refusal is { } refusal)
            return refusal;
        var rejected = planned.Rows.Where(r => r.Outcome is RowOutcome.Rejected).ToList();
        if (rejected.Count > 0 && options.AtomicMode is AtomicMode.All)
            return show?.Invoke(options, planned.Rows) ?? Refused(rejected, caller.Language);
        IReadOnlyList<ImportError> late = options.DryRun ? [] : await planned.Apply(cancellationToken);
        var outcome = Late(planned.Rows, late);
        if (!options.DryRun)
            LogDone(context.FunctionDefinition.Name, outcome.Count, outcome.Count(r => r.Outcome is RowOutcome.Rejected));
        if (show is not null)
            return show(options, outcome);
        var answer = ImportAnswer.Of(options, file.Encoding, outcome, caller.Language);
        if (recorded && late.Count == 0)
            await records.KeepAsync(import.Operation, asked, Answers.Text(answer), cancellationToken);
        return Answers.Ok(answer);
    }

    private static Parsed<ReadFile<TRow>> FileOf<TRow>(ImportSource<TRow> source, BodyType type, byte[] body)
    {
        if (type.Kind is BodyKind.Spreadsheet)
            return source.Spreadsheet!(body).TryGet(out var sheet, out var wrong) ? new(new ReadFile<TRow>(sheet, "xlsx")) : new(wrong);
        if (type.Kind is BodyKind.Csv)
        {
            return ImportText.Read(body, type.Charset) is { } text
                ? new(new ReadFile<TRow>(source.Csv!(text.Utf8), text.Encoding))
                : new(Problems.BadRequest("$", "is neither UTF-8 nor GBK (GB18030); save it as CSV UTF-8"));
        }
        if (!System.Text.Unicode.Utf8.IsValid(body))
            return new(Problems.BadRequest("$", "is not valid UTF-8"));
        return source.Json!(body).TryGet(out var file, out var problem) ? new(new ReadFile<TRow>(file, "utf-8")) : new(problem);
    }

    private static BodyType? TypeOf(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type))
            return null;
        var charset = type.Charset.HasValue ? type.Charset.ToString().Trim('"') : null;
        return type.MediaType.ToString().ToLowerInvariant() switch
        {
            "text/csv" when ImportText.Knows(charset) => new(BodyKind.Csv, charset),
            "application/json" when charset is null || charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) => new(BodyKind.Json, charset),
            SpreadsheetWriter.MediaType => new(BodyKind.Spreadsheet, null),
            _ => null,
        };
    }

    private static IReadOnlyList<PlannedRow> Late(IReadOnlyList<PlannedRow> rows, IReadOnlyList<ImportError> late)
    {
        var wrong = late.ToLookup(e => e.Row);
        return late.Count == 0
            ? rows
            : [.. rows.Select(r => wrong.Contains(r.Row) ? r with { Outcome = RowOutcome.Rejected, Errors = [.. r.Errors, .. wrong[r.Row]] } : r)];
    }

    private static IResult Refused(List<PlannedRow> rejected, string language) => Problems.Of(
        StatusCodes.Status422UnprocessableEntity,
        "badRows",
        $"{rejected.Count} rows are bad and nothing was imported; atomicMode=none imports the others.",
        rejected.SelectMany(r => r.Errors).Take(MaxErrorsShown)
            .GroupBy(e => e.Column.Length > 0 ? $"rows[{e.Row}].{e.Column}" : $"rows[{e.Row}]")
            .ToDictionary(g => g.Key, g => g.Select(e => e.Message.In(language)).ToArray()));

    [LoggerMessage(
        EventIds.ImportDone, LogLevel.Information, "{Import} is done: {Rows} rows, {Rejected} of them rejected", EventName = nameof(EventIds.ImportDone))]
    private partial void LogDone(string import, int rows, int rejected);

    private enum BodyKind
    {
        Csv,
        Json,
        Spreadsheet,
    }

    private sealed record BodyType(BodyKind Kind, string? Charset)
    {
        public bool IsTakenBy<TRow>(ImportSource<TRow> source) => Kind switch
        {
            BodyKind.Csv => source.Csv is not null,
            BodyKind.Json => source.Json is not null,
            _ => source.Spreadsheet is not null,
        };
    }

    private sealed record ReadFile<TRow>(ImportFile<TRow> File, string Encoding);
}
