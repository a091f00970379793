using Campaigns.Rules.Definitions;
using Campaigns.Rules.Ledger;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Scoring;
using Campaigns.Rules.Sheets;
using Campaigns.Rules.Tests.Participants;
using Xunit;

namespace Campaigns.Rules.Tests.Sheets;

public sealed class ReviewFlagsTests
{
    private static readonly ReviewRules Tenth = new(0.1m);

    [Theory]
    [InlineData(90, 80, 0)]
    [InlineData(90.01, 80, 1)]
    [InlineData(70, 80, 0)]
    public void IsFlagged_MoreThanATenthOfTheScaleAbove_Is(double self, double given, int flagged) =>
        Assert.Equal(flagged == 1, ReviewFlags.IsFlagged((decimal)self, (decimal)given, 100, Tenth));

    [Fact]
    public void IsFlagged_WithoutARule_NeverIs() => Assert.False(ReviewFlags.IsFlagged(100, 0, 100, ReviewRules.None));

    [Fact]
    public void Accept_FarBelowTheSelfScore_KeepsTheFlagAndTellsTheLedger()
    {
        // deeds lacks its evidence: the sheet is worth 88, the appraisal gives 86.
        var state = Given.SubmittedOnTime.With("q1", Given.SubmittedOnTime.Phase("q1") with { Score = 96.5m });
        var accepted = Given.Accepted(AppraisalDecider.Decide(
            state, Given.H1, Given.AppraisalWindow, new AcceptAppraisal(Given.FullAppraisal, Given.Reviewer), Given.Reviewing, Given.Standard, Tenth));
        Assert.Equal([new ScoreFlag("q1", 96.5m, 86m)], accepted.State.Phase("h1").Flags);
        var fact = accepted.Facts.Single(f => f.Act == Acts.SelfScoreFlagged);
        Assert.Equal(("villages/v-001/q1", "h1", "96.5", "86"), (fact.Subject, fact.Facts["appraisal"], fact.Facts["self"], fact.Facts["given"]));
    }

    [Fact]
    public void Accept_WithoutADifferenceOrARule_FlagsNothing()
    {
        Assert.Null(Given.Appraised.Phase("h1").Flags);
        var accepted = Given.Accepted(AppraisalDecider.Decide(
            Given.SubmittedOnTime, Given.H1, Given.AppraisalWindow, new AcceptAppraisal(Given.FullAppraisal, Given.Reviewer), Given.Reviewing, Given.Standard,
            Tenth));
        Assert.Null(accepted.State.Phase("h1").Flags);
        Assert.DoesNotContain(accepted.Facts, f => f.Act == Acts.SelfScoreFlagged);
    }

    [Fact]
    public void Of_SheetsNotHandedIn_AreNotFlagged()
    {
        var state = Given.Untouched.With("q1", new PhaseState { Status = SheetStatus.Silent, Score = 100 })
            .With("q2", new PhaseState { Status = SheetStatus.Submitted });
        Assert.Empty(ReviewFlags.Of(state, Given.H1, 0, Given.Standard, Tenth));
        Assert.Single(ReviewFlags.Of(state.With("q2", new PhaseState { Status = SheetStatus.Submitted, Score = 11 }), Given.H1, 0, Given.Standard, Tenth));
    }

    [Fact]
    public void Clauses_ThatMakeTheDifference_AreNamed()
    {
        var lines = Scorer.Score(Given.Standard, Given.FullSheet, Given.AllEvidence).Lines;
        var given = new Dictionary<string, decimal> { ["leadership"] = 18, ["assembly"] = 13, ["income"] = 45, ["deeds"] = 10.79m, ["stability"] = 0 };
        // leadership 20 against 18 is exactly a tenth of its 20 points, income 50 against 45 too; coverage was not judged.
        Assert.Equal([new FlaggedClause("q1", "deeds", 12, 10.79m), new FlaggedClause("q1", "assembly", 15, 13)],
            ReviewFlags.Clauses("q1", lines, given, Given.Standard, Tenth));
        Assert.Equal(
            ["deeds"], ReviewFlags.Clauses("q1", [.. lines.Where(l => l.Path == "service.deeds")], given, Given.Standard, Tenth).Select(c => c.Clause));
    }

    [Fact]
    public void Clauses_OnTopOfTheirSection_AreNotCompared()
    {
        var answers = new Dictionary<string, ClauseAnswer>(Given.FullSheet.Answers) { ["recognised"] = new() { Recognitions = ["county"] } };
        var lines = Scorer.Score(Given.Standard, new SheetContent(answers), Given.AllEvidence).Lines;

        Assert.Empty(ReviewFlags.Clauses("q1", lines, new Dictionary<string, decimal> { ["recognised"] = 0 }, Given.Standard, Tenth));
    }
}
