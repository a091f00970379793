using System.Net;
using Campaigns.Rules.Definitions;

namespace Campaigns.Local.Rehearsal;

/// <summary>
/// What people do with plans (B8): each participant files its own; the office that it is filed with registers it, or sends one in ten back, most of which are
/// completed.
/// </summary>
internal static class PlanActs
{
    static readonly HttpStatusCode[] Refusals = [HttpStatusCode.Conflict, HttpStatusCode.NotFound, HttpStatusCode.PreconditionRequired];

    public static IEnumerable<Act> Of(Season season, Phase phase, IEnumerable<SeasonParticipant> participants)
    {
        foreach (var participant in participants.Where(p => phase.Concerns(p.Track)))
        {
            if (season.Roster.ReporterOf(participant.Unit) is not { } reporter
                || season.Timing.Submission(participant.Unit, season.Windows[phase.Id]) is not { } filed)
            {
                continue;
            }
            yield return Make(season, phase, participant, filed, "file", reporter, "submit", TextOf(season, participant, phase, 1));
            if (OfficerOf(season, phase, participant) is not { } officer)
                continue;
            var answered = season.Timing.After(filed.AddDays(3));
            var back = Choice.Share(season.Seed, "plan back", participant.Key, phase.Id) < 0.1;
            yield return back
                ? Make(season, phase, participant, answered, "return", officer, "return", new { reason = "目标不具体，请补正。" })
                : Make(season, phase, participant, answered, "register", officer, "register", null);
            if (!back || Choice.Share(season.Seed, "plan completed", participant.Key, phase.Id) >= 0.7)
                continue;
            var completed = season.Timing.After(answered.AddDays(1));
            yield return Make(season, phase, participant, completed, "complete", reporter, "submit", TextOf(season, participant, phase, 2));
            yield return Make(season, phase, participant, season.Timing.After(completed.AddDays(2)), "register-again", officer, "register", null);
        }
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
        Season season, Phase phase, SeasonParticipant participant, DateTimeOffset at, string what, string person, string below, object? body)
    {
        var id = $"{phase.Id}|{participant.Key}|plan-{what}";
        return new Act(at, id, participant.Key, async cancellation =>
        {
            var path = season.Path(participant, "plan");
            var seen = await season.Api.GetAsync(person, path, cancellation);
            var answer = await season.Api.PostAsync(
                person, $"{path}/{below}", body ?? new { }, season.Key(id), cancellation, below is "submit" ? seen.ETag : null);
            if (Refusals.Contains(answer.Status))
                season.Counts.Refusal();
            else
                SheetActs.Check(answer, id);
            return [];
        });
    }
}
