using Campaigns.App.Access;
using Campaigns.App.Http;
using Campaigns.App.Participants;
using Campaigns.App.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Evidence;

/// <summary><c>GET</c> and <c>POST …/sheets/{phase}/evidence?clause=</c>, <c>GET …/evidence/{id}/content</c> (D1, D2).</summary>
public sealed class EvidenceEndpoints(ParticipantDesk desk, EvidenceFiling filing, CarriedEvidence evidence)
{
    private const string Participant = "api/v1/cycles/{cycle}/participants/{track}/{unit}";
    private const string Route = Participant + "/sheets/{phase}/evidence";

    [Function(nameof(ListEvidence))]
    public async Task<IResult> ListEvidence(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request,
        string cycle,
        string track,
        string unit,
        string phase,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("reading");
        if (!(await desk.OpenAsync(context, Act.ReadEvidence, cycle, track, unit, phase, cancellationToken)).TryGet(out var scene, out var problem))
            return problem;
        var reader = new RequestReader(request);
        var clause = reader.SlugOf("clause");
        if (reader.Problem is { } bad)
            return bad;
        var files = await evidence.ListAsync(scene.Key, phase, clause, cancellationToken);
        return Answers.Ok(new Page<EvidenceAnswer>([.. files.Select(f => EvidenceAnswer.Of(f.File) with { FiledBy = f.Of == scene.Key ? null : f.Of.Unit })]));
    }

    [Function(nameof(AddEvidence))]
    public async Task<IResult> AddEvidence(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request,
        string cycle,
        string track,
        string unit,
        string phase,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("evidence");
        if (!(await desk.OpenAsync(context, Act.AddEvidence, cycle, track, unit, phase, cancellationToken)).TryGet(out var scene, out var problem))
            return problem;
        var reader = new RequestReader(request);
        var clause = reader.SlugOf("clause");
        if (reader.Problem is { } bad)
            return bad;
        if (clause is null)
            return Problems.BadRequest("query.clause", "is required");
        if (EvidenceFiling.RefusedClause(scene, phase, clause, "query.clause") is { } refused)
            return refused;
        if (!IdempotencyKey.Of(request, context).TryGet(out var key, out problem))
            return problem;
        if (!MultipartUpload.Of(request).TryGet(out var body, out problem))
            return problem;
        var upload = new EvidenceUpload(phase, clause, key.Given ? key.Value : null, IncomingName(context));
        return await filing.FileAsync(scene, upload, body, cancellationToken);
    }

    [Function(nameof(GetEvidenceContent))]
    public async Task<IResult> GetEvidenceContent(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Participant + "/evidence/{id}/content")] HttpRequest request,
        string cycle,
        string track,
        string unit,
        string id,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        if (!(await desk.OpenAsync(context, Act.ReadEvidence, cycle, track, unit, null, cancellationToken)).TryGet(out var scene, out var problem))
            return problem;
        return await evidence.FindAsync(scene.Key, id, cancellationToken) is var (of, file)
            ? new FileDownload(
                new(file.Name, file.Type, file.Size, file.Sha256), (offset, length, token) => filing.OpenAsync(of, file, offset, length, token))
            : Problems.NotFound($"evidence {id}");
    }

    private static string IncomingName(FunctionContext context) => ParticipantKeys.Hash(context.InvocationId);
}
