using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Reporting;

namespace Campaigns.App.Completeness;

/// <summary>A group's reporting counts by phase, then area. Counts add up, so that incremental equals rebuilt.</summary>
public sealed record GroupCounts(IReadOnlyDictionary<string, IReadOnlyDictionary<string, ReportingRates>> ByPhase)
{
    /// <summary>Counts the participants of one group as they are now.</summary>
    public static GroupCounts Of(Cycles.CycleContext cycle, IReadOnlyCollection<ParticipantState> participants)
    {
        ArgumentNullException.ThrowIfNull(cycle);
        var byPhase = new SortedDictionary<string, IReadOnlyDictionary<string, ReportingRates>>(StringComparer.Ordinal);
        var areas = participants.GroupBy(p => p.Area).OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => (Area: a.Key, Members: a.ToList())).ToList();
        foreach (var phase in cycle.Definition.Phases.Where(p => p.Kind.IsAwaited()))
        {
            var window = cycle.Plan.Window(phase.Id);
            var rates = areas
                .Select(a => (a.Area, Rates: ReportingRates.For(phase, window, a.Members)))
                .Where(a => a.Rates.Expected > 0)
                .ToDictionary(a => a.Area, a => a.Rates);
            if (rates.Count > 0)
                byPhase[phase.Id] = rates;
        }
        return new(byPhase);
    }
}
