using Campaigns.Rules.Adoption;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Evaluation;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Scoring;
using Campaigns.Rules.Sheets;
using Campaigns.Rules.Tests.Participants;
using Campaigns.Rules.Votes;
using FsCheck;
using FsCheck.Fluent;
using Xunit;
using Outcome = Campaigns.Rules.Participants.Outcome;

namespace Campaigns.Rules.Tests.Adoption;

/// <summary>Scoring again: other rules (J14), clauses that do not apply (L4), and what a participant is told.</summary>
public sealed class RescoringTests
{
    private static readonly StoredContents Contents = new(
        new Dictionary<string, SheetContent> { ["q1"] = Given.FullSheet }, new Dictionary<string, AppraisalContent> { ["h1"] = Given.FullAppraisal });

    /// <summary>Two deeds suffice and leadership counts nothing more than 10.</summary>
    private static readonly CampaignDefinition Milder = Given.Campaign with
    {
        Standards =
        [
            Given.Standard with
            {
                Sections =
                [
                    Given.Standard.Sections[0],
                    Given.Standard.Sections[1] with { Clauses = [Given.Clause("leadership", new PointsRule(10)), Given.Clause("assembly", new YesNoRule(15))] },
                    Given.Standard.Sections[2],
                ],
            },
        ],
    };

    [Fact]
    public void Rescore_BySameRules_IsTheVerySame()
    {
        var state = Given.Appraised;

        Assert.Same(state, Rescoring.Rescore(Given.Campaign, state, Contents));
    }

    [Fact]
    public void Rescore_ByOtherRules_ChangesScoresAndNothingElse()
    {
        var state = Given.Appraised;

        var again = Rescoring.Rescore(Milder, state, Contents);

        // The sheet: deeds without evidence 0, coverage 8, leadership 10, assembly 15, income 50. The appraisal: 10 + 8 + 10 + 10 + 40.
        Assert.Equal((83m, 78m), (again.Phase("q1").Score, again.Phase("h1").Score));
        Assert.Equal(state.Phase("q1") with { Score = 83 }, again.Phase("q1") with { Evidence = state.Phase("q1").Evidence });
        Assert.Equal(state.Phase("h1").SubmittedAt, again.Phase("h1").SubmittedAt);
    }

    [Fact]
    public void Rescore_NothingHandedIn_HasNothingToScore()
    {
        var silent = Given.SilentAfterLock;

        Assert.Same(silent, Rescoring.Rescore(Milder, silent, Contents));
        Assert.Equal(Given.Appraised.Phase("q1").Score, Rescoring.Rescore(Milder, Given.Appraised, StoredContents.None).Phase("q1").Score);
    }

    [Fact]
    public void Rescore_NewVetoAndKeptMeasure_AreFound()
    {
        var campaign = Given.Campaign with
        {
            Standards = [Given.Standard with { Kept = new HashSet<string> { "income" },
                Sections = [new Section("s", new LocalizedText("s"), 100, [Given.Clause("income", new VetoRule("income", 29))])] }],
        };

        var again = Rescoring.Rescore(campaign, Given.SubmittedOnTime, Contents).Phase("q1");

        Assert.Equal((0m, true, 30m), (again.Score, again.Vetoed, again.Measured!["income"]));
        var back = Rescoring.Rescore(Given.Campaign, Given.SubmittedOnTime.With("q1", again), Contents).Phase("q1");
        Assert.Equal((false, null), (back.Vetoed, back.Measured));
    }

    [Fact]
    public void Rescore_MeasuresToBeKept_AreKeptOnceAndPutRight()
    {
        var campaign = Given.Campaign with { Standards = [Given.Standard with { Kept = new HashSet<string> { "income", "deeds" } }] };

        var kept = Rescoring.Rescore(campaign, Given.SubmittedOnTime, Contents);
        Assert.Equal([("deeds", 3m), ("income", 30m)], kept.Phase("q1").Measured!.OrderBy(m => m.Key).Select(m => (m.Key, m.Value)));
        Assert.Same(kept, Rescoring.Rescore(campaign, kept, Contents));

        var other = kept.With("q1", kept.Phase("q1") with { Measured = new Dictionary<string, decimal> { ["income"] = 30, ["deeds"] = 2 } });
        Assert.Equal(3, Rescoring.Rescore(campaign, other, Contents).Phase("q1").Measured!["deeds"]);
        Assert.Null(Rescoring.Rescore(Given.Campaign, kept, Contents).Phase("q1").Measured);
    }

    [Fact]
    public void Rescore_Vote_IsCountedAgainOnlyOnceItWasCounted()
    {
        var terms = new VoteTerms(0.3m, [new("yes", 100), new("no", 0)]);
        var campaign = Given.Campaign with { Phases = [Given.Phase("people", PhaseKind.Vote) with { Vote = terms }] };
        var tally = new VoteTally(10, new Dictionary<string, int> { ["yes"] = 3, ["no"] = 1 });

        Assert.Equal(
            75,
            Rescoring.Rescore(campaign, Given.Untouched.With("people", new PhaseState { Status = SheetStatus.Accepted, Vote = tally }), Contents)
                .Phase("people").Score);
        Assert.Null(Rescoring.Rescore(campaign, Given.Untouched.With("people", new PhaseState { Vote = tally }), Contents).Phase("people").Score);
    }

    [Theory]
    [InlineData("standards", null)]
    [InlineData("weights", null)]
    [InlineData("select", null)]
    [InlineData("phases", "phases")]
    [InlineData("ladders", "ladders")]
    [InlineData("authority", "authority")]
    [InlineData("campaign", "campaign")]
    [InlineData("tracks", "tracks")]
    [InlineData("enters", "tracks.villages.enters")]
    [InlineData("compare-by", "tracks.villages.compare-by")]
    [InlineData("scale", "tracks.villages.standard.scale")]
    public void Check_VersionThatChangesMoreThanRules_IsRefused(string what, string? part)
    {
        var to = what switch
        {
            "standards" => Milder,
            "weights" => WithTrack(Given.Villages with { Weights = new Dictionary<PhaseKind, decimal> { [PhaseKind.SelfCheck] = 1 } }),
            "select" => WithTrack(Given.Villages with { Select = null }),
            "phases" => Given.Campaign with { Phases = [Given.Q1, Given.H1] },
            "ladders" => Given.Campaign with { Ladders = [new Ladder("l", [])] },
            "authority" => Given.Campaign with { Authority = Given.Campaign.Authority with { Unit = "city" } },
            "campaign" => Given.Campaign with { Id = "other" },
            "tracks" => WithTrack(Given.Villages with { Id = "towns" }),
            "enters" => WithTrack(Given.Villages with { Enters = new Entry(["township"], [], null) }),
            "compare-by" => WithTrack(Given.Villages with { CompareBy = Comparability.Area }),
            _ => Given.Campaign with { Standards = [Given.Standard with { Scale = 1000 }] },
        };

        var refusal = RuleChange.Check(Given.Campaign, to);

        Assert.Equal(part, refusal?.Facts!["part"]);
        Assert.Equal(part is null ? null : RefusalCode.BeyondRules, refusal?.Code);
    }

    [Fact]
    public void Check_VersionThatChangesSeveralThings_NamesTheFirst()
    {
        var steps = new Func<CampaignDefinition, CampaignDefinition>[]
        {
            d => d with { Standards = [.. d.Standards.Select(s => s with { Scale = 1000 })] },
            d => d with { Tracks = [.. d.Tracks.Select(t => t with { CompareBy = Comparability.Area })] },
            d => d with { Tracks = [.. d.Tracks.Select(t => t with { Enters = new Entry(["township"], [], null) })] },
            d => d with { Tracks = [.. d.Tracks, Given.Villages with { Id = "more" }] },
            d => d with { Ladders = [new Ladder("l", [])] },
            d => d with { Phases = [Given.Q1] },
            d => d with { Authority = d.Authority with { Unit = "city" } },
            d => d with { Id = "other" },
        };
        string[] named =
        [
            "tracks.villages.standard.scale", "tracks.villages.compare-by", "tracks.villages.enters", "tracks", "ladders", "phases", "authority", "campaign",
        ];

        var to = Given.Campaign;
        foreach (var (step, part) in steps.Zip(named))
        {
            to = step(to);
            Assert.Equal(part, RuleChange.Check(Given.Campaign, to)!.Facts!["part"]);
        }
    }

    [Fact]
    public void Check_FirstOfTwoTracksChanged_IsNamedThoughTheSecondIsAsItWas()
    {
        var running = Given.Campaign with { Tracks = [Given.Villages, Given.Villages with { Id = "towns" }] };
        var to = running with { Tracks = [Given.Villages with { CompareBy = Comparability.Area }, running.Tracks[1]] };

        Assert.Equal("tracks.villages.compare-by", RuleChange.Check(running, to)!.Facts!["part"]);
    }

    [Fact]
    public void Preview_WhoKeepsWhatItHad_GainsAndLosesNothing()
    {
        Contender[] before = [Stands("a", 95), Stands("b", 92), Stands("c", 20), Stands("d", 10)],
        after = [Stands("a", 92), Stands("b", 95), Stands("c", 10), Stands("d", 20)];

        var preview = RuleChange.Preview(Given.Villages, Given.Standard, before, Given.Villages, Given.Standard, after);

        Assert.Equal((4, 0, 0, 0, 0),
            (preview.RankMoves, preview.AttainmentGained, preview.AttainmentLost, preview.HonoursGained, preview.HonoursLost));
    }

    [Fact]
    public void Preview_OfAChange_ListsWhoMovesAndWhatTheyGainOrLose()
    {
        Contender[] before = [Stands("a", 90), Stands("b", 85), Stands("c", 70), Stands("d", 60)];
        Contender[] after = [Stands("a", 90), Stands("b", 79), Stands("c", 88), Stands("d", 60)];

        var preview = RuleChange.Preview(Given.Villages, Given.Standard, before, Given.Villages, Given.Standard, after);

        Assert.Equal(("villages", 4, 2, 1, 1, 1, 1),
            (preview.Track, preview.Participants, preview.RankMoves, preview.AttainmentGained, preview.AttainmentLost, preview.HonoursGained,
                preview.HonoursLost));
        Assert.Equal(
            [new PreviewedMove(
                "c", 3, 2, 70, 88, null, "met", false, true, false, true), new PreviewedMove("b", 2, 3, 85, 79, "met", null, true, false, true, false)],
            preview.Moves);
    }

    [Fact]
    public void Preview_OfAnyChange_EqualsTheRankingThatComesOfIt() =>
        Prop.ForAll(Gen.Zip(Gen.Choose(0, 100).ListOf(8), Gen.Choose(0, 100).ListOf(8)).ToArbitrary(), scores =>
        {
            var before = scores.Item1.Select((s, i) => Stands($"v-{i}", s)).ToList();
            var after = scores.Item2.Select((s, i) => Stands($"v-{i}", s)).ToList();
            var preview = RuleChange.Preview(Given.Villages, Given.Standard, before, Given.Villages, Given.Standard, after);
            var ranking = Ranking.Rank(Given.Standard, after);
            var outcomes = Honours.Decide(Given.Villages, Given.Standard, ranking).Outcomes(ranking).ToDictionary(o => o.Unit, o => o.Outcome);
            return preview.Moves.All(m => outcomes[m.Unit] is var o && (o.Rank, o.Score, o.Grade, o.Attained, o.Honoured)
                == (m.RankAfter, m.ScoreAfter, m.GradeAfter, m.AttainedAfter, m.HonouredAfter));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Applicability_ClauseThatDoesNotApply_IsScoredAgainAtOnce()
    {
        var marked = Given.Accepted(Judge(Given.SubmittedOnTime, "income", false));

        // 50 of 100 points are left: coverage 8, leadership and assembly 30 of 35, times two.
        Assert.Equal((76m, "无集体经济"), (marked.State.Phase("q1").Score, marked.State.NotApplicable["income"]));
        Assert.Equal(("clauseNotApplicable", "income", "无集体经济", "villages/v-001"),
            (marked.Facts[0].Act, marked.Facts[0].Facts["clause"], marked.Facts[0].Why, marked.Facts[0].Subject));
        Assert.Empty(Given.Accepted(Judge(marked.State, "income", false)).Facts);
        var back = Given.Accepted(Judge(marked.State, "income", true));
        Assert.Equal((88m, 0, "clauseApplies"), (back.State.Phase("q1").Score, back.State.NotApplicable.Count, back.Facts[0].Act));
        Assert.Empty(Given.Accepted(Judge(back.State, "income", true)).Facts);
    }

    [Fact]
    public void Applicability_OutOfPlace_IsRefused()
    {
        RefusalCode? Code(ParticipantState state, string clause = "income", string reason = "x", string person = "p-9", string unit = "t-9") =>
            Applicability.Decide(Given.Campaign, state, new JudgeClause(clause, false, reason, new Reviewer(person, [unit])), Contents).Refusal?.Code;

        Assert.Null(Code(Given.Untouched));
        Assert.Equal(RefusalCode.UnknownClause, Code(Given.Untouched, clause: "ghost"));
        Assert.Equal(RefusalCode.ReasonMissing, Code(Given.Untouched, reason: " "));
        Assert.Equal(RefusalCode.TextTooLong, Code(Given.Untouched, reason: new('x', 2001)));
        Assert.Equal(RefusalCode.ReviewerIsParticipant, Code(Given.Untouched, person: "v-001"));
        Assert.Equal(RefusalCode.ReviewerIsParticipant, Code(Given.Untouched, unit: "v-001"));
        Assert.Equal(RefusalCode.YearDecided, Code(Given.Untouched with { Outcome = new Outcome(1, false, null, 1, false, false) }));
    }

    [Fact]
    public void Feedback_Letter_NamesWhatWasLostTheMostExpensiveFirst()
    {
        var state = Given.Appraised;

        var letter = FeedbackLetter.Of(Given.Campaign, state, Contents);

        Assert.Equal(
            ["q1 service.deeds 12", "h1 growth.income 10", "h1 team.assembly 5", "q1 team 5", "h1 service.deeds 2", "h1 team.leadership 2"],
            letter.Lost.Select(l => $"{l.Phase} {l.Path} {l.Points}"));
        Assert.StartsWith("佐证材料不足", letter.Lost[0].Reason.Zh, StringComparison.Ordinal);
        Assert.Equal((Evaluator.Evaluate(Given.Campaign, state).Total, null, null), (letter.Score, letter.Rank, letter.Grade));
        var ranked = FeedbackLetter.Of(
            Given.Campaign, state with { Outcome = new Outcome(60, false, "met", 3, false, false) { GroupRank = 1, Class = "general" } }, Contents);
        Assert.Equal((3, 1, "met", "general"), (ranked.Rank, ranked.GroupRank, ranked.Grade, ranked.Class));
    }

    [Fact]
    public void Feedback_ClauseThatDoesNotApply_LostNothing()
    {
        var state = Given.Appraised with { NotApplicable = new Dictionary<string, string> { ["income"] = "无集体经济" } };

        Assert.DoesNotContain(FeedbackLetter.Of(Given.Campaign, state, Contents).Lost, l => l.Path == "growth.income");
    }

    private static Decision<ParticipantState> Judge(ParticipantState state, string clause, bool applies) =>
        Applicability.Decide(Given.Campaign, state, new JudgeClause(clause, applies, "无集体经济", Given.Reviewer), Contents);

    private static CampaignDefinition WithTrack(Track track) => Given.Campaign with { Tracks = [track] };

    private static Contender Stands(string unit, decimal score) => new(unit, score, false, Given.Standard.GradeOf(score), 0, 0, 0, false);
}
