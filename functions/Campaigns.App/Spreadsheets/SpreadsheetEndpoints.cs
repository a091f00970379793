using Campaigns.App.Access;
using Campaigns.App.Cycles;
using Campaigns.App.Exchange;
using Campaigns.App.Http;
using Campaigns.App.Storage;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Sheets;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Spreadsheets;

/// <summary>What an upload is answered with.</summary>
public enum UploadAnswer
{
    /// <summary>The rows with their outcomes; where nothing is said.</summary>
    Json,

    /// <summary>The file as it was filled in, with the mistakes beside the rows.</summary>
    Xlsx,
}

/// <summary>
/// <c>GET</c> and <c>POST /cycles/{cycle}/spreadsheets/{unit}?phase=</c> (J21): the self-checks of all units below (or at) a unit in one spreadsheet,
/// pre-filled; the filled-in file comes back by POST, as drafts or with <c>finish=true</c> to hand in. <c>answer=xlsx</c> gives the file back with its mistakes.
/// </summary>
public sealed class SpreadsheetEndpoints(
    AccessPolicy access, CycleContexts cycles, ImportScenes scenes, FillInBooks books, FillInImport fillIn, ImportDesk desk)
{
    private const int MaxCellsNamed = 100;
    private const string Route = "api/v1/cycles/{cycle}/spreadsheets/{unit}";

    [Function(nameof(GetSpreadsheet))]
    public async Task<IResult> GetSpreadsheet(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request,
        string cycle,
        string unit,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("reading");
        var caller = context.Caller();
        if (await access.DeniesAsync(caller, Act.ListParticipants, null, cancellationToken) is { } no)
            return no;
        if (RequestReader.BadRoute(("cycle", cycle), ("unit", unit)) is { } bad)
            return bad;
        if (await cycles.GetAsync(cycle, cancellationToken) is not { } found)
            return Problems.NotFound($"cycle {cycle}");
        if (!PhaseOf(request, found).TryGet(out var phase, out var problem))
            return problem;
        var book = await books.ReadAsync(new(found, caller, unit), phase, caller.Language, cancellationToken);
        return book is null ? TooMany() : book.Rows.Count == 0 ? Nobody(unit) : new FillInFile(book, caller.Language);
    }

    [Function(nameof(FillInSpreadsheet))]
    public async Task<IResult> FillInSpreadsheet(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request,
        string cycle,
        string unit,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("submission");
        var caller = context.Caller();
        if (RequestReader.BadRoute(("cycle", cycle), ("unit", unit)) is { } bad)
            return bad;
        if (await access.DeniesAsync(caller, Act.ImportRows, null, cancellationToken) is { } no)
            return no;
        if (!(await scenes.CycleAsync(cycle, cancellationToken)).TryGet(out var found, out var problem))
            return problem;
        if (!PhaseOf(request, found).TryGet(out var phase, out problem))
            return problem;
        var reader = new RequestReader(request);
        var answer = reader.Choice<UploadAnswer>("answer") ?? UploadAnswer.Json;
        if (reader.Problem is { } unreadable)
            return unreadable;

        FillInBook? filledIn = null;
        IReadOnlyDictionary<string, SheetContent> after = new Dictionary<string, SheetContent>();
        return await desk.RunAsync(
            request, context, Source,
            async (file, import) =>
            {
                var (upload, plan) = (file.Rows[0], new ImportPlan([], _ => Task.FromResult<IReadOnlyList<ImportError>>([])));
                var book = await books.ReadAsync(new(found, caller, unit), phase, upload.Marks.Language, cancellationToken);
                if ((book is null ? TooMany() : book.Rows.Count == 0 ? Nobody(unit) : null) is { } none)
                    return plan with { Refusal = none };
                var (rows, tampered) = upload.Over(book!);
                if (Foreign(upload, book!, tampered, caller.Language) is { } foreign)
                    return plan with { Refusal = foreign };
                filledIn = book! with { Rows = rows };
                (plan, after) = await fillIn.PlanAsync(upload, book!, import, cancellationToken);
                return plan;
            },
            cancellationToken,
            answer is UploadAnswer.Json ? null : (options, rows) => new FillInFile(
                Written(options, rows) ? filledIn!.With(after) : filledIn!, caller.Language, rows.ToDictionary(r => r.Row)));
    }

    private static bool Written(ImportOptions options, IReadOnlyList<PlannedRow> rows) =>
        !options.DryRun && (options.AtomicMode is AtomicMode.None || rows.All(r => r.Outcome is not RowOutcome.Rejected));

    private static ImportSource<FillInUpload> Source { get; } = new(null, null)
    {
        MaxBytes = FillInUpload.MaxBytes,
        Usually = AtomicMode.None,
        Spreadsheet = body => FillInUpload.Read(body).TryGet(out var upload, out var problem)
            ? new(new ImportFile<FillInUpload>([upload], []))
            : new(problem),
    };

    /// <summary>
    /// The problem with a file that is not of here or not as it was given out: 422 that names each fixed cell that was changed, 409 where what stands behind
    /// them has changed here since.
    /// </summary>
    private static IResult? Foreign(FillInUpload upload, FillInBook book, IReadOnlyList<ImportError> tampered, string language)
    {
        var marks = upload.Marks;
        if (marks.Cycle != book.Cycle.Cycle || marks.Phase != book.Phase.Id || marks.Under != book.Under)
            return Problems.Of(StatusCodes.Status422UnprocessableEntity, "otherSpreadsheet", "The file is of another cycle, phase or unit.");
        if (marks.Fingerprint != book.Fingerprint())
        {
            return Problems.Conflict(
                "spreadsheetStale", "Units, standard or wording have changed since the file was downloaded, or its hidden sheet was; download it again.");
        }
        return tampered.Count == 0 ? null : Problems.Of(
            StatusCodes.Status422UnprocessableEntity, "fixedCellsChanged",
            $"{tampered.Count} cells that are not to be filled in were changed; nothing was taken.",
            tampered.Take(MaxCellsNamed).GroupBy(e => $"cells[{e.Column}{e.Row}]")
                .ToDictionary(g => g.Key, g => g.Select(e => e.Message.In(language)).ToArray()));
    }

    private static Parsed<Phase> PhaseOf(HttpRequest request, CycleContext cycle)
    {
        var reader = new RequestReader(request);
        var id = reader.SlugOf("phase");
        if (reader.Problem is { } bad)
            return new(bad);
        if (id is null)
            return new(Problems.BadRequest("query.phase", "is missing"));
        return cycle.Definition.Phases.FirstOrDefault(p => p.Id == id && p.Kind is PhaseKind.SelfCheck) is { } phase
            ? new(phase)
            : new(Problems.NotFound($"self-check {id}"));
    }

    private static IResult Nobody(string unit) => Problems.NotFound($"participant at or below {unit} whose sheets you may see");

    private static IResult TooMany() => Problems.Of(
        StatusCodes.Status422UnprocessableEntity, "tooManyRows", $"More than {FillInBooks.MaxRows} rows; ask for a unit further down.");
}
