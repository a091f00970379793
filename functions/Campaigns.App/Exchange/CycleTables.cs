using System.Runtime.CompilerServices;
using Campaigns.App.Access;
using Campaigns.App.Completeness;
using Campaigns.App.Participants;
using Campaigns.App.Reviews;
using Campaigns.App.Sheets;
using Campaigns.App.Storage;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Reporting;
using Campaigns.Rules.Scoring;
using Campaigns.Rules.Sheets;

namespace Campaigns.App.Exchange;

/// <summary>A participant's phase as the export tells it (J2).</summary>
public sealed record PhaseLine(
    string Track, string Unit, string Name, string Parent, string Area, string Phase, string Title, string Period, SheetStatus Status, Timeliness Timeliness,
    DateTimeOffset? OpensAt, DateTimeOffset? DueAt, DateTimeOffset? GraceUntil, DateTimeOffset? LockedAt, DateTimeOffset? SubmittedAt, decimal? Score,
    bool Vetoed, int Version, int Returns, bool Extended, int EvidenceFiles);

/// <summary>A line of a score (G1): what a section's clause gave, or took, in a phase.</summary>
public sealed record ScoreTableLine(
    string Track, string Unit, string Name, string Phase, string Section, string Clause, string Rule, decimal Points, decimal Lost, string Reason);

/// <summary>A phase's five reporting figures (J11), of the whole cycle or of an area.</summary>
public sealed record RateLine(string Phase, string Period, string Area, ReportingRates Rates);

/// <summary>The tables of <c>GET /exports/cycles/{cycle}</c>. Instants are in the authority's zone; names and reasons in the caller's language.</summary>
public sealed class CycleTables(ExportScan scan, SheetStore sheets, AppraisalStore appraisals, RollUp rollUp, CampaignClock clock)
{
    private static readonly ExportColumn<PhaseLine>[] PhaseColumns =
    [
        new("track", l => l.Track), new("unit", l => l.Unit), new("name", l => l.Name), new("parent", l => l.Parent), new("area", l => l.Area),
        new("phase", l => l.Phase), new("title", l => l.Title), new("period", l => l.Period), new("status", l => l.Status),
        new("timeliness", l => l.Timeliness), new("opensAt", l => l.OpensAt), new("dueAt", l => l.DueAt), new("graceUntil", l => l.GraceUntil),
        new("lockedAt", l => l.LockedAt), new("submittedAt", l => l.SubmittedAt), new("score", l => l.Score), new("vetoed", l => l.Vetoed),
        new("version", l => l.Version), new("returns", l => l.Returns), new("extended", l => l.Extended), new("evidenceFiles", l => l.EvidenceFiles),
    ];

    private static readonly ExportColumn<ScoreTableLine>[] ScoreColumns =
    [
        new("track", l => l.Track), new("unit", l => l.Unit), new("name", l => l.Name), new("phase", l => l.Phase), new("section", l => l.Section),
        new("clause", l => l.Clause), new("rule", l => l.Rule), new("points", l => l.Points), new("lost", l => l.Lost), new("reason", l => l.Reason),
    ];

    // DHIS2's own names, so that its users' tools find them (J11).
    private static readonly ExportColumn<RateLine>[] RateColumns =
    [
        new("phase", l => l.Phase), new("period", l => l.Period), new("area", l => l.Area), new("EXPECTED_REPORTS", l => l.Rates.Expected),
        new("ACTUAL_REPORTS", l => l.Rates.Actual), new("ACTUAL_REPORTS_ON_TIME", l => l.Rates.ActualOnTime),
        new("REPORTING_RATE", l => l.Rates.ReportingRate), new("REPORTING_RATE_ON_TIME", l => l.Rates.ReportingRateOnTime),
    ];

    /// <summary>A row a participant and phase.</summary>
    public IExportTable Participants(ExportScope scope) => new ExportTable<PhaseLine>("participants", PhaseColumns, PhasesAsync(scope, default));

    /// <summary>A row a line of each score: self-checks as handed in, appraisals as concluded.</summary>
    public IExportTable Scores(ExportScope scope) => new ExportTable<ScoreTableLine>("scores", ScoreColumns, ScoresAsync(scope, default));

    /// <summary>A row a phase, and a row a phase and area; figures of everybody, as every page shows them.</summary>
    public IExportTable Rates(ExportScope scope) => new ExportTable<RateLine>("rates", RateColumns, RatesAsync(scope, default));

    private async IAsyncEnumerable<PhaseLine> PhasesAsync(ExportScope scope, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var (now, cycle, zone) = (clock.Now, scope.Cycle, ZoneOf(scope));
        DateTimeOffset? Local(DateTimeOffset? instant) => instant is { } at ? TimeZoneInfo.ConvertTime(at, zone) : null;
        await foreach (var group in scan.GroupsAsync(scope, Act.ReadParticipant, cancellationToken))
        {
            foreach (var state in group.Participants.Values.Select(p => p.State))
            {
                foreach (var phase in cycle.Definition.PhasesOf(state.Track))
                {
                    var plan = cycle.Plan.Window(phase.Id);
                    var at = PhaseAnswer.Of(state.Phase(phase.Id), state.Dates.Window(plan), now);
                    yield return new(
                        state.Track, state.Unit, group.Directory.NameOf(state.Unit), state.Parent, state.Area, phase.Id,
                        phase.Title.In(scope.Caller.Language), phase.Period.Id(cycle.Year), at.Status, at.Timeliness, Local(at.OpensAt), Local(at.DueAt),
                        Local(at.GraceUntil), Local(at.LockedAt), Local(at.SubmittedAt), at.Score, at.Vetoed, at.Version, at.Returns,
                        state.Dates.Extends(plan), at.Evidence.Values.Sum());
                }
            }
        }
    }

    private async IAsyncEnumerable<ScoreTableLine> ScoresAsync(ExportScope scope, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (cycle, definition) = (scope.Cycle.Cycle, scope.Cycle.Definition);
        await foreach (var group in scan.GroupsAsync(scope, Act.ReadScore, cancellationToken))
        {
            await foreach (var (track, unit, phase, sheet) in sheets.ReadGroupAsync(cycle, group.Group, cancellationToken))
            {
                if (!group.Participants.TryGetValue((track, unit), out var participant) || sheet.Submitted is not { } handedIn
                    || definition.Phase(phase).Kind is not PhaseKind.SelfCheck || participant.State.Phase(phase).SheetOf is not null)
                {
                    continue;
                }
                var (standard, at) = (StandardOf(definition, participant.State), participant.State.Phase(phase));
                foreach (var line in LateRule.Explain(Scorer.Score(standard, handedIn, at.Evidence), at.LateDeduction).Lines)
                    yield return LineOf(scope, group, participant.State, phase, line);
            }
            await foreach (var (track, unit, phase, appraisal) in appraisals.ReadGroupAsync(cycle, group.Group, cancellationToken))
            {
                if (!appraisal.Accepted || !group.Participants.TryGetValue((track, unit), out var participant))
                    continue;
                foreach (var line in Scorer.Score(StandardOf(definition, participant.State), appraisal.Content).Lines)
                    yield return LineOf(scope, group, participant.State, phase, line);
            }
        }
    }

    private async IAsyncEnumerable<RateLine> RatesAsync(ExportScope scope, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (cycle, year) = (scope.Cycle.Cycle, scope.Cycle.Year);
        var counts = await rollUp.PhasesAsync(cycle, cancellationToken);
        foreach (var phase in scope.Cycle.Definition.Phases.Where(p => counts.ContainsKey(p.Id)))
        {
            if (scope.Under is null)
                yield return new(phase.Id, phase.Period.Id(year), "", counts[phase.Id].Rates);
            foreach (var (area, rates) in await rollUp.AreasAsync(cycle, phase.Id, cancellationToken))
            {
                if (scope.Under is null || scope.Under == area)
                    yield return new(phase.Id, phase.Period.Id(year), area, rates);
            }
        }
    }

    private static ScoreTableLine LineOf(ExportScope scope, ScannedGroup group, ParticipantState state, string phase, ScoreLine line)
    {
        var dot = line.Path.IndexOf('.', StringComparison.Ordinal);
        return new(
            state.Track, state.Unit, group.Directory.NameOf(state.Unit), phase, dot < 0 ? line.Path : line.Path[..dot], dot < 0 ? "" : line.Path[(dot + 1)..],
            line.Rule, line.Points, line.Lost, line.Reason.In(scope.Caller.Language));
    }

    private static Standard StandardOf(CampaignDefinition definition, ParticipantState state) =>
        definition.Standard(definition.Track(state.Track).Standard).For(state);

    private static TimeZoneInfo ZoneOf(ExportScope scope) => TimeZoneInfo.FindSystemTimeZoneById(scope.Cycle.Definition.Authority.Zone);
}
