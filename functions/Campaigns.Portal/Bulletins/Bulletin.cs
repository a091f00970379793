using Campaigns.Rules.Definitions;
using Campaigns.Rules.Reporting;

namespace Campaigns.Portal.Bulletins;

/// <summary>What a bulletin 通报 says: for each phase of its period, the five reporting figures (J11) and our own counts.</summary>
public sealed record Bulletin(
    LocalizedText Campaign, LocalizedText Title, string Period, DateTimeOffset PublishedAt, string Zone, IReadOnlyList<BulletinLine> Lines);

/// <summary>One phase in a bulletin.</summary>
public sealed record BulletinLine(LocalizedText Phase, string Period, DateTimeOffset? DueAt, ReportingRates Rates);
