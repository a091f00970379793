using Campaigns.App.Participants;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Scoring;
using Campaigns.Rules.Sheets;

namespace Campaigns.App.Sheets;

/// <summary>
/// What a sheet asks of one participant, for whoever draws the form (B2): the sections and clauses of its standard as they apply to it, or a text alone where
/// the phase is a summary.
/// </summary>
/// <param name="Scale">The most that the sheet scores.</param>
/// <param name="AsksForText">Whether the sheet is a text.</param>
public sealed record SheetForm(
    string Phase, LocalizedText Title, string? Standard, LocalizedText? StandardTitle, decimal? Scale, bool AsksForText, IReadOnlyList<SectionForm> Sections)
{
    internal static SheetForm Of(ParticipantScene scene, string phase, ParticipantState state)
    {
        var definition = scene.Phase(phase);
        if (definition.Kind is not PhaseKind.SelfCheck)
            return new(phase, definition.Title, null, null, null, definition.Kind is PhaseKind.Summary, []);
        var standard = scene.Standard.For(state);
        return new(
            phase, definition.Title, standard.Id, standard.Title, standard.Scale, false,
            [.. standard.Sections.Select(s => new SectionForm(s.Id, s.Title, s.Max, [.. s.Clauses.Select(ClauseForm.Of)]))]);
    }
}

/// <param name="Max">What its clauses give together at most.</param>
public sealed record SectionForm(string Id, LocalizedText Title, decimal Max, IReadOnlyList<ClauseForm> Clauses);

/// <param name="Applies">False where the clause was found not applicable to the participant (L4): it is not answered.</param>
/// <param name="Asks">The parts of <c>answers.{id}</c> that are asked for; none where only the tier above gives points.</param>
/// <param name="Points">The most that it gives within its section; 0 for what comes on top or is taken off.</param>
/// <param name="Measure">The name of the measured value.</param>
/// <param name="Whole">The name of what a ratio's value is a part of.</param>
/// <param name="Target">The value that gives all points; null where it is not known yet or there is none.</param>
/// <param name="Steps">The points from a value on.</param>
/// <param name="Levels">The points for an event by its level of recognition.</param>
/// <param name="Cap">The most that events add or take together.</param>
/// <param name="Each">What is taken off for each.</param>
/// <param name="Above">The value above which a veto or a zeroing fact strikes.</param>
/// <param name="Evidence">The files that it asks for.</param>
public sealed record ClauseForm(
    string Id, LocalizedText Text, bool Applies, IReadOnlyList<AnswerPart> Asks, decimal Points, string? Measure = null, string? Whole = null,
    decimal? Target = null, IReadOnlyList<Step>? Steps = null, IReadOnlyDictionary<string, decimal>? Levels = null, decimal? Cap = null,
    decimal? Each = null, decimal? Above = null, EvidenceRequirement? Evidence = null)
{
    internal static ClauseForm Of(Clause clause)
    {
        var form = new ClauseForm(
            clause.Id, clause.Text, clause.Applies, clause.Applies ? AnswerParts.AskedBy(clause.Rule) : [], clause.Points, Evidence: clause.Evidence);
        return clause.Rule switch
        {
            MeasureRule r => form with { Measure = r.Measure, Target = r.Relative is { } relative ? relative.Target : r.Target },
            StepsRule r => form with { Measure = r.Measure, Steps = r.Steps },
            RatioRule r => form with { Measure = r.Measure, Whole = r.Of },
            ByRankRule r => form with { Measure = r.Measure },
            BonusRule r => form with { Levels = r.ByLevel, Cap = r.Cap },
            DiscretionRule r => form with { Cap = r.UpTo },
            DeductionRule r => form with { Measure = r.Measure, Each = r.Each, Cap = r.Cap },
            ZeroRule r => form with { Measure = r.Measure, Above = r.Above },
            VetoRule r => form with { Measure = r.Measure, Above = r.Above },
            _ => form,
        };
    }
}
