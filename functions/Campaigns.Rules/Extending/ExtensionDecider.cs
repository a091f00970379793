using System.Globalization;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Ledger;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Sheets;

namespace Campaigns.Rules.Extending;

/// <summary>
/// Extensions as records (C4, J1): who asked, why, who decided, the old and the new date. One gives more time, never less, and ends before the year's
/// evaluation. Also after the lock: whoever was silent may then act again. Nothing of any other participant moves.
/// </summary>
public static class ExtensionDecider
{
    /// <summary>
    /// Decides <paramref name="command"/>, which is about <paramref name="phase"/>. <paramref name="plan"/> is the cycle's window of it;
    /// <paramref name="evaluation"/> when the year's evaluation opens, null where there is none. <paramref name="rungs"/> names the ladder's rungs whose moment
    /// has passed under the new dates: they are not made up for.
    /// </summary>
    public static Decision<ParticipantState> Decide(
        ParticipantState state, Phase phase, PhaseWindow plan, DateTimeOffset? evaluation, ExtensionCommand command, DateTimeOffset now,
        IReadOnlyList<string> rungs)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(phase);
        return command switch
        {
            RequestExtension ask => Add(state, phase, plan, evaluation, ask.Dates, ask.Reason, ask.By, now, null),
            GrantExtension give => Add(state, phase, plan, evaluation, give.Dates, give.Reason, give.By, now, rungs),
            DecideExtension decide => Conclude(state, phase, plan, evaluation, decide, now, rungs),
            _ => throw new ArgumentOutOfRangeException(nameof(command)),
        };
    }

    private static Decision<ParticipantState> Add(
        ParticipantState state, Phase phase, PhaseWindow plan, DateTimeOffset? evaluation, ExtendedDates dates, string reason, string by, DateTimeOffset now,
        IReadOnlyList<string>? granted)
    {
        if (string.IsNullOrWhiteSpace(reason))
            return Decision.Refuse<ParticipantState>(RefusalCode.ReasonMissing, "reason");
        if (SheetValidation.TooLong(reason, "reason") is { } tooLong)
            return Decision.Refuse<ParticipantState>(tooLong);
        if (Hindered(state, phase, plan, evaluation, dates, now) is { } hindered)
            return Decision.Refuse<ParticipantState>(hindered);
        if (granted is null && state.Dates.Extensions.Any(e => e.Phase == phase.Id && e.IsOpen))
            return Decision.Refuse<ParticipantState>(RefusalCode.ExtensionPending);

        var number = (state.Dates.Extensions.Count(e => e.Phase == phase.Id) + 1).ToString(CultureInfo.InvariantCulture);
        var extension = new Extension
        {
            Id = $"{phase.Id}-{number}",
            Phase = phase.Id,
            State = granted is null ? ExtensionState.Requested : ExtensionState.Granted,
            Reason = reason,
            OldDueAt = state.Dates.Window(plan).DueAt!.Value,
            DueAt = dates.DueAt,
            GraceUntil = dates.GraceUntil,
            LockedAt = dates.LockedAt,
            RequestedBy = by,
            RequestedAt = now,
            DecidedBy = granted is null ? null : by,
            DecidedAt = granted is null ? null : now,
            Fired = granted ?? [],
        };
        return Recorded(state with { Dates = state.Dates with { Extensions = [.. state.Dates.Extensions, extension] } }, extension, by, reason);
    }

    private static Decision<ParticipantState> Conclude(
        ParticipantState state, Phase phase, PhaseWindow plan, DateTimeOffset? evaluation, DecideExtension decide, DateTimeOffset now,
        IReadOnlyList<string> rungs)
    {
        var asked = state.Dates.Extensions.FirstOrDefault(e => e.Id == decide.Id && e.Phase == phase.Id);
        if (asked is null)
            return Decision.Refuse<ParticipantState>(RefusalCode.UnknownExtension);
        if (!asked.IsOpen)
            return Decision.Refuse<ParticipantState>(RefusalCode.ExtensionDecided);
        if (!decide.Granted && string.IsNullOrWhiteSpace(decide.Reason))
            return Decision.Refuse<ParticipantState>(RefusalCode.ReasonMissing, "reason");
        var dates = new ExtendedDates(asked.DueAt, asked.GraceUntil, asked.LockedAt);
        if (decide.Granted && Hindered(state, phase, plan, evaluation, dates, now) is { } hindered)
            return Decision.Refuse<ParticipantState>(hindered);
        var concluded = asked with
        {
            State = decide.Granted ? ExtensionState.Granted : ExtensionState.Refused,
            DecidedBy = decide.By,
            DecidedAt = now,
            Refusal = decide.Granted ? null : decide.Reason,
            Fired = decide.Granted ? rungs : [],
        };
        var all = state.Dates.Extensions.Select(e => e.Id == asked.Id ? concluded : e).ToList();
        return Recorded(state with { Dates = state.Dates with { Extensions = all } }, concluded, decide.By, decide.Reason);
    }

    private static Refusal? Hindered(
        ParticipantState state, Phase phase, PhaseWindow plan, DateTimeOffset? evaluation, ExtendedDates dates, DateTimeOffset now) =>
        !phase.Concerns(state.Track) ? new Refusal(RefusalCode.PhaseNotOfTrack)
        : !phase.Kind.IsSheet() ? new Refusal(RefusalCode.WrongKindOfPhase)
        : state.Phase(phase.Id).Status is SheetStatus.Accepted ? new Refusal(RefusalCode.SheetFrozen)
        : state.Dates.Window(plan).DueAt is not { } due ? new Refusal(RefusalCode.CalendarMissing, null, Year(plan.AwaitingYear))
        : dates.DueAt <= due || dates.DueAt <= now ? new Refusal(RefusalCode.ExtensionNotLater, "until", SheetDecider.Fact("dueAt", due > now ? due : now))
        : dates.LockedAt >= evaluation ? new Refusal(RefusalCode.ExtensionTooLong, "until", SheetDecider.Fact("opensAt", evaluation))
        : null;

    private static Decision<ParticipantState> Recorded(ParticipantState state, Extension extension, string by, string? why)
    {
        var granted = extension.State is ExtensionState.Granted;
        var phase = state.Phase(extension.Phase);
        if (granted && phase.Status is SheetStatus.Silent)
            state = state.With(extension.Phase, phase with { Status = SheetStatus.Open });
        var act = granted ? Acts.ExtensionGranted : extension.IsOpen ? Acts.ExtensionRequested : Acts.ExtensionRefused;
        return Decision.Accept(state, new LedgerFact(act, by, $"{state.Track}/{state.Unit}/{extension.Phase}", new Dictionary<string, string>
        {
            ["extension"] = extension.Id,
            ["oldDueAt"] = CanonicalJson.Instant(extension.OldDueAt),
            ["dueAt"] = CanonicalJson.Instant(extension.DueAt),
            ["lockedAt"] = CanonicalJson.Instant(extension.LockedAt),
        }, why));
    }

    private static Dictionary<string, string> Year(int? year) => new() { ["year"] = year?.ToString(CultureInfo.InvariantCulture) ?? "—" };
}
