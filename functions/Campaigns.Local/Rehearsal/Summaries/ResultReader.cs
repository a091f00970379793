using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Honouring;

namespace Campaigns.Local.Rehearsal.Summaries;

/// <summary>
/// Reads what a year came to from the app's API when it is over. Everything is sorted and nothing depends on wall-clock time, on the order of requests or on
/// how often the app was killed: the same seed gives the same bytes.
/// </summary>
internal sealed class ResultReader(Season season)
{
    const int Top = 10;
    static readonly string[] Copied =
    [
        "phase", "kind", "period", "expected", "actual", "onTime", "inGrace", "late", "silent", "returned", "reportingRate", "reportingRateOnTime",
    ];
    const string Who = RehearsalDriver.Auditor;
    readonly string _cycle = $"api/v1/cycles/{season.Cycle}";

    public async Task<JsonObject> ReadAsync(CancellationToken cancellation)
    {
        var cycle = (await season.Api.GetAsync(Who, _cycle, cancellation)).Value;
        var timeline = (await season.Api.GetAsync(Who, $"{_cycle}/timeline", cancellation)).Value["milestones"]!.AsArray().Select(m => m!).ToList();
        var participants = await season.Api.ListAsync(Who, $"{_cycle}/participants", cancellation);
        var contents = (await season.Api.GetAsync(null, "local/contents", cancellation)).Value;
        var result = new JsonObject
        {
            ["campaign"] = cycle["campaign"]!.DeepClone(),
            ["cycle"] = season.Cycle,
            ["year"] = season.Year,
            ["seed"] = season.Seed,
            ["state"] = cycle["state"]!.DeepClone(),
            ["participants"] = Count(participants, p => p["track"]!.GetValue<string>()),
            ["milestones"] = new JsonArray([.. timeline.Select(Milestone)]),
            ["phases"] = await PhasesAsync(timeline, cancellation),
            ["kinds"] = Kinds(timeline),
            ["notices"] = contents["notices"]!.DeepClone(),
            ["evidence"] = contents["evidence"]!.DeepClone(),
            ["warnings"] = new JsonObject { ["cards"] = timeline.Sum(m => Counted(m, "cards")) },
            ["tracks"] = await TracksAsync(cancellation),
            ["honours"] = await HonoursAsync(cancellation),
            ["bulletins"] = new JsonArray([.. (await season.Api.ListAsync(Who, $"{_cycle}/bulletins", cancellation))
                .Select(b => b["id"]!.GetValue<string>()).Order(StringComparer.Ordinal).Select(id => JsonValue.Create(id))]),
            ["ledgers"] = await LedgersAsync(participants, cancellation),
        };
        if (await ProgrammeFigures.ReadAsync(season, cancellation) is { } programme)
            result["programme"] = programme;
        if (await CalendarFigures.ReadAsync(season, timeline, cancellation) is { } calendar)
            result["calendar"] = calendar;
        if (await SelectionFigures.ReadAsync(season, cancellation) is { } selection)
            result["selection"] = selection;
        await InspectionFigures.AddAsync(result, season, cancellation);
        if (await CommitmentFigures.ReadAsync(season, participants, cancellation) is { } commitments)
            result["commitments"] = commitments;
        if (await ScoreFigures.ReadAsync(season, cancellation) is { } scores)
            result["scores"] = scores;
        if (await ConsequenceFigures.ReadAsync(season, participants, cancellation) is { } consequences)
            result["consequences"] = consequences;
        if (await RecordFigures.ReadAsync(season, participants, cancellation) is { } records)
            result["records"] = records;
        if (season.Refusals.ToJson() is { } refusals)
            result["refusals"] = refusals;
        return result;
    }

    static JsonObject Milestone(JsonNode milestone) => new()
    {
        ["id"] = milestone["id"]!.DeepClone(),
        ["at"] = milestone["at"]?.DeepClone(),
        ["state"] = milestone["state"]!.DeepClone(),
        ["told"] = Counted(milestone, "items"),
        ["cards"] = Counted(milestone, "cards"),
        ["changed"] = Counted(milestone, "changed"),
    };

    async Task<JsonArray> PhasesAsync(List<JsonNode> timeline, CancellationToken cancellation)
    {
        var lines = (await season.Api.GetAsync(Who, $"{_cycle}/completeness", cancellation)).Value["phases"]!.AsArray();
        return [.. lines.Select(line =>
        {
            var phase = line!["phase"]!.GetValue<string>();
            int Told(string kind) => timeline
                .Where(m => m["phase"]!.GetValue<string>() == phase && m["kind"]!.GetValue<string>() == kind).Sum(m => Counted(m, "items"));
            var entry = new JsonObject();
            foreach (var name in Copied)
                entry[name] = line[name]?.DeepClone();
            entry["reminded"] = Told("open") + Told("remind");
            entry["escalated"] = Told("escalate");
            return (JsonNode)entry;
        })];
    }

    JsonObject Kinds(List<JsonNode> timeline)
    {
        var ended = timeline.Where(m => m["kind"]!.GetValue<string>() is "lock" or "bulletin" or "rank" or "decide" && m["state"]!.GetValue<string>() is "done")
            .Select(m => m["phase"]!.GetValue<string>()).ToHashSet();
        var kinds = new JsonObject();
        foreach (var kind in season.Definition.Phases.Where(p => ended.Contains(p.Id)).GroupBy(p => p.Kind).OrderBy(g => g.Key))
            kinds[kind.Key.ToString()] = kind.Count();
        return kinds;
    }

    async Task<JsonObject> TracksAsync(CancellationToken cancellation)
    {
        var tracks = new JsonObject();
        foreach (var track in season.Definition.Tracks.OrderBy(t => t.Id, StringComparer.Ordinal))
        {
            var places = await season.Api.ListAsync(Who, $"{_cycle}/ranking?track={track.Id}", cancellation);
            tracks[track.Id] = new JsonObject
            {
                ["participants"] = places.Count,
                ["quota"] = track.Select?.Quota,
                ["eligible"] = await EligibleAsync(track, places, cancellation),
                ["honoured"] = places.Count(p => p["honoured"]!.GetValue<bool>()),
                ["attained"] = places.Count(p => p["attained"]!.GetValue<bool>()),
                ["vetoed"] = places.Count(p => p["vetoed"]!.GetValue<bool>()),
                ["grades"] = Count(places, p => p["grade"]?.GetValue<string>() ?? "none"),
                ["ranking"] = Hash(places.Select(p => $"{p["rank"]} {p["unit"]} {p["score"]} {p["grade"]} {p["attained"]} {p["honoured"]}")),
                ["top"] = new JsonArray([.. places.Take(Top).Select(p => new JsonObject
                {
                    ["rank"] = p["rank"]!.DeepClone(), ["unit"] = p["unit"]!.DeepClone(), ["score"] = p["score"]!.DeepClone(),
                })]),
            };
        }
        return tracks;
    }

    /// <summary>
    /// Whom the track could honour: at a decision its candidates without those that an objection is open against or a department does not agree to, else
    /// everybody of the grade.
    /// </summary>
    async Task<int?> EligibleAsync(Track track, IReadOnlyList<JsonNode> places, CancellationToken cancellation)
    {
        if (track.Select is not { } select)
            return null;
        if (SelectionPath.Of(season.Definition, track).Decision is not null
            && await season.Api.GetAsync(Who, $"{_cycle}/decisions/{track.Id}", cancellation) is { IsSuccess: true } seen)
            return Ids(seen.Value["candidates"]).Except(Ids(seen.Value["open"])).Except(SelectionActs.VettedAgainst(seen.Value)).Count();
        var least = select.MinimumGrade is { } grade ? season.StandardOf(track.Id).Grades.Single(g => g.Id == grade).From : 0;
        return places.Count(p => !p["vetoed"]!.GetValue<bool>() && p["score"]!.GetValue<decimal>() >= least);

        static IEnumerable<string> Ids(JsonNode? list) => list!.AsArray().Select(id => id!.GetValue<string>());
    }

    async Task<JsonObject> HonoursAsync(CancellationToken cancellation)
    {
        var honours = (await season.Api.ListAsync(null, $"api/v1/honours?cycle={season.Cycle}", cancellation))
            .GroupBy(h => h["track"]!.GetValue<string>()).OrderBy(g => g.Key, StringComparer.Ordinal);
        var listed = new JsonObject();
        foreach (var track in honours)
            listed[track.Key] = new JsonArray([.. track.OrderBy(h => h["rank"]!.GetValue<int>()).Select(h => h["unit"]!.DeepClone())]);
        return listed;
    }

    async Task<JsonObject> LedgersAsync(IReadOnlyList<JsonNode> participants, CancellationToken cancellation)
    {
        var verified = new (string Key, JsonNode Answer)[participants.Count];
        await Parallel.ForAsync(0, participants.Count, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellation }, async (n, token) =>
        {
            var participant = new SeasonParticipant(participants[n]["track"]!.GetValue<string>(), participants[n]["unit"]!.GetValue<string>(), "");
            verified[n] = (participant.Key, (await season.Api.GetAsync(Who, season.Path(participant, "ledger/verify"), token)).Value);
        });
        return new JsonObject
        {
            ["verified"] = verified.Count(v => v.Answer["valid"]!.GetValue<bool>()),
            ["broken"] = new JsonArray([.. verified.Where(v => !v.Answer["valid"]!.GetValue<bool>()).Select(v => v.Key).Order(StringComparer.Ordinal)
                .Select(k => JsonValue.Create(k))]),
            ["entries"] = verified.Sum(v => v.Answer["entries"]!.GetValue<int>()),
            ["heads"] = Hash(verified.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => $"{v.Key} {v.Answer["head"]}")),
        };
    }

    static int Counted(JsonNode milestone, string what) => milestone["counts"]?[what]?.GetValue<int>() ?? 0;

    static JsonObject Count(IEnumerable<JsonNode> items, Func<JsonNode, string> by) => Tally.Of(items.Select(by));

    static string Hash(IEnumerable<string> lines) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines.Select(l => l.ToString(CultureInfo.InvariantCulture))))))[..32];
}
