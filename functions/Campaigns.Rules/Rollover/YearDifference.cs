using Campaigns.Rules.Definitions;
using Campaigns.Rules.Enrolment;

namespace Campaigns.Rules.Rollover;

/// <summary>Who takes part in a year, by track.</summary>
public sealed record YearRoster(CampaignDefinition Definition, IReadOnlyCollection<(string Track, string Unit)> Participants)
{
    public static YearRoster Of(CampaignDefinition definition, EnrolmentPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return new(definition, [.. plan.Participants.Select(p => (p.Track, p.Unit))]);
    }
}

/// <summary>How a track differs from the year before. A clause is named <c>section.clause</c>.</summary>
public sealed record TrackDifference(
    string Track, int Before, int After, IReadOnlyList<string> Joined, IReadOnlyList<string> Left,
    IReadOnlyList<string> ClausesAdded, IReadOnlyList<string> ClausesRemoved, IReadOnlyList<string> ClausesChanged, bool WeightsChanged, bool QuotaChanged);

/// <summary>What rolling over into a year changes (J24): tracks, participants, criteria, quotas, and phases; what is not named is carried as it was.</summary>
public sealed record YearDifference(
    IReadOnlyList<TrackDifference> Tracks, IReadOnlyList<string> PhasesAdded, IReadOnlyList<string> PhasesRemoved, IReadOnlyList<string> PhasesChanged)
{
    /// <summary>The difference between two years, each by the phases that come in it; everything in order of ids.</summary>
    public static YearDifference Between(YearRoster before, YearRoster after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var tracks = Ids(before.Definition.Tracks.Select(t => t.Id).Union(after.Definition.Tracks.Select(t => t.Id))).Select(t => Track(t, before, after));
        var (old, next) = (before.Definition.Phases.ToDictionary(p => p.Id, Text), after.Definition.Phases.ToDictionary(p => p.Id, Text));
        return new(
            [.. tracks], Ids(next.Keys.Except(old.Keys)), Ids(old.Keys.Except(next.Keys)),
            Ids(old.Keys.Intersect(next.Keys).Where(id => old[id] != next[id])));
    }

    private static TrackDifference Track(string id, YearRoster before, YearRoster after)
    {
        var (was, comes) = (before.Definition.Tracks.FirstOrDefault(t => t.Id == id), after.Definition.Tracks.FirstOrDefault(t => t.Id == id));
        var old = before.Participants.Where(p => p.Track == id).Select(p => p.Unit).ToHashSet();
        var next = after.Participants.Where(p => p.Track == id).Select(p => p.Unit).ToHashSet();
        var (left, right) = (Clauses(before.Definition, was), Clauses(after.Definition, comes));
        return new(
            id, old.Count, next.Count, Ids(next.Except(old)), Ids(old.Except(next)),
            Ids(right.Keys.Except(left.Keys)), Ids(left.Keys.Except(right.Keys)), Ids(left.Keys.Intersect(right.Keys).Where(c => left[c] != right[c])),
            was is not null && comes is not null && !Same(was.Weights, comes.Weights), was?.Select != comes?.Select);
    }

    private static Dictionary<string, string> Clauses(CampaignDefinition definition, Track? track) => track is null
        ? []
        : definition.Standard(track.Standard).Sections.SelectMany(s => s.Clauses, (s, c) => (Id: $"{s.Id}.{c.Id}", c)).ToDictionary(c => c.Id, c => Text(c.c));

    private static bool Same(IReadOnlyDictionary<PhaseKind, decimal> left, IReadOnlyDictionary<PhaseKind, decimal> right) =>
        left.Count == right.Count && left.All(w => right.TryGetValue(w.Key, out var share) && share == w.Value);

    /// <summary>Everything that a record says, so that lists within it count by their content.</summary>
    private static string Text<T>(T value) => System.Text.Json.JsonSerializer.Serialize(value, value!.GetType());

    private static string Text(Clause clause) => Text<object>(clause) + Text<object>(clause.Rule);

    private static IReadOnlyList<string> Ids(IEnumerable<string> ids) => [.. ids.Order(StringComparer.Ordinal)];
}
