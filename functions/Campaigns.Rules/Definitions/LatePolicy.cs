namespace Campaigns.Rules.Definitions;

/// <summary>What comes of a sheet handed in after the grace (C4); it is marked late whatever the policy.</summary>
public enum LateTreatment
{
    Accept,
    /// <summary>It loses points for each working day begun.</summary>
    Deduct,
    /// <summary>It is not taken.</summary>
    Refuse,
}

/// <summary>
/// <c>late-policy: accept | refuse | deduct 2 per 1wd up to 6</c>: points lost for each <see cref="Per"/> working days begun after the grace, at most
/// <see cref="Cap"/>.
/// </summary>
public sealed record LatePolicy(LateTreatment Treatment, decimal Points = 0, int Per = 1, decimal Cap = 0)
{
    public static LatePolicy Accept { get; } = new(LateTreatment.Accept);
}
