using Campaigns.App.Access;
using Campaigns.App.Directory;
using Campaigns.App.Http;
using Campaigns.App.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Exchange;

/// <summary>
/// <c>GET /exports/units</c>, <c>/exports/people</c> and <c>/exports/assignments</c> (A5, H4), <c>?format=csv|json|xlsx</c>, CSV where nothing is said: as the
/// imports take them.
/// </summary>
public sealed class DirectoryExports(AccessPolicy access, DirectoryStore store)
{
    private static readonly ExportColumn<Unit>[] UnitColumns =
    [
        new("id", u => u.Id), new("name", u => u.Name), new("name_en", u => u.NameEn), new("level", u => u.Level), new("sector", u => u.Sector),
        new("parent", u => u.Parent),
    ];

    private static readonly ExportColumn<Person>[] PersonColumns =
    [
        new("id", p => p.Id), new("name", p => p.Name), new("email", p => p.Email), new("language", p => p.Language), new("unit", p => p.Unit),
        new("categories", p => p.Categories),
        new("assignments", p => p.Assignments) { Text = p => string.Join(';', p.Assignments.Select(a => $"{AssignmentText.RoleName(a.Role)}@{a.Unit}")) },
    ];

    private static readonly ExportColumn<AssignmentBody>[] AssignmentColumns =
        [new("unit", a => a.Unit), new("role", a => a.Role), new("person", a => a.Person)];

    [Function(nameof(ExportUnits))]
    public Task<IResult> ExportUnits(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/exports/units")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken) =>
        ExportAsync(
            request, context, Act.ReadUnits, () => new ExportTable<Unit>("units", UnitColumns, store.LivingUnitsAsync(cancellationToken)), cancellationToken);

    [Function(nameof(ExportPeople))]
    public Task<IResult> ExportPeople(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/exports/people")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken) =>
        ExportAsync(
            request, context, Act.ReadPeople, () => new ExportTable<Person>("people", PersonColumns, store.EverybodyAsync(cancellationToken)),
            cancellationToken);

    [Function(nameof(ExportAssignments))]
    public Task<IResult> ExportAssignments(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/exports/assignments")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken) =>
        ExportAsync(
            request, context, Act.ReadPeople, () => new ExportTable<AssignmentBody>("assignments", AssignmentColumns, AssignmentsAsync(cancellationToken)),
            cancellationToken);

    private async Task<IResult> ExportAsync(
        HttpRequest request, FunctionContext context, Act act, Func<IExportTable> table, CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("reading");
        if (await access.DeniesAsync(context.Caller(), act, null, cancellationToken) is { } denied)
            return denied;
        var reader = new RequestReader(request);
        var format = reader.Choice<ExportFormat>("format") ?? ExportFormat.Csv;
        if (reader.Problem is { } bad)
            return bad;
        var exported = table();
        return new ExportFile(exported.Name, [exported], format);
    }

    private async IAsyncEnumerable<AssignmentBody> AssignmentsAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var person in store.EverybodyAsync(stop))
        {
            foreach (var assignment in person.Assignments)
                yield return new(assignment.Unit, assignment.Role, person.Id);
        }
    }
}
