namespace Campaigns.Rules.Definitions;

/// <summary>
/// Whom an inspection phase visits (E2): of each stratum <see cref="Share"/> (0–1, rounded up), at least <see cref="AtLeast"/> and never more than there are.
/// A share of 1 is the regular inspection 定期督查 of all, a smaller one a random draw 随机抽取.
/// </summary>
/// <param name="Load">The most visits of one inspector in the phase; null: as even as can be.</param>
public sealed record InspectionDraw(decimal Share, int AtLeast, Stratum Per, int? Load)
{
    /// <summary>Visited is whoever may still be honoured, in tracks that select on site (K3): the inspection is their assessment 实地考核.</summary>
    public bool OfCandidates { get; init; }

    /// <summary>Everybody.</summary>
    public static InspectionDraw All { get; } = new(1, 0, Stratum.Area, null);
}

/// <summary>What a draw is stratified by, beside the track, so that no part of the field is missed.</summary>
public enum Stratum
{
    /// <summary>The unit right below the authority: the township, or the department itself.</summary>
    Area,
    /// <summary>The unit right above the participant.</summary>
    Parent,
    /// <summary>The track as a whole.</summary>
    Track,
}
