using Campaigns.Rules.Definitions;

namespace Campaigns.Local.Rehearsal;

/// <summary>
/// What the office does when a year begins: it enters the reference values (K5), and in a programme's first year states with which class (B7), and on which
/// list (G6), participants begin; later years bring these along.
/// </summary>
internal static class OpeningActs
{
    /// <summary>A usual income, near which simulated units lie.</summary>
    const decimal Usual = 20_000;
    const double Listed = 0.5;

    public static IEnumerable<Act> Of(Season season, IReadOnlyList<SeasonParticipant> participants)
    {
        if (season.Windows.Values.Min(w => w.OpensAt) is not { } opens || season.Roster.AnyWith("authority") is not { } office)
            yield break;
        var at = opens.AddHours(1);
        var definition = season.Definition;
        if (definition.References.Count > 0)
            yield return Make("references", "Year", at, (id, token) => EnterAsync(season, office, id, token));
        if (season.Year > definition.Programme.FirstYear && definition.Programme.Carries.Contains(Carried.Classes))
            yield break;
        foreach (var track in definition.Tracks.Where(t => t.Classes is not null || t.Dynamic is not null))
        {
            yield return Make($"classes|{track.Id}", "Year", at, async (id, token) =>
            {
                var own = participants.Where(p => p.Track == track.Id).ToList();
                var body = new
                {
                    track = track.Id,
                    reason = "上年度考评结果。",
                    classes = track.Classes is { } terms ? own.ToDictionary(p => p.Unit, p => ClassOf(season, terms, p)) : null,
                    listed = track.Dynamic is not null
                        ? own.Where(p => Choice.Share(season.Seed, "listed", p.Key) < Listed).Select(p => p.Unit).ToList()
                        : null,
                };
                var answer = await season.Api.PostAsync(office, $"api/v1/cycles/{season.Cycle}/classes", body, season.Key(id), token);
                SheetActs.Check(answer, id);
            });
        }
    }

    static async Task EnterAsync(Season season, string office, string id, CancellationToken cancellation)
    {
        var path = $"api/v1/cycles/{season.Cycle}/references";
        var seen = await season.Api.GetAsync(office, path, cancellation);
        var body = new { values = season.Definition.References.ToDictionary(r => r.Id, _ => Usual), reason = "统计部门公布的数据。" };
        season.Refusals.Note(await season.Api.PutAsync(office, path, body, cancellation, seen.ETag), "References", id);
    }

    // Nobody begins in the best class, so that everybody has somewhere to rise.
    static string ClassOf(Season season, ClassTerms terms, SeasonParticipant participant)
    {
        var below = terms.Levels.Skip(1).ToList();
        return below[Choice.Number(season.Seed, below.Count, "class", participant.Key)].Id;
    }

    static Act Make(string what, string participant, DateTimeOffset at, Func<string, CancellationToken, Task> doing)
    {
        var id = $"year|{what}";
        return new Act(at, id, participant, async cancellation =>
        {
            await doing(id, cancellation);
            return [];
        });
    }
}
