using System.Globalization;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Ledger;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Sheets;

namespace Campaigns.Rules.Plans;

/// <summary>
/// A plan 创建方案 as one switch (B8): filed by the participant while its phase takes anything, then registered, or sent back for completion with a deadline of
/// its own, by the tier above or the office that <c>file-with</c> names. A plan that was not completed in time counts as not filed: its participant is open
/// again, or silent where the phase has locked, and the ladder goes on.
/// </summary>
public static class PlanDecider
{
    /// <summary>The most measures of a plan.</summary>
    public const int MaxMeasures = 100;

    private const int MaxTitle = 500;

    /// <summary>Decides <paramref name="command"/> on the plan of <paramref name="phase"/>, received at <paramref name="now"/> in campaign time.</summary>
    /// <param name="authority">Id of the authority's unit.</param>
    public static Decision<ParticipantState> Decide(
        ParticipantState state, Phase phase, PhaseWindow window, PlanCommand command, DateTimeOffset now, string authority)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(phase);
        ArgumentNullException.ThrowIfNull(window);
        if (!phase.Concerns(state.Track))
            return Decision.Refuse<ParticipantState>(RefusalCode.PhaseNotOfTrack);
        if (phase.Kind is not PhaseKind.Plan)
            return Decision.Refuse<ParticipantState>(RefusalCode.WrongKindOfPhase);
        var current = state.Phase(phase.Id);
        if (command is SavePlan or FilePlan && Closed(current, window, now) is { } closed)
            return Decision.Refuse<ParticipantState>(closed);
        return command switch
        {
            SavePlan save => Refusal.Of(Check(save.Content, complete: false)) is { } refusal
                ? Decision.Refuse<ParticipantState>(refusal)
                : Decision.Accept(state),
            FilePlan file => File(state, phase, window, file, now),
            RegisterPlan register => Register(state, phase, register.By, authority),
            SendBackPlan back => SendBack(state, phase, back, now, authority),
            _ => Lapse(state, phase, window, now),
        };
    }

    /// <summary>Why the participant may not touch its plan now, or null where it may; what <c>allowedActions</c> asks.</summary>
    public static Refusal? Closed(PhaseState current, PhaseWindow window, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(current);
        ArgumentNullException.ThrowIfNull(window);
        return window.At(now) == Timeliness.NotOpen ? new Refusal(RefusalCode.NotOpenYet, null, SheetDecider.Fact("opensAt", window.OpensAt))
            : current.Status switch
            {
                SheetStatus.Accepted => new Refusal(RefusalCode.PlanRegistered),
                SheetStatus.Returned when now <= current.ReworkUntil => null,
                SheetStatus.Returned => new Refusal(RefusalCode.ReworkTimePassed, null, SheetDecider.Fact("reworkUntil", current.ReworkUntil)),
                _ when window.At(now) == Timeliness.Locked || current.Status == SheetStatus.Silent =>
                    new Refusal(RefusalCode.DeadlinePassed, null, SheetDecider.Fact("lockedAt", window.LockedAt)),
                _ => null,
            };
    }

    /// <summary>
    /// When <see cref="LapseCompletion"/> has something to decide at the earliest: at the end of the completion of a plan that was sent back, or of the time to
    /// answer it once it was completed; null where neither runs.
    /// </summary>
    public static DateTimeOffset? CompletionEnd(PhaseState plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return plan.Status switch
        {
            SheetStatus.Returned => plan.ReworkUntil,
            SheetStatus.Submitted => plan.AnswerUntil,
            _ => null,
        };
    }

    /// <summary>
    /// The plan phase that a track is in at <paramref name="now"/>: the last that has opened, the first before any has; null where it has none.
    /// </summary>
    public static Phase? PhaseOf(CampaignDefinition definition, string track, Func<string, PhaseWindow> window, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(window);
        var plans = definition.PhasesOf(track).Where(p => p.Kind is PhaseKind.Plan).ToList();
        return plans.Where(p => window(p.Id).At(now) != Timeliness.NotOpen).MaxBy(p => window(p.Id).OpensAt) ?? plans.FirstOrDefault();
    }

    /// <summary>Every problem of <paramref name="content"/> with its path; <paramref name="complete"/> asks for a text.</summary>
    public static IReadOnlyList<Refusal> Check(PlanContent content, bool complete)
    {
        ArgumentNullException.ThrowIfNull(content);
        var problems = new List<Refusal>();
        if (complete && string.IsNullOrWhiteSpace(content.Text))
            problems.Add(new Refusal(RefusalCode.TextMissing, "text"));
        if (SheetValidation.TooLong(content.Text, "text", SheetValidation.MaxText) is { } tooLong)
            problems.Add(tooLong);
        if (content.Measures.Count > MaxMeasures)
            problems.Add(new Refusal(RefusalCode.TooMany, "measures", new Dictionary<string, string> { ["max"] = $"{MaxMeasures}" }));
        foreach (var (measure, i) in content.Measures.Select((m, i) => (m, i)))
        {
            if (string.IsNullOrWhiteSpace(measure.Title))
                problems.Add(new Refusal(RefusalCode.TextMissing, $"measures[{i}].title"));
            else if (SheetValidation.TooLong(measure.Title, $"measures[{i}].title", MaxTitle) is { } longTitle)
                problems.Add(longTitle);
        }
        return problems;
    }

    private static Decision<ParticipantState> File(ParticipantState state, Phase phase, PhaseWindow window, FilePlan file, DateTimeOffset now)
    {
        if (Refusal.Of(Check(file.Content, complete: true)) is { } refusal)
            return Decision.Refuse<ParticipantState>(refusal);
        var current = state.Phase(phase.Id);
        var next = current with
        {
            Status = SheetStatus.Submitted,
            SubmittedAt = current.SubmittedAt ?? now,
            Timeliness = current.Timeliness ?? window.At(now),
            Version = current.Version + 1,
            ReworkUntil = null,
            // What was completed is answered by the end of the time that its completion had.
            AnswerUntil = current.ReworkUntil ?? current.AnswerUntil,
        };
        return Becomes(state, phase, next, Acts.PlanFiled, file.By, null, new()
        {
            ["version"] = next.Version.ToString(CultureInfo.InvariantCulture),
            ["timeliness"] = SheetDecider.Name(window.At(now)),
        });
    }

    private static Decision<ParticipantState> Register(ParticipantState state, Phase phase, Registrar by, string authority)
    {
        var current = state.Phase(phase.Id);
        if (MayNot(state, phase, by, authority) is { } refusal)
            return Decision.Refuse<ParticipantState>(refusal);
        return current.Status switch
        {
            SheetStatus.Submitted => Becomes(
                state, phase, current with { Status = SheetStatus.Accepted }, Acts.PlanRegistered, by.Person, null,
                new() { ["version"] = current.Version.ToString(CultureInfo.InvariantCulture) }),
            SheetStatus.Accepted => Decision.Refuse<ParticipantState>(RefusalCode.PlanRegistered),
            _ => Decision.Refuse<ParticipantState>(RefusalCode.NothingToReview),
        };
    }

    private static Decision<ParticipantState> SendBack(ParticipantState state, Phase phase, SendBackPlan back, DateTimeOffset now, string authority)
    {
        var current = state.Phase(phase.Id);
        if (MayNot(state, phase, back.By, authority) is { } refusal)
            return Decision.Refuse<ParticipantState>(refusal);
        if (current.Status is SheetStatus.Accepted)
            return Decision.Refuse<ParticipantState>(RefusalCode.PlanRegistered);
        if (current.Status is SheetStatus.Returned)
            return Decision.Refuse<ParticipantState>(RefusalCode.AlreadyReturned);
        if (current.Status is not SheetStatus.Submitted)
            return Decision.Refuse<ParticipantState>(RefusalCode.NothingToReview);
        if (string.IsNullOrWhiteSpace(back.Reason))
            return Decision.Refuse<ParticipantState>(RefusalCode.ReasonMissing, "reason");
        if (back.Until <= now)
            return Decision.Refuse<ParticipantState>(RefusalCode.ReworkTimeMissing, "until");
        var next = current with { Status = SheetStatus.Returned, Returns = current.Returns + 1, ReworkUntil = back.Until, AnswerUntil = null };
        return Becomes(state, phase, next, Acts.PlanSentBack, back.By.Person, back.Reason, new()
        {
            ["reworkUntil"] = CanonicalJson.Instant(back.Until),
            ["returns"] = next.Returns.ToString(CultureInfo.InvariantCulture),
        });
    }

    private static Decision<ParticipantState> Lapse(ParticipantState state, Phase phase, PhaseWindow window, DateTimeOffset now)
    {
        var current = state.Phase(phase.Id);
        if (current is { Status: SheetStatus.Submitted, AnswerUntil: { } until } && now > until)
        {
            // The office has had its time; that it is told is for the ledger to know, once.
            return Becomes(state, phase, current with { AnswerUntil = null }, Acts.PlanUnanswered, Acts.Engine, null, new()
            {
                ["answerUntil"] = CanonicalJson.Instant(until),
            });
        }
        if (current.Status is not SheetStatus.Returned)
            return Decision.Accept(state);
        if (now <= current.ReworkUntil)
            return Decision.Refuse<ParticipantState>(RefusalCode.NotLockedYet, null, SheetDecider.Fact("lockedAt", current.ReworkUntil));
        // Nothing valid is on file: what was filed needed completion and did not get it.
        var status = window.At(now) == Timeliness.Locked ? SheetStatus.Silent : SheetStatus.Open;
        return Becomes(
            state, phase, current with { Status = status, ReworkUntil = null, SubmittedAt = null, Timeliness = null }, Acts.PlanLapsed, Acts.Engine, null, []);
    }

    private static Refusal? MayNot(ParticipantState state, Phase phase, Registrar by, string authority) =>
        by.OwnUnits.Contains(state.Unit) ? new Refusal(RefusalCode.ReviewerIsParticipant)
        : by.Offices.Contains(phase.FileWith is Actor.Authority ? authority : state.Parent) ? null
        : new Refusal(RefusalCode.NotYourUnit);

    private static Decision<ParticipantState> Becomes(
        ParticipantState state, Phase phase, PhaseState next, string act, string by, string? why, Dictionary<string, string> facts) =>
        Decision.Accept(state.With(phase.Id, next), new LedgerFact(act, by, $"{state.Track}/{state.Unit}/{phase.Id}", facts, why));
}
