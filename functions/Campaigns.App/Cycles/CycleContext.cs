using Campaigns.Rules.Calendar;
using Campaigns.Rules.Cycles;
using Campaigns.Rules.Definitions;

namespace Campaigns.App.Cycles;

/// <summary>What a request needs to know about a cycle: the definition that it froze and the windows as they are now.</summary>
public sealed record CycleContext(string Cycle, int Year, CampaignDefinition Definition, CyclePlan Plan, int PlanVersion, CycleState State)
{
    /// <summary>Participants enrolled when it started.</summary>
    public int Participants { get; init; }
    /// <summary>Reference values that the authority has entered (K5); the definition's relative targets follow them already.</summary>
    public IReadOnlyDictionary<string, decimal> References { get; init; } = new Dictionary<string, decimal>();
}
