using System.Globalization;
using Campaigns.App.Access;
using Campaigns.App.Cycles;
using Campaigns.App.Directory;
using Campaigns.App.Http;
using Campaigns.App.Participants;
using Campaigns.App.Storage;
using Campaigns.Rules.Extending;
using Campaigns.Rules.Participants;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Extensions;

/// <summary>A row of the file: <c>track,unit,phase,until,reason</c>, the day as <c>2026-10-20</c>.</summary>
public sealed record ExtensionRow(int Row, string Track, string Unit, string Phase, string Until, string Reason);

/// <summary>What a file of extensions did, or with <c>dryRun</c> would do.</summary>
public sealed record ExtensionImportAnswer(int Granted, IReadOnlyList<ImportError> Errors);

/// <summary>
/// <c>POST /cycles/{cycle}/extensions</c> (J1): the authority extends many at once from a CSV file. All or nothing, unless <c>goodRowsOnly=true</c>;
/// <c>dryRun=true</c> answers the same and writes nothing. Sent again under the same key it finds its rows granted.
/// </summary>
public sealed class ExtensionImport(
    AccessPolicy access, CycleContexts cycles, ParticipationIndex index, ParticipantStore participants, ExtensionDesk desk, CampaignClock clock)
{
    private const int MaxBytes = 4 * 1024 * 1024;
    private const int MaxErrorsShown = 500;
    private static readonly string[] Columns = ["track", "unit", "phase", "until", "reason"];

    [Function(nameof(ExtendMany))]
    public async Task<IResult> ExtendMany(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/cycles/{cycle}/extensions")] HttpRequest request,
        string cycle,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var now = clock.Now;
        if (RequestReader.BadRoute(("cycle", cycle)) is { } bad)
            return bad;
        var caller = context.Caller();
        var found = await cycles.GetAsync(cycle, cancellationToken);
        if (await access.DeniesAsync(caller, Act.ExtendMany, found?.Definition.Authority.Unit, cancellationToken) is { } no)
            return no;
        if (found is null)
            return Problems.NotFound($"cycle {cycle}");
        if (found.State is not Rules.Cycles.CycleState.Running)
            return Problems.Conflict("cycleNotRunning", $"Cycle {cycle} does not run.");
        var reader = new RequestReader(request);
        var (dryRun, goodRowsOnly) = (reader.Flag("dryRun"), reader.Flag("goodRowsOnly"));
        if (reader.Problem is { } unreadable)
            return unreadable;
        if (!IdempotencyKey.Of(request, context).TryGet(out var key, out var problem))
            return problem;
        if (Bodies.MediaType(request) is not "text/csv")
            return Problems.UnsupportedMediaType("text/csv in UTF-8");
        var read = await Bodies.ReadAsync(request, MaxBytes, cancellationToken);
        if (!read.TryGet(out var body, out problem))
            return problem;
        if (!System.Text.Unicode.Utf8.IsValid(body))
            return Problems.BadRequest("$", "is not valid UTF-8");

        var file = ImportCsv.Read(
            body, Columns, (row, cell) => new ExtensionRow(row, cell("track"), cell("unit"), cell("phase"), cell("until"), cell("reason")));
        var operation = key.OperationId(request, caller.Person);
        var errors = file.Errors.ToList();
        var good = new List<Planned>();
        foreach (var row in file.Rows)
        {
            var (planned, error) = await PlanAsync(found, row, caller, $"{operation}|{row.Row}", now, cancellationToken);
            if (planned is not null)
                good.Add(planned);
            else
                errors.Add(error!);
        }
        if (errors.Count > 0 && !goodRowsOnly)
        {
            return Problems.Of(
                StatusCodes.Status422UnprocessableEntity, "badRows", $"{errors.Select(e => e.Row).Distinct().Count()} rows are bad and nothing was extended.",
                errors.Take(MaxErrorsShown).GroupBy(e => e.Column.Length > 0 ? $"rows[{e.Row}].{e.Column}" : $"rows[{e.Row}]")
                    .ToDictionary(g => g.Key, g => g.Select(e => e.Message).ToArray()));
        }
        if (!dryRun)
        {
            foreach (var row in good.Where(g => !g.Done))
            {
                var done = await desk.ActAsync(found, row.Key, row.Phase, _ => row.Command, new(row.Operation, now), now, cancellationToken);
                if (done.Outcome is ParticipantOutcome.Busy)
                    return Problems.Of(StatusCodes.Status503ServiceUnavailable, "busy", "Others are changing these participants; send the file again.");
            }
        }
        return Answers.Ok(new ExtensionImportAnswer(good.Count, [.. errors.Take(MaxErrorsShown)]));
    }

    private async Task<(Planned? Row, ImportError? Error)> PlanAsync(
        CycleContext cycle, ExtensionRow row, Caller caller, string operation, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!ParticipantKeys.IsSlug(row.Track) || !ParticipantKeys.IsSlug(row.Unit)
            || await index.GroupOfAsync(cycle.Cycle, row.Track, row.Unit, cancellationToken) is not { } group)
        {
            return (null, new(row.Row, "unit", "takes no part in that track"));
        }
        if (cycle.Definition.PhasesOf(row.Track).FirstOrDefault(p => p.Id == row.Phase) is not { } phase)
            return (null, new(row.Row, "phase", "is no phase of the track"));
        if (!DateOnly.TryParseExact(row.Until, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var until))
            return (null, new(row.Row, "until", "is not a day like 2026-10-20"));
        var (dates, refusal) = desk.DatesOf(cycle.Definition, phase, until);
        if (dates is null)
            return (null, new(row.Row, "until", refusal!.Message.In(caller.Language)));
        var key = new ParticipantKey(cycle.Cycle, group, row.Track, row.Unit);
        if (await participants.ReadAsync(key, cancellationToken) is not { } stored)
            return (null, new(row.Row, "unit", "takes no part in that track"));
        var command = new GrantExtension(phase.Id, dates, row.Reason, caller.Person);
        // A row of a file that was sent before is there already.
        var done = stored.State.Dates.Extensions.Any(
            e => e.Phase == phase.Id && e.DueAt == dates.DueAt && e.Reason == row.Reason && e.DecidedBy == caller.Person);
        return !done && desk.Decide(cycle, stored.State, phase, command, now).Refusal is { } refused
            ? (null, new(row.Row, refused.Path ?? "", refused.Message.In(caller.Language)))
            : (new(key, phase, command, operation, done), null);
    }

    private sealed record Planned(ParticipantKey Key, Rules.Definitions.Phase Phase, GrantExtension Command, string Operation, bool Done);
}
