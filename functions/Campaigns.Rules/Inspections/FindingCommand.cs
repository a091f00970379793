using Campaigns.Rules.Definitions;
using Campaigns.Rules.Honouring;
using Campaigns.Rules.Sheets;

namespace Campaigns.Rules.Inspections;

/// <summary>What can be asked of a finding. <see cref="By"/> knows whose people the person is one of.</summary>
public abstract record FindingCommand(Reviewer By);

/// <summary>The participant reports what it did, with evidence; <paramref name="VerifyBy"/> is an instant that the calendar computed.</summary>
public sealed record ReportFix(string Text, IReadOnlyList<string> Evidence, DateTimeOffset VerifyBy, Reviewer By) : FindingCommand(By);

/// <summary>The fix holds: the finding is closed 销号.</summary>
public sealed record VerifyFix(string? Comment, Reviewer By) : FindingCommand(By);

/// <summary>The fix does not hold; another is due at <paramref name="Until"/>, which the calendar computed.</summary>
public sealed record RejectFix(string Reason, DateTimeOffset Until, Reviewer By) : FindingCommand(By);

/// <summary>More time, once, to <paramref name="Until"/> and at most to <paramref name="Latest"/>, which the calendar computed.</summary>
public sealed record ExtendFinding(DateTimeOffset Until, DateTimeOffset Latest, string Reason, Reviewer By) : FindingCommand(By);

/// <summary>
/// Somebody holds it for falsified 弄虚作假; nothing follows until the authority confirms it, which it is to do by <paramref name="DecideBy"/>, an instant that
/// the calendar computed (J7).
/// </summary>
public sealed record ReportFalsified(string Reason, DateTimeOffset DecideBy, Reviewer By) : FindingCommand(By);

/// <summary>
/// The authority confirms a reported falsification. <paramref name="Holders"/> are who holds the unit's posts at this moment: its leaders are accountable (E5),
/// and what follows for those that failed names them (K16). <paramref name="Year"/> is the cycle's.
/// </summary>
public sealed record ConfirmFalsified(string Reason, PostHolders Holders, int Year, Reviewer By) : FindingCommand(By)
{
    /// <summary>Ids of the unit's leaders.</summary>
    public IReadOnlyList<string> Accountable => Holders.Of(ConsequenceTarget.Leader);
}

/// <summary>The authority does not bear the report out; the finding goes on as it was.</summary>
public sealed record DismissFalsified(string Reason, Reviewer By) : FindingCommand(By);

/// <summary>
/// The engine looks at the clock: rungs fire, an overdue fix is recorded, and so is a falsification that nobody has decided. Safe to repeat.
/// </summary>
public sealed record LetTimePass(IReadOnlyList<TimedRung> Rungs) : FindingCommand(new Reviewer(Ledger.Acts.Engine, []))
{
    /// <summary>The rungs of a falsification that awaits its decision.</summary>
    public IReadOnlyList<TimedRung> Deciding { get; init; } = [];
}
