using Campaigns.Rules.Participants;

namespace Campaigns.App.Extensions;

/// <summary>More time for a phase, until a day of the authority's calendar.</summary>
public sealed record ExtensionBody(string Phase, DateOnly Until, string Reason);

/// <summary>Why a request is refused; granting needs no reason.</summary>
public sealed record ExtensionDecisionBody(string? Reason = null);

/// <summary>An extension as everybody sees it who sees the participant (J1).</summary>
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
    string? Refusal)
{
    public static ExtensionAnswer Of(Extension extension)
    {
        ArgumentNullException.ThrowIfNull(extension);
        return new(
            extension.Id, extension.Phase, extension.State, extension.Reason, extension.OldDueAt, extension.DueAt, extension.GraceUntil, extension.LockedAt,
            extension.RequestedBy, extension.RequestedAt, extension.DecidedBy, extension.DecidedAt, extension.Refusal);
    }
}
