using Campaigns.Rules.Definitions;

namespace Campaigns.Local.Rehearsal;

/// <summary>
/// What a participant did in a year and what it says about it. Quality belongs to the unit, its track and the year; each clause of each phase lies a little
/// above or below it. Reviewers see what was done, with small differences of judgement of their own.
/// </summary>
internal sealed class Answers(int seed, int year, BehaviourProfile profile)
{
    static readonly string[] Places = ["vanguard household", "village square", "service hall", "reading room"];

    /// <summary>How well the unit works in this year, 0 to 1.</summary>
    public double Quality(string track, string unit)
    {
        var mean = profile.QualityOf(seed, track);
        return Math.Clamp(mean + profile.Spread * Normal($"quality|{track}|{unit}|{year}"), 0.05, 1);
    }

    /// <summary>Whether the unit rates itself above what it did.</summary>
    public bool Inflates(string track, string unit) => Choice.Share(seed, "inflates", track, unit, Year) < profile.Inflated;

    /// <summary>The sheet's answers for a phase, by clause, in the standard's order.</summary>
    public IReadOnlyDictionary<string, SheetAnswer> Sheet(Standard standard, string track, string unit, string phase)
    {
        var lift = Inflates(track, unit) ? 0.12 : 0;
        return standard.Clauses.ToDictionary(c => c.Id, c => Answer(c, track, unit, phase, lift));
    }

    /// <summary>The reviewer's points by clause for an appraisal; clauses without points of their own (bonus, deduction, veto) are left to the rules.</summary>
    public IReadOnlyDictionary<string, decimal> Review(Standard standard, string track, string unit, string phase) =>
        standard.Clauses.Where(c => c.Points > 0 && c.Rule is not ByRankRule).ToDictionary(c => c.Id, c => Halves((decimal)Math.Clamp(
            Level(c, track, unit, phase) + 0.03 * Normal($"judgement|{track}|{unit}|{phase}|{c.Id}"), 0, 1) * c.Points, c.Points))
            .Concat(Discretion(standard, unit, phase)).ToDictionary();

    /// <summary>Points at the reviewer's discretion: a few units get half of what there is, with the reason beside it.</summary>
    public IReadOnlyDictionary<string, decimal> Discretion(Standard standard, string unit, string phase) =>
        standard.Clauses.Where(c => c.Rule is DiscretionRule && Choice.Share(seed, "discretion", unit, phase, c.Id) < 0.1)
            .ToDictionary(c => c.Id, c => Halves(((DiscretionRule)c.Rule).UpTo / 2, ((DiscretionRule)c.Rule).UpTo));

    /// <summary>Why discretionary points were given, by clause.</summary>
    public IReadOnlyDictionary<string, string> Reasons(Standard standard, string unit, string phase) =>
        Discretion(standard, unit, phase).ToDictionary(d => d.Key, _ => "防汛抢险中组织得力，群众反映好。");

    /// <summary>A sentence for a summary or a comment; different from unit to unit.</summary>
    public string Sentence(string unit, string phase) =>
        $"{phase} · {unit}：按标准逐条对照自查，问题已列入清单并明确责任人和时限。（{Places[Choice.Number(seed, Places.Length, "sentence", unit, phase)]}）";

    string Year => year.ToString(System.Globalization.CultureInfo.InvariantCulture);

    double Level(Clause clause, string track, string unit, string phase) =>
        Math.Clamp(Quality(track, unit) + 0.06 * Normal($"clause|{track}|{unit}|{Year}|{clause.Id}")
            + 0.03 * Normal($"phase|{track}|{unit}|{Year}|{phase}|{clause.Id}"), 0, 1);

    SheetAnswer Answer(Clause clause, string track, string unit, string phase, double lift)
    {
        var level = Math.Min(1, Level(clause, track, unit, phase) + lift);
        var share = Choice.Share(seed, "answer", track, unit, Year, phase, clause.Id);
        return clause.Rule switch
        {
            PointsRule r => new SheetAnswer { Points = Halves((decimal)level * r.Max, r.Max) },
            YesNoRule => new SheetAnswer { Yes = share < Math.Sqrt(level) },
            // A target above a reference value is not known here: units come to between a half and one and a half of a usual income.
            MeasureRule { Relative: not null } => new SheetAnswer { Measured = Math.Round(20_000m * ((decimal)level + 0.5m), 0) },
            RatioRule => Ratio(level, track, unit),
            ByRankRule => new SheetAnswer { Measured = Math.Round((decimal)level * 100, 1) },
            ZeroRule r => new SheetAnswer { Measured = share < 0.01 ? r.Above + 1 : 0 },
            DeductionRule { WaivedBy: not null } when share < 0.08 => new SheetAnswer { Measured = 1, Waived = share < 0.04 },
            MeasureRule r => new SheetAnswer { Measured = Measured((decimal)level * 1.05m * r.Target, r.Target) },
            StepsRule r => new SheetAnswer { Measured = Measured((decimal)level * 1.1m * Highest(r), Highest(r)) },
            BonusRule r => new SheetAnswer { Recognitions = share < 0.06 * level ? [Least(r)] : [] },
            DeductionRule => new SheetAnswer { Measured = share < 0.08 ? 1 : 0 },
            VetoRule r => new SheetAnswer { Measured = Vetoed(track, unit) ? r.Above + 1 : 0 },
            _ => new SheetAnswer { Note = Sentence(unit, phase) },
        };
    }

    // A whole of ten to thirty, and the part of it that the level reaches: never more than the whole.
    SheetAnswer Ratio(double level, string track, string unit)
    {
        var whole = 10 + Choice.Number(seed, 21, "whole", track, unit, Year);
        return new SheetAnswer { Measured = Math.Min(whole, Math.Round((decimal)level * whole, 0)), Of = whole };
    }

    bool Vetoed(string track, string unit) => Choice.Share(seed, "veto", track, unit, Year) < profile.Vetoed;

    static string Least(BonusRule rule) => rule.ByLevel.OrderBy(l => l.Value).ThenBy(l => l.Key, StringComparer.Ordinal).First().Key;

    static decimal Highest(StepsRule rule) => rule.Steps.Count == 0 ? 0 : rule.Steps.Max(s => s.From);

    // Counts are whole numbers, rates keep one decimal.
    static decimal Measured(decimal value, decimal target) => target >= 20 ? Math.Round(value, 1) : Math.Round(value, target >= 5 ? 0 : 1);

    static decimal Halves(decimal points, decimal most) => Math.Clamp(Math.Round(points * 2, MidpointRounding.ToEven) / 2, 0, most);

    // The sum of twelve shares less six is as good as a normal variate here, and the same on every machine: it needs no logarithm.
    double Normal(string what)
    {
        var first = Choice.Bits(seed, what, "a");
        var second = Choice.Bits(seed, what, "b");
        var sum = 0.0;
        for (var n = 0; n < 6; n++)
        {
            sum += ((first >> (n * 10)) & 1023) / 1024.0;
            sum += ((second >> (n * 10)) & 1023) / 1024.0;
        }
        return sum - 6;
    }
}
