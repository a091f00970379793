using Campaigns.Rules.Definitions;

namespace Campaigns.Local.Rehearsal;

/// <summary>
/// What becomes of duty reports (K11): the participant's reporter hands the text in like any sheet, the tier above hears and rates it the day after.
/// </summary>
internal static class DutyReportActs
{
    public static IEnumerable<Act> Of(Season season, Phase phase, IEnumerable<SeasonParticipant> participants)
    {
        var all = participants.Where(p => phase.Concerns(p.Track)).ToList();
        foreach (var act in SheetActs.Of(season, phase, all))
            yield return act;
        foreach (var participant in all)
        {
            if (season.Timing.Submission(participant.Unit, season.Windows[phase.Id]) is { } handedIn && RaterOf(season, phase, participant) is { } rater)
                yield return Rate(season, phase, participant, rater, season.Timing.After(handedIn.AddDays(1)));
        }
    }

    static Act Rate(Season season, Phase phase, SeasonParticipant participant, string rater, DateTimeOffset at)
    {
        var id = $"{phase.Id}|{participant.Key}|rate";
        return new Act(at, id, participant.Key, async cancellation =>
        {
            var scale = season.StandardOf(participant.Track).Scale;
            var quality = season.Answers.Quality(participant.Track, participant.Unit);
            var points = Math.Clamp(Math.Round((decimal)quality * scale * 2, MidpointRounding.ToEven) / 2, 0, scale);
            var answer = await season.Api.PostAsync(
                rater, season.Path(participant, $"duty-reports/{phase.Id}/rate"), new { points, comment = season.Answers.Sentence(participant.Unit, phase.Id) },
                season.Key(id), cancellation);
            // Who handed in after the lock was refused, and there is nothing to rate.
            if (answer.Code is not "nothingToReview")
                SheetActs.Check(answer, id);
            return [];
        });
    }

    /// <summary>A reviewer of the parent, or the authority's office where that acts; null where there is nobody.</summary>
    internal static string? RaterOf(Season season, Phase phase, SeasonParticipant participant)
    {
        var reviewers = season.Roster.ReviewersOf(participant.Parent);
        return phase.By is Actor.Authority || reviewers.Count == 0
            ? season.Roster.AnyWith("authority")
            : reviewers[Choice.Number(season.Seed, reviewers.Count, "rater", participant.Key, phase.Id)];
    }
}
