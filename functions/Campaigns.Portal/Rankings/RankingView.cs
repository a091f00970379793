using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;

namespace Campaigns.Portal.Rankings;

/// <summary>A participant's place in its track, with its name and the township or department it belongs to.</summary>
public sealed record Place(string Name, string? Area, Outcome Outcome);

/// <summary>The best places of a track, and where all of them are.</summary>
public sealed record TrackPlaces(LocalizedText Title, int? Quota, IReadOnlyList<Place> Places, string Path);

/// <summary>A part of a track's ranking; <see cref="Earlier"/> and <see cref="Later"/> lead to the parts around it.</summary>
public sealed record RankingView(LocalizedText Campaign, int Year, TrackPlaces Track, string? Earlier, string? Later);
