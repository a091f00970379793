using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Sheets;
using Campaigns.Rules.Tests.Participants;
using Xunit;

namespace Campaigns.Rules.Tests.Sheets;

/// <summary>What may be sent under each kind of clause (J13).</summary>
public sealed class ClauseKindsCheckTests
{
    private static readonly Standard Standard = Given.Standard with
    {
        Kept = new HashSet<string> { "kept", "made", "income" },
        Sections =
        [
            new Section("s", new LocalizedText("s"), 100,
            [
                Given.Clause("ratio", new RatioRule("kept", "made", 60)),
                Given.Clause("rank", new ByRankRule("income", [40, 20]), new EvidenceRequirement(1, [])),
                Given.Clause("extra", new DiscretionRule(5)),
                Given.Clause("off", new DeductionRule("incidents", 2, 6) { WaivedBy = "rescued" }),
                Given.Clause("firm", new DeductionRule("petitions", 2, 6)),
                Given.Clause("zero", new ZeroRule("falsified", 0, "s")),
            ]),
        ],
    };

    [Fact]
    public void Sheet_EveryAnswerInItsPlace_Holds() => Assert.Empty(SheetValidation.Check(Standard, Sheet(
        ("ratio", new() { Measured = 3, Of = 3 }), ("rank", new() { Measured = -5 }), ("extra", new() { Note = "x" }),
        ("off", new() { Measured = 1, Waived = true }), ("zero", new() { Measured = 0 }))));

    [Theory]
    [InlineData("ratio", "points", RefusalCode.AnswerNotAsked)]
    [InlineData("extra", "points", RefusalCode.AnswerNotAsked)]
    [InlineData("extra", "measured", RefusalCode.AnswerNotAsked)]
    [InlineData("rank", "of", RefusalCode.AnswerNotAsked)]
    [InlineData("firm", "waived", RefusalCode.AnswerNotAsked)]
    [InlineData("ratio", "waived", RefusalCode.AnswerNotAsked)]
    [InlineData("ratio", "negative", RefusalCode.AnswerOutOfRange)]
    [InlineData("zero", "negative", RefusalCode.AnswerOutOfRange)]
    public void Sheet_AnswerThatTheClauseDoesNotTake_IsRefusedAtItsPath(string clause, string what, RefusalCode code)
    {
        var answer = what switch
        {
            "points" => new ClauseAnswer { Points = 1 },
            "measured" => new ClauseAnswer { Measured = 1 },
            "of" => new ClauseAnswer { Of = 1 },
            "waived" => new ClauseAnswer { Waived = true },
            _ => new ClauseAnswer { Measured = -1 },
        };

        var problem = Assert.Single(SheetValidation.Check(Standard, Sheet((clause, answer))));

        Assert.Equal((code, $"answers.{clause}.{(what == "negative" ? "measured" : what)}"), (problem.Code, problem.Path));
    }

    [Theory]
    [InlineData(5, 4, 1)]
    [InlineData(5, 5, 0)]
    [InlineData(0, -1, 1)]
    public void Sheet_RatioOfLessThanItsPart_IsASlipOfThePen(double kept, double made, int problems) =>
        Assert.Equal(problems, SheetValidation.Check(Standard, Sheet(("ratio", new() { Measured = (decimal)kept, Of = (decimal)made }))).Count);

    [Fact]
    public void Appraisal_EverythingInItsPlace_Holds() => Assert.Empty(AppraisalDecider.Check(Standard, Full, complete: true));

    [Theory]
    [InlineData("points.rank")]
    [InlineData("points.zero")]
    [InlineData("points.off")]
    [InlineData("measured.ratio")]
    [InlineData("measured.extra")]
    [InlineData("waived.firm")]
    [InlineData("waived.ratio")]
    [InlineData("reasons.ratio")]
    public void Appraisal_WhatTheClauseDoesNotTake_IsRefused(string path)
    {
        var (part, clause) = (path.Split('.')[0], path.Split('.')[1]);
        var content = part switch
        {
            "points" => Full with { Points = new Dictionary<string, decimal>(Full.Points) { [clause] = 1 } },
            "measured" => Full with { Measured = new Dictionary<string, decimal> { [clause] = 1 } },
            "waived" => Full with { Waived = [clause] },
            _ => Full with { Reasons = new Dictionary<string, string>(Full.Reasons) { [clause] = "x" } },
        };

        var problem = Assert.Single(AppraisalDecider.Check(Standard, content, complete: true));

        Assert.Equal((RefusalCode.AnswerNotAsked, path), (problem.Code, problem.Path));
    }

    [Theory]
    [InlineData("waived", "waived")]
    [InlineData("reasons", "reasons.ghost")]
    [InlineData("points", "points.ghost")]
    public void Appraisal_ClauseThatIsNotThere_IsRefused(string part, string path)
    {
        var content = part switch
        {
            "waived" => Full with { Waived = ["ghost"] },
            "reasons" => Full with { Reasons = new Dictionary<string, string>(Full.Reasons) { ["ghost"] = "x" } },
            _ => Full with { Points = new Dictionary<string, decimal>(Full.Points) { ["ghost"] = 1 } },
        };

        var problem = Assert.Single(AppraisalDecider.Check(Standard, content, complete: false));

        Assert.Equal((RefusalCode.UnknownClause, path), (problem.Code, problem.Path));
    }

    [Theory]
    [InlineData(0, "", true, 0)]
    [InlineData(1, "", true, 1)]
    [InlineData(1, " ", true, 1)]
    [InlineData(1, "抗洪", true, 0)]
    [InlineData(1, "", false, 0)]
    [InlineData(5.1, "抗洪", true, 1)]
    public void Appraisal_DiscretionaryPoints_NeedTheirReasonWhenConcluded(double points, string reason, bool complete, int problems)
    {
        var content = Full with
        {
            Points = new Dictionary<string, decimal>(Full.Points) { ["extra"] = (decimal)points },
            Reasons = reason.Length == 0 ? new Dictionary<string, string>() : new Dictionary<string, string> { ["extra"] = reason },
        };

        var found = AppraisalDecider.Check(Standard, content, complete);

        Assert.Equal(problems, found.Count);
        if (problems == 1 && points <= 5)
            Assert.Equal((RefusalCode.ReasonMissing, "reasons.extra"), (found[0].Code, found[0].Path));
    }

    [Fact]
    public void Appraisal_ReasonTooLong_IsRefused() => Assert.Equal(
        (RefusalCode.TextTooLong, "reasons.extra"),
        AppraisalDecider.Check(Standard, Full with { Reasons = new Dictionary<string, string> { ["extra"] = new('x', 2001) } }, complete: true)
            .Select(p => (p.Code, p.Path!)).Single());

    [Theory]
    [InlineData(-3, 0)]
    [InlineData(1e12, 0)]
    [InlineData(1.1e12, 1)]
    public void Appraisal_VerifiedValueOfARank_MayBeNegative(double value, int problems) => Assert.Equal(
        problems,
        AppraisalDecider.Check(Standard, Full with { Measured = new Dictionary<string, decimal> { ["rank"] = (decimal)value } }, complete: true).Count);

    [Fact]
    public void Appraisal_ClauseThatDoesNotApply_NeedsNoPoints()
    {
        var without = Full with { Points = new Dictionary<string, decimal>() };

        Assert.Equal(["points.ratio"], AppraisalDecider.Check(Standard, without, complete: true).Select(p => p.Path));
        var state = Given.Untouched with { NotApplicable = new Dictionary<string, string> { ["ratio"] = "无" } };
        Assert.Empty(AppraisalDecider.Check(Scoring(state), without, complete: true));
    }

    [Fact]
    public void Evidence_OfAClauseByRank_IsMissingOnceAValueIsStatedOrNothingIs()
    {
        var none = new Dictionary<string, int>();
        Assert.Equal(1, MissingEvidence.Of(Standard, none, Sheet(("rank", new() { Measured = 3 })))["rank"]);
        Assert.Equal(1, MissingEvidence.Of(Standard, none)["rank"]);
        Assert.Empty(MissingEvidence.Of(Standard, none, Sheet(("rank", new() { Note = "无" }))));
        Assert.Empty(MissingEvidence.Of(Scoring(Given.Untouched with { NotApplicable = new Dictionary<string, string> { ["rank"] = "无" } }), none));
    }

    [Fact]
    public void Measures_ThatTheStandardKeeps_StayWithTheParticipant()
    {
        var values = Measures.Of(Standard, Sheet(("ratio", new() { Measured = 3, Of = 4 }), ("rank", new() { Measured = 7 }), ("off", new() { Measured = 1 })));

        Assert.Equal([("income", 7m), ("kept", 3m), ("made", 4m)], values!.Select(v => (v.Key, v.Value)));
        Assert.Null(Measures.Of(Standard, SheetContent.Empty));
        Assert.Null(Measures.Of(Standard with { Kept = new HashSet<string>() }, Sheet(("rank", new() { Measured = 7 }))));
        Assert.Equal(
            [("income", 9m)], Measures.Of(Standard, Full with { Measured = new Dictionary<string, decimal> { ["rank"] = 9 } })!.Select(v => (v.Key, v.Value)));
    }

    [Fact]
    public void Measures_StatedUnderTwoClauses_TheFirstWins()
    {
        var standard = Standard with
        {
            Sections = [new Section(
                "s", new LocalizedText("s"), 100, [Given.Clause("a", new MeasureRule("income", 1, 1)), Given.Clause("b", new ByRankRule("income", [1]))])],
        };

        Assert.Equal(1, Measures.Of(standard, Sheet(("a", new() { Measured = 1 }), ("b", new() { Measured = 2 })))!["income"]);
        Assert.Equal(2, Measures.Of(standard, Sheet(("b", new() { Measured = 2 })))!["income"]);
    }

    [Fact]
    public void Digest_OfAnswersWithWholeAndWaiver_DependsOnThem()
    {
        var plain = Sheet(("ratio", new() { Measured = 3 })).Digest();
        string[] others = [Sheet(("ratio", new() { Measured = 3, Of = 4 })).Digest(), Sheet(("ratio", new() { Measured = 3, Waived = true })).Digest()];

        Assert.Equal(3, others.Append(plain).Distinct().Count());
    }

    private static Standard Scoring(ParticipantState state) => Rules.Scoring.Applied.For(Standard, state);

    private static readonly AppraisalContent Full = new(
        new Dictionary<string, decimal> { ["ratio"] = 50, ["extra"] = 2 }, new Dictionary<string, decimal> { ["off"] = 1, ["zero"] = 0 })
    {
        Waived = ["off"],
        Reasons = new Dictionary<string, string> { ["extra"] = "抗洪抢险" },
    };

    private static SheetContent Sheet(params (string Clause, ClauseAnswer Answer)[] answers) => new(answers.ToDictionary(a => a.Clause, a => a.Answer));
}
