using Campaigns.App.Participants;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Scoring;
using Campaigns.Rules.Sheets;

namespace Campaigns.App.Sheets;

/// <summary>What a sheet still lacks (D4).</summary>
internal static class SheetGaps
{
    /// <summary>Files still missing by clause; nothing is asked for where no standard is filled in.</summary>
    public static IReadOnlyDictionary<string, int> Of(ParticipantScene scene, string phase, ParticipantState state, SheetContent content) =>
        scene.Phase(phase).Kind == PhaseKind.SelfCheck
            ? MissingEvidence.Of(scene.Standard.For(state), state.Phase(phase).Evidence, content)
            : new Dictionary<string, int>();
}
