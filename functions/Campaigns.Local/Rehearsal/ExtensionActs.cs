using Campaigns.Rules.Definitions;

namespace Campaigns.Local.Rehearsal;

/// <summary>
/// What those do who cannot report in time (J1, J9): some ask for an extension before the due date, the tier above grants most of them, and they report after
/// the others are locked; some state that there is nothing to report. Nobody does unless the behaviour says so.
/// </summary>
internal static class ExtensionActs
{
    const double Granted = 0.8;
    static readonly TimeSpan Longer = TimeSpan.FromDays(14);

    public static IEnumerable<Act> Of(Season season, Phase phase, IEnumerable<SeasonParticipant> participants)
    {
        foreach (var participant in participants.Where(p => phase.Concerns(p.Track) && season.Timing.HabitOf(p.Unit, phase.Id) is Habit.Silent))
        {
            if (season.Roster.ReporterOf(participant.Unit) is not { } reporter || season.Windows[phase.Id] is not { DueAt: { } due, LockedAt: { } locked })
                continue;
            var share = Choice.Share(season.Seed, "silent", participant.Key, phase.Id);
            if (share < season.Profile.Extended)
                yield return Ask(season, phase, participant, reporter, due, locked);
            else if (share < season.Profile.Extended + season.Profile.NilReturned)
                yield return Nil(season, phase, participant, reporter, due.AddDays(-1));
        }
    }

    static Act Ask(Season season, Phase phase, SeasonParticipant participant, string reporter, DateTimeOffset due, DateTimeOffset locked)
    {
        var id = $"{phase.Id}|{participant.Key}|extension";
        return new Act(due.AddDays(-1), id, participant.Key, async cancellation =>
        {
            var until = DateOnly.FromDateTime((locked + Longer).UtcDateTime);
            var asked = await season.Api.PostAsync(
                reporter, season.Path(participant, "extensions"), new { phase = phase.Id, until, reason = "防汛抢险，无法按期报送。" }, season.Key(id), cancellation);
            var reviewers = season.Roster.ReviewersOf(participant.Parent);
            if (!asked.IsSuccess || reviewers.Count == 0)
                return [];
            var grants = Choice.Share(season.Seed, "grants", participant.Key, phase.Id) < Granted;
            var decide = new Act(season.Timing.After(due.AddHours(-20)), id + "|decide", participant.Key, async token =>
            {
                await season.Api.PostAsync(
                    reviewers[0], season.Path(participant, $"extensions/{asked.Value["id"]!.GetValue<string>()}/{(grants ? "grant" : "refuse")}"),
                    new { reason = grants ? null : "理由不足，请按期报送。" }, season.Key(id + "|decide"), token);
                return grants && SheetActs.Extended(season, phase, participant, season.Timing.After(locked.AddDays(1))) is { } sheet ? [sheet] : [];
            });
            return [decide];
        });
    }

    static Act Nil(Season season, Phase phase, SeasonParticipant participant, string reporter, DateTimeOffset at)
    {
        var id = $"{phase.Id}|{participant.Key}|nil";
        return new Act(at, id, participant.Key, async cancellation =>
        {
            SheetActs.Check(
                await season.Api.PostAsync(
                    reporter, season.Path(participant, $"sheets/{phase.Id}/nil"), new { reason = "本期无相关事项。" }, season.Key(id), cancellation), id);
            return [];
        });
    }
}
