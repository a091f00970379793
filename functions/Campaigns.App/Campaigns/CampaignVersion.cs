using Campaigns.Rules.Definitions;

namespace Campaigns.App.Campaigns;

/// <summary>One version of a campaign's definition: the text as its authority wrote it, and what it says. Immutable; a cycle freezes one.</summary>
public sealed record CampaignVersion(string Campaign, int Version, string Text, CampaignDefinition Definition, DateTimeOffset WrittenAt, string WrittenBy);
