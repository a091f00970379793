using Campaigns.App.Access;
using Campaigns.App.Exchange;
using Campaigns.App.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Directory;

/// <summary>
/// <c>POST /imports/units</c>, <c>/imports/people</c>, <c>/imports/assignments</c> and <c>/imports/clusters</c> (A3–A5): CSV or JSON, as
/// <see cref="ImportDesk"/> promises. With <c>retireMissing=true</c> a file of units is the whole tree, and one of assignments states all that its units have:
/// what is left out is retired or ends, never deleted.
/// </summary>
public sealed class ImportEndpoints(AccessPolicy access, DirectoryCache directory, DirectoryStore store, ImportDesk desk)
{
    static readonly ImportSource<UnitRow> Units = new(DirectoryCsv.Units, ImportSource.FromJson((UnitsBody b) => b.ToRows()));
    static readonly ImportSource<PersonRow> People = new(DirectoryCsv.People, ImportSource.FromJson((PeopleBody b) => b.ToRows()));
    static readonly ImportSource<AssignmentRow> Assignments =
        new(DirectoryCsv.Assignments, ImportSource.FromJson((AssignmentsBody b) => b.ToRows()));
    static readonly ImportSource<ClusterRow> Clusters = new(DirectoryCsv.Clusters, ImportSource.FromJson((ClustersBody b) => b.ToRows()));

    [Function(nameof(ImportUnits))]
    public async Task<IResult> ImportUnits(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/imports/units")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellation)
    {
        if (await access.DeniesAsync(context.Caller(), Act.ImportUnits, null, cancellation) is { } denied) return denied;
        if (!RetiresMissing(request).TryGet(out var retires, out var problem)) return problem;
        return await desk.RunAsync(
            request, context, Units,
            async (file, import) =>
            {
                var before = await directory.GetFreshAsync(cancellation);
                var judged = UnitImport.Judge(file, before, retires.Value ? import.At : null, import.Options.Strategy);
                return Plan(judged, u => u.Id, stop => store.ReplaceAsync(
                    judged.Written, [], import.Operation, stop,
                    facts: judged.Written.Aggregate(Facts(import), (f, u) => f.Add(before.Unit(u.Id), u))));
            },
            cancellation);
    }

    [Function(nameof(ImportPeople))]
    public async Task<IResult> ImportPeople(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/imports/people")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellation)
    {
        if (await access.DeniesAsync(context.Caller(), Act.ImportPeople, null, cancellation) is { } denied) return denied;
        return await desk.RunAsync(
            request, context, People,
            async (file, import) =>
            {
                var before = await directory.GetFreshAsync(cancellation);
                var judged = PersonImport.Judge(file, before, import.Options.Strategy);
                return Plan(judged, p => p.Id, stop => WritePeopleAsync(judged.Written, before, import, stop));
            },
            cancellation);
    }

    [Function(nameof(ImportAssignments))]
    public async Task<IResult> ImportAssignments(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/imports/assignments")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellation)
    {
        if (await access.DeniesAsync(context.Caller(), Act.ImportAssignments, null, cancellation) is { } denied) return denied;
        if (!RetiresMissing(request).TryGet(out var retires, out var problem)) return problem;
        return await desk.RunAsync(
            request, context, Assignments,
            async (file, import) =>
            {
                var before = await directory.GetFreshAsync(cancellation);
                var (rows, changed) = AssignmentImport.Judge(file, before, import.Options.Strategy, retires.Value);
                return new ImportPlan(rows, async stop =>
                {
                    await WritePeopleAsync(changed, before, import, stop);
                    return [];
                });
            },
            cancellation);
    }

    [Function(nameof(ImportClusters))]
    public async Task<IResult> ImportClusters(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/imports/clusters")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellation)
    {
        if (await access.DeniesAsync(context.Caller(), Act.ImportClusters, null, cancellation) is { } denied) return denied;
        return await desk.RunAsync(
            request, context, Clusters,
            async (file, import) =>
            {
                var judged = ClusterImport.Judge(file, await directory.GetFreshAsync(cancellation), import.Options.Strategy);
                return Plan(judged, c => c.Id, stop => store.ReplaceAsync([], [], import.Operation, stop, judged.Written));
            },
            cancellation);
    }

    Task WritePeopleAsync(IReadOnlyList<Person> people, DirectorySnapshot before, Import import, CancellationToken cancellation) => store.ReplaceAsync(
        [], people.Select(p => p.HandedOver(before.Person(p.Id), import.At)), import.Operation, cancellation,
        facts: people.Aggregate(Facts(import), (f, p) => f.Add(before.Person(p.Id), p)));

    static DirectoryFacts Facts(Import import) => new(new(import.Caller.Person, import.At));

    static ImportPlan Plan<T>(ImportJudgement<T> judged, Func<T, string> idOf, Func<CancellationToken, Task> write) => new ImportPlan(
        [.. judged.Rows, .. judged.Retired.Select(r => new PlannedRow(0, idOf(r), RowOutcome.Retired, []))],
        async cancellation =>
        {
            await write(cancellation);
            return [];
        }).With(judged.Errors);

    // A file that is everything has to be good as a whole: a row that was meant and is bad would end what it speaks of.
    static Parsed<Flagged> RetiresMissing(HttpRequest request)
    {
        var reader = new RequestReader(request);
        var retires = reader.Flag("retireMissing");
        if (reader.Problem is { } bad) return new(bad);
        return retires && reader.Choice<AtomicMode>("atomicMode") is AtomicMode.None
            ? new(Problems.BadRequest("query.retireMissing", "goes with a file all of whose rows are good: leave atomicMode=none away"))
            : new(new Flagged(retires));
    }

    sealed record Flagged(bool Value);
}
