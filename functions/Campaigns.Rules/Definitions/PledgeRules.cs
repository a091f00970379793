namespace Campaigns.Rules.Definitions;

/// <summary>
/// What a pledging phase asks (F1, K13): the share that is to be published (0–1), the shares that are to be kept by organisations and by members, the time
/// that the tier above has to confirm a reported fulfilment, and the directions in which pledges are made 双向承诺.
/// </summary>
public sealed record PledgeRules(
    decimal? Publish, decimal? KeptByOrganisations, decimal? KeptByMembers, Offset Confirm, IReadOnlyList<PledgeDirection> Directions)
{
    /// <summary>Ten working days, where the definition does not say.</summary>
    public static Offset UsualConfirm { get; } = new(10, Working: true);

    public static PledgeRules Usual { get; } = new(null, null, null, UsualConfirm, [PledgeDirection.Up, PledgeDirection.Down]);
}

/// <summary>To whom a pledge is made.</summary>
public enum PledgeDirection
{
    /// <summary>To the committee above.</summary>
    Up,

    /// <summary>To members and people.</summary>
    Down,
}
