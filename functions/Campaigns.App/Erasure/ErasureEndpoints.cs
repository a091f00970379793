using Campaigns.App.Access;
using Campaigns.App.Cycles;
using Campaigns.App.Directory;
using Campaigns.App.Http;
using Campaigns.App.Participants;
using Campaigns.App.Storage;
using Campaigns.Rules.Cycles;
using Campaigns.Rules.People;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Erasure;

/// <summary>
/// <c>POST /people/{person}/erase</c> (I2): the person's name, address, language, posts and messages go, the id stays where it stands in records. First a
/// mark that takes the person out of every picture of the directory and keeps imports from bringing them back, then the traces, the directory's row at last:
/// what broke off half-way is completed by sending it again.
/// </summary>
public sealed class ErasureEndpoints(
    AccessPolicy access, DirectoryCache directory, DirectoryStore store, PersonTraces traces, ParticipationIndex participation, CycleStore cycles,
    CampaignClock clock)
{
    private const int MaxReason = 500;
    private const int MaxTries = 5;

    [Function(nameof(ErasePerson))]
    public async Task<IResult> ErasePerson(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/people/{person}/erase")] HttpRequest request,
        string person,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        if (RequestReader.BadRoute(("person", person)) is { } bad) return bad;
        var caller = context.Caller();
        if (await access.DeniesAsync(caller, Act.ErasePerson, person, cancellationToken) is { } denied) return denied;
        if (!IdempotencyKey.Of(request, context).TryGet(out var key, out var problem)) return problem;
        if (!(await Json.ReadAsync<EraseBody>(request, cancellation: cancellationToken)).TryGet(out var body, out problem)) return problem;
        if (body.Reason is not { Length: > 0 and <= MaxReason }) return Problems.BadRequest("$.reason", $"must be 1 to {MaxReason} characters");

        var (mark, found) = (await store.ErasedAsync(person, cancellationToken), (await store.PersonAsync(person, cancellationToken))?.Value);
        if (mark is null && found is null) return Problems.NotFound($"person {person}");
        var operation = key.OperationId(request, caller.Person);
        if (mark is null)
        {
            var now = await directory.GetFreshAsync(cancellationToken);
            if (await RefusalAsync(found!, body, now, cancellationToken) is { } refused) return refused;
            if (body.HandOverTo is { } heir && await HandOverAsync(caller, found!, heir, body.Reason, operation, cancellationToken) is { } lost) return lost;
            var facts = new DirectoryFacts(new(caller.Person, clock.Now, body.Reason)).Erase(found!);
            await store.MarkErasedAsync(person, new(clock.Now, caller.Person, body.Reason), operation, facts, cancellationToken);
            mark = (await store.ErasedAsync(person, cancellationToken))!;
        }
        var removed = await traces.RemoveAsync(person, found, cancellationToken);
        if (found is not null) await store.DeletePersonAsync(person, operation, cancellationToken);
        // The picture in the blob is written anew now and not when somebody next happens to ask.
        await directory.GetFreshAsync(cancellationToken);
        return Answers.Ok(new ErasureAnswer(person, mark.At, mark.By, removed, [.. ErasureAnswer.Staying.Select(s => s.In(caller.Language))]));
    }

    private async Task<IResult?> RefusalAsync(Person person, EraseBody body, DirectorySnapshot now, CancellationToken cancellationToken)
    {
        if (body.HandOverTo is { } heir && (heir == person.Id || now.Person(heir) is null))
            return Problems.Validation(new Dictionary<string, string[]> { ["$.handOverTo"] = [$"there is no other person '{heir}'"] });
        var held = now.People.Values.Where(p => p.Id != person.Id).SelectMany(p => p.Assignments).ToHashSet();
        var takesPart = new List<string>();
        await foreach (var key in participation.OfUnitAsync(person.Id, cancellationToken))
        {
            if ((await cycles.ReadAsync(key.Cycle, cancellationToken))?.State is not (null or CycleState.Completed or CycleState.Cancelled))
                takesPart.Add($"{key.Cycle}/{key.Track}");
        }
        var obstacles = Erasing.Obstacles(
            person.Assignments.Select(a => (AssignmentText.RoleName(a.Role), a.Unit, held.Contains(a))), takesPart, body.HandOverTo is not null,
            body.LeaveVacant);
        return obstacles.Count == 0 ? null : Problems.Of(
            StatusCodes.Status409Conflict, "personIsNeeded",
            "Nobody else holds these posts, or the person takes part in a running cycle; say who takes the posts over (handOverTo), or that they may be left "
                + "vacant (leaveVacant).",
            new Dictionary<string, string[]> { ["$.leaveVacant"] = [.. obstacles] });
    }

    private async Task<IResult?> HandOverAsync(
        Caller caller, Person person, string heir, string reason, string operation, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < MaxTries; tries++)
        {
            if (await store.PersonAsync(heir, cancellationToken) is not { } found) return Problems.NotFound($"person {heir}");
            var changed = found.Value with { Assignments = [.. found.Value.Assignments.Union(person.Assignments)] };
            if (DirectoryRows.Same(found.Value, changed)) return null;
            var facts = new DirectoryFacts(new(caller.Person, clock.Now, reason)).Add(found.Value, changed);
            if (await store.PutAsync(
                changed.HandedOver(found.Value, clock.Now), new Precondition.Matches(found.ETag), operation, facts, cancellationToken) is not null) return null;
        }
        return Problems.PreconditionFailed();
    }
}
