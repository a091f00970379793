using Campaigns.App.Access;
using Campaigns.App.Adoption;
using Campaigns.App.Bulletins;
using Campaigns.App.Classes;
using Campaigns.App.Completeness;
using Campaigns.App.Coverage;
using Campaigns.App.Cycles;
using Campaigns.App.Documents;
using Campaigns.App.Evaluation;
using Campaigns.App.Ledger;
using Campaigns.App.Pledges;
using Campaigns.App.Records;
using Campaigns.App.Reviews;
using Campaigns.App.Targets;
using Campaigns.App.Warnings;
using Campaigns.Rules.Coverage;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Records;

namespace Campaigns.App.OpenApi.Areas;

internal sealed class CycleArea : ApiArea
{
    private const string Why = """{"reason":"The flood: three weeks of nothing else."}""";

    public override string Name => "cycles";

    public override string About => "A year of a campaign as a whole: its calendar, its figures, what the authority changes of it.";

    protected override void Routes()
    {
        Of(nameof(CycleEndpoints.ListCycles), Act.ReadCycle, "The cycles").GivesList<ListedCycle>();
        Of(nameof(CycleEndpoints.GetCycle), Act.ReadCycle, "Where a cycle stands").Gives<CycleAnswer>();
        Of(nameof(CycleEndpoints.GetTimeline), Act.ReadCycle, "Its phases' windows, and every milestone with what became of it").Gives<TimelineAnswer>();
        Of(nameof(CalendarEndpoints.PauseCycle), Act.PauseCycle, "Pauses a cycle").Takes<ReasonBody>(Why).Gives<CalendarAnswer>().Repeatable()
            .Refuses(409, 422);
        Of(nameof(CalendarEndpoints.ResumeCycle), Act.ResumeCycle, "Resumes a cycle").Takes<ResumeBody>("""{"reason":"The water is gone."}""")
            .Gives<CalendarAnswer>().Repeatable().Refuses(409, 422);
        Of(nameof(CalendarEndpoints.CancelCycle), Act.CancelCycle, "Cancels a cycle").Takes<ReasonBody>(Why).Gives<CalendarAnswer>().Repeatable()
            .Refuses(409, 422);
        Of(nameof(CalendarEndpoints.AmendCalendar), Act.AmendCalendar, "Moves dates of a running cycle (C4, J3)")
            .QueryFlag("dryRun", "Answers what would move and moves nothing.")
            .Takes<AmendBody>("""{"phases":{"q1":{"due":"2026-04-30"}},"reason":"The holiday was moved."}""")
            .Gives<AmendAnswer>().Repeatable().Refuses(409, 422);
        Of(nameof(GroupEndpoints.RetryGroup), Act.RetryGroup, "Works off what a parked group still has to do").Gives<ParkedGroup>(202).Refuses(409);

        Of(nameof(CompletenessEndpoints.GetCompleteness), Act.ReadCycle, "Who reports and in time, by phase, and by area for one phase")
            .QueryId("phase", "By area for this phase.").Gives<CompletenessAnswer>();
        Of(nameof(CoverageEndpoints.GetCoverage), Act.ListParticipants, "What is still owed, by whom").QueryId("phase", "For this phase alone.")
            .QueryOneOf<ObligationKind>("kind", "Of this kind alone.").GivesPages<ObligationAnswer>();
        Of(nameof(TargetEndpoints.GetTargets), Act.ReadCycle, "Targets, what was reached of them, and their split").Gives<TargetsAnswer>();
        Of(nameof(RankingEndpoints.GetRanking), Act.ReadCycle, "A track's ranking").QueryId("track", "The track.", required: true)
            .GivesPages<RankingLine>();
        Of(nameof(FlagEndpoints.ListFlags), Act.ListFlags, "Self-scores that an appraisal did not bear out (E1)")
            .QueryId("under", "Of units below this one.").GivesPages<FlagAnswer>();
        Of(nameof(WarningEndpoints.ListWarnings), Act.ListWarnings, "Yellow and red cards").QueryFlag("open", "Those that are not cleared.")
            .QueryOneOf<Rules.Definitions.Card>("card", "Of this colour.").QueryId("under", "Of units below this one.").GivesPages<WarningAnswer>();
        Of(nameof(WarningEndpoints.ClearWarning), Act.ClearWarning, "Clears a card")
            .Takes<ClearBody>("""{"track":"village","unit":"v-001","reason":"Put right on the spot."}""")
            .Gives<WarningAnswer>().Repeatable().Decided();
        Of(nameof(PledgeRateEndpoints.GetPledgeRates), Act.ReadCycle, "Pledges published and fulfilled (F1)").QueryId("phase", "Of this pledging phase alone.")
            .QueryId("under", "Unit by unit in this area.").GivesList<PledgeRatesAnswer>();
        Of(nameof(RecordGapEndpoints.GetRecordGaps), Act.ReadCycle, "Records that are still missing").QueryId("under", "Below this unit.")
            .GivesList<RecordGap>();
        Of(nameof(RecordGapEndpoints.ListPractices), Act.ReadCycle, "Practices that were published").GivesList<PublishedPractice>();
        Of(nameof(CompletenessPrintEndpoints.PrintCompleteness), Act.ReadCycle, "Who reports and in time, for paper (H2)")
            .QueryId("phase", "This phase alone, by area too.").QueryOneOf<PrintFormat>("format", "What `Accept` prefers where it is missing, or HTML.")
            .Query("language", "`zh` or `en`; the caller's own where it is missing.").GivesText("text/html", "<!doctype html><title>报送情况</title>")
            .GivesFile(200, WordFile.MediaType);
        Of(nameof(BulletinEndpoints.ListBulletins), Act.ReadBulletins, "The cycle's bulletins").GivesList<PublishedBulletin>();
        Of(nameof(BulletinEndpoints.GetBulletin), Act.ReadBulletins, "A bulletin to read and print")
            .Query("language", "`zh` or `en`; the caller's own where it is missing.").GivesText("text/html", "<!doctype html><title>第一期</title>")
            .QueryOneOf<PrintFormat>("format", "What `Accept` prefers where it is missing, or HTML.").GivesFile(200, WordFile.MediaType);

        Of(nameof(ClassEndpoints.GetClasses), Act.ReadCycle, "The year's classes and how many are in each").QueryId("track", "Of this track alone.")
            .GivesList<ClassesAnswer>();
        Of(nameof(ClassEndpoints.ImportClasses), Act.ChangeRules, "Sets classes, or who is on a list")
            .Takes<ClassImport>("""{"track":"village","reason":"The year's survey.","classes":{"v-001":"advanced"}}""")
            .Gives<ClassImportAnswer>().Repeatable().Refuses(409, 422, 503);
        Of(nameof(RuleEndpoints.GetReferences), Act.ReadCycle, "Reference values that scores are measured against").GivesList<ReferenceLine>().Tagged();
        Of(nameof(RuleEndpoints.PutReferences), Act.ChangeRules, "Sets reference values; what was scored is scored again")
            .Takes<ReferencesBody>("""{"values":{"income":21000},"reason":"The statistics office's figures."}""")
            .Gives<RulesAnswer>().Tagged().Conditional().Refuses(409, 422);
        Of(nameof(RuleEndpoints.PreviewRules), Act.ChangeRules, "What adopting another version would change")
            .Takes<PreviewBody>("""{"version":2}""").Gives<PreviewAnswer>().Refuses(409, 422);
        Of(nameof(RuleEndpoints.AdoptRules), Act.ChangeRules, "Adopts another version; what was scored is scored again")
            .Takes<AdoptBody>("""{"version":2,"reason":"The clause was misread."}""").Gives<RulesAnswer>().Tagged().Refuses(409, 412, 422);
        Of(nameof(LedgerEndpoints.VerifyGroupLedger), Act.VerifyGroupLedger, "Whether a group's ledger is whole").Gives<LedgerVerification>();
    }
}
