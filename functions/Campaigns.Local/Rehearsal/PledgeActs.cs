using System.Globalization;
using System.Net;
using Campaigns.Rules.Definitions;

namespace Campaigns.Local.Rehearsal;

/// <summary>
/// What people do with pledges (F1): each organisation publishes one and, in every third, a member one of its own; most report their fulfilment in time, and
/// the tier above confirms most reports, denies a few and leaves a few unanswered.
/// </summary>
internal static class PledgeActs
{
    static readonly HttpStatusCode[] Refusals = [HttpStatusCode.Conflict, HttpStatusCode.NotFound, HttpStatusCode.UnprocessableEntity];

    public static IEnumerable<Act> Of(Season season, Phase phase, IEnumerable<SeasonParticipant> participants) =>
        participants.Where(p => phase.Concerns(p.Track)).SelectMany(p => Of(season, phase, p));

    static IEnumerable<Act> Of(Season season, Phase phase, SeasonParticipant participant)
    {
        if (season.Roster.ReporterOf(participant.Unit) is not { } reporter
            || season.Timing.Submission(participant.Unit, season.Windows[phase.Id]) is not { } published
            || season.Windows[phase.Id].LockedAt is not { } locked)
        {
            yield break;
        }
        var member = reporter == participant.Unit;
        var pledges = new List<(string Id, bool Member)> { (member ? "m-1" : "o-1", member) };
        if (!member && Choice.Share(season.Seed, "member pledges", participant.Key) < 1 / 3.0)
            pledges.Add(("m-1", true));
        foreach (var (id, isMember) in pledges)
        {
            // Due between the lock and the end of October, so that everything is decided before the year is.
            var last = new DateTimeOffset(season.Year, 10, 31, 0, 0, 0, TimeSpan.Zero);
            var days = Math.Max(20, (int)(last - locked).TotalDays);
            var due = locked.AddDays(Choice.Number(season.Seed, days, "pledge due", participant.Key, id) + 10);
            var direction = (phase.Pledges ?? PledgeRules.Usual).Directions;
            yield return Publish(
                season, phase, participant, id, published, reporter, isMember ? reporter : null, due,
                direction[Choice.Number(season.Seed, direction.Count, "pledge direction", participant.Key, id)]);
            if (Choice.Share(season.Seed, "pledge kept", participant.Key, id) >= 0.95)
                continue;
            var reported = season.Timing.After(due.AddDays(-6));
            var post = $"pledges/{id}";
            yield return Post(season, phase, participant, id, reported, reporter, $"{post}/fulfil", new { text = "承诺事项已办结。", evidence = Array.Empty<string>() });
            var answer = Choice.Share(season.Seed, "pledge answered", participant.Key, id);
            if (answer < 0.95 && season.Roster.ReviewersOf(participant.Parent) is [var reviewer, ..])
            {
                yield return Post(
                    season, phase, participant, id, season.Timing.After(reported.AddDays(3)), reviewer, $"{post}/{(answer < 0.9 ? "confirm" : "deny")}",
                    answer < 0.9 ? new { } : new { reason = "证明材料不足。" });
            }
        }
    }

    static Act Publish(
        Season season, Phase phase, SeasonParticipant participant, string pledge, DateTimeOffset at, string reporter, string? person, DateTimeOffset due,
        PledgeDirection direction)
    {
        var id = $"{phase.Id}|{participant.Key}|pledge-{pledge}-publish";
        return new Act(at, id, participant.Key, async cancellation =>
        {
            var body = System.Text.Json.JsonSerializer.Serialize(new
            {
                kind = person is null ? "organisation" : "member",
                direction = direction is PledgeDirection.Up ? "up" : "down",
                text = season.Answers.Sentence(participant.Unit, $"{phase.Id}-{pledge}"),
                audience = "党员群众",
                channel = "公开栏",
                due = due.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                person,
                proof = "公开栏照片",
            });
            Tell(season, await season.Api.PutTextAsync(reporter, season.Path(participant, $"pledges/{pledge}"), "application/json", body, cancellation), id);
            return [];
        });
    }

    static Act Post(
        Season season, Phase phase, SeasonParticipant participant, string pledge, DateTimeOffset at, string person, string below, object body)
    {
        var id = $"{phase.Id}|{participant.Key}|pledge-{pledge}-{below[(below.LastIndexOf('/') + 1)..]}";
        return new Act(at, id, participant.Key, async cancellation =>
        {
            Tell(season, await season.Api.PostAsync(person, season.Path(participant, below), body, season.Key(id), cancellation), id);
            return [];
        });
    }

    // Too late, or nothing there because an earlier act was: people meet that too.
    static void Tell(Season season, ApiAnswer answer, string id)
    {
        if (Refusals.Contains(answer.Status) || answer.Code is "preconditionRequired")
            season.Counts.Refusal();
        else
            SheetActs.Check(answer, id);
    }
}
