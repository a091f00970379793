namespace Campaigns.Rules.Definitions;

/// <summary>What two participants of a track have in common when they are compared with each other (L4).</summary>
public enum Comparability
{
    Sector,
    Level,
    Area,
}

/// <summary>Classes 类别 of a track, best first, and the shares that are to be reached on the roster of the year's start (B7).</summary>
public sealed record ClassTerms(IReadOnlyList<ClassLevel> Levels, IReadOnlyList<ClassTarget> Targets)
{
    public ClassLevel? Level(string? id) => Levels.FirstOrDefault(l => l.Id == id);
}

/// <summary>A class and the least score that reaches it, on the standard's scale.</summary>
public sealed record ClassLevel(string Id, LocalizedText Title, decimal From);

/// <summary>Of those that began the year in <see cref="Class"/>, at least <see cref="Share"/> (0–1) are to have gone the way of <see cref="Kind"/>.</summary>
public sealed record ClassTarget(string Class, ClassRate Kind, decimal Share);

public enum ClassRate
{
    /// <summary>Ends the year in its class or a better one.</summary>
    Retain,
    /// <summary>升级率: ends the year in a better class.</summary>
    Upgrade,
    /// <summary>转化率: leaves the lowest class.</summary>
    Convert,
}

/// <summary>
/// Dynamic management 动态管理 (G6). Out goes who is on the list and scores below <see cref="OutBelow"/>, holds a card of at least <see cref="OutCard"/> or is
/// vetoed; in come, best first and at most <see cref="InAtMost"/>, those above <see cref="InAbove"/>. A null bound moves nobody.
/// </summary>
public sealed record DynamicTerms(decimal? OutBelow, Card? OutCard, decimal? InAbove, int? InAtMost);
