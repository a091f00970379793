namespace Campaigns.Rules.Participants;

/// <summary>
/// A participant that is disqualified 取消评先评优资格 after a confirmed falsification (E5): no honour and no attainment in the cycle that holds this record.
/// </summary>
/// <param name="Finding">The finding that was confirmed, as <c>inspection/finding</c>.</param>
/// <param name="Reason">What the authority gave as the reason.</param>
/// <param name="At">Campaign time of the confirmation.</param>
/// <param name="By">Who confirmed it.</param>
/// <param name="Accountable">Ids of those who led the unit at that time; people appear by id only.</param>
/// <param name="UntilYear">The last year in which it holds: the cycle's own, or the next where the definition says so.</param>
public sealed record Standing(string Finding, string Reason, DateTimeOffset At, string By, IReadOnlyList<string> Accountable, int UntilYear)
{
    /// <summary>What the cycle of <paramref name="year"/> starts with: this record while it holds, else nothing (J24).</summary>
    public Standing? In(int year) => year <= UntilYear ? this : null;
}
