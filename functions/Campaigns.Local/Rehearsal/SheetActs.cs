using Campaigns.Rules.Definitions;

namespace Campaigns.Local.Rehearsal;

/// <summary>What reporters do: look at the sheet, upload what proves it, hand it in.</summary>
internal static class SheetActs
{
    /// <summary>The acts of a phase whose actor is the participant itself.</summary>
    public static IEnumerable<Act> Of(Season season, Phase phase, IEnumerable<SeasonParticipant> participants)
    {
        foreach (var participant in participants.Where(p => phase.Concerns(p.Track)))
        {
            if (season.Roster.ReporterOf(participant.Unit) is { } reporter && season.Timing.Submission(participant.Unit, season.Windows[phase.Id]) is { } at)
                yield return Make(season, phase, participant, reporter, at, rework: false);
        }
    }

    /// <summary>Handing in a returned sheet again.</summary>
    public static Act? Rework(Season season, Phase phase, SeasonParticipant participant, DateTimeOffset returned, DateTimeOffset until) =>
        season.Roster.ReporterOf(participant.Unit) is { } reporter && season.Timing.Rework(participant.Unit, phase.Id, returned, until) is { } at
            ? Make(season, phase, participant, reporter, at, rework: true)
            : null;

    /// <summary>Handing in by a date of one's own.</summary>
    public static Act? Extended(Season season, Phase phase, SeasonParticipant participant, DateTimeOffset at) =>
        season.Roster.ReporterOf(participant.Unit) is { } reporter ? Make(season, phase, participant, reporter, at, rework: false) : null;

    static Act Make(Season season, Phase phase, SeasonParticipant participant, string reporter, DateTimeOffset at, bool rework)
    {
        var id = $"{phase.Id}|{participant.Key}|{(rework ? "rework" : "submit")}";
        return new Act(at, id, participant.Key, async cancellation =>
        {
            await HandInAsync(season, phase, participant, reporter, id, rework, cancellation);
            return [];
        });
    }

    static async Task HandInAsync(
        Season season, Phase phase, SeasonParticipant participant, string reporter, string id, bool rework, CancellationToken cancellation)
    {
        var sheet = season.Path(participant, $"sheets/{phase.Id}");
        var seen = await season.Api.GetAsync(reporter, sheet, cancellation);
        Check(seen, id);
        var standard = season.StandardOf(participant.Track);
        var summary = phase.Kind is PhaseKind.Summary or PhaseKind.DutyReport;
        if (!summary && !rework)
        {
            foreach (var (clause, file) in Files(season, standard, participant, id))
            {
                var uploaded = await season.Api.UploadAsync(reporter, $"{sheet}/evidence?clause={clause}", file, season.Key($"{id}|{file.Name}|{clause}"),
                    cancellation);
                if (IsTooLate(season, uploaded, phase, id))
                    return;
                Check(uploaded, id);
                season.Counts.File();
            }
        }
        object body = summary
            ? new { answers = new Dictionary<string, SheetAnswer>(), text = season.Answers.Sentence(participant.Unit, phase.Id) }
            : new { answers = season.Answers.Sheet(standard, participant.Track, participant.Unit, phase.Id), text = (string?)null };
        var answer = await season.Api.PostAsync(reporter, $"{sheet}/submit", body, season.Key(id), cancellation, rework ? seen.ETag : null);
        if (IsTooLate(season, answer, phase, id))
            return;
        Check(answer, id);
        season.Counts.Sheet();
    }

    /// <summary>
    /// One to three files, first for the clauses that ask for evidence, those worth most first; the rest goes to the clauses in their order.
    /// </summary>
    static IEnumerable<(string Clause, EvidenceFile File)> Files(Season season, Standard standard, SeasonParticipant participant, string id)
    {
        var count = season.Profile.FilesAt(Choice.Share(season.Seed, "files", id));
        var clauses = standard.Clauses.ToList();
        var asked = clauses.Where(c => c.Evidence is { Min: > 0 } && c.Points > 0).OrderByDescending(c => c.Points)
            .SelectMany(c => Enumerable.Repeat(c, c.Evidence!.Min));
        var chosen = asked.Concat(Enumerable.Repeat(clauses[Choice.Number(season.Seed, clauses.Count, "any clause", id)], count)).Take(count);
        foreach (var (clause, n) in chosen.Select((c, n) => (c, n)))
        {
            var photo = clause.Evidence is not { Kinds.Count: > 0 } evidence
                ? Choice.Share(season.Seed, "photo", id, $"{n}") < 0.5
                : evidence.Kinds.Contains("photo") && (!evidence.Kinds.Contains("document") || Choice.Share(season.Seed, "photo", id, $"{n}") < 0.5);
            yield return (clause.Id, EvidenceFile.Of(season.Seed, $"{participant.Key}|{id}|{n}", photo));
        }
    }

    static bool IsTooLate(Season season, ApiAnswer answer, Phase phase, string id) =>
        season.Refusals.NoteLate(answer, $"{phase.Kind}", id);

    internal static void Check(ApiAnswer answer, string id)
    {
        if (!answer.IsSuccess)
            throw new RehearsalException($"{id} was refused: {(int)answer.Status} {answer.Body?.ToJsonString()}");
    }
}
