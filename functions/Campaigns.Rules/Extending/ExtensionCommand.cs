namespace Campaigns.Rules.Extending;

/// <summary>What can be asked about the extension 延期 of one participant's phase (J1). <see cref="By"/> is a person's id.</summary>
public abstract record ExtensionCommand(string By);

/// <summary>Asks for more time.</summary>
public sealed record RequestExtension(string Phase, ExtendedDates Dates, string Reason, string By) : ExtensionCommand(By);

/// <summary>Gives more time outright.</summary>
public sealed record GrantExtension(string Phase, ExtendedDates Dates, string Reason, string By) : ExtensionCommand(By);

/// <summary>Grants what was asked for, or refuses it with a reason.</summary>
public sealed record DecideExtension(string Id, bool Granted, string? Reason, string By) : ExtensionCommand(By);

/// <summary>The three instants that an extension puts in the place of the plan's.</summary>
public sealed record ExtendedDates(DateTimeOffset DueAt, DateTimeOffset GraceUntil, DateTimeOffset LockedAt);
