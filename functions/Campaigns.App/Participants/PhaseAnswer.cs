using Campaigns.Rules.Calendar;
using Campaigns.Rules.Participants;

namespace Campaigns.App.Participants;

/// <summary>
/// A participant's phase as every answer shows it (J2): the three instants by name, and where the participant stands with them. What was handed in keeps the
/// timeliness that it had then; before that it is derived from the clock.
/// </summary>
public sealed record PhaseAnswer(
    SheetStatus Status,
    Timeliness Timeliness,
    DateTimeOffset? OpensAt,
    DateTimeOffset? DueAt,
    DateTimeOffset? GraceUntil,
    DateTimeOffset? LockedAt,
    DateTimeOffset? SubmittedAt,
    decimal? Score,
    bool Vetoed,
    int Version,
    int Returns,
    DateTimeOffset? ReworkUntil,
    IReadOnlyDictionary<string, int> Evidence)
{
    public static PhaseAnswer Of(PhaseState state, PhaseWindow window, DateTimeOffset now) => new(
        state.Status, state.Timeliness ?? window.At(now), window.OpensAt, window.DueAt, window.GraceUntil, window.LockedAt,
        state.SubmittedAt, state.Score, state.Vetoed, state.Version, state.Returns, state.ReworkUntil, state.Evidence);
}
