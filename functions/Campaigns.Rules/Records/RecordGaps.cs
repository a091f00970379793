using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;

namespace Campaigns.Rules.Records;

/// <summary>Something that a participant does not keep yet: the kind, and for a target's piece the target.</summary>
public sealed record RecordGap(string Track, string Unit, string Area, RecordKind Kind, string? Target = null);

/// <summary>Lists what is not there yet (K7, K8, K9): own projects that a track asks for, leading groups, pieces of targets that nobody has taken on.</summary>
public static class RecordGaps
{
    /// <summary>The gaps of <paramref name="state"/>, by kind and target. A track is asked for a target's piece once anybody in it has one.</summary>
    /// <param name="targets">Targets that are split within the participant's track.</param>
    public static IReadOnlyList<RecordGap> Of(CampaignDefinition definition, ParticipantState state, IReadOnlyCollection<string> targets)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(targets);
        var tally = state.Records ?? RecordTally.None;
        var gaps = new List<RecordGap>();
        if (definition.Track(state.Track).OwnProjects is { } projects && tally.Of(RecordKind.OwnProject) < projects.Count.From)
            gaps.Add(Gap(RecordKind.OwnProject));
        gaps.AddRange(targets.Except(tally.Targets).Order(StringComparer.Ordinal).Select(t => Gap(RecordKind.TargetPiece, t)));
        if (definition.LeadingGroup is not null && definition.Track(state.Track).Enters.Individual is null && tally.Of(RecordKind.LeadingGroup) == 0)
            gaps.Add(Gap(RecordKind.LeadingGroup));
        return gaps;

        RecordGap Gap(RecordKind kind, string? target = null) => new(state.Track, state.Unit, state.Area, kind, target);
    }
}
