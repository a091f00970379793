using Campaigns.Rules.Definitions;
using Campaigns.Rules.Scoring;

namespace Campaigns.Rules.Sheets;

/// <summary>What is missing of the evidence that a standard asks for, clause by clause (D4), before and after handing in.</summary>
public static class MissingEvidence
{
    /// <summary>
    /// The number of files still missing by clause, clauses without a gap left out. A bonus counts once <paramref name="content"/> claims one; a clause whose
    /// answer claims nothing misses nothing; a clause not yet answered does.
    /// </summary>
    public static IReadOnlyDictionary<string, int> Of(Standard standard, IReadOnlyDictionary<string, int> evidence, SheetContent? content = null)
    {
        var missing = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var clause in standard.Clauses)
        {
            var gap = (clause.Evidence?.Min ?? 0) - evidence.GetValueOrDefault(clause.Id);
            if (gap > 0 && clause.Applies && IsNeeded(clause, content?.Answer(clause.Id)))
                missing[clause.Id] = gap;
        }
        return missing;
    }

    private static bool IsNeeded(Clause clause, ClauseAnswer? answer) =>
        clause.Rule is ByRankRule ? answer is null or { Measured: not null }
        : !clause.IsScored() || answer is not null ? ClauseScorer.Claim(clause, answer).Points > 0 : true;
}
