using Campaigns.Local.Rehearsal.Summaries;
using Campaigns.Rules.Definitions;

namespace Campaigns.Local.Rehearsal;

/// <summary>
/// Rehearses several years of a programme on end (B5, C5). Where the programme starts its next year by itself, the rehearsal waits for that; otherwise the
/// authority starts it.
/// </summary>
internal sealed class RehearsalYears(CampaignApi api, RehearsalPlan plan, int years, IRehearsalView view, TimeProvider platform)
{
    const int MostHours = 48;

    /// <summary>A summary a year. Throws <see cref="RehearsalException"/> where a year does not come to its end, or the next does not begin.</summary>
    public async Task<IReadOnlyList<RehearsalSummary>> RunAsync(CancellationToken cancellation)
    {
        var programme = plan.Definition.Programme;
        if (years < 1 || plan.Year + years - 1 > programme.LastYear)
            throw new RehearsalException(
                $"The programme goes from {programme.FirstYear} to {programme.LastYear}: there are no {years} years from {plan.Year} on.");
        var summaries = new List<RehearsalSummary>();
        for (var year = plan.Year; year < plan.Year + years; year++)
        {
            var own = plan with { Year = year };
            if (summaries.Count > 0 && programme.Next is NextYear.Automatic)
                await AwaitAsync(own.Cycle, cancellation);
            var began = platform.GetTimestamp();
            var season = await new RehearsalDriver(api, own, view, platform).RunAsync(cancellation);
            summaries.Add(await RehearsalSummary.ReadAsync(season, platform.GetElapsedTime(began), cancellation));
        }
        return summaries;
    }

    async Task AwaitAsync(string cycle, CancellationToken cancellation)
    {
        var clock = new RemoteClock(api);
        var reading = await clock.ReadAsync(cancellation);
        for (var hours = 0; hours < MostHours; hours++)
        {
            if ((await api.GetAsync(RehearsalDriver.Auditor, $"api/v1/cycles/{cycle}", cancellation)).IsSuccess)
                return;
            var later = reading.Now + TimeSpan.FromHours(1);
            reading = await clock.MoveToAsync(reading.Next is { } next && next > reading.Now && next < later ? next : later, cancellation);
        }
        throw new RehearsalException($"The programme goes on by itself, and cycle {cycle} has not begun.");
    }
}
