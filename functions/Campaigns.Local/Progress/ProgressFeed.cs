using System.Globalization;
using System.Text.Json.Nodes;
using Campaigns.Local.Rehearsal;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;

namespace Campaigns.Local.Progress;

/// <summary>
/// Turns what the app answers into what people see: asks for completeness and timeline once a simulated day, but not more often than real time allows,
/// since a skipping clock passes hundreds of days a minute.
/// </summary>
internal sealed class ProgressFeed(CampaignApi api, IProgressScreen screen, TimeProvider platform, TimeSpan atMost) : IRehearsalView
{
    const string Who = RehearsalDriver.Auditor;
    long _last;

    public async Task DayAsync(RehearsalDay day, CancellationToken cancellation)
    {
        var ended = day.State is "completed" or "cancelled";
        if (!ended && _last != 0 && platform.GetElapsedTime(_last) < atMost)
            return;
        _last = platform.GetTimestamp();
        screen.Show(await ReadAsync(day, cancellation));
    }

    public void Acted(SeasonCounts counts)
    {
        // The next day's snapshot carries the counts.
    }

    public void Note(string text) => screen.Note(text);

    async Task<ProgressSnapshot> ReadAsync(RehearsalDay day, CancellationToken cancellation)
    {
        var season = day.Season;
        var completeness = (await api.GetAsync(Who, $"api/v1/cycles/{season.Cycle}/completeness", cancellation)).Value["phases"]!.AsArray()
            .ToDictionary(p => p!["phase"]!.GetValue<string>(), p => p!);
        var timeline = (await api.GetAsync(Who, $"api/v1/cycles/{season.Cycle}/timeline", cancellation)).Value["milestones"]!.AsArray().Select(m => m!)
            .ToList();
        var mail = (await api.GetAsync(null, "local/mail", cancellation)).Body?["messages"]?.GetValue<long>() ?? 0;
        var next = timeline.FirstOrDefault(m => m["state"]!.GetValue<string>() is "pending" or "claimed");
        return new ProgressSnapshot(
            day.Now, day.State ?? "",
            [.. season.Definition.Phases.Where(HasReports).Select(p => Line(p, season, completeness.GetValueOrDefault(p.Id), day.Now))],
            [.. timeline.Where(m => m["state"]!.GetValue<string>() is "done" && m["at"] is not null).Select(Done)],
            next is null ? null : new NextMilestone(next["id"]!.GetValue<string>(), next["at"] is { } at ? Instant(at) : null),
            season.Counts.Sheets, season.Counts.Files, season.Counts.Appraisals, season.Counts.Returns, mail, timeline.Sum(m => Counted(m, "cards")));
    }

    static bool HasReports(Phase phase) => phase.Kind.IsAwaited();

    static PhaseProgress Line(Phase phase, Season season, JsonNode? line, DateTimeOffset now) => new(
        phase.Id, $"{phase.Id} {phase.Title.Zh}", Number(line, "expected"), Number(line, "actual"), Number(line, "late"), Number(line, "silent"),
        Number(line, "returned"),
        season.Windows[phase.Id].At(now));

    static DoneMilestone Done(JsonNode milestone) => new(
        milestone["id"]!.GetValue<string>(), Instant(milestone["at"]!),
        Counted(milestone, "items"), Counted(milestone, "cards"));

    static DateTimeOffset Instant(JsonNode at) => DateTimeOffset.Parse(at.GetValue<string>(), CultureInfo.InvariantCulture);

    static int Counted(JsonNode milestone, string what) => Number(milestone["counts"], what);

    static int Number(JsonNode? line, string name) => line?[name]?.GetValue<int>() ?? 0;
}
