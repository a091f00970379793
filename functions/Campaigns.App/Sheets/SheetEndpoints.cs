using Campaigns.App.Access;
using Campaigns.App.Http;
using Campaigns.App.Participants;
using Campaigns.App.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Sheets;

/// <summary><c>GET</c> and <c>PUT …/sheets/{phase}</c>, <c>POST …/sheets/{phase}/submit</c>: the sheets that a participant fills in (C6, D4).</summary>
public sealed class SheetEndpoints(ParticipantDesk desk, SheetFiling filing)
{
    private const string Route = "api/v1/cycles/{cycle}/participants/{track}/{unit}/sheets/{phase}";

    [Function(nameof(GetSheet))]
    public async Task<IResult> GetSheet(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request,
        string cycle,
        string track,
        string unit,
        string phase,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("reading");
        if (!(await desk.OpenAsync(context, Act.ReadSheet, cycle, track, unit, phase, cancellationToken)).TryGet(out var scene, out var problem))
            return problem;
        return await filing.ReadAsync(scene, phase, cancellationToken);
    }

    [Function(nameof(GetSheetForm))]
    public async Task<IResult> GetSheetForm(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/form")] HttpRequest request,
        string cycle,
        string track,
        string unit,
        string phase,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("reading");
        if (!(await desk.OpenAsync(context, Act.ReadSheet, cycle, track, unit, phase, cancellationToken)).TryGet(out var scene, out var problem))
            return problem;
        return await filing.FormAsync(scene, phase, cancellationToken);
    }

    [Function(nameof(PutSheet))]
    public async Task<IResult> PutSheet(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = Route)] HttpRequest request,
        string cycle,
        string track,
        string unit,
        string phase,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        if (!(await desk.OpenAsync(context, Act.WriteSheet, cycle, track, unit, phase, cancellationToken)).TryGet(out var scene, out var problem))
            return problem;
        if (!Preconditions.Of(request).TryGet(out var precondition, out problem))
            return problem;
        var read = await Json.ReadAsync<SheetBody>(request, cancellation: cancellationToken);
        if (!read.TryGet(out var body, out problem))
            return problem;
        return await filing.SaveAsync(scene, phase, body.ToContent(), read.Hash, precondition, cancellationToken);
    }

    [Function(nameof(SubmitSheet))]
    public async Task<IResult> SubmitSheet(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/submit")] HttpRequest request,
        string cycle,
        string track,
        string unit,
        string phase,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("submission");
        if (!(await desk.OpenAsync(context, Act.SubmitSheet, cycle, track, unit, phase, cancellationToken)).TryGet(out var scene, out var problem))
            return problem;
        if (!IdempotencyKey.Of(request, context).TryGet(out var key, out problem))
            return problem;
        if (!Preconditions.Of(request).TryGet(out var precondition, out problem))
            return problem;
        var read = await Json.ReadOptionalAsync<SheetBody>(request, cancellation: cancellationToken);
        if (!read.TryGet(out var body, out problem))
            return problem;
        var operation = OutcomeAnswer.OperationOf(key, request, scene, read.Hash);
        return await filing.SubmitAsync(scene, phase, body.Value?.ToContent(), precondition, operation, cancellationToken);
    }
}
