using Campaigns.App.Access;
using Campaigns.App.Cycles;
using Campaigns.App.Directory;
using Campaigns.App.Evidence;
using Campaigns.App.Http;
using Campaigns.App.Participants;
using Campaigns.App.Selecting;
using Campaigns.App.Storage;
using Campaigns.Rules.Inspections;
using Campaigns.Rules.Participants;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Inspections;

/// <summary>
/// <c>GET /cycles/{cycle}/findings</c>, <c>POST /cycles/{cycle}/inspections/{inspection}/findings</c> and below a finding <c>POST fix|verify|reject|extend</c>,
/// <c>falsified</c> and its confirmation or dismissal (E3, E5).
/// </summary>
public sealed class FindingEndpoints(
    AccessPolicy access, InspectionDesk desk, FindingWork work, FindingList list, CycleContexts cycles, EvidenceFiling evidence, DirectoryCache directory)
{
    private const string Route = "api/v1/cycles/{cycle}/inspections/{inspection}/findings";

    [Function(nameof(ListFindings))]
    public async Task<IResult> ListFindings(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/cycles/{cycle}/findings")] HttpRequest request,
        string cycle,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("reading");
        var caller = context.Caller();
        if (await access.DeniesAsync(caller, Act.ListFindings, null, cancellationToken) is { } no)
            return no;
        var reader = new RequestReader(request);
        var filter = reader.DueFilter<FindingState>();
        var paging = reader.Paging(FindingList.NameOf(cycle, filter));
        if (RequestReader.BadRoute(("cycle", cycle)) is { } bad)
            return bad;
        if (reader.Problem is { } problem)
            return problem;
        return await cycles.GetAsync(cycle, cancellationToken) is { } found
            ? Answers.Ok(await list.ReadAsync(found, filter, paging, caller, cancellationToken))
            : Problems.NotFound($"cycle {cycle}");
    }

    [Function(nameof(OpenFinding))]
    public async Task<IResult> OpenFinding(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request,
        string cycle,
        string inspection,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("inspection");
        if (!(await desk.OpenAsync(context, Act.OpenFinding, cycle, inspection, cancellationToken)).TryGet(out var scene, out var problem))
            return problem;
        if (!IdempotencyKey.Of(request, context).TryGet(out var key, out problem))
            return problem;
        var read = await Json.ReadAsync<FindingBody>(request, cancellation: cancellationToken);
        if (!read.TryGet(out var body, out problem))
            return problem;
        return await work.OpenAsync(scene, body, OutcomeAnswer.OperationOf(key, request, scene.Participant, read.Hash), cancellationToken);
    }

    [Function(nameof(AddFixEvidence))]
    public async Task<IResult> AddFixEvidence(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/{finding}/evidence")] HttpRequest request,
        string cycle,
        string inspection,
        string finding,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("evidence");
        if (!(await desk.OpenAsync(context, Act.AddFixEvidence, cycle, inspection, cancellationToken)).TryGet(out var scene, out var problem))
            return problem;
        if (!IdempotencyKey.Of(request, context).TryGet(out var key, out problem))
            return problem;
        if (await work.FindAsync(scene, finding, cancellationToken) is not { } found || found.Inspection != inspection)
            return Problems.NotFound($"finding {finding} of inspection {inspection}");
        if (!MultipartUpload.Of(request).TryGet(out var body, out problem))
            return problem;
        var upload = new EvidenceUpload(
            inspection, finding, key.Given ? key.Value : null, ParticipantKeys.Hash(context.InvocationId),
            (state, file) => FindingDecider.Attach(new(state, found), file));
        return await evidence.FileAsync(scene.Participant, upload, body, cancellationToken);
    }

    [Function(nameof(ReportFindingFix))]
    public Task<IResult> ReportFindingFix(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/{finding}/fix")] HttpRequest request,
        string cycle,
        string inspection,
        string finding,
        FunctionContext context,
        CancellationToken cancellationToken) =>
        ActAsync<FixBody>(request, Act.FixFinding, cycle, inspection, finding, context, FixAsync, cancellationToken);

    [Function(nameof(VerifyFinding))]
    public Task<IResult> VerifyFinding(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/{finding}/verify")] HttpRequest request,
        string cycle,
        string inspection,
        string finding,
        FunctionContext context,
        CancellationToken cancellationToken) =>
        ActAsync<VerifyBody>(request, Act.VerifyFinding, cycle, inspection, finding, context,
            (scene, body, _, _) => Now(new VerifyFix(body.Comment, scene.By)), cancellationToken);

    [Function(nameof(RejectFinding))]
    public Task<IResult> RejectFinding(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/{finding}/reject")] HttpRequest request,
        string cycle,
        string inspection,
        string finding,
        FunctionContext context,
        CancellationToken cancellationToken) =>
        ActAsync<ReasonBody>(request, Act.RejectFinding, cycle, inspection, finding, context, RejectAsync, cancellationToken);

    [Function(nameof(ExtendFinding))]
    public Task<IResult> ExtendFinding(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/{finding}/extend")] HttpRequest request,
        string cycle,
        string inspection,
        string finding,
        FunctionContext context,
        CancellationToken cancellationToken) =>
        ActAsync<ExtendBody>(request, Act.ExtendFinding, cycle, inspection, finding, context, ExtendAsync, cancellationToken);

    [Function(nameof(ReportFalsified))]
    public Task<IResult> ReportFalsified(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/{finding}/falsified")] HttpRequest request,
        string cycle,
        string inspection,
        string finding,
        FunctionContext context,
        CancellationToken cancellationToken) =>
        ActAsync<ReasonBody>(request, Act.ReportFalsified, cycle, inspection, finding, context,
            (scene, body, _, _) => ReportAsync(scene, body), cancellationToken);

    [Function(nameof(ConfirmFalsified))]
    public Task<IResult> ConfirmFalsified(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/{finding}/falsified/confirm")] HttpRequest request,
        string cycle,
        string inspection,
        string finding,
        FunctionContext context,
        CancellationToken cancellationToken) =>
        ActAsync<ReasonBody>(request, Act.DecideFalsified, cycle, inspection, finding, context, ConfirmAsync, cancellationToken);

    [Function(nameof(DismissFalsified))]
    public Task<IResult> DismissFalsified(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/{finding}/falsified/dismiss")] HttpRequest request,
        string cycle,
        string inspection,
        string finding,
        FunctionContext context,
        CancellationToken cancellationToken) =>
        ActAsync<ReasonBody>(request, Act.DismissFalsified, cycle, inspection, finding, context,
            (scene, body, _, _) => Now(new DismissFalsified(body.Reason, scene.By)), cancellationToken);

    private async Task<(FindingCommand?, IResult?)> FixAsync(InspectionScene scene, FixBody body, string finding, CancellationToken cancellationToken)
    {
        foreach (var id in body.Evidence.Take(FindingDecider.MostEvidence))
        {
            if (await evidence.FindAsync(scene.Participant.Key, id, cancellationToken) is null)
            {
                var unknown = new Refusal(RefusalCode.EvidenceUnknown, "evidence", new Dictionary<string, string> { ["evidence"] = id });
                return (null, unknown.ToProblem(scene.Participant.Caller.Language));
            }
        }
        var (verifyBy, problem) = work.InstantOf(scene.Participant, scene.Participant.Definition.Rectification.Verify);
        return (new ReportFix(body.Text, body.Evidence, verifyBy, scene.By), problem);
    }

    private Task<(FindingCommand?, IResult?)> RejectAsync(InspectionScene scene, ReasonBody body, string finding, CancellationToken cancellationToken)
    {
        var (until, problem) = work.InstantOf(scene.Participant, scene.Participant.Definition.Rectification.Due);
        return Task.FromResult<(FindingCommand?, IResult?)>((new RejectFix(body.Reason, until, scene.By), problem));
    }

    private async Task<(FindingCommand?, IResult?)> ExtendAsync(InspectionScene scene, ExtendBody body, string finding, CancellationToken cancellationToken)
    {
        if (await work.FindAsync(scene, finding, cancellationToken) is not { } found)
            return (null, Problems.NotFound($"finding {finding} of inspection {scene.Ordered.Id}"));
        var (latest, problem) = work.InstantOf(scene.Participant, scene.Participant.Definition.Rectification.Extends, found.DueAt);
        return (new ExtendFinding(FindingWork.DueHour(scene.Participant, body.Until), latest, body.Reason, scene.By), problem);
    }

    private Task<(FindingCommand?, IResult?)> ReportAsync(InspectionScene scene, ReasonBody body)
    {
        var (until, problem) = work.InstantOf(scene.Participant, scene.Participant.Definition.Rectification.Confirm);
        return Task.FromResult<(FindingCommand?, IResult?)>((new ReportFalsified(body.Reason, until, scene.By), problem));
    }

    private async Task<(FindingCommand?, IResult?)> ConfirmAsync(InspectionScene scene, ReasonBody body, string finding, CancellationToken cancellationToken)
    {
        var people = await directory.GetFreshAsync(cancellationToken);
        var holders = HonourGiving.HoldersOf(scene.Participant.Key.Unit, people);
        return (new ConfirmFalsified(body.Reason, holders, scene.Participant.Cycle.Year, scene.By), null);
    }

    private static Task<(FindingCommand?, IResult?)> Now(FindingCommand command) => Task.FromResult<(FindingCommand?, IResult?)>((command, null));

    private async Task<IResult> ActAsync<TBody>(
        HttpRequest request, Act act, string cycle, string inspection, string finding, FunctionContext context,
        Func<InspectionScene, TBody, string, CancellationToken, Task<(FindingCommand? Command, IResult? Problem)>> commandOf,
        CancellationToken cancellationToken)
        where TBody : class
    {
        using var _ = StorageMeter.Work("inspection");
        if (!(await desk.OpenAsync(context, act, cycle, inspection, cancellationToken)).TryGet(out var scene, out var problem))
            return problem;
        if (!IdempotencyKey.Of(request, context).TryGet(out var key, out problem))
            return problem;
        var read = await Json.ReadAsync<TBody>(request, cancellation: cancellationToken);
        if (!read.TryGet(out var body, out problem))
            return problem;
        var (command, refused) = await commandOf(scene, body, finding, cancellationToken);
        if (refused is not null)
            return refused;
        var operation = OutcomeAnswer.OperationOf(key, request, scene.Participant, read.Hash);
        return await work.ActAsync(scene, finding, _ => command!, operation, cancellationToken);
    }
}
