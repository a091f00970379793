using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Reporting;

namespace Campaigns.Portal.Completeness;

/// <summary>A phase's reporting figures (J11) with its window.</summary>
public sealed record PhaseLine(string Id, LocalizedText Title, string Period, PhaseWindow Window, ReportingRates Rates, string Path);

/// <summary>One area's figures in one phase: a township with all below it, or a department.</summary>
public sealed record AreaLine(string Id, string Name, ReportingRates Rates);

/// <summary>A phase of a year by area.</summary>
public sealed record PhaseView(LocalizedText Campaign, int Year, PhaseLine Phase, IReadOnlyList<AreaLine> Areas, DateTimeOffset Now, DateTimeOffset? CountedAt);
