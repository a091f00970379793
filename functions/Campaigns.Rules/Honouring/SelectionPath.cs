using Campaigns.Rules.Definitions;

namespace Campaigns.Rules.Honouring;

/// <summary>The steps that a track goes through on the way to its honours; each is null where the definition has none for the track.</summary>
public sealed record SelectionPath(Phase? Nomination, Phase? Panel, Phase? Notice, Phase? Decision, bool IsNominated, bool PanelRanks)
{
    /// <summary>Where candidates are assessed on site, whose mark then decides (K3).</summary>
    public Phase? Assessment { get; init; }

    /// <summary>
    /// The path of <paramref name="track"/>. Nominated are tracks that name nominators and those of individuals (who go to the office without a number); in
    /// the others everybody eligible is a candidate. A panel whose score has no weight in the composite ranks the candidates by itself.
    /// </summary>
    public static SelectionPath Of(CampaignDefinition definition, Track track)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(track);
        var phases = definition.PhasesOf(track.Id).ToList();
        var nomination = track.Select is null ? null : Last(PhaseKind.Nomination);
        var panel = Last(PhaseKind.Panel);
        return new(
            nomination, panel, Last(PhaseKind.PublicNotice), Last(PhaseKind.Decision),
            nomination is not null && (track.Select!.NominatedBy is not null || track.Enters.Individual is not null),
            panel is not null && track.Weights.GetValueOrDefault(PhaseKind.Panel) == 0)
        {
            Assessment = Evaluation.Choice.PhaseOf(definition, track),
        };

        Phase? Last(PhaseKind kind) => phases.LastOrDefault(p => p.Kind == kind);
    }
}
