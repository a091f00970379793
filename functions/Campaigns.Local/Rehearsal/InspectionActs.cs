using System.Globalization;
using System.Text.Json.Nodes;
using Campaigns.Rules.Definitions;

namespace Campaigns.Local.Rehearsal;

/// <summary>
/// What an inspection sets off (E2–E5): inspectors visit whom the draw names, some find something, the units mend it in time, late or never, fixes are verified
/// or rejected, deadlines extended, falsifications reported by one and confirmed by another, and cards cleared when the inspection is over.
/// </summary>
internal static class InspectionActs
{
    /// <summary>How the ids of acts end that look at what was drawn; repeating one finds the visits again.</summary>
    public const string LookSuffix = "|0 look";

    static readonly string[] Problems = ["台账记录不完整", "承诺事项未按期公开", "活动阵地管理不规范", "佐证材料与实际不符"];

    /// <summary>The acts of an inspection: the first looks at the sample, everything else follows from it.</summary>
    public static IEnumerable<Act> Of(Season season, Phase phase)
    {
        if (season.Windows[phase.Id] is not { OpensAt: { } opens, DueAt: { } due, LockedAt: { } locked })
            yield break;
        yield return new Act(season.Timing.After(opens), $"{phase.Id}{LookSuffix}", phase.Id, async cancellation =>
        {
            var drawn = await season.Api.ListAsync(RehearsalDriver.Auditor, $"api/v1/cycles/{season.Cycle}/inspections", cancellation);
            return [.. drawn.Where(i => i["phase"]?.GetValue<string>() == phase.Id).Select(i => Visit(season, phase, i, opens, due)).OfType<Act>()];
        });
        if (season.Roster.AnyWith("authority") is { } chief)
            yield return Clear(season, phase, chief, season.Timing.After(locked));
    }

    static Act? Visit(Season season, Phase phase, JsonNode inspection, DateTimeOffset opens, DateTimeOffset due)
    {
        var (id, track, unit) = (Text(inspection, "id"), Text(inspection, "track"), Text(inspection, "unit"));
        if ((inspection["inspector"]?.GetValue<string>() ?? season.Roster.AnyWith("authority")) is not { } inspector)
            return null;
        var act = $"{phase.Id}|{track}/{unit}|inspection";
        var at = season.Timing.Between(opens, due, Choice.Share(season.Seed, "visit", act));
        return new Act(at, $"{act}|1 visit", $"{track}/{unit}", async cancellation =>
        {
            var standard = season.StandardOf(track);
            var score = Math.Round((decimal)season.Answers.Quality(track, unit) * standard.Scale, 1);
            var path = $"api/v1/cycles/{season.Cycle}/inspections/{id}";
            var visit = await season.Api.PostAsync(
                inspector, path + "/visit", new { score, notes = season.Answers.Sentence(unit, phase.Id) }, season.Key($"{act}|visit"), cancellation);
            // An on-site assessment marks; what it sees is in the mark. It comes so late that a rectification would run beyond the known calendar.
            if (IsTooLate(season, visit, act) || phase.Assesses || Choice.Share(season.Seed, "finding", act) >= season.Profile.Findings)
                return [];
            var text = Problems[Choice.Number(season.Seed, Problems.Length, "problem", act)];
            var found = await season.Api.PostAsync(
                inspector, path + "/findings", new { text, clause = standard.Clauses.First().Id }, season.Key($"{act}|finding"), cancellation);
            SheetActs.Check(found, act);
            return AfterFinding(season, act, found.Value, inspector, at);
        });
    }

    /// <summary>What follows from a finding as the app answered it: it is mended, extended, or found to be falsified.</summary>
    public static IReadOnlyList<Act> AfterFinding(Season season, string act, JsonNode found, string inspector, DateTimeOffset at)
    {
        var path = $"api/v1/cycles/{season.Cycle}/inspections/{Text(found, "inspection")}/findings/{Text(found, "id")}";
        var due = DateTimeOffset.Parse(Text(found, "dueAt"), CultureInfo.InvariantCulture);
        return Follow(new Found(season, act, path, Text(found, "track"), Text(found, "unit"), inspector, due), at);
    }

    static List<Act> Follow(Found finding, DateTimeOffset at)
    {
        var season = finding.Season;
        var other = season.Roster.With("authority").FirstOrDefault(p => p != finding.Inspector);
        if (other is not null && Choice.Share(season.Seed, "falsified", finding.Act) < season.Profile.Falsified)
            return [Falsified(finding, other, at)];
        var acts = new List<Act>();
        if (other is not null && Choice.Share(season.Seed, "extended", finding.Act) < season.Profile.FindingExtended)
            acts.Add(Extend(finding, other, at));
        if (Fix(finding, at, finding.DueAt, first: true) is { } fix)
            acts.Add(fix);
        return acts;
    }

    static Act? Fix(Found finding, DateTimeOffset from, DateTimeOffset due, bool first)
    {
        var season = finding.Season;
        var how = Choice.Share(season.Seed, "fix", finding.Act, first ? "1" : "2");
        if (season.Roster.ReporterOf(finding.Unit) is not { } reporter || how < season.Profile.NeverFixed)
            return null;
        var late = how < season.Profile.NeverFixed + season.Profile.FixedLate;
        var share = Choice.Share(season.Seed, "fix at", finding.Act, first ? "1" : "2");
        var at = late ? season.Timing.Between(due, due.AddDays(6), share) : season.Timing.Between(from, due, share);
        var act = $"{finding.Act}|{(first ? "2" : "4")} fix";
        return new Act(at, act, finding.Participant, async cancellation =>
        {
            var file = EvidenceFile.Of(season.Seed, act, photo: true);
            var uploaded = await season.Api.UploadAsync(reporter, finding.Path + "/evidence", file, season.Key($"{act}|file"), cancellation);
            SheetActs.Check(uploaded, act);
            season.Counts.File();
            var answer = await season.Api.PostAsync(
                reporter, finding.Path + "/fix", new { text = "已按要求整改到位，长期坚持。", evidence = new[] { Text(uploaded.Value, "id") } }, season.Key(act),
                cancellation);
            SheetActs.Check(answer, act);
            return [Verify(finding, at, first)];
        });
    }

    static Act Verify(Found finding, DateTimeOffset reported, bool first)
    {
        var season = finding.Season;
        var at = season.Timing.Between(reported.AddHours(20), reported.AddDays(4), Choice.Share(season.Seed, "verify", finding.Act, first ? "1" : "2"));
        var act = $"{finding.Act}|{(first ? "3" : "5")} verify";
        return new Act(at, act, finding.Participant, async cancellation =>
        {
            if (!first || Choice.Share(season.Seed, "rejected", finding.Act) >= season.Profile.FixRejected)
            {
                var closed = await season.Api.PostAsync(finding.Inspector, finding.Path + "/verify", new { comment = "现场核查属实" }, season.Key(act), cancellation);
                SheetActs.Check(closed, act);
                return [];
            }
            var rejected = await season.Api.PostAsync(finding.Inspector, finding.Path + "/reject", new { reason = "仍有缺项" }, season.Key(act), cancellation);
            SheetActs.Check(rejected, act);
            var due = DateTimeOffset.Parse(Text(rejected.Value, "dueAt"), CultureInfo.InvariantCulture);
            return Fix(finding, at, due, first: false) is { } again ? [again] : [];
        });
    }

    static Act Extend(Found finding, string chief, DateTimeOffset at)
    {
        var act = $"{finding.Act}|6 extend";
        return new Act(finding.Season.Timing.After(at.AddDays(1)), act, finding.Participant, async cancellation =>
        {
            var until = DateOnly.FromDateTime(finding.DueAt.UtcDateTime.AddDays(2)).ToString("O", CultureInfo.InvariantCulture);
            var answer = await finding.Season.Api.PostAsync(
                chief, finding.Path + "/extend", new { until, reason = "受天气影响" }, finding.Season.Key(act), cancellation);
            // It may be fixed already.
            if (answer.Code is not ("fixAwaitsVerification" or "findingClosed" or "extensionOutOfRange"))
                SheetActs.Check(answer, act);
            return [];
        });
    }

    static Act Falsified(Found finding, string chief, DateTimeOffset at)
    {
        var season = finding.Season;
        var act = $"{finding.Act}|7 falsified";
        var reported = season.Timing.After(at.AddDays(1));
        return new Act(reported, act, finding.Participant, async cancellation =>
        {
            var report = await season.Api.PostAsync(
                finding.Inspector, finding.Path + "/falsified", new { reason = "所附照片系往年拍摄" }, season.Key(act), cancellation);
            SheetActs.Check(report, act);
            return [new Act(season.Timing.After(reported.AddDays(2)), $"{finding.Act}|8 confirm", finding.Participant, async token =>
            {
                var confirmed = await season.Api.PostAsync(
                    chief, finding.Path + "/falsified/confirm", new { reason = "经核实，情况属实" }, season.Key($"{finding.Act}|confirm"), token);
                SheetActs.Check(confirmed, act);
                return [];
            })];
        });
    }

    static Act Clear(Season season, Phase phase, string chief, DateTimeOffset at) => new(at, $"{phase.Id}|9 clear", phase.Id, async cancellation =>
    {
        foreach (var card in await season.Api.ListAsync(chief, $"api/v1/cycles/{season.Cycle}/warnings?open=true", cancellation))
        {
            var (id, track, unit) = (Text(card, "id"), Text(card, "track"), Text(card, "unit"));
            var act = $"{phase.Id}|{track}/{unit}|clear|{id}";
            if (Choice.Share(season.Seed, act) >= season.Profile.CardsCleared)
                continue;
            var cleared = await season.Api.PostAsync(
                chief, $"api/v1/cycles/{season.Cycle}/warnings/{id}/clear", new { track, unit, reason = "情况已说明，予以解除" }, season.Key(act), cancellation);
            if (cleared.Code is not "cardCleared")
                SheetActs.Check(cleared, act);
        }
        return [];
    });

    static bool IsTooLate(Season season, ApiAnswer answer, string act)
    {
        if (answer.Code is "deadlinePassed")
            return season.Refusals.Note(answer, "Visit", act);
        SheetActs.Check(answer, act);
        return false;
    }

    static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();

    sealed record Found(Season Season, string Act, string Path, string Track, string Unit, string Inspector, DateTimeOffset DueAt)
    {
        public string Participant => $"{Track}/{Unit}";
    }
}
