using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;

namespace Campaigns.Rules.Sheets;

/// <summary>What can be done to a sheet or appraisal.</summary>
public enum SheetAction
{
    SaveDraft,
    Submit,
    AttachEvidence,
    Accept,
    Return,
}

/// <summary>
/// What is possible now (J12), answered by the rules that decide: an action listed here is refused afterwards only for what was sent with it or because
/// something happened in between. Who may do it is another question, which access answers.
/// </summary>
public static class AllowedActions
{
    /// <summary>
    /// The actions on <paramref name="phase"/> of this participant at <paramref name="now"/>; <paramref name="by"/> bars a reviewer from its own unit.
    /// </summary>
    public static IReadOnlyList<SheetAction> For(ParticipantState state, Phase phase, PhaseWindow window, DateTimeOffset now, Reviewer? by = null)
    {
        if (!phase.Concerns(state.Track))
            return [];
        if (phase.Kind.IsSheet())
        {
            return SheetDecider.Closed(state.Phase(phase.Id), phase.Kind, state.Dates.Window(window), now, phase.LatePolicy) is null
                ? [SheetAction.SaveDraft, SheetAction.Submit, SheetAction.AttachEvidence]
                : [];
        }
        if (AppraisalDecider.Closed(state, phase, window, now, by) is not null)
            return [];
        return Returnable(state, phase, window, now, by).Count > 0
            ? [SheetAction.SaveDraft, SheetAction.Accept, SheetAction.Return]
            : [SheetAction.SaveDraft, SheetAction.Accept];
    }

    /// <summary>The sheets, by phase id, that the appraisal <paramref name="phase"/> could return now.</summary>
    public static IReadOnlyList<string> Returnable(ParticipantState state, Phase phase, PhaseWindow window, DateTimeOffset now, Reviewer? by = null) =>
        AppraisalDecider.Closed(state, phase, window, now, by) is not null
            ? []
            : [.. phase.Covers.Where(sheet => state.Phase(sheet).Status == SheetStatus.Submitted)];
}
