using Campaigns.App.Access;
using Campaigns.App.Http;
using Campaigns.App.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Directory;

/// <summary>What an import did, or with <c>dryRun</c> would do.</summary>
public sealed record ImportAnswer(int Created, int Updated, int Unchanged, IReadOnlyList<ImportError> Errors, int Retired = 0);

/// <summary>
/// <c>POST /imports/units</c>, <c>/imports/people</c> and <c>/imports/clusters</c> (A4, A5): CSV or JSON. All or nothing, unless <c>goodRowsOnly=true</c>;
/// <c>dryRun=true</c> answers the same and writes nothing. Repeating an import finds everything unchanged. With <c>retireMissing=true</c> a file of units is
/// the whole tree: what it leaves out is retired, never deleted.
/// </summary>
public sealed class ImportEndpoints(AccessPolicy access, DirectoryCache directory, DirectoryStore store, ImportRecords records, CampaignClock clock)
{
    const int MaxBytes = 16 * 1024 * 1024;
    const int MaxErrorsShown = 500;

    [Function(nameof(ImportUnits))]
    public Task<IResult> ImportUnits(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/imports/units")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellation) =>
        ImportAsync<UnitRow, Unit>(
            request, context, Act.ImportUnits,
            (body, csv) => csv ? new(ImportCsv.Units(body)) : Rows(Json.Parse<UnitsBody>(body), b => b.ToRows()),
            (file, now) => UnitImport.Judge(file, now, RetiresMissing(request) ? clock.Now : null),
            (units, import) => store.ReplaceAsync(
                units, [], import.Operation, cancellation, facts: units.Aggregate(import.Facts(), (f, u) => f.Add(import.Before.Unit(u.Id), u))),
            cancellation);

    [Function(nameof(ImportPeople))]
    public Task<IResult> ImportPeople(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/imports/people")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellation) =>
        ImportAsync<PersonRow, Person>(
            request, context, Act.ImportPeople,
            (body, csv) => csv ? new(ImportCsv.People(body)) : Rows(Json.Parse<PeopleBody>(body), b => b.ToRows()),
            PersonImport.Judge,
            (people, import) => store.ReplaceAsync(
                [], people.Select(p => p.HandedOver(import.Before.Person(p.Id), import.At)), import.Operation, cancellation,
                facts: people.Aggregate(import.Facts(), (f, p) => f.Add(import.Before.Person(p.Id), p))),
            cancellation);

    [Function(nameof(ImportClusters))]
    public Task<IResult> ImportClusters(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/imports/clusters")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellation) =>
        ImportAsync<ClusterRow, Cluster>(
            request, context, Act.ImportClusters,
            (body, csv) => csv ? new(ImportCsv.Clusters(body)) : Rows(Json.Parse<ClustersBody>(body), b => b.ToRows()),
            ClusterImport.Judge,
            (clusters, import) => store.ReplaceAsync([], [], import.Operation, cancellation, clusters),
            cancellation);

    async Task<IResult> ImportAsync<TRow, T>(
        HttpRequest request,
        FunctionContext context,
        Act act,
        Func<byte[], bool, Parsed<ImportFile<TRow>>> parse,
        Func<ImportFile<TRow>, DirectorySnapshot, ImportJudgement<T>> judge,
        Func<IReadOnlyList<T>, Import, Task> write,
        CancellationToken cancellation)
    {
        var caller = context.Caller();
        if (await access.DeniesAsync(caller, act, null, cancellation) is { } denied) return denied;
        var reader = new RequestReader(request);
        var (dryRun, goodRowsOnly) = (reader.Flag("dryRun"), reader.Flag("goodRowsOnly"));
        if (act == Act.ImportUnits && reader.Flag("retireMissing") && goodRowsOnly)
            return Problems.BadRequest("query.retireMissing", "goes with a file all of whose rows are good: leave goodRowsOnly away");
        if (reader.Problem is { } bad) return bad;
        if (!IdempotencyKey.Of(request, context).TryGet(out var key, out var problem)) return problem;
        var type = Bodies.MediaType(request);
        if (type is not ("text/csv" or "application/json")) return Problems.UnsupportedMediaType("text/csv or application/json in UTF-8");

        var read = await Bodies.ReadAsync(request, MaxBytes, cancellation);
        if (!read.TryGet(out var body, out problem)) return problem;
        if (!System.Text.Unicode.Utf8.IsValid(body)) return Problems.BadRequest("$", "is not valid UTF-8");
        var operation = key.OperationId(request, caller.Person);
        var recorded = key.Given && !dryRun;
        if (recorded && await records.FindAsync(operation, read.Hash, cancellation) is { } answered) return answered;

        if (!parse(body, type == "text/csv").TryGet(out var file, out problem)) return problem;
        var before = await directory.GetFreshAsync(cancellation);
        var judgement = judge(file, before);
        if (judgement.Errors.Count > 0 && !goodRowsOnly) return Refused(judgement.Errors);

        var answer = new ImportAnswer(
            judgement.Created.Count, judgement.Updated.Count, judgement.Unchanged.Count, [.. judgement.Errors.Take(MaxErrorsShown)],
            judgement.Retired.Count);
        if (dryRun) return Answers.Ok(answer);
        await write([.. judgement.Created, .. judgement.Updated, .. judgement.Retired], new(operation, caller.Person, clock.Now, before));
        if (recorded) await records.KeepAsync(operation, read.Hash, Answers.Text(answer), cancellation);
        return Answers.Ok(answer);
    }

    /// <summary>An import that is written: by whom, when, and over which directory.</summary>
    sealed record Import(string Operation, string By, DateTimeOffset At, DirectorySnapshot Before)
    {
        public DirectoryFacts Facts() => new(new(By, At));
    }

    static Parsed<ImportFile<TRow>> Rows<TBody, TRow>(Parsed<TBody> parsed, Func<TBody, ImportFile<TRow>> rows)
        where TBody : class =>
        parsed.TryGet(out var body, out var problem) ? new(rows(body)) : new(problem);

    static bool RetiresMissing(HttpRequest request) => new RequestReader(request).Flag("retireMissing");

    static IResult Refused(IReadOnlyList<ImportError> errors) => Problems.Of(
        StatusCodes.Status422UnprocessableEntity,
        "badRows",
        $"{errors.Select(e => e.Row).Distinct().Count()} rows are bad and nothing was imported; goodRowsOnly=true imports the others.",
        errors.Take(MaxErrorsShown)
            .GroupBy(e => e.Column.Length > 0 ? $"rows[{e.Row}].{e.Column}" : $"rows[{e.Row}]")
            .ToDictionary(g => g.Key, g => g.Select(e => e.Message).ToArray()));
}
