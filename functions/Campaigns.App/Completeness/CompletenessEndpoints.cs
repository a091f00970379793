using Campaigns.App.Access;
using Campaigns.App.Cycles;
using Campaigns.App.Http;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Reporting;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Completeness;

/// <summary>Completeness by phase and area (H2, J11): at most three requests, whatever the number of participants.</summary>
public sealed class CompletenessEndpoints(AccessPolicy access, CycleContexts cycles, RollUp rollUp)
{
    [Function(nameof(GetCompleteness))]
    public async Task<IResult> GetCompleteness(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/cycles/{cycle}/completeness")] HttpRequest request,
        string cycle,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        if (RequestReader.BadRoute(("cycle", cycle)) is { } bad)
            return bad;
        if (await access.DeniesAsync(context.Caller(), Act.ReadCycle, null, cancellationToken) is { } no)
            return no;
        var query = new RequestReader(request);
        var phase = query.SlugOf("phase");
        if (query.Problem is { } unreadable)
            return unreadable;
        if (await cycles.GetAsync(cycle, cancellationToken) is not { } found)
            return Problems.NotFound($"cycle {cycle}");
        if (phase is not null && found.Definition.Phases.All(p => p.Id != phase))
            return Problems.NotFound($"phase {phase}");

        var counts = await rollUp.PhasesAsync(cycle, cancellationToken);
        var phases = found.Definition.Phases
            .Where(p => counts.ContainsKey(p.Id) && (phase is null || p.Id == phase))
            .Select(p => CompletenessLine.Of(p, found, counts[p.Id]))
            .ToList();
        var areas = phase is null ? new Dictionary<string, ReportingRates>() : await rollUp.AreasAsync(cycle, phase, cancellationToken);
        return Answers.Ok(new CompletenessAnswer(phases, [.. areas.Select(a => AreaLine.Of(a.Key, phase!, a.Value))]));
    }
}

/// <summary>The counts of a cycle by phase and, where one phase was asked for, by area.</summary>
public sealed record CompletenessAnswer(IReadOnlyList<CompletenessLine> Phases, IReadOnlyList<AreaLine> Areas);

/// <summary>A phase's five reporting figures (J11) beside its three instants (J2).</summary>
public sealed record CompletenessLine(
    string Phase,
    PhaseKind Kind,
    string Period,
    DateTimeOffset? OpensAt,
    DateTimeOffset? DueAt,
    DateTimeOffset? GraceUntil,
    DateTimeOffset? LockedAt,
    int Expected,
    int Actual,
    int OnTime,
    int InGrace,
    int Late,
    int Silent,
    int Returned,
    int Extended,
    int NilReturns,
    int NotApplicable,
    decimal ReportingRate,
    decimal ReportingRateOnTime,
    NamedRates Rates,
    DateTimeOffset AsAt)
{
    public static CompletenessLine Of(Phase phase, CycleContext cycle, PhaseCounts counts)
    {
        ArgumentNullException.ThrowIfNull(phase);
        ArgumentNullException.ThrowIfNull(cycle);
        ArgumentNullException.ThrowIfNull(counts);
        var window = cycle.Plan.Window(phase.Id);
        var rates = counts.Rates;
        return new(
            phase.Id, phase.Kind, phase.Period.Id(cycle.Year), window.OpensAt, window.DueAt, window.GraceUntil, window.LockedAt,
            rates.Expected, rates.Actual, rates.ActualOnTime, rates.InGrace, rates.Late, rates.Silent, rates.Returned,
            rates.Extended, rates.NilReturns, rates.NotApplicable,
            rates.ReportingRate, rates.ReportingRateOnTime, NamedRates.Of(rates), counts.AsAt);
    }
}

public sealed record AreaLine(
    string Area,
    string Phase,
    int Expected,
    int Actual,
    int OnTime,
    int InGrace,
    int Late,
    int Silent,
    int Returned,
    int Extended,
    int NilReturns,
    int NotApplicable,
    decimal ReportingRate,
    decimal ReportingRateOnTime,
    NamedRates Rates)
{
    public static AreaLine Of(string area, string phase, ReportingRates rates)
    {
        ArgumentNullException.ThrowIfNull(rates);
        return new(
            area, phase, rates.Expected, rates.Actual, rates.ActualOnTime, rates.InGrace, rates.Late, rates.Silent, rates.Returned,
            rates.Extended, rates.NilReturns, rates.NotApplicable,
            rates.ReportingRate, rates.ReportingRateOnTime, NamedRates.Of(rates));
    }
}
