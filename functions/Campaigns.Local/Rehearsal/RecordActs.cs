using Campaigns.Rules.Definitions;
using Campaigns.Rules.Records;

namespace Campaigns.Local.Rehearsal;

/// <summary>
/// What participants keep beside their sheets: a leading group (K9), own projects (K7), record cards (K13), and here and there model practice, which the tier
/// above selects and publishes (K17). Some keep nothing, and the list of gaps names them.
/// </summary>
internal static class RecordActs
{
    const double Kept = 0.9;
    const double Model = 0.1;

    public static IEnumerable<Act> Of(Season season, IReadOnlyList<SeasonParticipant> participants)
    {
        if (season.Windows.Values.Min(w => w.OpensAt) is not { } opens)
            yield break;
        foreach (var participant in participants)
        {
            var track = season.Definition.Track(participant.Track);
            if (season.Roster.ReporterOf(participant.Unit) is not { } reporter)
                continue;
            var at = season.Timing.After(opens.AddDays(10 + Choice.Number(season.Seed, 10, "records", participant.Key)));
            if (season.Definition.LeadingGroup is not null && track.Enters.Individual is null && Does("leading-group", Kept))
                yield return Keep(at, "leading-group", "1", new { person = "党委书记", on = $"{season.Year}-01-01" });
            if (track.OwnProjects is { } projects && Does("own-project", Kept))
            {
                for (var n = 1; n <= projects.Count.To; n++)
                {
                    yield return Keep(at, "own-project", $"{n}", new
                    {
                        title = $"特色工作{n}",
                        text = season.Answers.Sentence(participant.Unit, $"own-{n}"),
                        person = "党委书记",
                        due = $"{season.Year}-10-31",
                    });
                }
            }
            if (track.RecordCard is { } rhythm && Does("record-card", Kept))
            {
                var periods = CardPeriods.Begun(rhythm, season.Year, DateOnly.MaxValue).ToList();
                for (var n = 0; n < periods.Count; n++)
                {
                    var body = new { text = "走访联系户，办实事一件。", person = participant.Unit };
                    yield return Keep(at.AddDays(60 + 270 * n / periods.Count), "record-card", $"{n + 1}", body);
                }
            }
            if (track.Enters.Individual is null && Does("practice", Model))
            {
                yield return Keep(at.AddDays(90), "practice", "1", new { title = "典型经验", text = season.Answers.Sentence(participant.Unit, "practice") });
                if (season.Roster.ReviewersOf(participant.Parent) is [var reviewer, ..])
                {
                    yield return Advance(at.AddDays(100), "select", reviewer);
                    yield return Advance(at.AddDays(110), "publish", reviewer);
                }
            }

            bool Does(string what, double share) => Choice.Share(season.Seed, what, participant.Key) < share;

            Act Keep(DateTimeOffset when, string kind, string id, object body) => Make(when, $"{kind} {id}", (act, token) =>
                season.Api.PutAsync(reporter, season.Path(participant, $"records/{kind}/{id}"), body, token));

            Act Advance(DateTimeOffset when, string how, string reviewer) => Make(when, $"practice {how}", (act, token) =>
                season.Api.PostAsync(reviewer, season.Path(participant, $"records/practice/1/{how}"), new { }, season.Key(act), token));

            Act Make(DateTimeOffset when, string what, Func<string, CancellationToken, Task<ApiAnswer>> doing)
            {
                var act = $"record|{participant.Key}|{what}";
                return new Act(season.Timing.After(when), act, participant.Key, async cancellation =>
                {
                    season.Refusals.Note(await doing(act, cancellation), $"Record {what}", act);
                    return [];
                });
            }
        }
    }
}
