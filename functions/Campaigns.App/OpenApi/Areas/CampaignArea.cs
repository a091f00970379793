using Campaigns.App.Access;
using Campaigns.App.Campaigns;
using Campaigns.App.Cycles;
using Campaigns.App.Programmes;
using Campaigns.App.Templates;

namespace Campaigns.App.OpenApi.Areas;

internal sealed class CampaignArea : ApiArea
{
    private const string Definition = "campaign: five-good-village\ntitle: { zh: 五好村, en: Five-good villages }\n";
    private static readonly string[] MediaTypes = ["application/yaml", "text/yaml", "application/x-yaml", "application/json", "text/plain"];

    public override string Name => "campaigns";

    public override string About => "Definitions of campaigns and their versions, templates, dry runs, programmes of several years.";

    protected override void Routes()
    {
        Of(nameof(SchemaEndpoints.GetDefinitionSchema), Act.ReadDescription, "The language of definitions as JSON Schema 2020-12, for editors (B10)")
            .GivesFile(200, "application/schema+json");
        Of(nameof(CampaignEndpoints.GetCampaign), Act.ReadCampaign, "A campaign's latest definition").Gives<CampaignEndpoints.TextAnswer>().Tagged();
        Of(nameof(CampaignEndpoints.GetCampaignVersion), Act.ReadCampaign, "One version of a definition").Gives<CampaignEndpoints.TextAnswer>();
        Text(Of(nameof(CampaignEndpoints.PutCampaign), Act.WriteCampaign, "A new version of a definition"))
            .Says("YAML, or the same as JSON. A cycle keeps the version that it was started with.")
            .Gives<CampaignEndpoints.Answer>(200, 201).Tagged().Conditional().Refuses(422);
        Text(Of(nameof(CampaignEndpoints.ValidateCampaign), Act.ValidateCampaign, "Every mistake of a definition, with its place"))
            .Gives<CampaignEndpoints.Validation>();
        Of(nameof(DryRunEndpoints.RehearseCampaign), Act.RehearseCampaign, "A dry run of a year: calendar, enrolment, messages by day")
            .Takes<DryRunBody>("""{"year":2026}""").Gives<DryRunAnswer>().Refuses(422);
        Of(nameof(CycleEndpoints.StartCycle), Act.StartCycle, "Starts a year").Says("Starting the same year again answers the same.")
            .Takes<StartCycleBody>("""{"year":2026}""").Gives<StartedCycle>(202).Refuses(409, 422);
        Of(nameof(ProgrammeEndpoints.GetProgramme), Act.ReadCampaign, "The programme's years and what each came to").Gives<ProgrammeAnswer>();
        Of(nameof(ProgrammeEndpoints.GetRollover), Act.ReadCampaign, "What a year takes over from the one before")
            .Query("year", "A year of the programme after its first; the next one where it is missing.").Gives<RolloverAnswer>();
        Of(nameof(TemplateEndpoints.ListTemplates), Act.ReadTemplates, "The templates").GivesList<TemplateAnswer>();
        Of(nameof(TemplateEndpoints.GetTemplate), Act.ReadTemplates, "A template's definition").GivesText("application/yaml", Definition);
        Of(nameof(TemplateEndpoints.UseTemplate), Act.UseTemplate, "Makes a campaign of a template, and starts a year of it")
            .Takes<UseTemplateBody>("""{"authority":"county","years":"2026..2028","start":true,"year":2026}""")
            .Gives<UsedTemplate>(201).Repeatable().Refuses(409, 412, 422);
    }

    private static ApiDescription Text(ApiDescription description)
    {
        foreach (var type in MediaTypes)
            description.TakesText(type, Definition);
        return description;
    }
}
