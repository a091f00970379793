using Campaigns.App.Access;
using Campaigns.App.Completeness;
using Campaigns.App.Cycles;
using Campaigns.App.Directory;
using Campaigns.App.Http;
using Campaigns.App.Storage;
using Campaigns.Rules.Definitions;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Documents;

/// <summary>
/// <c>GET /cycles/{cycle}/completeness/print?phase=&amp;format=html|docx&amp;language=</c> (H2, J11): who reports and in time as it stands now, by phase, and
/// with a phase named by area too; for a meeting's table.
/// </summary>
public sealed class CompletenessPrintEndpoints(AccessPolicy access, CycleContexts cycles, RollUp rollUp, DirectoryCache directory, CampaignClock clock)
{
    [Function(nameof(PrintCompleteness))]
    public async Task<IResult> PrintCompleteness(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/cycles/{cycle}/completeness/print")] HttpRequest request,
        string cycle,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("reading");
        if (RequestReader.BadRoute(("cycle", cycle)) is { } badRoute)
            return badRoute;
        if (await access.DeniesAsync(context.Caller(), Act.ReadCycle, null, cancellationToken) is { } no)
            return no;
        var reader = new RequestReader(request);
        var phase = reader.SlugOf("phase");
        var (format, language) = (DocumentAnswer.FormatOf(request, reader), DocumentAnswer.LanguageOf(reader, context.Caller().Language));
        if (reader.Problem is { } bad)
            return bad;
        if (await cycles.GetAsync(cycle, cancellationToken) is not { } found)
            return Problems.NotFound($"cycle {cycle}");
        if (phase is not null && found.Definition.Phases.All(p => p.Id != phase))
            return Problems.NotFound($"phase {phase}");

        string Text(string zh, string en) => new LocalizedText(zh, en).In(language);
        string Due(string id) => found.Plan.Window(id).DueAt is { } due ? found.LocalTime(due) : "";
        var counts = await rollUp.PhasesAsync(cycle, cancellationToken);
        var blocks = new List<PrintedBlock>
        {
            BulletinPrint.Rates(
                found.Definition.Phases.Where(p => counts.ContainsKey(p.Id) && (phase is null || p.Id == phase))
                    .Select(p => (p.Title.In(language), Due(p.Id), counts[p.Id].Rates)),
                Text("阶段", "Phase"), language),
        };
        if (phase is not null)
        {
            var people = await directory.GetAsync(AccessPolicy.AllowOn, cancellationToken);
            var areas = await rollUp.AreasAsync(cycle, phase, cancellationToken);
            blocks.Add(BulletinPrint.Rates(
                areas.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => (people.NameOf(a.Key), Due(phase), a.Value)), Text("单位", "Area"), language));
        }
        var document = new PrintedDocument(
            language, $"{found.Definition.Title.In(language)} {Text("报送情况", "Reports")}",
            $"{found.Year}　{Text("截至", "as at")} {found.LocalTime(clock.Now)}", blocks);
        return DocumentAnswer.Of(document, format, $"{cycle}-completeness");
    }
}
