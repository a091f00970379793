using Campaigns.App.Access;
using Campaigns.App.Cycles;
using Campaigns.App.Documents;
using Campaigns.App.Evidence;
using Campaigns.App.Participants;
using Campaigns.App.Plans;
using Campaigns.App.Pledges;
using Campaigns.App.Records;
using Campaigns.App.Sheets;
using Campaigns.App.Uploads;
using Campaigns.App.Votes;
using Campaigns.Rules.Records;

namespace Campaigns.App.OpenApi.Areas;

internal sealed class SheetArea : ApiArea
{
    private const string Sheet = """{"answers":{"deeds":{"measured":3},"order":{"yes":true}}}""";
    private const string Plan =
        """{"text":"Three deeds for the village.","measures":[{"title":"A road to the school","owner":"v-001-leader","due":"2026-06-30"}]}""";

    public override string Name => "sheets";

    public override string About => "What a participant hands in: sheets, plans, pledges, records, ballots.";

    protected override void Routes()
    {
        Of(nameof(SheetEndpoints.GetSheet), Act.ReadSheet, "A sheet (J2, J12)").Gives<SheetAnswer>().Tagged(always: false);
        Of(nameof(SheetEndpoints.GetSheetForm), Act.ReadSheet, "What a sheet asks, for whoever draws its form (B2)").Gives<SheetForm>();
        Of(nameof(PrintEndpoints.PrintSheet), Act.ReadSheet, "The sheet in the layout that is signed and stamped (L1)")
            .QueryOneOf<PrintFormat>("format", "What `Accept` prefers where it is missing, or HTML.")
            .Query("language", "`zh` or `en`; the caller's own where it is missing.").GivesText("text/html", "<!doctype html><title>自查表</title>")
            .GivesFile(200, WordFile.MediaType);
        Of(nameof(SheetEndpoints.PutSheet), Act.WriteSheet, "Saves a draft of a sheet").Takes<SheetBody>(Sheet)
            .Gives<SheetAnswer>().Tagged().Conditional<SheetAnswer>().Decided();
        Of(nameof(SheetEndpoints.SubmitSheet), Act.SubmitSheet, "Hands a sheet in: what is sent, or the draft").Takes<SheetBody>(Sheet, optional: true)
            .Gives<SubmissionAnswer>().Tagged().Repeatable().Conditional<SheetAnswer>().Decided();
        Of(nameof(FulfilmentEndpoints.ReturnNil), Act.SubmitSheet, "Reports that there is nothing to report (J9)")
            .Takes<ReasonBody>("""{"reason":"No member left the village."}""").Gives<PhaseAnswer>().Repeatable().Decided();
        Of(nameof(FulfilmentEndpoints.MarkNotApplicable), Act.MarkNotApplicable, "Says that a phase does not apply to the participant (J9)")
            .Takes<ReasonBody>("""{"reason":"Founded in May."}""").Gives<PhaseAnswer>().Repeatable().Decided();

        Of(nameof(PlanEndpoints.GetPlan), Act.ReadSheet, "The plan (B8)").Gives<PlanAnswer>().Tagged(always: false);
        Of(nameof(PlanEndpoints.PutPlan), Act.WriteSheet, "Saves a draft of the plan").Takes<PlanBody>(Plan)
            .Gives<PlanAnswer>().Tagged().Conditional<PlanAnswer>().Decided();
        Of(nameof(PlanEndpoints.SubmitPlan), Act.SubmitSheet, "Files the plan: what is sent, or the draft").Takes<PlanBody>(Plan, optional: true)
            .Gives<PlanAnswer>().Tagged().Repeatable().Conditional<PlanAnswer>().Decided();
        Of(nameof(PlanEndpoints.RegisterPlan), Act.RegisterPlan, "Takes the plan into the register").Gives<PlanAnswer>().Tagged().Repeatable().Decided();
        Of(nameof(PlanEndpoints.ReturnPlan), Act.RegisterPlan, "Sends the plan back for completion")
            .Takes<PlanReturnBody>("""{"reason":"The second measure has no owner."}""").Gives<PlanAnswer>().Tagged().Repeatable().Decided();

        Of(nameof(PledgeEndpoints.ListPledges), Act.ReadSheet, "Its pledges (F1)").GivesPages<PledgeAnswer>();
        Of(nameof(PledgeEndpoints.GetPledge), Act.ReadSheet, "A pledge").Gives<PledgeAnswer>().Tagged();
        Of(nameof(PledgeEndpoints.PutPledge), Act.WriteSheet, "Makes or changes a pledge; with `proof` it is published").Takes<PledgeBody>()
            .Gives<PledgeAnswer>().Tagged().Conditional().Decided();
        Of(nameof(PledgeEndpoints.FulfilPledge), Act.SubmitSheet, "Reports a pledge as kept").Takes<FulfilmentBody>("""{"text":"The road is open."}""")
            .Gives<PledgeAnswer>().Tagged().Repeatable().Decided().Refuses(412);
        Of(nameof(PledgeEndpoints.ConfirmPledge), Act.AcceptReview, "Confirms that a pledge was kept").Takes<ConfirmationBody>("{}", optional: true)
            .Gives<PledgeAnswer>().Tagged().Repeatable().Decided().Refuses(412);
        Of(nameof(PledgeEndpoints.DenyPledge), Act.AcceptReview, "Denies that a pledge was kept")
            .Takes<DenialBody>("""{"reason":"The road ends at the river."}""")
            .Gives<PledgeAnswer>().Tagged().Repeatable().Decided().Refuses(412);

        Of(nameof(RecordEndpoints.ListRecords), Act.ReadSheet, "Its records of a kind").GivesList<RecordAnswer>();
        Of(nameof(RecordEndpoints.GetRecord), Act.ReadSheet, "A record").Gives<RecordAnswer>().Tagged();
        Of(nameof(RecordEndpoints.PutRecord), Act.WriteSheet, "Adds or changes a record")
            .Takes<RecordContent>("""{"title":"Meeting of all members","text":"The plan was read out.","on":"2026-03-01"}""")
            .Gives<RecordAnswer>().Tagged().Conditional().Decided();
        Of(nameof(RecordEndpoints.SelectPractice), Act.AcceptReview, "Selects a practice as worth following").Gives<RecordAnswer>().Tagged().Repeatable()
            .Decided().Refuses(412);
        Of(nameof(RecordEndpoints.PublishPractice), Act.AcceptReview, "Publishes a practice").Gives<RecordAnswer>().Tagged().Repeatable().Decided()
            .Refuses(412);

        Of(nameof(VoteEndpoints.IssueVoteCodes), Act.IssueVoteCodes, "The codes that people vote with; the same ones again for the same number")
            .Takes<CodesBody>("""{"count":30}""").Gives<CodesAnswer>().Decided();
        Of(nameof(VoteEndpoints.CastBallot), Act.CastBallot, "A ballot: whoever holds a code votes, once")
            .Takes<BallotBody>("""{"code":"7F3K-9QMD","option":"good"}""").Gives<BallotAnswer>().Decided();
        Of(nameof(VoteEndpoints.RateDutyReport), Act.RateReport, "Rates a duty report").Takes<RatingBody>("""{"points":18.5}""").Gives<RatingAnswer>()
            .Repeatable().Decided();
    }
}
