using Campaigns.Rules.Calendar;
using Campaigns.Rules.Cycles;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Inspections;
using Campaigns.Rules.Objections;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Plans;

namespace Campaigns.Rules.Coverage;

public enum ObligationKind
{
    /// <summary>A sheet or another report of the participant's own.</summary>
    Report,
    /// <summary>A returned sheet.</summary>
    Rework,
    /// <summary>The tier above has not appraised yet.</summary>
    Appraise,
    /// <summary>Somebody asked for an extension.</summary>
    DecideExtension,
    /// <summary>A plan was filed and is neither registered nor sent back (B8).</summary>
    AnswerPlan,
    /// <summary>A finding awaits its fix (E3).</summary>
    Rectify,
    /// <summary>A reported fix awaits verification (E3).</summary>
    VerifyFix,
    /// <summary>A reported falsification awaits the authority (E5).</summary>
    DecideFalsification,
    /// <summary>A report from the public awaits its answer (K17).</summary>
    AnswerReport,
    /// <summary>An objection awaits its answer (G4).</summary>
    AnswerObjection,
    /// <summary>An appeal awaits its answer (J16).</summary>
    AnswerAppeal,
    /// <summary>A member of the panel has not scored a participant (J15).</summary>
    ScorePanel,
    /// <summary>A candidate awaits its on-site assessment (K3).</summary>
    Assess,
}

/// <summary>
/// Something that waits for somebody (J6, J7): what, whose it is, when it is due, and the next thing that will happen to it by itself.
/// <see cref="Next"/> is a milestone's id, or <c>rework</c>, <c>extension</c>, <c>finding</c>, <c>report</c> or <c>challenge</c> for an individual deadline;
/// null where nothing will happen any more. <see cref="Phase"/> of what came out of an inspection is that inspection's id; of a report from the public,
/// which belongs to no phase, <c>reports</c>.
/// </summary>
public sealed record Obligation(
    string Track, string Unit, string Phase, ObligationKind Kind, Audience Owner, DateTimeOffset? DueAt, string? Next, DateTimeOffset? NextAt)
{
    /// <summary>Id of the finding, report, objection or appeal; null where phase and participant say all.</summary>
    public string? Subject { get; init; }
    /// <summary>Ids of the people whose it is where it is not a whole audience's: a panel member, whoever found something.</summary>
    public IReadOnlyList<string>? People { get; init; }
}

/// <summary>Lists what waits: every waiting state has an owner, a due date and something that happens next.</summary>
public static class Obligations
{
    /// <summary>What waits of one participant at <paramref name="now"/>, in the order of the definition's phases. A paused cycle waits as a whole.</summary>
    public static IReadOnlyList<Obligation> Of(ParticipantState state, CampaignDefinition definition, CycleProgress cycle, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(cycle);
        var waiting = new List<Obligation>();
        foreach (var phase in definition.PhasesOf(state.Track))
        {
            var plan = cycle.Windows.FirstOrDefault(w => w.Phase == phase.Id);
            if (plan is null)
                continue;
            var (own, at) = (state.Dates.Window(plan), state.Phase(phase.Id));
            var next = NextOf(cycle, phase.Id, now, own != plan, own);
            if (at.Status is SheetStatus.Returned)
            {
                waiting.Add(new(
                    state.Track, state.Unit, phase.Id, ObligationKind.Rework, Audience.Reporter, at.ReworkUntil, "rework",
                    at.ReworkUntil + CyclePlanner.LockDelay));
            }
            else if (PlanAnswers.Waits(phase, at))
                waiting.Add(Unanswered(state, phase, own, at, next, now));
            else if (at.Status is SheetStatus.Open && phase.Kind.IsAwaited() && own.At(now) is Timeliness.OnTime or Timeliness.InGrace or Timeliness.Late)
                waiting.Add(Open(state, phase, own, next));
            else if (phase.Assesses && at is { Drawn: { } drawn, Score: null, Fulfilled: null } && own.At(now) is not Timeliness.NotOpen)
            {
                waiting.Add(new(state.Track, state.Unit, phase.Id, ObligationKind.Assess, Audience.Authority, own.DueAt, next.Next, next.At)
                {
                    People = drawn.Inspector is { } inspector ? [inspector] : null,
                });
            }
            waiting.AddRange(state.Dates.Extensions.Where(e => e.Phase == phase.Id && e.IsOpen).Select(e => new Obligation(
                state.Track, state.Unit, phase.Id, ObligationKind.DecideExtension, Audience.ParentReviewer, e.OldDueAt, next.Next, next.At)));
        }
        return waiting;
    }

    /// <summary>What a finding waits for; null where it is closed. <paramref name="nextLook"/> is the next moment of its schedule.</summary>
    public static Obligation? Of(string track, string unit, Finding finding, DateTimeOffset? nextLook)
    {
        ArgumentNullException.ThrowIfNull(finding);
        var (next, at) = nextLook is null ? (null, nextLook) : ("finding", nextLook);
        var waiting = new Obligation(
            track, unit, finding.Inspection, ObligationKind.Rectify, Audience.Reporter, finding.DueAt, next, at)
        { Subject = finding.Id };
        return finding switch
        {
            { State: FindingState.Closed or FindingState.Falsified, Falsification: null or { ConfirmedBy: not null } } => null,
            { Falsification: { Waits: true } reported } =>
                waiting with { Kind = ObligationKind.DecideFalsification, Owner = Audience.Authority, DueAt = reported.DecideBy ?? finding.DueAt },
            { State: FindingState.Fixed, Fix: { } fix } =>
                waiting with { Kind = ObligationKind.VerifyFix, Owner = Audience.Authority, DueAt = fix.VerifyBy, People = [finding.FoundBy] },
            _ => waiting,
        };
    }

    /// <summary>
    /// What a report from the public waits for; null once it is answered. <paramref name="owners"/> are those who answer where it is not the authority's
    /// office, <paramref name="nextLook"/> the next moment of its schedule.
    /// </summary>
    public static Obligation? Of(PublicReport report, IReadOnlyList<string>? owners, DateTimeOffset? nextLook)
    {
        ArgumentNullException.ThrowIfNull(report);
        return report.State is not PublicReportState.Waiting ? null : new(
            report.Track, report.Unit, "reports", ObligationKind.AnswerReport, Audience.Authority, report.DueAt, nextLook is null ? null : "report", nextLook)
        { Subject = report.Id, People = owners };
    }

    /// <summary>
    /// What an objection or appeal waits for; null once it is answered. Without a time of its own it is due when its phase, <paramref name="window"/>, ends.
    /// </summary>
    public static Obligation? Of(Challenge challenge, PhaseWindow? window)
    {
        ArgumentNullException.ThrowIfNull(challenge);
        if (challenge.Status is not ChallengeStatus.Open)
            return null;
        var kind = challenge.Kind is ChallengeKind.Appeal ? ObligationKind.AnswerAppeal : ObligationKind.AnswerObjection;
        return new(
            challenge.Track, challenge.Unit, challenge.Phase, kind, Audience.Authority, challenge.AnswerBy ?? window?.LockedAt,
            challenge.AnswerBy is null ? null : "challenge", challenge.AnswerBy + CyclePlanner.LockDelay)
        { Subject = challenge.Id };
    }

    /// <summary>
    /// The scores that members still owe about <paramref name="unit"/> while the panel of <paramref name="phase"/> takes any; <paramref name="held"/> says that
    /// it does so after its lock, until the authority closes it.
    /// </summary>
    public static IReadOnlyList<Obligation> OfPanel(
        string track, string unit, string phase, IReadOnlyCollection<string> members, IReadOnlyCollection<string> scored, bool held, CycleProgress cycle,
        DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(cycle);
        var window = cycle.Windows.FirstOrDefault(w => w.Phase == phase);
        if (window is null || !held && window.At(now) is Timeliness.NotOpen or Timeliness.Locked)
            return [];
        var next = NextOf(cycle, phase, now, extended: false, window);
        return [.. members.Except(scored).Order(StringComparer.Ordinal).Select(member => new Obligation(
            track, unit, phase, ObligationKind.ScorePanel, Audience.Authority, window.DueAt, next.Next, next.At) { People = [member] })];
    }

    private static Obligation Unanswered(
        ParticipantState state, Phase phase, PhaseWindow own, PhaseState plan, (string? Next, DateTimeOffset? At) next, DateTimeOffset now)
    {
        var due = PlanAnswers.DueAt(plan, own);
        if (plan.AnswerUntil is { } until && until + CyclePlanner.LockDelay > now)
            next = (PlanAnswers.Completion, until + CyclePlanner.LockDelay);
        return new(state.Track, state.Unit, phase.Id, ObligationKind.AnswerPlan, PlanAnswers.Owner(phase), due, next.Next, next.At);
    }

    private static Obligation Open(ParticipantState state, Phase phase, PhaseWindow own, (string? Next, DateTimeOffset? At) next)
    {
        var (kind, owner) = phase.By switch
        {
            Actor.Self => (ObligationKind.Report, Audience.Reporter),
            Actor.Parent => (ObligationKind.Appraise, Audience.ParentReviewer),
            _ => (ObligationKind.Appraise, Audience.Authority),
        };
        return new(state.Track, state.Unit, phase.Id, kind, owner, own.DueAt, next.Next, next.At);
    }

    private static (string? Next, DateTimeOffset? At) NextOf(CycleProgress cycle, string phase, DateTimeOffset now, bool extended, PhaseWindow own)
    {
        if (extended && own.LockedAt + CyclePlanner.LockDelay is { } ends && ends > now)
            return ("extension", ends);
        var next = cycle.Milestones.Where(m => m.Milestone.Phase == phase && m.State is MilestoneState.Pending or MilestoneState.Claimed)
            .Select(m => m.Milestone).Order(MilestoneOrder.Instance).FirstOrDefault();
        return (next?.Id, next?.At);
    }
}
