using Campaigns.App.Access;
using Campaigns.App.Inspections;
using Campaigns.Rules.Inspections;

namespace Campaigns.App.OpenApi.Areas;

internal sealed class InspectionArea : ApiArea
{
    private const string Why = """{"reason":"The photo shows another village."}""";

    public override string Name => "inspections";

    public override string About => "Inspections, what they found and what becomes of it, and what the public reports (E1–E5).";

    protected override void Routes()
    {
        Of(nameof(InspectionEndpoints.ListInspections), Act.ListInspections, "Inspections, and how those of random draws were drawn").Gives<InspectionPage>()
            .Query("limit", "How many at most; 100 where it is missing.", 1, Http.RequestReader.MaxLimit)
            .Query("continuation", "Where the page before ended: its `continuation`.");
        Of(nameof(InspectionEndpoints.OrderInspection), Act.OrderInspection, "Orders an inspection")
            .Takes<OrderBody>("""{"track":"village","unit":"v-001","reason":"Three reports in a month."}""").Gives<InspectionOutcome>(201).Repeatable()
            .Decided();
        Of(nameof(InspectionEndpoints.GetInspection), Act.ReadInspection, "An inspection").Gives<InspectionAnswer>();
        Of(nameof(InspectionEndpoints.RecordVisit), Act.RecordVisit, "Records the visit").Takes<VisitBody>("""{"score":86.5,"notes":"All deeds seen."}""")
            .Gives<InspectionOutcome>().Repeatable().Decided();
        Of(nameof(FindingEndpoints.ListFindings), Act.ListFindings, "Findings").QueryOneOf<FindingState>("state", "In this state.")
            .QueryFlag("overdue", "Those that are overdue.").QueryId("under", "Of units below this one.").GivesPages<FindingAnswer>();
        Of(nameof(FindingEndpoints.OpenFinding), Act.OpenFinding, "Opens a finding, to be put right in time")
            .Takes<FindingBody>("""{"text":"The notice board is a year old.","clause":"order"}""").Gives<FindingAnswer>(201).Repeatable().Decided();
        Of(nameof(FindingEndpoints.AddFixEvidence), Act.AddFixEvidence, "Files a file that shows the fix").TakesFile().Gives<Evidence.EvidenceAnswer>(201)
            .Repeatable().Decided();
        Finding<FixBody>(nameof(FindingEndpoints.ReportFindingFix), Act.FixFinding, "Reports a finding as put right",
            """{"text":"The board is new.","evidence":["9f86d081884c7d65"]}""");
        Finding<VerifyBody>(nameof(FindingEndpoints.VerifyFinding), Act.VerifyFinding, "Verifies the fix: the finding is closed", """{"comment":"Seen."}""");
        Finding<ReasonBody>(nameof(FindingEndpoints.RejectFinding), Act.RejectFinding, "Rejects the fix", """{"reason":"The board is empty."}""");
        Finding<ExtendBody>(nameof(FindingEndpoints.ExtendFinding), Act.ExtendFinding, "Gives more time, once",
            """{"until":"2026-05-15","reason":"The printer is closed."}""");
        Finding<ReasonBody>(nameof(FindingEndpoints.ReportFalsified), Act.ReportFalsified, "Reports that something was falsified (E5)", Why);
        Finding<ReasonBody>(nameof(FindingEndpoints.ConfirmFalsified), Act.DecideFalsified, "Confirms a falsification that another reported", Why);
        Finding<ReasonBody>(nameof(FindingEndpoints.DismissFalsified), Act.DismissFalsified, "Dismisses it", Why);

        Of(nameof(ReportEndpoints.FileReport), Act.FileReport, "Reports something about a participant (举报); anybody may, also without a name")
            .Takes<ReportBody>("""{"track":"village","reference":"v-001","text":"The road was never built."}""").Gives<ReportFiled>(201).Repeatable()
            .Decided();
        Of(nameof(ReportEndpoints.ListReports), Act.ListReports, "What the public reported, as far as the caller may read it")
            .QueryOneOf<PublicReportState>("state", "In this state.").QueryFlag("overdue", "Those that are overdue.")
            .QueryId("under", "About units below this one.").GivesPages<ReportAnswer>();
        Of(nameof(ReportEndpoints.GetReport), Act.ReadReport, "A report from the public").Gives<ReportAnswer>();
        Of(nameof(ReportEndpoints.PursueReport), Act.AnswerReport, "Makes a finding of a report")
            .Takes<FindingBody>("""{"text":"The road ends at the river.","clause":"deeds"}""").Gives<FindingAnswer>(201).Repeatable()
            .Decided();
        Of(nameof(ReportEndpoints.DismissReport), Act.AnswerReport, "Dismisses a report").Takes<ReasonBody>("""{"reason":"The road is there."}""")
            .Gives<ReportAnswer>().Repeatable().Decided();
    }

    private void Finding<TBody>(string function, Act act, string summary, string example) =>
        Of(function, act, summary).Takes<TBody>(example).Gives<FindingAnswer>().Repeatable().Decided();
}
