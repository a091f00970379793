using Campaigns.Rules.Definitions;

namespace Campaigns.Local.Rehearsal;

/// <summary>
/// What people do with plans (B8): each participant files its own; the office that it is filed with registers it, or sends one in ten back, most of which are
/// completed. Who was refused goes no further.
/// </summary>
internal static class PlanActs
{
    /// <summary>How the ids of acts end that file a plan; repeating one finds again what follows from it.</summary>
    public const string FileSuffix = "|plan-file";

    public static IEnumerable<Act> Of(Season season, Phase phase, IEnumerable<SeasonParticipant> participants)
    {
        foreach (var participant in participants.Where(p => phase.Concerns(p.Track)))
        {
            if (season.Roster.ReporterOf(participant.Unit) is { } reporter
                && season.Timing.Submission(participant.Unit, season.Windows[phase.Id]) is { } filed)
            {
                yield return Make(
                    season, phase, participant, filed, FileSuffix, reporter, "submit", TextOf(season, participant, phase, 1),
                    () => Answered(season, phase, participant, reporter, season.Timing.After(filed.AddDays(3))));
            }
        }
    }

    static IReadOnlyList<Act> Answered(Season season, Phase phase, SeasonParticipant participant, string reporter, DateTimeOffset at)
    {
        if (OfficerOf(season, phase, participant) is not { } officer)
            return [];
        if (Choice.Share(season.Seed, "plan back", participant.Key, phase.Id) >= 0.1)
            return [Make(season, phase, participant, at, "|plan-register", officer, "register", new { }, () => [])];
        var completed = season.Timing.After(at.AddDays(1));
        return
        [
            Make(season, phase, participant, at, "|plan-return", officer, "return", new { reason = "目标不具体，请补正。" }, () =>
                Choice.Share(season.Seed, "plan completed", participant.Key, phase.Id) >= 0.7
                    ? []
                    : [Make(season, phase, participant, completed, "|plan-complete", reporter, "submit", TextOf(season, participant, phase, 2), () =>
                        [Make(season, phase, participant, season.Timing.After(completed.AddDays(2)), "|plan-register-again", officer, "register", new { }, () =>
                            [])])]),
        ];
    }

    static object TextOf(Season season, SeasonParticipant participant, Phase phase, int version) => new
    {
        text = season.Answers.Sentence(participant.Unit, $"{phase.Id}-{version}"),
        measures = new[] { new { title = "落实创建任务", owner = (string?)null, due = (string?)$"{season.Year}-10-31" } },
    };

    static string? OfficerOf(Season season, Phase phase, SeasonParticipant participant)
    {
        var office = phase.FileWith is Actor.Authority ? season.Definition.Authority.Unit : participant.Parent;
        return season.Roster.ReviewersOf(office) is [var first, ..] ? first : null;
    }

    static Act Make(
        Season season, Phase phase, SeasonParticipant participant, DateTimeOffset at, string what, string person, string below, object body,
        Func<IReadOnlyList<Act>> next)
    {
        var id = $"{phase.Id}|{participant.Key}{what}";
        return new Act(at, id, participant.Key, async cancellation =>
        {
            var path = season.Path(participant, "plan");
            var seen = await season.Api.GetAsync(person, path, cancellation);
            var answer = await season.Api.PostAsync(person, $"{path}/{below}", body, season.Key(id), cancellation, below is "submit" ? seen.ETag : null);
            return season.Refusals.Note(answer, $"Plan {below}", id) ? [] : next();
        });
    }
}
