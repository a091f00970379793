using System.Text.Json.Serialization;
using Campaigns.Rules.Calendar;

namespace Campaigns.Rules.Participants;

/// <summary>What a participant's own calendar adds to the cycle's: its extensions (J1), and the plan that they were last moved with (J5).</summary>
public sealed record IndividualDates
{
    public static IndividualDates None { get; } = new();

    /// <summary>Oldest first; refused ones stay, because they are records.</summary>
    public IReadOnlyList<Extension> Extensions { get; init; } = [];

    /// <summary>The plan version with which individual deadlines last moved; 0 where they never did.</summary>
    public int PlanVersion { get; init; }

    /// <summary>The extension in force for a phase: the one granted with the latest due date; null where there is none.</summary>
    public Extension? Of(string phase) =>
        Extensions.Where(e => e.Phase == phase && e.State is ExtensionState.Granted).OrderBy(e => e.DueAt).LastOrDefault();

    /// <summary>
    /// The participant's own window of a phase: the plan's, moved by its extension where that is later. Applying it twice changes nothing, so that whoever is
    /// handed a window need not know whose it is.
    /// </summary>
    public PhaseWindow Window(PhaseWindow plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return Of(plan.Phase) is { } extension
            ? plan with
            {
                DueAt = Later(plan.DueAt, extension.DueAt),
                GraceUntil = Later(plan.GraceUntil, extension.GraceUntil),
                LockedAt = Later(plan.LockedAt, extension.LockedAt),
            }
            : plan;
    }

    /// <summary>Whether the participant has more time for the phase than the plan gives everybody.</summary>
    public bool Extends(PhaseWindow plan) => Window(plan) != plan;

    private static DateTimeOffset? Later(DateTimeOffset? plan, DateTimeOffset? own) => own > plan ? own : plan;
}

/// <summary>
/// An extension 延期 of one phase of one participant (J1): requested by its reporter and granted or refused by the tier above or the authority, or granted
/// outright. While it is requested <see cref="DueAt"/> and what follows are those that it would have.
/// </summary>
public sealed record Extension
{
    /// <summary><c>q3-1</c>: phase and number, unique within the participant.</summary>
    public required string Id { get; init; }
    public required string Phase { get; init; }
    public required ExtensionState State { get; init; }
    public required string Reason { get; init; }
    /// <summary>The due date that it was asked to replace.</summary>
    public required DateTimeOffset OldDueAt { get; init; }
    public required DateTimeOffset DueAt { get; init; }
    public required DateTimeOffset GraceUntil { get; init; }
    public required DateTimeOffset LockedAt { get; init; }
    /// <summary>Who asked, a person's id; the grantor where nobody had asked.</summary>
    public required string RequestedBy { get; init; }
    public required DateTimeOffset RequestedAt { get; init; }
    public string? DecidedBy { get; init; }
    public DateTimeOffset? DecidedAt { get; init; }
    /// <summary>Why it was refused; null otherwise.</summary>
    public string? Refusal { get; init; }
    /// <summary>Rungs of the phase's ladder that have fired for this participant alone.</summary>
    public IReadOnlyList<string> Fired { get; init; } = [];

    [JsonIgnore]
    public bool IsOpen => State is ExtensionState.Requested;
}

public enum ExtensionState
{
    Requested,
    Granted,
    Refused,
}
