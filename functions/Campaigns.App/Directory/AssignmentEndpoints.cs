using Azure;
using Campaigns.App.Access;
using Campaigns.App.Http;
using Campaigns.App.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Directory;

/// <summary>Who is what at a unit.</summary>
public sealed record UnitAssignments(IReadOnlyList<UnitAssignment> Assignments);

/// <summary>One of them.</summary>
public sealed record UnitAssignment(AssignmentKind Role, string Person);

/// <summary>
/// <c>GET</c> and <c>PUT /units/{unit}/assignments</c> (A3). Assignments are written with the people who hold them, one row a person; the ETag is that of the
/// list. A PUT that breaks off half-way leaves a list with another ETag, and the same PUT with the new one completes it.
/// </summary>
public sealed class AssignmentEndpoints(AccessPolicy access, DirectoryCache directory, DirectoryStore store, CampaignClock clock)
{
    const int MaxTries = 5;

    [Function(nameof(GetAssignments))]
    public async Task<IResult> GetAssignments(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/units/{unit}/assignments")] HttpRequest request,
        string unit,
        FunctionContext context,
        CancellationToken cancellation)
    {
        if (RequestReader.BadRoute(("unit", unit)) is { } bad) return bad;
        if (await access.DeniesAsync(context.Caller(), Act.ReadAssignments, unit, cancellation) is { } denied) return denied;
        var now = await directory.GetFreshAsync(cancellation);
        return !now.IsPlace(unit) ? Problems.NotFound($"unit {unit}") : Answer(Of(now, unit));
    }

    [Function(nameof(PutAssignments))]
    public async Task<IResult> PutAssignments(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/units/{unit}/assignments")] HttpRequest request,
        string unit,
        FunctionContext context,
        CancellationToken cancellation)
    {
        if (RequestReader.BadRoute(("unit", unit)) is { } bad) return bad;
        var caller = context.Caller();
        if (await access.DeniesAsync(caller, Act.WriteAssignments, unit, cancellation) is { } denied) return denied;
        if (!Preconditions.Of(request).TryGet(out var precondition, out var problem)) return problem;
        if (!(await Json.ReadAsync<UnitAssignments>(request, cancellation: cancellation)).TryGet(out var body, out problem)) return problem;

        var now = await directory.GetFreshAsync(cancellation);
        if (!now.IsPlace(unit)) return Problems.NotFound($"unit {unit}");
        var before = Of(now, unit);
        if (precondition.Check(TagOf(before), before) is { } failed) return failed;
        var errors = body.Assignments.Select((a, i) => (Path: $"$.assignments[{i}].person", a.Person)).Where(a => now.Person(a.Person) is null)
            .ToDictionary(a => a.Path, a => new[] { $"there is no person '{a.Person}'" });
        if (errors.Count > 0) return Problems.Validation(errors);

        var wanted = body.Assignments.Distinct().ToLookup(a => a.Person, a => a.Role);
        var operation = DirectoryErrors.Operation(context, request, caller);
        foreach (var person in before.Assignments.Select(a => a.Person).Union(wanted.Select(w => w.Key)).Order(StringComparer.Ordinal))
            if (await AssignAsync(caller, person, unit, [.. wanted[person]], operation, cancellation) is { } lost) return lost;
        return Answer(Of(await directory.GetFreshAsync(cancellation), unit));
    }

    async Task<IResult?> AssignAsync(
        Caller caller, string person, string unit, AssignmentKind[] roles, string operation, CancellationToken cancellation)
    {
        for (var tries = 0; tries < MaxTries; tries++)
        {
            if (await store.PersonAsync(person, cancellation) is not { } found) return null;
            var changed = found.Value with
            {
                Assignments = [.. found.Value.Assignments.Where(a => a.Unit != unit), .. roles.Order().Select(role => new Assignment(role, unit))],
            };
            if (DirectoryRows.Same(found.Value, changed)) return null;
            var facts = new DirectoryFacts(new(caller.Person, clock.Now)).Add(found.Value, changed);
            if (await store.PutAsync(
                changed.HandedOver(found.Value, clock.Now), new Precondition.Matches(found.ETag), operation, facts, cancellation) is not null) return null;
        }
        return Problems.PreconditionFailed();
    }

    static UnitAssignments Of(DirectorySnapshot now, string unit) => new(
    [
        .. now.People.Values.SelectMany(p => p.Assignments.Where(a => a.Unit == unit).Select(a => new UnitAssignment(a.Role, p.Id)))
            .OrderBy(a => a.Role).ThenBy(a => a.Person, StringComparer.Ordinal),
    ]);

    static IResult Answer(UnitAssignments assignments) => Answers.Ok(assignments, TagOf(assignments));

    static ETag TagOf(UnitAssignments assignments) => new(Json.Hash(System.Text.Encoding.UTF8.GetBytes(Answers.Text(assignments)))[..32]);
}
