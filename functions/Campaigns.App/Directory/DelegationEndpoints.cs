using Campaigns.App.Access;
using Campaigns.App.Http;
using Campaigns.App.Storage;
using Campaigns.Rules.People;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Directory;

/// <summary>Who is to stand in, from when (now where it is left out) until when, with which of the absent person's assignments (all of them where it is left out), and why.</summary>
public sealed record DelegationBody(
    string To, DateTimeOffset Until, string Reason, DateTimeOffset? From = null, IReadOnlyList<AssignmentKind>? Roles = null);

/// <summary>For whom somebody stands in, with what, until when.</summary>
public sealed record StandIn(string Person, string Name, IReadOnlyList<Assignment> Assignments, DateTimeOffset From, DateTimeOffset Until)
{
    internal static StandIn Of(string absent, Delegation delegation, DirectorySnapshot people) => new(
        absent, people.NameOf(absent), [.. people.Person(absent)!.Assignments.Where(a => a.IsCoveredBy(delegation))], delegation.From, delegation.End);
}

/// <summary>A person's delegations: those given, ended ones too, latest first, and for whom the person stands in now.</summary>
public sealed record DelegationsAnswer(IReadOnlyList<Delegation> Given, IReadOnlyList<StandIn> StandsInFor);

/// <summary>
/// <c>/people/{person}/delegations</c> (I1): a person, or the administrator where that person can do so no more, lets another stand in while they are absent.
/// The stand-in acts under its own name and needs the app role that the act asks for; what it did, and that it stood in, both stand in the ledgers.
/// </summary>
public sealed class DelegationEndpoints(AccessPolicy access, DirectoryCache directory, DirectoryStore store, CampaignClock clock)
{
    private const string Route = "api/v1/people/{person}/delegations";
    private const int MaxTries = 5;
    private const int MaxReason = 500;

    private static readonly string[] DelegableRoles = [.. Assignment.Delegable.Select(AssignmentText.RoleName)];

    [Function(nameof(GetDelegations))]
    public async Task<IResult> GetDelegations(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request,
        string person,
        FunctionContext context,
        CancellationToken cancellation)
    {
        if (RequestReader.BadRoute(("person", person)) is { } bad) return bad;
        if (await access.DeniesAsync(context.Caller(), Act.ReadDelegations, person, cancellation) is { } denied) return denied;
        var people = await directory.GetFreshAsync(cancellation);
        return people.Person(person) is not { } found
            ? Problems.NotFound($"person {person}")
            : Answers.Ok(new DelegationsAnswer(
                [.. found.Delegations.OrderByDescending(d => d.From).ThenBy(d => d.Id, StringComparer.Ordinal)],
                [.. people.StandsInFor(person).Select(s => StandIn.Of(s.Absent, s.Delegation, people))]));
    }

    [Function(nameof(PostDelegation))]
    public async Task<IResult> PostDelegation(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request,
        string person,
        FunctionContext context,
        CancellationToken cancellation)
    {
        if (RequestReader.BadRoute(("person", person)) is { } bad) return bad;
        var caller = context.Caller();
        if (await access.DeniesAsync(caller, Act.WriteDelegation, person, cancellation) is { } denied) return denied;
        if (!IdempotencyKey.Of(request, context).TryGet(out var key, out var problem)) return problem;
        if (!(await Json.ReadAsync<DelegationBody>(request, cancellation: cancellation)).TryGet(out var body, out problem)) return problem;
        if (body.Reason is not { Length: > 0 and <= MaxReason })
            return Problems.BadRequest("$.reason", $"must be 1 to {MaxReason} characters");
        if (!RequestReader.IsSlug(body.To ?? ""))
            return Problems.BadRequest("$.to", "is not a person's id");

        var now = clock.Now;
        var operation = key.OperationId(request, caller.Person);
        var given = new Delegation(
            operation, body.To!, (body.From ?? now).ToUniversalTime(), body.Until.ToUniversalTime(),
            [.. (body.Roles ?? []).Distinct().Order().Select(AssignmentText.RoleName)], body.Reason);
        if (await store.PersonAsync(given.To, cancellation) is null)
            return Problems.Validation(new Dictionary<string, string[]> { ["$.to"] = [$"there is no person '{given.To}'"] });
        for (var tries = 0; tries < MaxTries; tries++)
        {
            if (await store.PersonAsync(person, cancellation) is not { } found) return Problems.NotFound($"person {person}");
            if (found.Value.Delegations.FirstOrDefault(d => d.Id == operation) is { } before)
                return IsRepeated(before, given, body) ? Created(person, before) : Problems.IdempotencyKeyReused();
            var errors = given.Check(person, found.Value.Delegations, DelegableRoles, now).ToList();
            if (errors.Count > 0)
            {
                return Problems.Validation(errors.GroupBy(e => e.Field.Length == 0 ? "$" : "$." + e.Field)
                    .ToDictionary(e => e.Key, e => e.Select(x => x.Problem).ToArray()));
            }
            if (await WriteAsync(caller, found, given, operation, now, cancellation)) return Created(person, given);
        }
        return Problems.PreconditionFailed();
    }

    /// <summary>Ends it now; what never began is as if it had not been given, but stays on record. Ended ones stay as they are.</summary>
    [Function(nameof(EndDelegation))]
    public async Task<IResult> EndDelegation(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = Route + "/{id}")] HttpRequest request,
        string person,
        string id,
        FunctionContext context,
        CancellationToken cancellation)
    {
        if (RequestReader.BadRoute(("person", person), ("id", id)) is { } bad) return bad;
        var caller = context.Caller();
        if (await access.DeniesAsync(caller, Act.WriteDelegation, person, cancellation) is { } denied) return denied;
        var now = clock.Now;
        for (var tries = 0; tries < MaxTries; tries++)
        {
            if (await store.PersonAsync(person, cancellation) is not { } found
                || found.Value.Delegations.FirstOrDefault(d => d.Id == id) is not { } given)
                return Problems.NotFound($"delegation {id} of {person}");
            if (!given.IsOpen(now)) return Results.NoContent();
            var ended = given with { EndedAt = now };
            if (await WriteAsync(caller, found, ended, DirectoryErrors.Operation(context, request, caller), now, cancellation)) return Results.NoContent();
        }
        return Problems.PreconditionFailed();
    }

    private async Task<bool> WriteAsync(
        Caller caller, Stored<Person> found, Delegation delegation, string operation, DateTimeOffset now, CancellationToken cancellation)
    {
        var person = found.Value with { Delegations = [.. found.Value.Delegations.Where(d => d.Id != delegation.Id), delegation] };
        var facts = new DirectoryFacts(new(caller.Person, now, delegation.Reason)).Add(found.Value, delegation);
        return await store.PutAsync(person, new Precondition.Matches(found.ETag), operation, facts, cancellation) is not null;
    }

    // Where the request said no beginning, the moment of its first run was it.
    private static bool IsRepeated(Delegation before, Delegation given, DelegationBody body) =>
        (before.To, before.Until, before.Reason) == (given.To, given.Until, given.Reason) && before.Roles.SequenceEqual(given.Roles)
        && (body.From is null || before.From == given.From);

    private static IResult Created(string person, Delegation delegation) =>
        Answers.Created($"/api/v1/people/{person}/delegations/{delegation.Id}", delegation, null);
}
