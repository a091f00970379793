using Campaigns.App.Access;
using Campaigns.App.Directory;
using Campaigns.App.Exchange;
using Campaigns.App.Http;
using Campaigns.App.Storage;
using Campaigns.Rules.People;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Changes;

/// <summary>
/// <c>POST /units/{unit}/changes?dryRun=</c> (J20): a unit moves, ends, is split or merged during a cycle. With <c>dryRun=true</c> it answers what would be
/// carried over and writes nothing. A change that broke off half-way is completed by sending it again.
/// </summary>
public sealed class UnitChangeEndpoints(AccessPolicy access, DirectoryCache directory, UnitChanging changing, ImportRecords records, CampaignClock clock)
{
    [Function(nameof(ChangeUnit))]
    public async Task<IResult> ChangeUnit(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/units/{unit}/changes")] HttpRequest request,
        string unit,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        if (RequestReader.BadRoute(("unit", unit)) is { } bad)
            return bad;
        var caller = context.Caller();
        if (await access.DeniesAsync(caller, Act.ChangeUnit, unit, cancellationToken) is { } denied)
            return denied;
        var reader = new RequestReader(request);
        var dryRun = reader.Flag("dryRun");
        if (reader.Problem is { } badQuery)
            return badQuery;
        if (!IdempotencyKey.Of(request, context).TryGet(out var key, out var problem))
            return problem;
        var read = await Json.ReadAsync<UnitChangeBody>(request, cancellation: cancellationToken);
        if (!read.TryGet(out var body, out problem))
            return problem;
        if (Errors(body) is { Count: > 0 } errors)
            return Problems.Validation(errors);
        var operation = key.OperationId(request, caller.Person);
        if (key.Given && !dryRun && await records.FindAsync(operation, read.Hash, cancellationToken) is { } answered)
            return answered;

        var now = await directory.GetFreshAsync(cancellationToken);
        var change = body.ToChange(unit);
        if (UnitChanges.Check(UnitChanging.UnitsOf(now), change) is { } refusal)
        {
            return refusal is ChangeRefusal.UnknownUnit
                ? Problems.NotFound($"unit {unit}")
                : Problems.Conflict(RequestReader.CamelCase(refusal.ToString()), UnitChanging.MessageOf(refusal, change));
        }
        if (body.Kind is UnitChangeKind.Split && UnitChanging.Successors(now, unit, body) is { Errors: { Count: > 0 } wrong })
            return Problems.Validation(DirectoryErrors.ByPath(wrong, caller));
        var answer = await changing.ChangeAsync(new(body, change, now, caller.Person, clock.Now, operation), dryRun, cancellationToken);
        if (key.Given && !dryRun)
            await records.KeepAsync(operation, read.Hash, Answers.Text(answer), cancellationToken);
        return Answers.Ok(answer);
    }

    private static Dictionary<string, string[]> Errors(UnitChangeBody body)
    {
        var errors = new Dictionary<string, string[]>();
        if (string.IsNullOrWhiteSpace(body.Reason))
            errors["$.reason"] = ["is missing"];
        foreach (var (at, id) in new[] { ("$.parent", body.Parent), ("$.into", body.Into) })
        {
            if (id is not null && !RequestReader.IsSlug(id))
                errors[at] = [$"'{id}' is not an id"];
        }
        return errors;
    }
}
