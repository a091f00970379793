using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Sheets;

namespace Campaigns.App.Participants;

/// <summary>A participant in a list.</summary>
public sealed record ListedParticipant(
    string Track, string Unit, string Parent, string Area, IReadOnlyDictionary<string, PhaseAnswer> Phases, IReadOnlyList<WarningCard> Cards, Outcome? Outcome);

/// <summary>
/// A participant with its windows and, phase by phase, what this caller may do next (J2, J12), and what followed for whom from its year (K16), empty before
/// that is decided.
/// </summary>
public sealed record ParticipantAnswer(
    string Cycle,
    string Track,
    string Unit,
    string Parent,
    string Area,
    IReadOnlyDictionary<string, PhaseAnswer> Phases,
    IReadOnlyDictionary<string, IReadOnlyList<SheetAction>> AllowedActions,
    IReadOnlyList<WarningCard> Cards,
    Outcome? Outcome,
    IReadOnlyList<Consequence> Consequences)
{
    internal static ParticipantAnswer Of(ParticipantScene scene, ParticipantState state, bool mayWrite, bool mayReview)
    {
        var phases = scene.Definition.PhasesOf(scene.Key.Track).ToList();
        return new(
            scene.Key.Cycle, state.Track, state.Unit, state.Parent, state.Area,
            phases.ToDictionary(p => p.Id, p => PhaseAnswer.Of(state.Phase(p.Id), scene.Window(p.Id, state), scene.ReceivedAt)),
            phases.ToDictionary(p => p.Id, p => Allowed(scene, state, p, p.Kind is PhaseKind.SelfCheck or PhaseKind.Summary ? mayWrite : mayReview)),
            state.Cards, state.Outcome, state.Selection?.Consequences ?? []);
    }

    private static IReadOnlyList<SheetAction> Allowed(ParticipantScene scene, ParticipantState state, Phase phase, bool may) =>
        may ? scene.Allowed(state, phase.Id) : [];
}
