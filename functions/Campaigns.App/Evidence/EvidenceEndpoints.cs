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
        return Answers.Ok(new Page<EvidenceAnswer>([.. files.Select(f => Shown(scene, f.Of, f.File))]));
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
        var (also, replaces, effectiveOn) = (reader.Text("also"), reader.Text("replaces"), reader.Text("effectiveOn"));
        if (reader.Problem is { } bad)
            return bad;
        var errors = new Dictionary<string, string[]>();
        var terms = EvidenceTerms.Of(also, replaces, effectiveOn, "query.", errors);
        if (errors.Count > 0)
            return Problems.BadRequest(errors);
        if (clause is null)
            return Problems.BadRequest("query.clause", "is required");
        if (EvidenceFiling.RefusedClause(scene, phase, clause, "query.clause") is { } refused)
            return refused;
        if (!IdempotencyKey.Of(request, context).TryGet(out var key, out problem))
            return problem;
        if (!MultipartUpload.Of(request).TryGet(out var body, out problem))
            return problem;
        var upload = new EvidenceUpload(phase, clause, key.Given ? key.Value : null, IncomingName(context)) { Terms = terms };
        return await filing.FileAsync(scene, upload, body, cancellationToken);
    }

    [Function(nameof(GetEvidence))]
    public async Task<IResult> GetEvidence(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Participant + "/evidence/{id}")] HttpRequest request,
        string cycle,
        string track,
        string unit,
        string id,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("reading");
        if (!(await desk.OpenAsync(context, Act.ReadEvidence, cycle, track, unit, null, cancellationToken)).TryGet(out var scene, out var problem))
            return problem;
        if (await evidence.FindAsync(scene.Key, id, cancellationToken) is not var (of, file))
            return Problems.NotFound($"evidence {id}");
        var chain = Chain(await evidence.ListAsync(scene.Key, file.Phase, null, cancellationToken), file);
        return Answers.Ok(new EvidenceDetail(Shown(scene, of, file), [.. chain.Select(f => Shown(scene, f.Of, f.File))], await AllowedAsync(scene, of, file)));

        async Task<IReadOnlyList<string>> AllowedAsync(ParticipantScene at, ParticipantKey filedBy, EvidenceFile asked)
        {
            var allowed = new List<string> { "download" };
            if (ImageStrip.Shows(asked.Type))
                allowed.Add("preview");
            if (filedBy == at.Key && asked.ReplacedBy is null && at.Definition.PhasesOf(at.Key.Track).Any(p => p.Id == asked.Phase)
                && await desk.MayAsync(at, Act.AddEvidence, cancellationToken)
                && await filing.ForeseenAsync(at, new(asked.Phase, asked.Clause, null, ""), cancellationToken) is null)
            {
                allowed.Add("replace");
            }
            return allowed;
        }
    }

    [Function(nameof(GetEvidencePreview))]
    public async Task<IResult> GetEvidencePreview(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Participant + "/evidence/{id}/preview")] HttpRequest request,
        string cycle,
        string track,
        string unit,
        string id,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        if (!(await desk.OpenAsync(context, Act.ReadEvidence, cycle, track, unit, null, cancellationToken)).TryGet(out var scene, out var problem))
            return problem;
        if (await evidence.FindAsync(scene.Key, id, cancellationToken) is not var (of, file))
            return Problems.NotFound($"evidence {id}");
        return ImageStrip.Shows(file.Type)
            ? new EvidencePreview(file, token => filing.OpenSeekableAsync(of, file, token))
            : Problems.NotFound($"preview of a {file.Type}");
    }

    /// <summary>All versions of which <paramref name="file"/> is one, oldest first.</summary>
    private static List<FiledEvidence> Chain(IReadOnlyList<FiledEvidence> all, EvidenceFile file)
    {
        var chain = new List<FiledEvidence>();
        for (var id = file.Id; all.FirstOrDefault(f => f.File.Id == id) is { } older; id = older.File.Replaces ?? "")
            chain.Insert(0, older);
        for (var id = file.ReplacedBy; all.FirstOrDefault(f => f.File.Id == id) is { } newer; id = newer.File.ReplacedBy)
            chain.Add(newer);
        return chain;
    }

    private static EvidenceAnswer Shown(ParticipantScene scene, ParticipantKey of, EvidenceFile file) =>
        EvidenceAnswer.Of(scene, file) with { FiledBy = of == scene.Key ? null : of.Unit };

    [Function(nameof(GetEvidenceContent))]
    public async Task<IResult> GetEvidenceContent(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Participant + "/evidence/{id}/content")] HttpRequest request,
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
