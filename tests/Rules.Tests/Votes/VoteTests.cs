using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.DutyReports;
using Campaigns.Rules.Evaluation;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Sheets;
using Campaigns.Rules.Tests.Participants;
using Campaigns.Rules.Votes;
using Xunit;

namespace Campaigns.Rules.Tests.Votes;

/// <summary>Satisfaction votes (K12) and duty reports (K11).</summary>
public sealed class VoteTests
{
    private static readonly VoteTerms Terms = new(0.3m, [new("satisfied", 100), new("basically", 70), new("not", 0)]);
    private static readonly Phase People = Given.Phase("people", PhaseKind.Vote) with { Vote = Terms };
    private static readonly Phase Report = Given.Phase("report", PhaseKind.DutyReport);
    private static readonly PhaseWindow Window = Given.Window with { Phase = "people" };

    [Theory]
    [InlineData(10, 3, 0, 0, 100.0)]
    [InlineData(10, 1, 1, 1, 56.67)]
    [InlineData(10, 2, 0, 0, null)]
    [InlineData(10, 0, 0, 3, 0.0)]
    [InlineData(10, 0, 0, 0, null)]
    public void ScoreOf_Ballots_IsTheirMeanWorthOnceEnoughTookPart(int issued, int satisfied, int basically, int not, double? score)
    {
        var tally = new VoteTally(issued, new Dictionary<string, int> { ["satisfied"] = satisfied, ["basically"] = basically, ["not"] = not });

        Assert.Equal((decimal?)score, VoteDecider.ScoreOf(Terms, tally, 100));
        if (score == 56.67)
            Assert.Equal(566.67m, VoteDecider.ScoreOf(Terms, tally, 1000));
        Assert.Null(VoteDecider.ScoreOf(Terms, null, 100));
    }

    [Fact]
    public void Turnout_BeforeCodesAreIssued_IsUnknown() => Assert.Null(new VoteTally(0, new Dictionary<string, int>()).Turnout);

    [Fact]
    public void Vote_FromCodesToCount_LeavesAScoreAndNoTraceOfABallot()
    {
        var issued = Accepted(Decide(Given.Untouched, new IssueCodes(4, Given.Reviewer), Given.OnTime));
        var first = Accepted(Decide(issued.State, new CastBallot("satisfied"), Given.OnTime));
        var second = Accepted(Decide(first.State, new CastBallot("basically"), Given.Late));
        var counted = Accepted(Decide(second.State, new CountVote(), Given.Locked));

        Assert.Equal(("voteCodesIssued", "p-reviewer", "4", "villages/v-001/people"),
            (issued.Facts[0].Act, issued.Facts[0].By, issued.Facts[0].Facts["count"], issued.Facts[0].Subject));
        Assert.Empty(first.Facts);
        Assert.Equal(
            (85m, SheetStatus.Accepted, Given.Locked),
            (counted.State.Phase("people").Score, counted.State.Phase("people").Status, counted.State.Phase("people").SubmittedAt));
        Assert.Equal([("cast", "2"), ("issued", "4"), ("score", "85")], counted.Facts[0].Facts.OrderBy(f => f.Key).Select(f => (f.Key, f.Value)));
        Assert.Same(counted.State, Accepted(Decide(counted.State, new CountVote(), Given.Locked)).State);
    }

    [Fact]
    public void Count_NobodyAsked_LeavesNoScore()
    {
        var counted = Accepted(Decide(Given.Untouched, new CountVote(), Given.Locked));

        Assert.Equal(
            (null, "0", "0", ""),
            (counted.State.Phase("people").Score, counted.Facts[0].Facts["issued"], counted.Facts[0].Facts["cast"], counted.Facts[0].Facts["score"]));
    }

    [Fact]
    public void Count_BeforeTheLock_IsRefused() => Assert.Equal(RefusalCode.NotLockedYet, Decide(Given.Untouched, new CountVote(), Given.Late).Refusal!.Code);

    [Theory]
    [InlineData(0, RefusalCode.AnswerOutOfRange)]
    [InlineData(3, RefusalCode.AnswerOutOfRange)]
    [InlineData(4, null)]
    [InlineData(5000, null)]
    [InlineData(5001, RefusalCode.AnswerOutOfRange)]
    public void Codes_CanOnlyBecomeMore(int count, RefusalCode? code) =>
        Assert.Equal(code, Decide(Issued(4), new IssueCodes(count, Given.Reviewer), Given.OnTime).Refusal?.Code);

    [Fact]
    public void Score_NobodyVotedThoughNobodyHadTo_IsNone() => Assert.Null(
        VoteDecider.ScoreOf(new VoteTerms(0, [new("yes", 100), new("no", 0)]), new VoteTally(10, new Dictionary<string, int>()), 100));

    [Fact]
    public void Ballot_ForAnOptionThatIsNone_NamesIt() =>
        Assert.Equal("maybe", Decide(Issued(1), new CastBallot("maybe"), Given.OnTime).Refusal!.Facts!["option"]);

    [Fact]
    public void Codes_SameNumberAgain_ChangesNothing()
    {
        var state = Issued(4);

        Assert.Same(state, Accepted(Decide(state, new IssueCodes(4, Given.Reviewer), Given.OnTime)).State);
    }

    [Theory]
    [InlineData("v-001", "t-01")]
    [InlineData("p-1", "v-001")]
    public void Codes_ByItsOwnPeople_AreRefused(string person, string unit) =>
        Assert.Equal(RefusalCode.ReviewerIsParticipant, Decide(Given.Untouched, new IssueCodes(4, new Reviewer(person, [unit])), Given.OnTime).Refusal!.Code);

    [Fact]
    public void Codes_BeforeTheVoteOpens_AreFine() =>
        Assert.Null(Decide(Given.Untouched, new IssueCodes(4, Given.Reviewer), Given.Opening.AddDays(-5)).Refusal);

    [Fact]
    public void Ballot_OutOfPlace_IsRefused()
    {
        RefusalCode? Code(ParticipantState state, string option, DateTimeOffset at) => Decide(state, new CastBallot(option), at).Refusal?.Code;

        Assert.Equal(RefusalCode.NotOpenYet, Code(Issued(1), "not", Given.Opening.AddSeconds(-1)));
        Assert.Equal(RefusalCode.DeadlinePassed, Code(Issued(1), "not", Given.Locked));
        Assert.Equal(RefusalCode.UnknownOption, Code(Issued(1), "maybe", Given.OnTime));
        Assert.Equal(RefusalCode.NothingToReview, Code(Given.Untouched, "not", Given.OnTime));
        Assert.Equal(RefusalCode.NothingToReview, Code(Accepted(Decide(Issued(1), new CastBallot("not"), Given.OnTime)).State, "not", Given.OnTime));
        Assert.Equal(RefusalCode.DeadlinePassed, Code(Issued(1).With("people", new PhaseState { Status = SheetStatus.Accepted }), "not", Given.OnTime));
        Assert.Equal(
            RefusalCode.WrongKindOfPhase, VoteDecider.Decide(Issued(1), Given.Q1, Window, new CastBallot("not"), Given.OnTime, Given.Standard).Refusal!.Code);
        Assert.Equal(RefusalCode.PhaseNotOfTrack,
            VoteDecider.Decide(Issued(1), People with { Tracks = ["other"] }, Window, new CastBallot("not"), Given.OnTime, Given.Standard).Refusal!.Code);
    }

    [Fact]
    public void Evaluate_TooFewVoted_SaysHowMany()
    {
        var campaign = Given.Campaign with
        {
            Phases = [People],
            Tracks = [Given.Villages with { Weights = new Dictionary<PhaseKind, decimal> { [PhaseKind.Vote] = 1 } }],
        };
        var state = Accepted(Decide(Accepted(Decide(Issued(10), new CastBallot("satisfied"), Given.OnTime)).State, new CountVote(), Given.Locked)).State;

        var line = Assert.Single(Evaluator.Evaluate(campaign, state).Lines);

        Assert.Equal((0m, "100%：people 发出10票、收回1票，未达到30%的参与率，无得分，计0分"), (line.Points, line.Reason.Zh));
        Assert.Equal("100%: people: 1 of 10 voted, less than 30%: no score, counted 0", line.Reason.En);
    }

    [Fact]
    public void Report_HandedInHeardAndRated_LeavesAScore()
    {
        var handedIn = Accepted(
            SheetDecider.Decide(
                Given.Untouched, Report, Window, new Submit(new(new Dictionary<string, ClauseAnswer>(), "一年来……"), "p-1"), Given.OnTime, Given.Standard)).State;

        var rated = Accepted(Rate(handedIn, 87.125m));

        Assert.Equal((SheetStatus.Accepted, 87.13m, Given.Locked, Timeliness.OnTime),
            (rated.State.Phase("report").Status, rated.State.Phase("report").Score, rated.State.Phase("report").RatedAt, rated.State.Phase("report")
                .Timeliness));
        Assert.Equal(("dutyReportRated", "87.13", "讲得实"), (rated.Facts[0].Act, rated.Facts[0].Facts["score"], rated.Facts[0].Why));
        Assert.Equal(RefusalCode.AlreadyAccepted, Rate(rated.State, 90).Refusal!.Code);
        Assert.Equal(RefusalCode.TextMissing,
            SheetDecider.Decide(Given.Untouched, Report, Window, new Submit(SheetContent.Empty, "p-1"), Given.OnTime, Given.Standard).Refusal!.Code);
    }

    [Theory]
    [InlineData(-0.01, RefusalCode.AnswerOutOfRange)]
    [InlineData(0, null)]
    [InlineData(100, null)]
    [InlineData(100.01, RefusalCode.AnswerOutOfRange)]
    public void Report_Points_LieOnTheScale(double points, RefusalCode? code) => Assert.Equal(code, Rate(Submitted, (decimal)points).Refusal?.Code);

    [Fact]
    public void Report_PointsAndCommentBothWrong_NamesThePointsFirst()
    {
        var rating = new RateReport(101, new string('x', 100_000), new Reviewer("p-9", ["t-9"]));

        var refusal = DutyReportDecider.Decide(Submitted, Report, rating, Given.Locked, Given.Standard).Refusal!;

        Assert.Equal((RefusalCode.AnswerOutOfRange, "points"), (refusal.Code, refusal.Path));
    }

    [Fact]
    public void Report_OutOfPlace_IsNotRated()
    {
        RefusalCode? Code(ParticipantState state, Phase? phase = null, string person = "p-9", string unit = "t-9") =>
            DutyReportDecider.Decide(state, phase ?? Report, new RateReport(80, null, new Reviewer(person, [unit])), Given.Locked, Given.Standard)
                .Refusal?.Code;

        Assert.Null(Code(Submitted));
        Assert.Equal(RefusalCode.NothingToReview, Code(Given.Untouched));
        Assert.Equal(RefusalCode.NothingToReview, Code(Given.Untouched.With("report", new PhaseState { Status = SheetStatus.Silent })));
        Assert.Equal(RefusalCode.WrongKindOfPhase, Code(Submitted, Given.Q1));
        Assert.Equal(RefusalCode.PhaseNotOfTrack, Code(Submitted, Report with { Tracks = ["other"] }));
        Assert.Equal(RefusalCode.ReviewerIsParticipant, Code(Submitted, person: "v-001"));
        Assert.Equal(RefusalCode.ReviewerIsParticipant, Code(Submitted, unit: "v-001"));
        Assert.Equal(RefusalCode.YearDecided, Code(Submitted with { Outcome = new Outcome(1, false, null, 1, false, false) }));
        Assert.Null(Code(Submitted with { Outcome = new Outcome(1, false, null, null, false, false) }));
        Assert.Equal(RefusalCode.TextTooLong,
            DutyReportDecider.Decide(Submitted, Report, new RateReport(80, new('x', 2001), Given.Reviewer), Given.Locked, Given.Standard).Refusal!.Code);
    }

    [Fact]
    public void Read_Vote_KeepsTurnoutAndOptionsInOrder()
    {
        var terms = Read("kind: vote, turnout: 30%, options: { satisfied: 100, basically: 70, not: 0 }").Definition!.Phase("people").Vote!;

        Assert.Equal((0.3m, "satisfied 100, basically 70, not 0"), (terms.Turnout, string.Join(", ", terms.Options.Select(o => $"{o.Id} {o.Worth}"))));
    }

    [Fact]
    public void Read_VoteThatSaysNothing_AsksWhatIsUsual()
    {
        var terms = Read("kind: vote").Definition!.Phase("people").Vote!;

        Assert.Equal((0.5m, 3, 70m), (terms.Turnout, terms.Options.Count, terms.Options[1].Worth));
        Assert.Null(Read("kind: vote").Definition!.Phase("q1").Vote);
    }

    [Theory]
    [InlineData("kind: vote, turnout: 30%, options: { a: 100 }", "phases.people.options", "two options at least")]
    [InlineData("kind: vote, turnout: 30%, options: { a: 90, b: 0 }", "phases.people.options", "must be worth 100")]
    [InlineData("kind: vote, turnout: 30%, options: { a: 101, b: 0 }", "phases.people.options.a", "not between 0 and 100")]
    [InlineData("kind: summary, period: Q1, turnout: 30%", "phases.people.turnout", "only a vote has 'turnout'")]
    public void Read_VoteMistake_IsNamed(string phase, string path, string message)
    {
        var error = Assert.Single(Read(phase).Errors);

        Assert.Equal(path, error.Path);
        Assert.Contains(message, error.Message.En, StringComparison.Ordinal);
    }

    private static ParticipantState Submitted => Given.Untouched.With("report", new PhaseState { Status = SheetStatus.Submitted });

    private static Decision<ParticipantState> Rate(ParticipantState state, decimal points) =>
        DutyReportDecider.Decide(state, Report, new RateReport(points, "讲得实", Given.Reviewer), Given.Locked, Given.Standard);

    private static ParticipantState Issued(int count) => Accepted(Decide(Given.Untouched, new IssueCodes(count, Given.Reviewer), Given.OnTime)).State;

    private static Decision<ParticipantState> Decide(ParticipantState state, VoteCommand command, DateTimeOffset now) =>
        VoteDecider.Decide(state, People, Window, command, now, Given.Standard);

    private static Accepted<ParticipantState> Accepted(Decision<ParticipantState> decision) => Given.Accepted(decision);

    private static DefinitionReading Read(string phase) => DefinitionReader.Read($$"""
        campaign: contest
        title: 争创
        authority: { unit: county, zone: Asia/Shanghai, workdays: cn }
        programme: { years: 2026 }
        tracks:
          village: { title: 村, enters: { level: village }, standard: village, weights: { self-check: 100% }, attain: { reach: met } }
        standards:
          village:
            scale: 100
            grades: { met: 80 }
            sections: [{ id: s, title: 项, max: 100, clauses: [{ id: c, text: 条, points: 100 }] }]
        phases:
          q1: { kind: self-check, period: Q1, opens: end - 5wd, due: end }
          people: { {{phase}}, opens: 11-02, due: 5wd }
          year: { kind: evaluation, period: year, opens: end, due: 5wd }
        """);
}
