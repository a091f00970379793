using Campaigns.Rules.Definitions;
using Campaigns.Rules.Ledger;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Scoring;

namespace Campaigns.Rules.Sheets;

/// <summary>A clause in which the participant gave itself more than the tier above did, by more than the rule lets pass.</summary>
public sealed record FlaggedClause(string Sheet, string Clause, decimal Self, decimal Given);

/// <summary>Inflated self-scores (E1): differences between self-score and review beyond the definition's <see cref="ReviewRules"/>.</summary>
public static class ReviewFlags
{
    /// <summary>The self-score lies above what was given by more than the rule's share of <paramref name="scale"/>; exactly that much still passes.</summary>
    public static bool IsFlagged(decimal self, decimal given, decimal scale, ReviewRules rules) =>
        rules.FlagDifference is { } share && self - given > share * scale;

    /// <summary>The covered sheets of <paramref name="appraisal"/> to flag once it gives <paramref name="given"/>; a sheet without a score has none.</summary>
    public static IReadOnlyList<ScoreFlag> Of(ParticipantState state, Phase appraisal, decimal given, Standard standard, ReviewRules rules) =>
        [.. appraisal.Covers
            .Select(sheet => (Sheet: sheet, At: state.Phase(sheet)))
            .Where(s => s.At.HandedIn && s.At.Score is { } self && IsFlagged(self, given, standard.Scale, rules))
            .Select(s => new ScoreFlag(s.Sheet, s.At.Score!.Value, given))];

    /// <summary>The clauses that make the difference: each above the review by more than the rule's share of its own points, in the standard's order.</summary>
    public static IReadOnlyList<FlaggedClause> Clauses(
        string sheet, IReadOnlyList<ScoreLine> self, IReadOnlyDictionary<string, decimal> given, Standard standard, ReviewRules rules) =>
        [.. from section in standard.Sections
            from clause in section.Clauses
            where clause.Points > 0 && given.ContainsKey(clause.Id)
            let own = self.FirstOrDefault(l => l.Path == $"{section.Id}.{clause.Id}")
            where own is not null && IsFlagged(own.Points, given[clause.Id], clause.Points, rules)
            select new FlaggedClause(sheet, clause.Id, own.Points, given[clause.Id])];

    /// <summary>What the ledger remembers of a flag.</summary>
    internal static LedgerFact Fact(ParticipantState state, Phase appraisal, ScoreFlag flag) => new(
        Acts.SelfScoreFlagged, Acts.Engine, $"{state.Track}/{state.Unit}/{flag.Sheet}",
        new Dictionary<string, string> { ["appraisal"] = appraisal.Id, ["self"] = Scorer.Text(flag.Self), ["given"] = Scorer.Text(flag.Given) });
}
