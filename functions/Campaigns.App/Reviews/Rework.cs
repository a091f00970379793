using Campaigns.App.Participants;
using Campaigns.Rules.Calendar;

namespace Campaigns.App.Reviews;

/// <summary>The rework of a returned sheet as a deadline in the due index.</summary>
internal static class Rework
{
    public const string Kind = "rework";

    /// <summary>When the rework's end is acted on: as with a phase's lock a little later, so that what came in at the last moment is through.</summary>
    public static DueTime DueTimeOf(ParticipantKey key, string sheet, DateTimeOffset end) =>
        new(end + CyclePlanner.LockDelay, key.Cycle, key.Track, key.Unit, Kind, sheet);
}
