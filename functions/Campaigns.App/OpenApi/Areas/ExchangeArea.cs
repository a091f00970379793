using System.Text.Json.Nodes;
using Campaigns.App.Access;
using Campaigns.App.Directory;
using Campaigns.App.Exchange;
using Campaigns.App.Spreadsheets;

namespace Campaigns.App.OpenApi.Areas;

internal sealed class ExchangeArea : ApiArea
{
    private const string Units = "id,name,name_en,level,sector,parent\nv-001,大河村,Dahe,village,rural,t-01\n";
    private const string People = "id,name,email,language,unit,categories,assignments\nv-001-reporter,李明,,zh,v-001,,reporter@v-001\n";
    private const string Assignments = "unit,role,person\nv-001,reporter,v-001-reporter\n";
    private const string Clusters = "id,name,name_en,level,home,theme,leader,domains,points\nc-01,大河片区,,township,t-01,,,,v-001;v-002\n";
    private const string Extensions = "track,unit,phase,until,reason\nvillage,v-001,q1,2026-04-30,洪灾\n";
    private const string Scores = "track,unit,phase,clause,points,measured,reason\nvillage,v-001,h1,deeds,12,,\n";

    private const string Pledges =
        "track,unit,pledge,kind,direction,text,audience,channel,due,person,proof\nvillage,v-001,road,organisation,down,修路,全体村民,公开栏,2026-06-30,,\n";

    private const string Participants =
        "track,unit,name,parent,area,phase,title,period,status,timeliness,opensAt,dueAt,graceUntil,lockedAt,submittedAt,score,vetoed,version,returns,extended,"
        + "evidenceFiles\n";

    public override string Name => "imports and exports";

    public override string About =>
        "Files in and out: CSV (UTF-8 with its mark; imports take GBK too), JSON, spreadsheets. What an export gives, its import takes.";

    protected override void Routes()
    {
        Import(nameof(ImportEndpoints.ImportUnits), Act.ImportUnits, "Takes in units").TakesText("text/csv", Units).Takes<UnitsBody>()
            .QueryFlag("retireMissing", "The file is the whole tree: what it leaves out is retired.");
        Import(nameof(ImportEndpoints.ImportPeople), Act.ImportPeople, "Takes in people").TakesText("text/csv", People).Takes<PeopleBody>();
        Import(nameof(ImportEndpoints.ImportAssignments), Act.ImportAssignments, "Takes in who is what where").TakesText("text/csv", Assignments)
            .Takes<AssignmentsBody>().QueryFlag("retireMissing", "The file states all that its units have: what it leaves out of them ends.");
        Import(nameof(ImportEndpoints.ImportClusters), Act.ImportClusters, "Takes in clusters").TakesText("text/csv", Clusters).Takes<ClustersBody>();
        Import(nameof(CycleImportEndpoints.ImportExtensions), Act.ExtendMany, "Extends many participants at once (J1)").TakesText("text/csv", Extensions)
            .Takes<ExtensionsBody>();
        Import(nameof(CycleImportEndpoints.ImportPledges), Act.ImportRows, "Writes down many pledges, each as its reporter could (F1)")
            .TakesText("text/csv", Pledges).Takes<PledgesBody>();
        Import(nameof(CycleImportEndpoints.ImportScores), Act.ImportRows, "Puts down review points, each participant's as its reviewer could (E1)")
            .TakesText("text/csv", Scores).Takes<ScoresBody>();

        Export(nameof(DirectoryExports.ExportUnits), Act.ReadUnits, "The living units").GivesText("text/csv", Units).Gives<UnitsBody>();
        Export(nameof(DirectoryExports.ExportPeople), Act.ReadPeople, "Everybody").GivesText("text/csv", People).Gives<PeopleBody>();
        Export(nameof(DirectoryExports.ExportAssignments), Act.ReadPeople, "Who is what where").GivesText("text/csv", Assignments).Gives<AssignmentsBody>();
        CycleExport(nameof(CycleExports.ExportCycle), "A cycle's participants with their instants, score lines and reporting rates (J2, J11)")
            .QueryOneOf<CycleTable>("table", "Which table CSV or JSON holds; the participants where it is missing. A spreadsheet holds all.")
            .GivesText("text/csv", Participants).Gives<JsonObject>();
        CycleExport(nameof(CycleExports.ExportExtensions), "The extensions in force").GivesText("text/csv", Extensions).Gives<ExtensionsBody>();
        CycleExport(nameof(CycleExports.ExportPledges), "The pledges").GivesText("text/csv", Pledges).Gives<PledgesBody>();
        CycleExport(nameof(CycleExports.ExportScores), "The review points").GivesText("text/csv", Scores).Gives<ScoresBody>();

        Of(nameof(SpreadsheetEndpoints.GetSpreadsheet), Act.ListParticipants, "A phase's self-checks of all units below one, to be filled in (J21)")
            .Says("A row a unit and clause, pre-filled; fixed cells are locked. Holds the sheets that the caller may see.")
            .QueryId("phase", "The self-check.", required: true).GivesFile(200, SpreadsheetWriter.MediaType)
            .Header(200, "Content-Disposition", "An attachment with its file's name.").Refuses(422);
        Import(nameof(SpreadsheetEndpoints.FillInSpreadsheet), Act.ImportRows, "Takes a filled-in spreadsheet: good rows pass unless `atomicMode=all` (J21)")
            .QueryId("phase", "The self-check.", required: true).QueryOneOf<UploadAnswer>("answer", "`xlsx` gives the file back with its mistakes beside.")
            .TakesBytes(SpreadsheetWriter.MediaType).GivesFile(200, SpreadsheetWriter.MediaType)
            .Header(200, "Content-Disposition", "An attachment with its file's name.");
    }

    private ApiDescription Import(string function, Act act, string summary) => Of(function, act, summary)
        .Says("Every row is judged before the first is written. Importing the same again finds everything unchanged and writes nothing.")
        .QueryFlag("dryRun", "Answers the same and writes nothing.")
        .QueryOneOf<ImportStrategy>("strategy", "What may be done to what is there; both where it is missing.")
        .QueryOneOf<AtomicMode>("atomicMode", "`all`: one bad row and nothing is written (422). `none`: the good rows are written, the others named.")
        .QueryFlag("finish", "Where rows can be drafts: they are handed in, or concluded.")
        .Repeatable().Gives<ImportAnswer>().Refuses(409, 422);

    private ApiDescription Export(string function, Act act, string summary) => Of(function, act, summary)
        .QueryOneOf<ExportFormat>("format", "CSV where it is missing.").GivesFile(200, SpreadsheetWriter.MediaType)
        .Header(200, "Content-Disposition", "An attachment with its file's name.");

    private ApiDescription CycleExport(string function, string summary) => Export(function, Act.ListParticipants, summary)
        .QueryId("under", "Those of a unit: itself, or below it.").Says("Holds what the caller may see of each participant.");
}
