using System.Globalization;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Cycles;
using Campaigns.Rules.Definitions;

namespace Campaigns.App.Cycles;

/// <summary>What a request needs to know about a cycle: the definition that it froze and the windows as they are now.</summary>
public sealed record CycleContext(string Cycle, int Year, CampaignDefinition Definition, CyclePlan Plan, int PlanVersion, CycleState State)
{
    /// <summary>Participants enrolled when it started.</summary>
    public int Participants { get; init; }
    /// <summary>An instant as the authority's clocks show it, to the minute: <c>2026-04-14 18:00</c>.</summary>
    public string LocalTime(DateTimeOffset instant) =>
        TimeZoneInfo.ConvertTime(instant, TimeZoneInfo.FindSystemTimeZoneById(Definition.Authority.Zone))
            .ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
    /// <summary>Reference values that the authority has entered (K5); the definition's relative targets follow them already.</summary>
    public IReadOnlyDictionary<string, decimal> References { get; init; } = new Dictionary<string, decimal>();
}
