using Campaigns.Rules.Definitions;
using Campaigns.Rules.Scoring;

namespace Campaigns.Rules.Panels;

/// <summary>A score as a member gave it, on the scale of the track's standard.</summary>
public sealed record PanelScore(string Unit, string Member, decimal Raw);

/// <summary>One member's part in a participant's result: what it gave, what that counts as, and whether it was trimmed.</summary>
public sealed record PanelVote(string Member, decimal Raw, decimal Counted, bool Trimmed);

/// <summary>
/// What the panel came to about a participant (J15). Raw and counted scores are both kept, with <see cref="Method"/>. <see cref="Score"/> is the mean of what
/// was not trimmed, null below the quorum; <see cref="Raw"/> the mean of all scores as given, null where there are none.
/// </summary>
public sealed record PanelResult(string Unit, decimal? Score, decimal? Raw, PanelNormalisation Method, int Quorum, IReadOnlyList<PanelVote> Votes)
{
    public bool IsShort => Votes.Count < Quorum;
}

/// <summary>Closes a panel: normalises, trims and averages.</summary>
public static class PanelClosing
{
    /// <summary>
    /// The result of each of <paramref name="units"/>, in ordinal order. A member's scores are normalised where it gave at least the terms' minimum and not
    /// always the same; a score counts between 0 and <paramref name="scale"/>. With <paramref name="quorum"/> below that of the terms the authority closes a
    /// panel that fell short; trimming then leaves at least one score.
    /// </summary>
    public static IReadOnlyList<PanelResult> Close(
        PanelTerms terms, decimal scale, IEnumerable<string> units, IReadOnlyCollection<PanelScore> scores, int? quorum = null)
    {
        ArgumentNullException.ThrowIfNull(terms);
        ArgumentNullException.ThrowIfNull(scores);
        var counted = Normalise(terms, scale, scores).ToLookup(s => s.Score.Unit);
        var needed = Math.Max(1, quorum ?? terms.Quorum);
        return [.. units.Order(StringComparer.Ordinal).Select(unit => Result(unit, [.. counted[unit]], terms, needed))];
    }

    static PanelResult Result(string unit, List<(PanelScore Score, decimal Counted)> given, PanelTerms terms, int quorum)
    {
        var ordered = given.OrderBy(g => g.Counted).ThenBy(g => g.Score.Member, StringComparer.Ordinal).ToList();
        var trim = ordered.Count > 2 * terms.Trim ? terms.Trim : 0;
        var votes = ordered.Select((g, i) => new PanelVote(g.Score.Member, g.Score.Raw, g.Counted, i < trim || i >= ordered.Count - trim)).ToList();
        return new PanelResult(
            unit,
            votes.Count < quorum ? null : Rounding.Points(votes.Where(v => !v.Trimmed).Average(v => v.Counted)),
            votes.Count == 0 ? null : Rounding.Points(votes.Average(v => v.Raw)),
            terms.Normalise,
            quorum,
            [.. votes.OrderBy(v => v.Member, StringComparer.Ordinal)]);
    }

    static IEnumerable<(PanelScore Score, decimal Counted)> Normalise(PanelTerms terms, decimal scale, IReadOnlyCollection<PanelScore> scores)
    {
        if (terms.Normalise == PanelNormalisation.None || scores.Count == 0)
            return scores.Select(s => (s, s.Raw));
        var all = Spread.Of(scores);
        var byMember = scores.GroupBy(s => s.Member).ToDictionary(g => g.Key, g => (Spread.Of([.. g]), Count: g.Count()));
        return scores.Select(s => (s, byMember[s.Member] is var (own, count) && count >= terms.Minimum && own.Deviation > 0
            ? Math.Clamp(Rounding.Points(all.Mean + (s.Raw - own.Mean) / own.Deviation * all.Deviation), 0, scale)
            : s.Raw));
    }

    /// <summary>Mean and standard deviation of a whole population.</summary>
    readonly record struct Spread(decimal Mean, decimal Deviation)
    {
        public static Spread Of(IReadOnlyCollection<PanelScore> scores)
        {
            var mean = scores.Average(s => s.Raw);
            return new Spread(mean, (decimal)Math.Sqrt((double)scores.Average(s => (s.Raw - mean) * (s.Raw - mean))));
        }
    }
}
