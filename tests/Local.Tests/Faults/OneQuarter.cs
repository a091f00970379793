using Campaigns.Local.Rehearsal;
using Campaigns.Local.Sample;
using Campaigns.Rules.Definitions;

namespace Campaigns.Local.Tests.Faults;

/// <summary>
/// The smallest campaign with everything that a fault can hit: self-checks with evidence, reminders, cards, returns and appraisals, a bulletin, a selecting and
/// an attaining track. Three townships with ten villages each.
/// </summary>
internal static class OneQuarter
{
    const int VillagesKept = 10;

    const string Definition = """
        campaign: one-quarter
        title: { zh: 一季度创建, en: One quarter }
        authority: { unit: county, zone: Asia/Shanghai, workdays: cn, opens: 09:00, due: 18:00 }
        programme: { years: 2026 }
        tracks:
          demonstration-village:
            title: { zh: 示范村, en: Demonstration village }
            enters: { level: village }
            standard: simple
            weights: { self-check: 40%, appraisal: 60% }
            select: { quota: 8, nominated-by: township, allotted: 2..4, by: score, reach: met }
          townships:
            title: { zh: 乡镇, en: Townships }
            enters: { level: township }
            standard: simple
            weights: { self-check: 40%, appraisal: 60% }
            attain: { reach: met, share: 60% }
        standards:
          simple:
            title: { zh: 简明标准, en: Simple standard }
            scale: 100
            grades: { met: 75, excellent: 90 }
            sections:
              - id: work
                title: { zh: 工作, en: Work }
                max: 100
                clauses:
                  - id: deeds
                    text: { zh: 为群众办好事实事, en: Good deeds for the people }
                    measure: good-deeds
                    target: 3
                    points: 40
                    evidence: { min: 1, kinds: [photo, document] }
                  - { id: unity, text: { zh: 班子团结, en: The committee is united }, points: 60 }
                  - { id: honest, text: { zh: 无弄虚作假, en: Nothing is falsified }, veto: { measure: falsifications, above: 0 } }
        phases:
          q1: { kind: self-check, period: Q1, opens: end - 5wd, due: end + 5wd, grace: 2wd, late: 2wd, ladder: submitter }
          a1: { kind: appraisal, period: Q1, opens: after q1, due: 6wd, grace: 1wd, rework: 3wd, ladder: reviewer }
          b1: { kind: bulletin, period: Q1, opens: after q1 }
          year: { kind: evaluation, period: year, title: { zh: 总评, en: Evaluation }, opens: after a1, due: 1wd }
        ladders:
          submitter:
            - { at: open, to: reporter }
            - { at: due - 2wd, to: [reporter, liaison] }
            - { at: due + 1wd, to: [reporter, leader] }
            - { at: locked + 1wd, to: parent.leader, card: yellow }
          reviewer:
            - { at: open, to: reviewer }
            - { at: due + 1wd, to: [reviewer, parent.leader] }
        """;

    public static RehearsalPlan Plan(int seed)
    {
        var reading = DefinitionReader.Read(Definition);
        var county = SampleCountyBuilder.Build(3);
        var left = county.Units.Where(u => u.Level == "village").GroupBy(u => u.Parent).SelectMany(g => g.Skip(VillagesKept)).Select(u => u.Id).ToHashSet();
        var units = county.Units.Where(u => !left.Contains(u.Id)).ToList();
        var people = county.People.Where(p => !left.Contains(p.Unit) && p.Categories.Count == 0)
            .Select(p => p with { Assignments = [.. p.Assignments.Where(a => !left.Contains(a.Unit))] }).ToList();
        return new RehearsalPlan
        {
            DefinitionText = Definition,
            Definition = reading.Definition ?? throw new InvalidOperationException(string.Join('\n', reading.Errors.Select(e => e.In("en")))),
            Year = 2026,
            County = new SampleCounty(units, people),
            UnitsCsv = CountyCsv.WriteUnits(units),
            PeopleCsv = CountyCsv.WritePeople(people),
            Seed = seed,
            LongestStep = TimeSpan.FromDays(4),
        };
    }
}
