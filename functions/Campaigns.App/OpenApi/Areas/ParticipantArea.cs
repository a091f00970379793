using Campaigns.App.Access;
using Campaigns.App.Adoption;
using Campaigns.App.Evaluation;
using Campaigns.App.Extensions;
using Campaigns.App.Ledger;
using Campaigns.App.Participants;
using Campaigns.App.Records;
using Campaigns.App.Reviews;
using Campaigns.Rules.Evaluation;
using Campaigns.Rules.Participants;

namespace Campaigns.App.OpenApi.Areas;

internal sealed class ParticipantArea : ApiArea
{
    public override string Name => "participants";

    public override string About => "One unit or person in a cycle: where it stands, its extensions, its score, its ledger, appraisals of it.";

    protected override void Routes()
    {
        Of(nameof(ParticipantEndpoints.ListParticipants), Act.ListParticipants, "The participants that the caller may see")
            .QueryId("track", "Of this track.").QueryId("phase", "With `state`: in this phase.").QueryOneOf<SheetStatus>("state", "In this state.")
            .QueryId("under", "Below this unit.").GivesPages<ListedParticipant>();
        Of(nameof(ParticipantEndpoints.GetParticipant), Act.ReadParticipant, "A participant, phase by phase (J2, J12)").Gives<ParticipantAnswer>();
        Of(nameof(RankingEndpoints.GetScore), Act.ReadScore, "A participant's score of the year, line by line").Gives<ScoreAnswer>();
        Of(nameof(ClauseEndpoints.GetFeedback), Act.ReadScore, "What the year came to, as a letter").Gives<FeedbackLetter>();
        Of(nameof(ClauseEndpoints.JudgeClauseApplicability), Act.JudgeClause, "Says whether a clause applies to the participant")
            .Takes<ApplicabilityBody>("""{"applies":false,"reason":"It has no forest."}""").Gives<ApplicabilityAnswer>().Repeatable().Decided();

        Of(nameof(ExtensionEndpoints.ListExtensions), Act.ReadParticipant, "Its extensions").GivesList<ExtensionAnswer>();
        Of(nameof(ExtensionEndpoints.AddExtension), Act.AskExtension, "Asks for an extension, or gives one where the caller may (J1)")
            .Takes<ExtensionBody>("""{"phase":"q1","until":"2026-04-30","reason":"The bridge is down."}""")
            .Gives<ExtensionAnswer>().Repeatable().Decided();
        Of(nameof(ExtensionEndpoints.GrantExtension), Act.GrantExtension, "Grants an extension that was asked for")
            .Takes<ExtensionDecisionBody>("{}", optional: true).Gives<ExtensionAnswer>().Repeatable().Decided();
        Of(nameof(ExtensionEndpoints.RefuseExtension), Act.GrantExtension, "Refuses an extension that was asked for")
            .Takes<ExtensionDecisionBody>("""{"reason":"The bridge is open again."}""", optional: true).Gives<ExtensionAnswer>().Repeatable().Decided();

        Of(nameof(LedgerEndpoints.GetLedger), Act.ReadLedger, "Everything that happened, hash by hash").GivesPages<LedgerEntryAnswer>();
        Of(nameof(LedgerEndpoints.VerifyLedger), Act.ReadLedger, "Whether its ledger is whole, up to the anchors").Gives<LedgerVerification>();
        Of(nameof(NoteEndpoints.ListNotes), Act.ReadSheet, "Guidance notes, newest first").GivesPages<Note>();
        Of(nameof(NoteEndpoints.WriteNote), Act.WriteNote, "Writes a guidance note").Takes<NoteBody>("""{"text":"Come and see the records at t-02."}""")
            .Gives<Note>(201).Repeatable().Decided().Refuses(412);

        Of(nameof(ReviewEndpoints.GetReview), Act.ReadReview, "An appraisal, with what the unit says of itself").Gives<ReviewAnswer>().Tagged(always: false);
        Of(nameof(ReviewEndpoints.PutReview), Act.WriteReview, "Saves a draft of an appraisal")
            .Takes<ReviewBody>("""{"points":{"deeds":54,"order":40},"comment":"Two of three deeds seen."}""")
            .Gives<ReviewAnswer>().Tagged().Conditional<ReviewAnswer>().Decided();
        Of(nameof(ReviewEndpoints.AcceptReview), Act.AcceptReview, "Concludes an appraisal: what is sent, or the draft")
            .Takes<ReviewBody>("""{"points":{"deeds":54,"order":40}}""", optional: true)
            .Gives<AcceptanceAnswer>().Tagged().Repeatable().Conditional<ReviewAnswer>().Decided();
        Of(nameof(ReviewEndpoints.ReturnSheet), Act.ReturnReview, "Sends a sheet back for rework")
            .Takes<ReturnBody>("""{"sheet":"q1","reason":"No photo shows the date."}""")
            .Gives<ReturnAnswer>().Repeatable().Decided();
    }
}
