using Campaigns.App.Access;
using Campaigns.App.Evaluation;
using Campaigns.App.Selecting;
using Campaigns.Rules.Honouring;
using Campaigns.Rules.Nominations;
using Campaigns.Rules.Participants;

namespace Campaigns.App.OpenApi.Areas;

internal sealed class SelectionArea : ApiArea
{
    public override string Name => "selection";

    public override string About => "Whom to honour: nomination, panel, public notice, objections, appeals, decision, honours.";

    protected override void Routes()
    {
        Of(nameof(NominationEndpoints.ListNominations), Act.ReadSelection, "The nominations of a track").GivesList<Nomination>();
        Of(nameof(NominationEndpoints.GetNomination), Act.ReadNomination, "What a unit nominates, and whom it may")
            .Gives<NominationAnswer>().Tagged(always: false);
        Of(nameof(NominationEndpoints.PutNomination), Act.WriteNomination, "Nominates, all of it at once")
            .Takes<NominationBody>("""{"units":["v-001","v-002"]}""").Gives<NominationAnswer>().Tagged().Conditional().Decided();
        Of(nameof(PanelEndpoints.GetPanel), Act.ReadPanel, "The panel: all of it for the office, a member's own part for a member")
            .Gives<PanelAnswer>().Tagged(always: false);
        Of(nameof(PanelEndpoints.PutPanel), Act.WritePanel, "Says who is of the panel")
            .Takes<PanelBody>("""{"members":[{"person":"expert-1"},{"person":"expert-2","conflicts":["v-001"]}]}""")
            .Gives<PanelAnswer>().Tagged().Conditional().Decided();
        Of(nameof(PanelEndpoints.ClosePanel), Act.WritePanel, "Closes the panel below its quorum")
            .Takes<ClosePanelBody>("""{"reason":"Two members are ill."}""")
            .Gives<PanelAnswer>().Tagged().Repeatable().Decided().Refuses(412);
        Of(nameof(PanelEndpoints.PutPanelScore), Act.WritePanelScore, "A member's score for a nominee").Takes<PanelScoreBody>("""{"score":86.5}""")
            .Gives<PanelScoreAnswer>().Tagged().Conditional().Decided();
        Of(nameof(DecisionEndpoints.GetDecision), Act.ReadDecision, "The decision, or what is to be decided").Gives<DecisionAnswer>().Tagged(always: false);
        Of(nameof(DecisionEndpoints.PutDecision), Act.WriteDecision, "Decides whom to honour")
            .Takes<DecisionBody>("""{"units":["v-001"],"meeting":"Standing committee, 20 December","document":"2026-88"}""")
            .Gives<DecisionAnswer>().Tagged().Conditional().Decided();
        Of(nameof(DecisionEndpoints.PutVetting), Act.WriteVetting, "A department's word on each candidate")
            .Takes<VettingBody>("""{"units":{"v-001":{"verdict":"yes","reason":"Nothing is known against it."}}}""")
            .Gives<VettingReply>().Tagged().Conditional().Decided();

        Of(nameof(PublicNotices.GetPublicNotice), Act.ReadPublicNotice, "The intended lists, until when objections are taken (公示)")
            .GivesList<Selecting.NoticeAnswer>();
        Of(nameof(PublicNotices.FileObjection), Act.FileObjection, "Objects; anybody may, also without a name")
            .Takes<ObjectionBody>("""{"track":"village","reference":"v-001","text":"The road was never built."}""").Gives<FiledAnswer>(201).Repeatable()
            .Decided();
        Of(nameof(PublicNotices.ListObjections), Act.ReadSelection, "The objections of a cycle").GivesList<ChallengeAnswer>();
        Of(nameof(ChallengeEndpoints.ListChallenges), Act.AnswerChallenge, "Objections to a participant, and its appeals").GivesList<ChallengeAnswer>();
        Of(nameof(ChallengeEndpoints.FileAppeal), Act.FileAppeal, "Appeals against an appraisal")
            .Takes<AppealBody>("""{"phase":"check","text":"The third deed is in the annex."}""").Gives<FiledAnswer>(201).Repeatable().Decided();
        Of(nameof(ChallengeEndpoints.AnswerObjection), Act.AnswerChallenge, "Answers an objection")
            .Takes<AnswerBody>("""{"upheld":false,"text":"We went there."}""")
            .Gives<ChallengeAnswer>().Repeatable().Decided();
        Of(nameof(ChallengeEndpoints.AnswerAppeal), Act.AnswerChallenge, "Answers an appeal")
            .Takes<AnswerBody>("""{"upheld":true,"text":"The annex was overlooked.","score":92}""").Gives<ChallengeAnswer>().Repeatable().Decided();

        Of(nameof(RankingEndpoints.GetHonours), Act.ReadHonours, "Whom a cycle honours")
            .QueryId("cycle", "The cycle.", required: true).GivesList<RankingLine>()
            .Refuses(404);
        Of(nameof(HonourEndpoints.GetCertificate), Act.ReadHonours, "An honour's certificate, to print")
            .GivesText("text/html", "<!doctype html><title>荣誉证书</title>");
        Of(nameof(HonourEndpoints.WithdrawHonour), Act.WriteHonour, "Withdraws an honour (摘牌)")
            .Takes<WithdrawBody>("""{"reason":"Figures were falsified."}""")
            .Gives<HonourState>().Repeatable().Decided();
        Of(nameof(HonourEndpoints.RecheckHonour), Act.WriteHonour, "Records that an honour was looked at again")
            .Takes<RecheckBody>("""{"note":"Still deserved."}""", optional: true)
            .Gives<HonourState>().Repeatable().Decided();
    }
}
