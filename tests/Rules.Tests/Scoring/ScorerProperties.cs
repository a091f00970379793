using Campaigns.Rules.Definitions;
using Campaigns.Rules.Scoring;
using Campaigns.Rules.Sheets;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Campaigns.Rules.Tests.Scoring;

public sealed class ScorerProperties
{
    private static readonly Gen<(Standard Standard, SheetContent Content, Dictionary<string, int> Evidence)> Case =
        from standard in Arbitrary.Standard
        from content in Arbitrary.Sheet(standard)
        from evidence in Arbitrary.Evidence(standard)
        select (standard, content, evidence);

    [Fact]
    public void Score_AnySheet_LiesWithinTheScaleAndIsTheSumOfItsLines() => Prop.ForAll(Case.ToArbitrary(), c =>
    {
        var score = Scorer.Score(c.Standard, c.Content, c.Evidence);
        return score.Total >= 0 && score.Total <= c.Standard.Scale
            && score.Total == score.Lines.Sum(l => l.Points)
            && score.Lines.All(l => l.Points == Rounding.Points(l.Points) && l.Lost >= 0);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Score_AnyVetoTriggered_WinsOverEverything() => Prop.ForAll(Case.ToArbitrary(), c =>
    {
        var triggered = c.Standard.Clauses.Any(k => k.Applies && k.Rule is VetoRule veto && c.Content.Answer(k.Id)!.Measured > veto.Above);
        var score = Scorer.Score(c.Standard, c.Content, c.Evidence);
        return score.Vetoed == triggered && (!triggered || score.Total == 0);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Score_MoreEvidence_NeverLowersIt() => Prop.ForAll(Case.ToArbitrary(), c =>
    {
        var more = c.Evidence.ToDictionary(e => e.Key, e => e.Value + 1);
        return Scorer.Score(c.Standard, c.Content, more).Total >= Scorer.Score(c.Standard, c.Content, c.Evidence).Total;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Score_OfEveryClause_HasALineWithAReasonInBothLanguages() => Prop.ForAll(Case.ToArbitrary(), c =>
    {
        var score = Scorer.Score(c.Standard, c.Content, c.Evidence);
        return c.Standard.Clauses.All(k => score.Lines.Count(l => l.Path.EndsWith("." + k.Id, StringComparison.Ordinal)) == 1)
            && score.Lines.All(l => l.Reason.Zh.Length > 0 && l.Reason.En?.Length > 0);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Judgement_AnyPoints_LiesWithinTheScaleAndIsTheSumOfItsLines() => Prop.ForAll(Case.ToArbitrary(), c =>
    {
        var points = c.Content.Answers.ToDictionary(a => a.Key, a => a.Value.Points ?? 0);
        var measured = c.Content.Answers.ToDictionary(a => a.Key, a => a.Value.Measured ?? 0);
        var waived = c.Content.Answers.Where(a => a.Value.Waived == true).Select(a => a.Key).ToList();
        var score = Scorer.Score(c.Standard, new AppraisalContent(points, measured) { Waived = waived });
        return score.Total >= 0 && score.Total <= c.Standard.Scale && score.Total == score.Lines.Sum(l => l.Points);
    }).QuickCheckThrowOnFailure();
}
