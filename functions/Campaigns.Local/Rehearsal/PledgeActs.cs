using System.Globalization;
using Campaigns.Rules.Definitions;

namespace Campaigns.Local.Rehearsal;

/// <summary>
/// What people do with pledges (F1): each organisation publishes one and, in every third, a member one of its own; most report their fulfilment in time, and
/// the tier above confirms most reports, denies a few and leaves a few unanswered. Who was refused goes no further.
/// </summary>
internal static class PledgeActs
{
    /// <summary>How the ids of acts end that publish a pledge; repeating one finds again what follows from it.</summary>
    public const string PublishSuffix = "|publish";

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
            yield return new Pledge(season, phase, participant, id, reporter, isMember ? reporter : null, due).Publish(published);
        }
    }

    sealed record Pledge(Season Season, Phase Phase, SeasonParticipant Participant, string Id, string Reporter, string? Person, DateTimeOffset Due)
    {
        string Key => $"{Participant.Key}|{Id}";

        public Act Publish(DateTimeOffset at)
        {
            var directions = (Phase.Pledges ?? PledgeRules.Usual).Directions;
            var direction = directions[Choice.Number(Season.Seed, directions.Count, "pledge direction", Participant.Key, Id)];
            var body = new
            {
                kind = Person is null ? "organisation" : "member",
                direction = direction is PledgeDirection.Up ? "up" : "down",
                text = Season.Answers.Sentence(Participant.Unit, $"{Phase.Id}-{Id}"),
                audience = "党员群众",
                channel = "公开栏",
                due = Due.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                person = Person,
                proof = "公开栏照片",
            };
            var act = $"{Phase.Id}|{Key}{PublishSuffix}";
            return new Act(at, act, Participant.Key, async cancellation =>
            {
                var answer = await Season.Api.PutAsync(Reporter, Season.Path(Participant, $"pledges/{Id}"), body, cancellation);
                return Season.Refusals.Note(answer, "Pledging publish", act) || Choice.Share(Season.Seed, "pledge kept", Participant.Key, Id) >= 0.95
                    ? []
                    : [Fulfil(Season.Timing.After(Due.AddDays(-6)))];
            });
        }

        Act Fulfil(DateTimeOffset at) => Post(at, "fulfil", Reporter, new { text = "承诺事项已办结。", evidence = Array.Empty<string>() }, () =>
        {
            var answer = Choice.Share(Season.Seed, "pledge answered", Participant.Key, Id);
            if (answer >= 0.95 || Season.Roster.ReviewersOf(Participant.Parent) is not [var reviewer, ..])
                return [];
            var answered = Season.Timing.After(at.AddDays(3));
            return answer < 0.9
                ? [Post(answered, "confirm", reviewer, new { }, () => [])]
                : [Post(answered, "deny", reviewer, new { reason = "证明材料不足。" }, () => [])];
        });

        Act Post(DateTimeOffset at, string below, string person, object body, Func<IReadOnlyList<Act>> next)
        {
            var act = $"{Phase.Id}|{Key}|{below}";
            return new Act(at, act, Participant.Key, async cancellation =>
            {
                var answer = await Season.Api.PostAsync(
                    person, Season.Path(Participant, $"pledges/{Id}/{below}"), body, Season.Key(act), cancellation);
                return Season.Refusals.Note(answer, $"Pledging {below}", act) ? [] : next();
            });
        }
    }
}
