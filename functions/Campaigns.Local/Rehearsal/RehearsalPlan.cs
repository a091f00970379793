using Campaigns.Local.Sample;
using Campaigns.Rules.Definitions;

namespace Campaigns.Local.Rehearsal;

/// <summary>A span in which the app is not there.</summary>
public sealed record Outage(DateTimeOffset From, DateTimeOffset Until);

/// <summary>What is rehearsed: a definition, the year, everybody who takes part, and how they behave.</summary>
public sealed record RehearsalPlan
{
    /// <summary>The definition's text, as it is sent to the app.</summary>
    public required string DefinitionText { get; init; }
    public required CampaignDefinition Definition { get; init; }
    public required int Year { get; init; }
    public required SampleCounty County { get; init; }
    /// <summary>The units as the import takes them: the file that was given, or the sample's.</summary>
    public required string UnitsCsv { get; init; }
    public required string PeopleCsv { get; init; }
    /// <summary>The clusters as the import takes them; null where there are none.</summary>
    public string? ClustersCsv { get; init; }
    public int Seed { get; init; } = 1;
    public BehaviourProfile Profile { get; init; } = new();
    /// <summary>The longest step of the clock; timer functions fire once after each.</summary>
    public TimeSpan LongestStep { get; init; } = TimeSpan.FromDays(1);
    /// <summary>Real time that a simulated day takes at least; zero for as fast as possible.</summary>
    public TimeSpan DayTakes { get; init; } = TimeSpan.Zero;
    /// <summary>Where the clock is left standing and everybody stops; null to run the cycle to its end.</summary>
    public DateTimeOffset? HoldAt { get; init; }
    /// <summary>Spans that the clock jumps over: nobody was there, neither the app nor people, and everything that fell into it is late.</summary>
    public IReadOnlyList<Outage> Outages { get; init; } = [];
    /// <summary>Acts that are done at once.</summary>
    public int AtOnce { get; init; } = 8;

    /// <summary>The cycle's id, as the app makes it.</summary>
    public string Cycle => FormattableString.Invariant($"{Definition.Id}-{Year}");
}
