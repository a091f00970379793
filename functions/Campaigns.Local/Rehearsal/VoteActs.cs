using Campaigns.Rules.Definitions;

namespace Campaigns.Local.Rehearsal;

/// <summary>Satisfaction votes (K12): the tier above issues codes, some of those who hold one use it, in a few units too few for the vote to count.</summary>
internal static class VoteActs
{
    const int LeastVoters = 3;
    const int VotersSpread = 3;

    public static IEnumerable<Act> Of(Season season, Phase phase, IEnumerable<SeasonParticipant> participants)
    {
        foreach (var participant in participants.Where(p => phase.Concerns(p.Track)))
        {
            if (season.Windows[phase.Id] is { OpensAt: { } opens, DueAt: { } due } && DutyReportActs.RaterOf(season, phase, participant) is { } issuer)
                yield return Issue(season, phase, participant, issuer, season.Timing.After(opens), due);
        }
    }

    static Act Issue(Season season, Phase phase, SeasonParticipant participant, string issuer, DateTimeOffset at, DateTimeOffset due)
    {
        var id = $"{phase.Id}|{participant.Key}|1 codes";
        return new Act(at, id, participant.Key, async cancellation =>
        {
            var count = LeastVoters + Choice.Number(season.Seed, VotersSpread, "voters", participant.Key, phase.Id);
            var answer = await season.Api.PostAsync(
                issuer, season.Path(participant, $"votes/{phase.Id}/codes"), new { count }, season.Key(id), cancellation);
            SheetActs.Check(answer, id);
            var codes = answer.Value["codes"]!.AsArray().Select(c => c!.GetValue<string>()).ToList();
            var share = Choice.Share(season.Seed, "turnout", participant.Key, phase.Id) < 0.1 ? 0.15 : 0.85;
            var when = season.Timing.After(at.AddHours(1) < due ? at.AddHours(1) : at);
            return [.. codes.Select((code, n) => (code, n))
                .Where(c => Choice.Share(season.Seed, "votes", participant.Key, phase.Id, $"{c.n}") < share)
                .Select(c => Cast(season, phase, participant, c.code, c.n, when))];
        });
    }

    static Act Cast(Season season, Phase phase, SeasonParticipant participant, string code, int number, DateTimeOffset at)
    {
        var id = $"{phase.Id}|{participant.Key}|2 ballot {number}";
        return new Act(at, id, participant.Key, async cancellation =>
        {
            var options = phase.Vote!.Options;
            // The better a unit works, the nearer to the best option its people vote.
            var mood = (1 - season.Answers.Quality(participant.Track, participant.Unit)) * 2 * Choice.Share(
                season.Seed, "mood", participant.Key, phase.Id, $"{number}");
            var option = options[Math.Clamp((int)(mood * options.Count), 0, options.Count - 1)].Id;
            var answer = await season.Api.PostAsync(
                null, $"api/v1/cycles/{season.Cycle}/votes/{phase.Id}/ballots", new { code, option }, season.Key(id), cancellation);
            if (answer.Code is not "codeUsed")
                SheetActs.Check(answer, id);
            return [];
        });
    }
}
