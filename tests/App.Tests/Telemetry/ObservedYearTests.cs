using System.Diagnostics;
using System.Text.Json.Nodes;
using Campaigns.App.Cycles;
using Campaigns.App.Cycles.Activities;
using Campaigns.App.Telemetry;
using Xunit;

namespace Campaigns.App.Tests.Telemetry;

public sealed class ObservedYearTests(ObservedYear year) : IClassFixture<ObservedYear>
{
    [Fact]
    public void Trace_FromTheRequestToAGroup_IsConnected()
    {
        var start = Assert.Single(year.Spans, s => s.DisplayName == nameof(CycleEndpoints.StartCycle) && Tag(s, TelemetryTags.Cycle) == year.Plan.Cycle);
        var trace = year.Spans.Where(s => s.TraceId == start.TraceId).ToDictionary(s => s.SpanId);
        var group = trace.Values.First(s => s.DisplayName == nameof(RunGroup) && Tag(s, TelemetryTags.MilestoneKind) == "lock");
        var request = trace.Values.First(s => s.ParentSpanId == group.SpanId && s.Kind == ActivityKind.Client);

        Assert.Equal(
            [
                nameof(RunGroup), nameof(RunGroups), "activity:RunGroups", "orchestration:MilestoneOrchestrator",
                "create_orchestration:CampaignCycleOrchestrator", nameof(CycleEndpoints.StartCycle),
            ],
            Up(group).Select(s => s.DisplayName));
        Assert.Equal(("POST", "202", "http"), (Tag(start, TelemetryTags.Method), Tag(start, TelemetryTags.Status), Tag(start, TelemetryTags.Trigger)));
        // What a request to storage was made for stands on it too: a slow table is found by its milestone.
        string[] tags = [TelemetryTags.Cycle, TelemetryTags.Epoch, TelemetryTags.Milestone, TelemetryTags.Phase, TelemetryTags.Group];
        Assert.Equal([year.Plan.Cycle, "1", "q1|lock", "q1"], tags[..4].Select(t => Tag(group, t)));
        Assert.NotEmpty(Tag(group, TelemetryTags.Group)!);
        Assert.Equal(tags.Select(t => Tag(group, t)), tags.Select(t => Tag(request, t)));
        Assert.Equal(("engine", "Microsoft.Storage"), (Tag(request, TelemetryTags.Work), Tag(request, TelemetryTags.Provider)));
        // Orchestrators are replayed; a span of theirs would come once a replay.
        Assert.DoesNotContain(
            year.Spans, s => s.DisplayName is nameof(CampaignCycleOrchestrator) or nameof(MilestoneOrchestrator) or nameof(GroupsOrchestrator));

        IEnumerable<Activity> Up(Activity span)
        {
            for (Activity? s = span; s is not null; s = trace.GetValueOrDefault(s.ParentSpanId))
                yield return s;
        }
    }

    [Fact]
    public void Lateness_OfEachMilestone_IsWhatItsRowSays()
    {
        var run = year.Milestones.Where(m => m!["counts"] is not null).ToList();
        var late = year.Measurements.Of("campaigns.milestone.lateness", year.Plan.Cycle);
        var done = late.Where(m => m.Has(TelemetryTags.Stage, "done")).ToList();

        Assert.NotEmpty(run);
        Assert.Equal(
            run.Select(m => ((string)m!["kind"]!, Math.Max(0, ((DateTimeOffset)m["doneAt"]! - (DateTimeOffset)m["at"]!).TotalSeconds))).Order(),
            done.Select(m => ((string)m.Tags[TelemetryTags.MilestoneKind]!, m.Value)).Order());
        Assert.Equal(done.Count, late.Count(m => m.Has(TelemetryTags.Stage, "started")));
    }

    [Fact]
    public void Figures_OfAYear_AreThoseOfTheAppItself()
    {
        var cycle = year.Plan.Cycle;
        var handedIn = (int)year.Completeness["phases"]!.AsArray().Single(p => (string?)p!["phase"] == "q1")!["rates"]!["ACTUAL_REPORTS"]!;
        var submitted = year.Measurements.Of("campaigns.sheets.submitted", cycle).Where(m => m.Has(TelemetryTags.Phase, "q1"));

        Assert.Equal(handedIn, submitted.Sum(m => m.Value));
        Assert.Equal(year.Season.Counts.Files, year.Measurements.Of("campaigns.evidence.seal", cycle).Count);
        Assert.All(year.Measurements.Of("campaigns.evidence.seal", cycle), m => Assert.InRange(m.Value, 0.0001, 60));
        Assert.Equal(year.Participants, year.Measurements.Of("campaigns.cycle.participants", cycle)[^1].Value);
        Assert.Equal(0, year.Measurements.Of("campaigns.groups.parked", cycle)[^1].Value);
        Assert.Empty(year.Measurements.Of("campaigns.driver.restarts", cycle));
    }

    [Fact]
    public void Export_OfAYear_TellsOperationsWhatHappened()
    {
        var said = year.Sink.Items("MessageData").Select(DataOf).ToLookup(m => (string?)m["properties"]!["EventName"]);
        int Count(string name) => said[name].Count();

        Assert.Equal(1, Count(nameof(EventIds.CycleStarted)));
        Assert.Equal(1, Count(nameof(EventIds.CycleCompleted)));
        Assert.Equal(2, Count(nameof(EventIds.ImportDone)));
        Assert.Equal(
            year.Milestones.Where(m => m!["counts"] is not null).Select(m => (string)m!["id"]!).Order(StringComparer.Ordinal),
            said[nameof(EventIds.MilestoneDone)].Select(m => (string)m["properties"]!["Milestone"]!).Order(StringComparer.Ordinal));
        var started = said[nameof(EventIds.CycleStarted)].Single();
        Assert.Equal(
            (year.Plan.Cycle, $"{EventIds.CycleStarted}", $"{year.Participants}"),
            ((string?)started["properties"]!["Cycle"], (string?)started["properties"]!["EventId"], (string?)started["properties"]!["Participants"]));
        // The worst of a minute is what the alert goes by.
        var lateness = year.Sink.Items("MetricData").Select(DataOf).Where(m => (string?)m["properties"]?[TelemetryTags.Cycle] == year.Plan.Cycle)
            .Select(m => m["metrics"]![0]!).Where(m => (string?)m["name"] == "campaigns.milestone.lateness").ToList();
        Assert.NotEmpty(lateness);
        Assert.All(lateness, m => Assert.NotNull(m["max"]));
    }

    [Fact]
    public void Export_WithNoShareOfTraces_KeepsTheWatchdogAndWhatFailed()
    {
        var spans = year.Sink.Items("RemoteDependencyData").Concat(year.Sink.Items("RequestData")).ToList();
        var rounds = spans.Where(s => (string?)DataOf(s)["name"] == nameof(Watchdog)).Select(TraceOf).ToHashSet();

        Assert.NotEmpty(rounds);
        // Whatever else came did fail: other tests of this process make their storage answer badly.
        Assert.All(spans, s => Assert.True(rounds.Contains(TraceOf(s)) || IsCutShort(s) || !(bool)DataOf(s)["success"]!, s.ToJsonString()));
        Assert.Contains(year.Spans, s => s.DisplayName == nameof(RunGroup) && !rounds.Contains(s.TraceId.ToHexString()));

        // A round that had not ended when the export did is known by its requests alone.
        bool IsCutShort(JsonNode span) => (string?)DataOf(span)["properties"]?[TelemetryTags.Work] == "idle"
            && spans.TrueForAll(s => (string?)DataOf(s)["id"] != (string?)span["tags"]!["ai.operation.parentId"]);
    }

    [Fact]
    public void Export_AndSpans_NameNobody()
    {
        var text = year.Sink.Text;
        var tags = string.Join('\n', year.Spans.Select(s => $"{s.DisplayName} {s.StatusDescription} {string.Join(' ', s.TagObjects)}"));

        Assert.True(text.Length > 10_000, text);
        Assert.All(year.Plan.County.People, person =>
        {
            Assert.DoesNotContain(person.Email, text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(person.Name, text, StringComparison.Ordinal);
            Assert.DoesNotContain(person.Email, tags, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(person.Name, tags, StringComparison.Ordinal);
        });
        // Tokens of people, and what an address may carry behind its question mark.
        Assert.All(new[] { text, tags }, said =>
        {
            Assert.DoesNotContain("eyJ", said, StringComparison.Ordinal);
            Assert.DoesNotContain("Bearer", said, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("sig=", said, StringComparison.Ordinal);
            Assert.DoesNotContain("token=", said, StringComparison.Ordinal);
        });
    }

    private static JsonNode DataOf(JsonNode item) => item["data"]!["baseData"]!;

    private static string? TraceOf(JsonNode item) => (string?)item["tags"]!["ai.operation.id"];

    private static string? Tag(Activity span, string name) => span.GetTagItem(name)?.ToString();
}
