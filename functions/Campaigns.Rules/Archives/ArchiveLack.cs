using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;

namespace Campaigns.Rules.Archives;

/// <summary>Why something is not in an archive.</summary>
public enum LackKind
{
    /// <summary>A phase in which something is awaited of the participant, and nothing was handed in.</summary>
    NotHandedIn,

    /// <summary>An appraisal that the tier above has not concluded.</summary>
    NotAppraised,

    /// <summary>The record of a file is there, the file is not.</summary>
    FileMissing,

    /// <summary>The file has another length or hash than it was sealed with.</summary>
    FileDamaged,

    /// <summary>The year is not decided yet.</summary>
    NotDecided,
}

/// <summary>Something that an archive lacks (J18): the phase that it belongs to, the id of the evidence where it is a file.</summary>
public sealed record ArchiveLack(LackKind Kind, string? Phase = null, string? Evidence = null, string? Name = null);

/// <summary>What of a participant's year an archive cannot hold because it is not there (J18).</summary>
public static class ArchiveLacks
{
    /// <summary>
    /// The phases without a report or an appraisal, in the definition's order, and the year's decision where it is open. A phase that was fulfilled without a
    /// report (J9) lacks nothing.
    /// </summary>
    public static IReadOnlyList<ArchiveLack> Of(CampaignDefinition definition, ParticipantState state)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(state);
        var lacks = new List<ArchiveLack>();
        foreach (var phase in definition.PhasesOf(state.Track))
        {
            var at = state.Phase(phase.Id);
            if (at.HandedIn || at.Fulfilled is not null)
                continue;
            if (phase.Kind.IsSheet() || phase.Kind is PhaseKind.Plan)
                lacks.Add(new(LackKind.NotHandedIn, phase.Id));
            else if (phase.Kind is PhaseKind.Appraisal)
                lacks.Add(new(LackKind.NotAppraised, phase.Id));
        }
        if (state.Outcome is null && definition.PhasesOf(state.Track).Any(p => p.Kind is PhaseKind.Evaluation or PhaseKind.Decision))
            lacks.Add(new(LackKind.NotDecided));
        return lacks;
    }
}
