using System.Text.Json.Nodes;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Honouring;

namespace Campaigns.Local.Rehearsal;

/// <summary>
/// What people do on the way from a year's scores to its honours: nominators put forward, panel members score (one drops out), somebody objects (one in the
/// last
/// hour), the office answers and decides, or leaves it to the definition. Every choice is a function of seed and ids.
/// </summary>
internal static class SelectionActs
{
    const double Forgetful = 0.05;
    const double Objecting = 0.06;
    const double Upheld = 0.25;
    const double LeftUnattended = 0.5;
    const double VettedOut = 0.03;

    /// <summary>The acts of a phase; none for kinds that have none here.</summary>
    public static IEnumerable<Act> Of(Season season, Phase phase, IReadOnlyList<SeasonParticipant> participants)
    {
        var tracks = season.Definition.Tracks.Where(t => phase.Concerns(t.Id) && t.Select is not null)
            .Select(t => (Track: t, Path: SelectionPath.Of(season.Definition, t))).ToList();
        return phase.Kind switch
        {
            PhaseKind.Nomination => tracks.Where(t => t.Path.IsNominated).SelectMany(t => Nominations(season, phase, t.Track, participants)),
            PhaseKind.Panel => tracks.SelectMany(t => Panel(season, phase, t.Track)),
            PhaseKind.PublicNotice => tracks.SelectMany(t => Objections(season, phase, t.Track, t.Path)),
            PhaseKind.Decision => tracks.SelectMany(t => Decision(season, phase, t.Track)),
            _ => [],
        };
    }

    static IEnumerable<Act> Nominations(Season season, Phase phase, Track track, IReadOnlyList<SeasonParticipant> participants)
    {
        // The nominators of the sample counties are the units right above; the authority's own nominate nobody.
        var nominators = participants.Where(p => p.Track == track.Id && p.Parent != season.Definition.Authority.Unit).Select(p => p.Parent).Distinct()
            .Order(StringComparer.Ordinal);
        foreach (var nominator in nominators)
        {
            if (Choice.Share(season.Seed, "forgets", nominator, track.Id) < Forgetful)
                continue;
            var by = (season.Roster.ReviewersOf(nominator) is [var reviewer, ..] ? reviewer : Office(season)[0]);
            var path = $"api/v1/cycles/{season.Cycle}/nominations/{track.Id}/{nominator}";
            yield return Act(season, phase, $"nominate|{track.Id}|{nominator}", 0.2 + 0.6 * Choice.Share(season.Seed, "nominates", nominator, track.Id),
                async token =>
            {
                var seen = await season.Api.GetAsync(by, path, token);
                if (!seen.IsSuccess)
                    return;
                var able = seen.Value["own"]!.AsArray().Where(o => o!["bar"]!.GetValue<string>() == "none").Select(o => o!["unit"]!.GetValue<string>())
                    .OrderBy(u => Choice.Bits(season.Seed, "nominee", u)).ToList();
                var count = track.Select!.Allotted is { } range ? range.From + Choice.Number(season.Seed, range.To - range.From + 1, "count",
                    nominator) : able.Count;
                season.Refusals.Note(
                    await season.Api.PutAsync(by, path, new { units = able.Take(count) }, token, seen.ETag), "Nomination",
                    $"{phase.Id}|{track.Id}|{nominator}");
            });
        }
    }

    static IEnumerable<Act> Panel(Season season, Phase phase, Track track)
    {
        var path = $"api/v1/cycles/{season.Cycle}/panel/{track.Id}";
        var office = Office(season)[0];
        var members = season.Roster.With("panelMember");
        if (members.Count == 0)
            yield break;
        var leaving = members[Choice.Number(season.Seed, members.Count, "leaves", track.Id)];
        yield return Act(season, phase, $"panel|{track.Id}|1 named", 0.02, async token =>
        {
            var seen = await season.Api.GetAsync(office, path, token);
            season.Refusals.Note(
                await season.Api.PutAsync(office, path, new { members = members.Select(m => new { person = m }) }, token, seen.ETag), "Panel named",
                $"{phase.Id}|{track.Id}");
        });
        foreach (var member in members)
        {
            // The one that leaves has not begun; the others score once, and again what came to them from it.
            if (member != leaving)
                yield return Act(season, phase, $"panel|{track.Id}|2 {member}", 0.1 + 0.3 * Choice.Share(season.Seed, "scores", member, track.Id), t =>
                    ScoreAsync(season, track, path, member, t));
            if (member != leaving)
                yield return Act(season, phase, $"panel|{track.Id}|4 {member}", 0.6 + 0.3 * Choice.Share(season.Seed, "again", member, track.Id), t =>
                    ScoreAsync(season, track, path, member, t));
        }
        yield return Act(season, phase, $"panel|{track.Id}|3 excused", 0.5, async token =>
        {
            var seen = await season.Api.GetAsync(office, path, token);
            var body = members.Select(m => m == leaving
                ? (object)new { person = m, excused = new { reason = "因公出差，不能参加评审。", votesCount = true } }
                : new { person = m });
            await season.Api.PutAsync(office, path, new { members = body }, token, seen.ETag);
        });
    }

    static async Task ScoreAsync(Season season, Track track, string path, string member, CancellationToken cancellation)
    {
        var seen = await season.Api.GetAsync(member, path, cancellation);
        if (!seen.IsSuccess)
            return;
        var scale = season.StandardOf(track.Id).Scale;
        foreach (var unit in seen.Value["assignment"]!.AsObject().Select(a => a.Key).Order(StringComparer.Ordinal))
        {
            var share = 0.7 + 0.25 * Choice.Share(season.Seed, "worth", track.Id, unit) + 0.05 * Choice.Share(season.Seed, "opinion", member, unit);
            await season.Api.PutAsync(member, $"{path}/{unit}/scores", new { score = Math.Round(scale * (decimal)share, 1) }, cancellation);
        }
    }

    static IEnumerable<Act> Objections(Season season, Phase phase, Track track, SelectionPath path)
    {
        var notices = $"api/v1/notices/{season.Cycle}";
        yield return Act(season, phase, $"object|{track.Id}|1", 0.4, token => ObjectAsync(season, track, notices, "object", Objecting, token));
        // In the very last hour, against whoever stands first.
        if (season.Windows[phase.Id].LockedAt is { } locked)
            yield return new Act(locked.AddMinutes(-20), $"{phase.Id}|object|{track.Id}|2 last", $"notice|{track.Id}", async token =>
            {
                await ObjectAsync(season, track, notices, "last hour", 0, token);
                return [];
            });
        yield return Act(season, phase, $"answer|{track.Id}|3", 0.9, token => AnswerAsync(season, track, notices, token));
        if (path.Decision is { } decision && season.Windows[decision.Id].OpensAt is { } opens)
            yield return new Act(opens.AddMinutes(30), $"{phase.Id}|answer|{track.Id}|4", $"notice|{track.Id}", async token =>
            {
                await AnswerAsync(season, track, notices, token);
                return [];
            });
    }

    /// <summary>Objects against a share of a track's list; with a share of 0 against the first alone.</summary>
    static async Task ObjectAsync(Season season, Track track, string notices, string act, double share, CancellationToken cancellation)
    {
        var seen = await season.Api.GetAsync(null, notices, cancellation);
        var list = seen.Value["items"]!.AsArray().FirstOrDefault(n => n!["track"]!.GetValue<string>() == track.Id)?["intended"]?.AsArray() ?? [];
        foreach (var reference in list.Select(e => e!["reference"]!.GetValue<string>())
            .Where((r, i) => share == 0 ? i == 0 && Choice.Share(season.Seed, act, track.Id) < 0.5 : Choice.Share(season.Seed, act, track.Id, r) < share))
        {
            await season.Api.PostAsync(
                null, $"{notices}/objections", new { track = track.Id, reference, text = "据了解，该对象申报材料与实际不符，请核实。", name = "群众", contact = "13800000000" },
                season.Key($"{act}|{track.Id}|{reference}"), cancellation);
        }
    }

    static async Task AnswerAsync(Season season, Track track, string notices, CancellationToken cancellation)
    {
        var office = Office(season);
        var open = (await season.Api.ListAsync(office[0], $"{notices}/objections", cancellation))
            .Where(c => c["track"]!.GetValue<string>() == track.Id && c["status"]!.GetValue<string>() == "open");
        foreach (var challenge in open)
        {
            var (unit, id) = (challenge["unit"]!.GetValue<string>(), challenge["id"]!.GetValue<string>());
            var upheld = Choice.Share(season.Seed, "upheld", unit, id) < Upheld;
            foreach (var by in office)
            {
                // Whoever scored the participant is refused; then another answers.
                var answer = await season.Api.PostAsync(
                    by, $"api/v1/cycles/{season.Cycle}/participants/{track.Id}/{unit}/objections/{id}/answer",
                    new { upheld, text = upheld ? "经核实，反映情况属实。" : "经核实，反映情况不属实。" }, season.Key($"answer|{track.Id}|{unit}|{id}"), cancellation);
                if (answer.IsSuccess)
                    break;
            }
        }
    }

    static IEnumerable<Act> Decision(Season season, Phase phase, Track track)
    {
        var path = $"api/v1/cycles/{season.Cycle}/decisions/{track.Id}";
        var office = Office(season)[0];
        foreach (var department in phase.Selecting.Vetting)
        {
            yield return Act(season, phase, $"vet|{track.Id}|1 {department}", 0.3, token =>
                season.Api.PutAsync(office, $"{path}/vetting/{department}", new { }, token));
        }
        foreach (var department in track.Select!.VettedBy)
            yield return Act(season, phase, $"vet|{track.Id}|1 {department}", 0.3, token => VetAsync(season, track, path, department, token));
        if (phase.Selecting.Unattended == Unattended.Adopt && Choice.Share(season.Seed, "unattended", track.Id) < LeftUnattended)
            yield break;
        yield return Act(season, phase, $"decide|{track.Id}|2", 0.6, async token =>
        {
            var seen = await season.Api.GetAsync(office, path, token);
            if (!seen.IsSuccess)
                return;
            var open = seen.Value["open"]!.AsArray().Select(o => o!.GetValue<string>()).Concat(VettedAgainst(seen.Value)).ToHashSet();
            var intended = seen.Value["intended"]!.AsArray().Select(o => o!.GetValue<string>()).ToList();
            var reserves = seen.Value["reserves"]!.AsArray().Select(o => o!.GetValue<string>());
            var answer = await season.Api.PutAsync(office, path, new
            {
                units = intended.Concat(reserves).Where(u => !open.Contains(u)).Take(intended.Count),
                meeting = "县委常委会会议研究同意。",
                document = $"县委〔{season.Year}〕{1 + Choice.Number(season.Seed, 90, "document", track.Id)}号",
                departures = intended.Where(open.Contains).ToDictionary(u => u, _ => "异议尚在核实，或考察未通过。"),
                shortfallReason = "宁缺毋滥。",
            }, token, seen.ETag);
            season.Refusals.Note(answer, "Decision", $"{phase.Id}|{track.Id}");
        });
    }

    /// <summary>Whom, by a decision's answer, some department does not agree to.</summary>
    public static IEnumerable<string> VettedAgainst(JsonNode decision) => decision["vetting"]!.AsArray().SelectMany(v => v!["units"]!.AsObject())
        .Where(word => word.Value!["verdict"]!.GetValue<string>() != "yes").Select(word => word.Key);

    /// <summary>A department's findings on each individual of the list; now and then it does not agree.</summary>
    static async Task VetAsync(Season season, Track track, string path, string department, CancellationToken cancellation)
    {
        var office = Office(season)[0];
        var seen = await season.Api.GetAsync(office, path, cancellation);
        if (!seen.IsSuccess)
            return;
        var listed = seen.Value["intended"]!.AsArray().Concat(seen.Value["reserves"]!.AsArray()).Select(u => u!.GetValue<string>());
        var words = listed.ToDictionary(u => u, u => Choice.Share(season.Seed, "vetted out", department, u) < VettedOut
            ? new { verdict = "no", reason = "考察中发现问题，建议不予命名。" }
            : new { verdict = "yes", reason = "经考察，表现良好，群众认可。" });
        await season.Api.PutAsync(office, $"{path}/vetting/{department}", new { units = words }, cancellation);
    }

    static List<string> Office(Season season) => [.. season.Roster.With("authority")];

    /// <summary>An act within a phase's time, at a share of the way from its opening to its due date.</summary>
    static Act Act(Season season, Phase phase, string name, double share, Func<CancellationToken, Task> doing)
    {
        var window = season.Windows[phase.Id];
        var at = window.OpensAt is { } opens && window.DueAt is { } due ? opens + (due - opens) * share : DateTimeOffset.MaxValue;
        var parts = name.Split('|');
        return new Act(at, $"{phase.Id}|{name}", $"{parts[0]}|{parts[1]}{(parts[0] == "nominate" ? parts[2] : "")}", async token =>
        {
            await doing(token);
            return [];
        });
    }
}
