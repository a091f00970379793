using System.Globalization;

namespace Campaigns.Local.Rehearsal;

/// <summary>
/// Reports from the public 举报 (K17), where the definition hears them: a few in a year, about whom the seed says. The first has something in it and becomes a
/// finding, the second does not, the third is answered only after its time.
/// </summary>
internal static class ReportActs
{
    /// <summary>How the ids of acts end that file a report; repeating one finds the report again, and what follows from it.</summary>
    public const string FileSuffix = "|1 report";

    const int Most = 3;
    static readonly TimeSpan WhilePaused = TimeSpan.FromDays(7);
    static readonly string[] Said = ["反映承诺事项没有公开。", "反映活动记录是补的。", "反映服务群众不到位。"];

    public static IEnumerable<Act> Of(Season season, IReadOnlyList<SeasonParticipant> participants)
    {
        if (season.Definition.Reports is null || season.Windows.Values.Min(w => w.OpensAt) is not { } opens
            || season.Windows.Values.Max(w => w.LockedAt) is not { } ends)
            yield break;
        // The public knows units; a person only once it stands in a published list.
        var reported = participants.Where(p => season.Definition.Track(p.Track).Enters.Individual is null)
            .OrderBy(p => Choice.Bits(season.Seed, "reported", season.Cycle, p.Key)).Take(Most);
        foreach (var (participant, n) in reported.Select((p, n) => (p, n)))
        {
            var share = 0.2 + 0.15 * n + 0.1 * Choice.Share(season.Seed, "reported at", participant.Key);
            yield return Report(season, participant, n, season.Timing.After(opens + (ends - opens) * share));
        }
    }

    static Act Report(Season season, SeasonParticipant participant, int n, DateTimeOffset at)
    {
        var act = $"year|report|{participant.Key}";
        return new Act(at, act + FileSuffix, participant.Key, async cancellation =>
        {
            var filed = await season.Api.PostAsync(
                null, $"api/v1/notices/{season.Cycle}/reports",
                new { track = participant.Track, reference = participant.Unit, text = Said[n], contact = "13800000000" }, season.Key(act), cancellation);
            if (filed.Code is "reportsNotTaken")
                return [Report(season, participant, n, at + WhilePaused)];
            SheetActs.Check(filed, act);
            var path = season.Path(participant, $"reports/{filed.Value["reference"]!.GetValue<string>()}");
            var office = season.Roster.With("authority");
            if (office.Count == 0)
                return [];
            var seen = await season.Api.GetAsync(RehearsalDriver.Auditor, path, cancellation);
            var due = DateTimeOffset.Parse(seen.Value["dueAt"]!.GetValue<string>(), CultureInfo.InvariantCulture);
            var share = Choice.Share(season.Seed, "report answered", participant.Key);
            var answered = n < Most - 1 ? season.Timing.Between(at, due, share) : season.Timing.After(due.AddDays(2));
            return [Answer(season, participant, path, office, n, answered)];
        });
    }

    static Act Answer(Season season, SeasonParticipant participant, string path, IReadOnlyList<string> office, int n, DateTimeOffset at)
    {
        var act = $"year|report|{participant.Key}|2 answer";
        return new Act(at, act, participant.Key, async cancellation =>
        {
            ApiAnswer? answer = null;
            foreach (var by in office)
            {
                // Whoever is one of the participant's own people is refused; then another answers.
                answer = n == 0
                    ? await season.Api.PostAsync(by, path + "/finding", new { text = "经核实，公开不到位。" }, season.Key(act), cancellation)
                    : await season.Api.PostAsync(by, path + "/dismiss", new { reason = "经核实，反映情况不属实。" }, season.Key(act), cancellation);
                if (answer.Code is "cyclePaused")
                    return [Answer(season, participant, path, office, n, at + WhilePaused)];
                if (answer.IsSuccess)
                    return n == 0 ? InspectionActs.AfterFinding(season, act, answer.Value, by, at) : [];
            }
            season.Refusals.Note(answer!, "Report answered", act);
            return [];
        });
    }
}
