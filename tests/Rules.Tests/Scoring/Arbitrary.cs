using Campaigns.Rules.Definitions;
using Campaigns.Rules.Sheets;
using Campaigns.Rules.Tests.Participants;
using FsCheck;
using FsCheck.Fluent;

namespace Campaigns.Rules.Tests.Scoring;

/// <summary>Standards of every kind of clause, and answers to them, far beyond what validation lets through.</summary>
internal static class Arbitrary
{
    private static readonly string[] Levels = ["county", "city", "province", "planet"];

    public static readonly Gen<decimal> Small = Gen.Choose(0, 4000).Select(n => n / 100m);
    public static readonly Gen<decimal> Wild = Gen.OneOf(
        Gen.Choose(-100, 10_000).Select(n => n / 7m),
        Gen.Elements(0m, -1m, 0.005m, 1_000_000_000_000m, decimal.MaxValue, decimal.MinValue));

    private static readonly Gen<ClauseRule> Rule = Gen.OneOf(
        Small.Select(max => (ClauseRule)new PointsRule(max)),
        Small.Select(points => (ClauseRule)new YesNoRule(points)),
        Gen.Zip(Small, Small).Select(t => (ClauseRule)new MeasureRule("m", t.Item1, t.Item2)),
        Gen.Zip(Small, Small).Select(t => (ClauseRule)new StepsRule("m", [new Step(t.Item1, t.Item2 / 2), new Step(t.Item1 * 2, t.Item2)])),
        Gen.Zip(Small, Small).Select(t => (ClauseRule)new BonusRule(Levels.Take(3).ToDictionary(l => l, _ => t.Item1), t.Item2)),
        Gen.Zip(Small, Small).Select(t => (ClauseRule)new DeductionRule("m", t.Item1, t.Item2)),
        Gen.Zip(Small, Small).Select(t => (ClauseRule)new DeductionRule("m", t.Item1, t.Item2) { WaivedBy = "rescued" }),
        Small.Select(points => (ClauseRule)new RatioRule("m", "n", points)),
        Gen.Zip(Small, Small).Select(t => (ClauseRule)new MeasureRule("m", 0, t.Item2) { Relative = new RelativeTarget("r", 0.2m, t.Item1) }),
        Small.Select(above => (ClauseRule)new ZeroRule("m", above, "s0")),
        Small.Select(most => (ClauseRule)new DiscretionRule(most)),
        Small.Select(points => (ClauseRule)new ByRankRule("m", [points, points / 2])),
        Small.Select(above => (ClauseRule)new VetoRule("m", above)));

    private static readonly Gen<Clause> Clause =
        from rule in Rule
        from files in Gen.Choose(0, 2)
        from applies in Gen.Frequency((9, Gen.Constant(true)), (1, Gen.Constant(false)))
        select Given.Clause("c", rule, files == 0 ? null : new EvidenceRequirement(files, [])) with { Applies = applies };

    private static readonly Gen<Section> Section =
        from max in Small
        from clauses in Clause.NonEmptyListOf()
        select new Section("s", new LocalizedText("s"), max, [.. clauses.Select((c, i) => c with { Id = $"c{i}" })]);

    public static readonly Gen<Standard> Standard =
        from scale in Gen.Elements(10m, 100m, 1000m)
        from sections in Section.NonEmptyListOf()
        select Given.Standard with
        {
            Scale = scale,
            // Ids are made unique here, where all sections are known.
            Sections = [.. sections.Select((s, i) => s with { Id = $"s{i}", Clauses = [.. s.Clauses.Select(c => c with { Id = $"s{i}-{c.Id}" })] })],
        };

    private static readonly Gen<ClauseAnswer> Answer =
        from points in Wild
        from measured in Wild
        from of in Wild
        from waived in Gen.Elements<bool?>(null, false, true)
        from yes in Gen.Elements<bool?>(null, false, true)
        from levels in Gen.Elements(Levels).ListOf()
        select new ClauseAnswer { Points = points, Measured = measured, Of = of, Waived = waived, Yes = yes, Recognitions = levels };

    public static Gen<SheetContent> Sheet(Standard standard) => Answer.ListOf(standard.Clauses.Count()).Select(answers =>
        new SheetContent(standard.Clauses.Zip(answers).ToDictionary(p => p.First.Id, p => p.Second)));

    public static Gen<Dictionary<string, int>> Evidence(Standard standard) => Gen.Choose(0, 3).ListOf(standard.Clauses.Count()).Select(counts =>
        standard.Clauses.Zip(counts).ToDictionary(p => p.First.Id, p => p.Second));
}
