using Campaigns.Rules.Definitions;
using Campaigns.Rules.Sheets;
using Xunit;

namespace Campaigns.Rules.Tests.Sheets;

public sealed class AnswerPartsTests
{
    public static TheoryData<ClauseRule, AnswerPart[]> Rules => new()
    {
        { new PointsRule(5), [AnswerPart.Points] },
        { new YesNoRule(5), [AnswerPart.Yes] },
        { new MeasureRule("m", 3, 5), [AnswerPart.Measured] },
        { new StepsRule("m", []), [AnswerPart.Measured] },
        { new ByRankRule("m", []), [AnswerPart.Measured] },
        { new ZeroRule("m", 0, "s"), [AnswerPart.Measured] },
        { new VetoRule("m", 0), [AnswerPart.Measured] },
        { new RatioRule("m", "o", 5), [AnswerPart.Measured, AnswerPart.Of] },
        { new DeductionRule("m", 1, 3), [AnswerPart.Measured] },
        { new DeductionRule("m", 1, 3) { WaivedBy = "w" }, [AnswerPart.Measured, AnswerPart.Waived] },
        { new BonusRule(new Dictionary<string, decimal>(), 3), [AnswerPart.Recognitions] },
        { new DiscretionRule(3), [] },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public void AskedBy_EachKindOfRule_IsWhatItsAnswerStates(ClauseRule rule, AnswerPart[] asked) => Assert.Equal(asked, AnswerParts.AskedBy(rule));

    [Fact]
    public void AskedBy_EveryKindOfRuleThereIs_IsTold()
    {
        var kinds = typeof(ClauseRule).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(ClauseRule)));

        Assert.Empty(kinds.Except(Rules.Select(r => ((ClauseRule)r[0]).GetType())));
    }

    [Fact]
    public void GivenBy_AFullAnswer_IsEveryPart() => Assert.Equal(
        Enum.GetValues<AnswerPart>(),
        AnswerParts.GivenBy(new() { Points = 0, Yes = false, Measured = 0, Of = 0, Waived = false, Recognitions = ["county"], Note = "n" }));

    [Fact]
    public void GivenBy_ANoteAlone_IsNothing() => Assert.Empty(AnswerParts.GivenBy(new() { Note = "n" }));
}
