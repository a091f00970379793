using Campaigns.Rules.Participants;
using Campaigns.Rules.Sheets;
using Campaigns.Rules.Tests.Participants;
using Xunit;

namespace Campaigns.Rules.Tests.Sheets;

public sealed class AllowedActionsTests
{
    private static readonly DateTimeOffset[] Moments =
    [
        Given.Opening.AddTicks(-1), Given.OnTime, Given.InGrace, Given.Late, Given.Window.LockedAt!.Value, Given.Locked,
        Given.Reviewing, Given.ReworkUntil, Given.ReworkUntil.AddTicks(1), Given.AppraisalWindow.LockedAt!.Value.AddTicks(1),
    ];

    public static TheoryData<string> States => ["untouched", "submitted", "silent", "returned", "appraised"];

    [Theory]
    [MemberData(nameof(States))]
    public void For_EveryStateAndMoment_AgreesWithTheDeciders(string name)
    {
        var state = Named(name);
        foreach (var now in Moments)
        {
            var sheet = AllowedActions.For(state, Given.Q1, Given.Window, now);
            Assert.Equal(IsAccepted(Given.Decide(state, new SaveDraft(Given.FullSheet, "p"), now)), sheet.Contains(SheetAction.SaveDraft));
            Assert.Equal(IsAccepted(Given.Decide(state, new Submit(Given.FullSheet, "p"), now)), sheet.Contains(SheetAction.Submit));
            Assert.Equal(IsAccepted(Given.Decide(state, new AttachEvidence("deeds", "e", "s", "p"), now)), sheet.Contains(SheetAction.AttachEvidence));

            var review = AllowedActions.For(state, Given.H1, Given.AppraisalWindow, now, Given.Reviewer);
            var returned = Given.DecideReview(state, new ReturnForRework("q1", "x", now.AddDays(1), Given.Reviewer), now);
            var accepted = Given.DecideReview(state, new AcceptAppraisal(Given.FullAppraisal, Given.Reviewer), now);
            Assert.Equal(IsAccepted(accepted), review.Contains(SheetAction.Accept));
            Assert.Equal(IsAccepted(returned), review.Contains(SheetAction.Return));
            Assert.Equal(IsAccepted(returned), AllowedActions.Returnable(state, Given.H1, Given.AppraisalWindow, now, Given.Reviewer).Contains("q1"));
        }
    }

    [Fact]
    public void For_SheetWhileOpen_ListsAllThree() => Assert.Equal(
        [SheetAction.SaveDraft, SheetAction.Submit, SheetAction.AttachEvidence], AllowedActions.For(Given.Untouched, Given.Q1, Given.Window, Given.OnTime));

    [Fact]
    public void For_PhaseOfAnotherTrackOrOwnPeople_IsEmpty()
    {
        Assert.Empty(AllowedActions.For(Given.Untouched, Given.Q1 with { Tracks = ["townships"] }, Given.Window, Given.OnTime));
        Assert.Empty(AllowedActions.For(Given.SubmittedOnTime, Given.H1, Given.AppraisalWindow, Given.Reviewing, new Reviewer("p-9", ["v-001"])));
    }

    private static ParticipantState Named(string name) => name switch
    {
        "untouched" => Given.Untouched,
        "submitted" => Given.SubmittedOnTime,
        "silent" => Given.SilentAfterLock,
        "returned" => Given.ReturnedForRework,
        _ => Given.Appraised,
    };

    private static bool IsAccepted(Decision<ParticipantState> decision) => decision is Accepted<ParticipantState>;
}
