using Campaigns.App.Directory;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;

namespace Campaigns.App.Selecting;

/// <summary>Who nominates whom, by the directory.</summary>
internal static class Nominators
{
    /// <summary>
    /// The nominator of a participant: the nearest unit above it (or itself) of the track's nominating level; where the track names none, for individuals,
    /// the unit that reviews it. Null where there is none.
    /// </summary>
    public static string? Of(Track track, ParticipantState participant, DirectorySnapshot directory)
    {
        if (track.Select?.NominatedBy is not { } level)
            return track.Enters.Individual is null ? null : participant.Parent;
        return directory.Ancestors(participant.Unit).Prepend(participant.Unit).FirstOrDefault(u => directory.Unit(u)?.Level == level)
            // A unit that has left the directory since stays its nominator's.
            ?? (directory.Unit(participant.Parent)?.Level == level ? participant.Parent : null);
    }
}
