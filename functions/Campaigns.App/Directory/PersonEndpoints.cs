using Campaigns.App.Access;
using Campaigns.App.Http;
using Campaigns.App.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Directory;

/// <summary><c>GET</c> and <c>PUT /people/{person}</c> (A2, A3), and <c>GET /me</c>.</summary>
public sealed class PersonEndpoints(AccessPolicy access, DirectoryCache directory, DirectoryStore store, CampaignClock clock)
{
    [Function(nameof(GetPerson))]
    public async Task<IResult> GetPerson(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/people/{person}")] HttpRequest request,
        string person,
        FunctionContext context,
        CancellationToken cancellation)
    {
        if (RequestReader.BadRoute(("person", person)) is { } bad) return bad;
        if (await access.DeniesAsync(context.Caller(), Act.ReadPerson, person, cancellation) is { } denied) return denied;
        if (await store.ErasedAsync(person, cancellation) is not null) return Gone(person);
        return await store.PersonAsync(person, cancellation) is { } found ? Answers.Ok(found.Value, found.ETag) : Problems.NotFound($"person {person}");
    }

    [Function(nameof(PutPerson))]
    public async Task<IResult> PutPerson(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/people/{person}")] HttpRequest request,
        string person,
        FunctionContext context,
        CancellationToken cancellation)
    {
        if (RequestReader.BadRoute(("person", person)) is { } bad) return bad;
        var caller = context.Caller();
        if (await access.DeniesAsync(caller, Act.WritePerson, person, cancellation) is { } denied) return denied;
        if (!Preconditions.Of(request).TryGet(out var precondition, out var problem)) return problem;
        if (!(await Json.ReadAsync<PersonBody>(request, cancellation: cancellation)).TryGet(out var body, out problem)) return problem;
        if (body.Id is not null && body.Id != person) return Problems.BadRequest("$.id", "is not the id in the path");

        var reader = new RequestReader(request);
        var returning = reader.Flag("returning");
        if (reader.Problem is { } badQuery) return badQuery;
        var now = await directory.GetFreshAsync(cancellation);
        var judgement = PersonImport.Judge(new([body.ToRow(1, person)], []), now, returning: returning);
        if (judgement.Errors.Count > 0) return Problems.Validation(DirectoryErrors.ByPath(judgement.Errors, caller));
        var found = await store.PersonAsync(person, cancellation);
        var written = judgement.Created.Concat(judgement.Updated).Concat(judgement.Unchanged).Single().HandedOver(found?.Value, clock.Now);
        if (precondition.Check(found?.ETag, found?.Value) is { } failed) return failed;
        if (found is not null && judgement.Unchanged.Count > 0) return Answers.Ok(written, found.ETag);

        var facts = new DirectoryFacts(new(caller.Person, clock.Now)).Add(found?.Value, written);
        var operation = DirectoryErrors.Operation(context, request, caller);
        if (found is null && now.Erased.Contains(person)) await store.UnmarkErasedAsync(person, operation, cancellation);
        var etag = await store.PutAsync(written, precondition, operation, facts, cancellation);
        if (etag is null) return Problems.PreconditionFailed();
        return found is null ? Answers.Created($"/api/v1/people/{person}", written, etag) : Answers.Ok(written, etag);
    }

    static IResult Gone(string person) => Problems.Of(StatusCodes.Status410Gone, "personErased", $"Person {person} was erased.");

    [Function(nameof(GetMe))]
    public async Task<IResult> GetMe(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/me")] HttpRequest request, FunctionContext context, CancellationToken cancellation)
    {
        var caller = context.Caller();
        if (await access.DeniesAsync(caller, Act.ReadOwn, null, cancellation) is { } denied) return denied;
        var people = await directory.GetAsync(AccessPolicy.AllowOn, cancellation);
        var me = people.Person(caller.Person);
        return Answers.Ok(new Me(
            caller.Person, me?.Name ?? caller.Name, me?.Language ?? caller.Language, [.. caller.Roles.Order()], me?.Unit, me?.Assignments ?? [],
            [.. people.StandsInFor(caller.Person).Select(s => StandIn.Of(s.Absent, s.Delegation, people))]));
    }

    /// <summary>Who the caller is; <see cref="Unit"/> is null where the directory does not know the person.</summary>
    /// <param name="StandsInFor">Absent people whose assignments the caller has for now.</param>
    public sealed record Me(
        string Person, string Name, string Language, IReadOnlyList<AppRole> Roles, string? Unit, IReadOnlyList<Assignment> Assignments,
        IReadOnlyList<StandIn> StandsInFor);
}
