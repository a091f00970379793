using Campaigns.App.Access;
using Campaigns.App.Cycles;
using Campaigns.App.Http;
using Campaigns.App.Participants;
using Campaigns.App.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Campaigns.App.Archives;

/// <summary>
/// Archives 档案 over HTTP (D3, J18). A participant's is streamed as it is composed where its evidence is small; a large one, and a cycle's, is made in the
/// background on <c>POST</c> and fetched with <c>GET</c>, in ranges if need be. Whoever asks with <c>Accept: application/json</c> is told where that stands.
/// </summary>
public sealed class ArchiveEndpoints(AccessPolicy access, ParticipantDesk desk, CycleContexts cycles, ParticipantArchives archives, ArchiveDesk background)
{
    /// <summary>The most bytes of evidence that are streamed: over a bad line they take less than the 230 seconds that an answer has.</summary>
    internal const long MostStreamed = 64L * 1024 * 1024;

    private const string OfParticipant = "api/v1/cycles/{cycle}/participants/{track}/{unit}/archive";
    private const string OfCycle = "api/v1/cycles/{cycle}/archive";

    [Function(nameof(GetParticipantArchive))]
    public async Task<IResult> GetParticipantArchive(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = OfParticipant)] HttpRequest request,
        string cycle,
        string track,
        string unit,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("archive");
        ArgumentNullException.ThrowIfNull(request);
        if (!(await desk.OpenAsync(context, Act.ReadArchive, cycle, track, unit, null, cancellationToken)).TryGet(out var scene, out var problem))
            return problem;
        if (AsksForState(request))
        {
            return await background.AnswerAsync(cycle, track, unit, scene.Path + "/archive", true, request.HttpContext.Response, cancellationToken)
                ?? Problems.NotFound($"archive of {track}/{unit} in cycle {cycle}; ask for one with POST");
        }
        if (await archives.PlanAsync(scene.Cycle, scene.Key, cancellationToken) is not { } plan)
            return Problems.NotFound($"participant {track}/{unit} in cycle {cycle}");
        if (plan.Size <= MostStreamed)
            return new ArchiveStream(archives, scene.Cycle, plan);
        return await background.AnswerAsync(cycle, track, unit, scene.Path + "/archive", false, request.HttpContext.Response, cancellationToken)
            ?? Problems.Conflict("archiveLarge", $"The evidence has {plan.Size} bytes; ask for the archive with POST and fetch it when it is ready.");
    }

    [Function(nameof(MakeParticipantArchive))]
    public async Task<IResult> MakeParticipantArchive(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = OfParticipant)] HttpRequest request,
        string cycle,
        string track,
        string unit,
        FunctionContext context,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("archive");
        if (!(await desk.OpenAsync(context, Act.MakeArchive, cycle, track, unit, null, cancellationToken)).TryGet(out var scene, out var problem))
            return problem;
        if (!IdempotencyKey.Of(request, context).TryGet(out var key, out problem))
            return problem;
        return await background.BeginAsync(
            client, cycle, track, unit, key.OperationId(request, scene.Caller.Person), scene.Caller.Person, scene.Path + "/archive", cancellationToken);
    }

    [Function(nameof(GetCycleArchive))]
    public async Task<IResult> GetCycleArchive(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = OfCycle)] HttpRequest request,
        string cycle,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("archive");
        ArgumentNullException.ThrowIfNull(request);
        if (!(await OpenAsync(context, Act.ReadCycleArchive, cycle, cancellationToken)).TryGet(out var found, out var problem))
            return problem;
        return await background.AnswerAsync(found.Cycle, null, null, PathOf(cycle), AsksForState(request), request.HttpContext.Response, cancellationToken)
            ?? Problems.NotFound($"archive of cycle {cycle}; ask for one with POST");
    }

    [Function(nameof(MakeCycleArchive))]
    public async Task<IResult> MakeCycleArchive(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = OfCycle)] HttpRequest request,
        string cycle,
        FunctionContext context,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("archive");
        if (!(await OpenAsync(context, Act.MakeCycleArchive, cycle, cancellationToken)).TryGet(out var found, out var problem))
            return problem;
        if (!IdempotencyKey.Of(request, context).TryGet(out var key, out problem))
            return problem;
        var person = context.Caller().Person;
        return await background.BeginAsync(client, found.Cycle, null, null, key.OperationId(request, person), person, PathOf(cycle), cancellationToken);
    }

    private async Task<Parsed<CycleContext>> OpenAsync(FunctionContext context, Act act, string cycle, CancellationToken cancellationToken)
    {
        if (RequestReader.BadRoute(("cycle", cycle)) is { } bad)
            return new(bad);
        var found = await cycles.GetAsync(cycle, cancellationToken);
        if (await access.DeniesAsync(context.Caller(), act, found?.Definition.Authority.Unit, cancellationToken) is { } no)
            return new(no);
        return found is null ? new(Problems.NotFound($"cycle {cycle}")) : new(found);
    }

    private static bool AsksForState(HttpRequest request) =>
        request.GetTypedHeaders().Accept.Any(a => a.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase));

    private static string PathOf(string cycle) => $"/api/v1/cycles/{cycle}/archive";
}
