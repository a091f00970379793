using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Scoring;
using Campaigns.Rules.Sheets;
using Campaigns.Rules.Votes;

namespace Campaigns.Rules.Adoption;

/// <summary>What a participant's sheets and appraisals say, by phase: the content last handed in, and the appraisals that were concluded.</summary>
public sealed record StoredContents(IReadOnlyDictionary<string, SheetContent> Sheets, IReadOnlyDictionary<string, AppraisalContent> Appraisals)
{
    public static StoredContents None { get; } = new(new Dictionary<string, SheetContent>(), new Dictionary<string, AppraisalContent>());

    /// <summary>
    /// What the scores of <paramref name="state"/> rest on: its own contents, or in a phase that a split or merger carried over those of the unit under whose
    /// name they stand (J20). <paramref name="of"/> knows the contents by unit id.
    /// </summary>
    public static StoredContents Behind(ParticipantState state, Func<string, StoredContents?> of)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(of);
        var own = of(state.Unit) ?? None;
        var carried = state.Phases.Where(p => p.Value.SheetOf is not null).ToList();
        if (carried.Count == 0)
            return own;
        var (sheets, appraisals) = (new Dictionary<string, SheetContent>(own.Sheets), new Dictionary<string, AppraisalContent>(own.Appraisals));
        foreach (var (phase, at) in carried)
        {
            var theirs = of(at.SheetOf!) ?? None;
            Take(sheets, theirs.Sheets, phase);
            Take(appraisals, theirs.Appraisals, phase);
        }
        return new(sheets, appraisals);

        static void Take<T>(Dictionary<string, T> into, IReadOnlyDictionary<string, T> from, string phase)
        {
            if (from.TryGetValue(phase, out var content))
                into[phase] = content;
            else
                into.Remove(phase);
        }
    }
}

/// <summary>
/// Scores again what was scored before (J14, K5, L4): by another version of the rules, with reference values that have become known, or without a clause
/// that does not apply. Only scores change, never what was handed in, when, or what became of it; scoring again by the same rules changes nothing.
/// </summary>
public static class Rescoring
{
    /// <summary>The participant with its scores by <paramref name="definition"/>; the very same where none of them changes.</summary>
    public static ParticipantState Rescore(CampaignDefinition definition, ParticipantState state, StoredContents contents)
    {
        var standard = definition.Standard(definition.Track(state.Track).Standard);
        var applied = standard.For(state);
        var next = state;
        foreach (var phase in definition.PhasesOf(state.Track))
        {
            var current = state.Phase(phase.Id);
            var scored = phase.Kind switch
            {
                PhaseKind.SelfCheck when current.HandedIn && contents.Sheets.TryGetValue(phase.Id, out var sheet) =>
                    With(current, Scorer.Score(applied, sheet, current.Evidence), Measures.Of(standard, sheet)),
                PhaseKind.Appraisal when current.HandedIn && contents.Appraisals.TryGetValue(phase.Id, out var appraisal) =>
                    With(current, Scorer.Score(applied, appraisal), Measures.Of(standard, appraisal)),
                PhaseKind.Vote when current.Status is SheetStatus.Accepted && phase.Vote is { } terms =>
                    current with { Score = VoteDecider.ScoreOf(terms, current.Vote, standard.Scale) },
                _ => current,
            };
            if (!Same(scored, current))
                next = next.With(phase.Id, scored);
        }
        return next;
    }

    private static PhaseState With(PhaseState current, Score score, IReadOnlyDictionary<string, decimal>? measured) =>
        current with { Score = score.Total, Vetoed = score.Vetoed, Measured = measured };

    private static bool Same(PhaseState a, PhaseState b) => a.Score == b.Score && a.Vetoed == b.Vetoed
        && (a.Measured?.Count ?? 0) == (b.Measured?.Count ?? 0)
        && (a.Measured is null || a.Measured.All(m => b.Measured!.TryGetValue(m.Key, out var value) && value == m.Value));
}
