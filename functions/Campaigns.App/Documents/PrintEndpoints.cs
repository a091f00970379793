using Campaigns.App.Access;
using Campaigns.App.Directory;
using Campaigns.App.Http;
using Campaigns.App.Participants;
using Campaigns.App.Sheets;
using Campaigns.App.Storage;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Sheets;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Documents;

/// <summary>
/// <c>GET …/sheets/{phase}/print?format=html|docx&amp;language=</c> (L1): the sheet for signature and stamp. Who may write it gets what is being worked on, the
/// others what was handed in.
/// </summary>
public sealed class PrintEndpoints(ParticipantDesk desk, ParticipantStore participants, SheetStore sheets, DirectoryCache directory)
{
    [Function(nameof(PrintSheet))]
    public async Task<IResult> PrintSheet(
        [HttpTrigger(
            AuthorizationLevel.Anonymous, "get", Route = "api/v1/cycles/{cycle}/participants/{track}/{unit}/sheets/{phase}/print")] HttpRequest request,
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
        var reader = new RequestReader(request);
        var (format, language) = (DocumentAnswer.FormatOf(request, reader), DocumentAnswer.LanguageOf(reader, scene.Caller.Language));
        if (reader.Problem is { } bad)
            return bad;
        var definition = scene.Phase(phase);
        if (!definition.Kind.IsSheet() || await participants.ReadAsync(scene.Key, cancellationToken) is not { } stored)
            return Problems.NotFound($"sheet in phase {phase}");
        var sheet = await sheets.ReadAsync(scene.Key, phase, stored.State.Phase(phase), cancellationToken);
        var mayWrite = await desk.MayAsync(scene, Act.WriteSheet, cancellationToken);
        var content = (mayWrite ? sheet?.Working : sheet?.Submitted) ?? SheetContent.Empty;
        var name = (await directory.GetAsync(AccessPolicy.AllowOn, cancellationToken)).NameOf(unit);
        return DocumentAnswer.Of(SheetPrint.Of(scene, definition, stored.State, content, name, language), format, $"{cycle}-{unit}-{phase}");
    }
}
