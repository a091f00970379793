using Campaigns.Rules.Participants;

namespace Campaigns.App.Extensions;

/// <summary>More time for a phase, until a day of the authority's calendar.</summary>
public sealed record ExtensionBody(string Phase, DateOnly Until, string Reason);

/// <summary>Why a request is refused; granting needs no reason.</summary>
public sealed record ExtensionDecisionBody(string? Reason = null);

/// <summary>What can be done with a request for more time.</summary>
public enum ExtensionAction
{
    Grant,
    Refuse,
}

/// <summary>An extension as everybody sees it who sees the participant (J1), and what its reader may do with it (J12).</summary>
public sealed record ExtensionAnswer(
    string Id,
    string Phase,
    ExtensionState State,
    string Reason,
    DateTimeOffset OldDueAt,
    DateTimeOffset DueAt,
    DateTimeOffset GraceUntil,
    DateTimeOffset LockedAt,
    string RequestedBy,
    DateTimeOffset RequestedAt,
    string? DecidedBy,
    DateTimeOffset? DecidedAt,
    string? Refusal,
    IReadOnlyList<ExtensionAction> AllowedActions)
{
    /// <param name="allowed">What can be done with it; nothing where it is left out.</param>
    public static ExtensionAnswer Of(Extension extension, IReadOnlyList<ExtensionAction>? allowed = null)
    {
        ArgumentNullException.ThrowIfNull(extension);
        return new(
            extension.Id, extension.Phase, extension.State, extension.Reason, extension.OldDueAt, extension.DueAt, extension.GraceUntil, extension.LockedAt,
            extension.RequestedBy, extension.RequestedAt, extension.DecidedBy, extension.DecidedAt, extension.Refusal, allowed ?? []);
    }
}
