using Campaigns.Rules.Sheets;

namespace Campaigns.Rules.Pledges;

/// <summary>What can be asked of a pledge.</summary>
public abstract record PledgeCommand;

/// <summary>
/// Writes the pledge down; with its proof it is published. <see cref="Latest"/> is the last instant at which a pledge of the cycle may fall due.
/// </summary>
public sealed record SavePledge(PledgeContent Content, DateTimeOffset Latest, string By) : PledgeCommand;

/// <summary>Reports the fulfilment; the tier above answers until <see cref="ConfirmUntil"/>, an instant that the calendar computed.</summary>
public sealed record ReportFulfilment(string Text, IReadOnlyList<string> Evidence, DateTimeOffset ConfirmUntil, string By) : PledgeCommand;

/// <summary>The tier above confirms that the pledge was kept.</summary>
public sealed record ConfirmFulfilment(Reviewer By) : PledgeCommand;

/// <summary>The tier above does not accept the report.</summary>
public sealed record DenyFulfilment(string Reason, Reviewer By) : PledgeCommand;

/// <summary>An instant of the pledge has come: its due date, or the end of the time to confirm.</summary>
public sealed record FallDue : PledgeCommand;
