using Campaigns.Rules.Definitions;
using Campaigns.Rules.Evaluation;
using Campaigns.Rules.Participants;

namespace Campaigns.Rules.Targets;

/// <summary>
/// What participants contribute to a target; sums over groups, so that incremental equals rebuilt. <see cref="Value"/> is what counts, <see cref="Of"/> what a
/// share is taken of; <see cref="Reporting"/> of <see cref="Participants"/> have contributed a value.
/// </summary>
public sealed record TargetPart(decimal Value, decimal Of, int Reporting, int Participants)
{
    public static TargetPart Zero { get; } = new(0, 0, 0, 0);

    public static TargetPart operator +(TargetPart a, TargetPart b) =>
        new(a.Value + b.Value, a.Of + b.Of, a.Reporting + b.Reporting, a.Participants + b.Participants);
}

public enum TargetStatus
{
    /// <summary>Nobody has reported, or the reference value is not known yet.</summary>
    Unknown,
    Below,
    Reached,
    /// <summary>The stretch above the floor is reached as well.</summary>
    Stretched,
    /// <summary>More than exactly, about or the range allows.</summary>
    Above,
}

/// <summary>
/// Where a target stands. <see cref="Value"/> is a share (0–1), a mean or a number, as its aim asks, null while unknown; it is to lie from <see cref="Floor"/>
/// to
/// <see cref="Ceiling"/>, null for no bound; <see cref="Stretch"/> is what is hoped for.
/// </summary>
public sealed record TargetStanding(decimal? Value, decimal? Floor, decimal? Ceiling, decimal? Stretch, TargetStatus Status);

/// <summary>Counts the campaign's own indicators and the attainment shares of its tracks (B3, B4, K5, K6).</summary>
public static class TargetRules
{
    /// <summary>The definition's targets, then one for each track that wants a share of its participants to attain.</summary>
    public static IReadOnlyList<Target> All(CampaignDefinition definition) =>
    [
        .. definition.Targets,
        .. definition.Tracks.Where(t => t.Attain?.Share is not null).Select(t => new Target
        {
            Id = $"attain-{t.Id}",
            Title = new LocalizedText($"{t.Title.Zh}达标率", t.Title.En is null ? null : $"{t.Title.En}: share that attains"),
            Aim = new TargetAim(TargetKind.AtLeast, t.Attain!.Share!.Value, IsShare: true),
            Source = new CountSource(Counted.Attained),
            Track = t.Id,
        }),
    ];

    /// <summary>What <paramref name="participants"/> contribute to <paramref name="target"/> as they stand.</summary>
    public static TargetPart Part(CampaignDefinition definition, Target target, IEnumerable<ParticipantState> participants) => participants
        .Where(p => Concerns(definition, target, p)).Aggregate(TargetPart.Zero, (sum, p) => sum + Part(definition, target.Source, p));

    /// <summary>Where the target stands; <paramref name="references"/> are the values that the authority has entered.</summary>
    public static TargetStanding Standing(Target target, TargetPart part, IReadOnlyDictionary<string, decimal> references)
    {
        var aim = target.Aim;
        decimal? value = aim.Kind is TargetKind.AboveReference ? Ratio(part.Value, part.Reporting)
            : aim.IsShare ? Ratio(part.Value, part.Of)
            : part.Value;
        var (floor, ceiling) = Bounds(aim, references);
        var stretch = aim.Kind is TargetKind.AtLeast ? aim.Upper : null;
        var status = value is not { } known || floor is null ? TargetStatus.Unknown
            : known < floor ? TargetStatus.Below
            : known > ceiling ? TargetStatus.Above
            : known >= stretch ? TargetStatus.Stretched
            : TargetStatus.Reached;
        return new TargetStanding(value, floor, ceiling, stretch, status);
    }

    private static (decimal? Floor, decimal? Ceiling) Bounds(TargetAim aim, IReadOnlyDictionary<string, decimal> references) => aim.Kind switch
    {
        TargetKind.Exactly => (aim.Value, aim.Value),
        TargetKind.About => (aim.Value * (1 - aim.Upper!.Value), aim.Value * (1 + aim.Upper.Value)),
        TargetKind.Range => (aim.Value, aim.Upper),
        TargetKind.AboveReference => (references.TryGetValue(aim.Reference!, out var reference) ? reference * (1 + aim.Value) : null, null),
        _ => (aim.Value, null),
    };

    private static decimal? Ratio(decimal value, decimal of) => of == 0 ? null : value / of;

    private static bool Concerns(CampaignDefinition definition, Target target, ParticipantState state) =>
        (target.Track is null || state.Track == target.Track)
        && (target.Level is null || definition.Track(state.Track).Enters.Levels.Contains(target.Level));

    private static TargetPart Part(CampaignDefinition definition, TargetSource source, ParticipantState state)
    {
        switch (source)
        {
            case MeasureSource m:
                var value = Value(definition, state, m.Measure, m.OverTheYear);
                var whole = m.OutOf is { } of ? Value(definition, state, of, m.OverTheYear) : null;
                return new TargetPart(value ?? 0, whole ?? 0, value is null ? 0 : 1, 1);
            case ReachingSource r:
                var reported = Value(definition, state, r.Measure, r.OverTheYear);
                return new TargetPart(reported >= r.From ? 1 : 0, 1, reported is null ? 0 : 1, 1);
            case CountSource c:
                return new TargetPart(IsCounted(definition, c, state) ? 1 : 0, 1, 1, 1);
            default:
                return TargetPart.Zero;
        }
    }

    private static decimal? Value(CampaignDefinition definition, ParticipantState state, string measure, bool overTheYear) =>
        overTheYear ? Comparison.Total(definition, state, measure) : Comparison.Latest(definition, state, measure);

    private static bool IsCounted(CampaignDefinition definition, CountSource source, ParticipantState state) => source.What switch
    {
        Counted.Participants => true,
        Counted.Honoured => state.Outcome?.Honoured == true,
        Counted.Attained => Attains(definition, state),
        Counted.Listed => state.Outcome is { Rank: not null } ranked ? ranked.Listed : state.Start?.Listed == true,
        _ => (state.Outcome is { Rank: not null } ended ? ended.Class : state.Start?.Class) == source.Class,
    };

    /// <summary>As the year decided or, until then, as it stands so far.</summary>
    private static bool Attains(CampaignDefinition definition, ParticipantState state)
    {
        if (state.Outcome is { Rank: not null } ranked)
            return ranked.Attained;
        var track = definition.Track(state.Track);
        return track.Attain is { } attain && Evaluator.SoFar(definition, state) is { } soFar
            && definition.Standard(track.Standard).Reaches(soFar, attain.Grade) && !state.Phases.Values.Any(p => p.Vetoed);
    }
}
