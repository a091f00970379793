using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Ledger;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Scoring;
using Campaigns.Rules.Sheets;

namespace Campaigns.Rules.Pledges;

/// <summary>What was decided about the participant, and, where it was accepted, the pledge from now on.</summary>
public sealed record PledgeDecision(Decision<ParticipantState> Participant, Pledge? Pledge);

/// <summary>
/// A pledge 承诺 as one switch (F1, K13): made and published while the phase takes anything, its fulfilment reported until the pledge is due, confirmed or
/// denied by the tier above within days, kept or broken at last. Whoever reported in time is not held to the silence of the tier above: an unanswered report
/// counts as kept, and the ledger says that it was unanswered. The phase's score is the share kept of those decided, on the standard's scale.
/// </summary>
public static class PledgeDecider
{
    public const int MaxText = 2000;
    public const int MaxShort = 300;

    /// <summary>The most pledges of one participant: its organisation's and its members'.</summary>
    public const int MaxPledges = 1000;

    /// <summary>
    /// Decides <paramref name="command"/> on <paramref name="pledge"/> (null: not there yet) with the id <paramref name="id"/>, received at
    /// <paramref name="now"/> in campaign time.
    /// </summary>
    public static PledgeDecision Decide(
        ParticipantState state, Phase phase, PhaseWindow window, Standard standard, string id, Pledge? pledge, PledgeCommand command, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(phase);
        ArgumentNullException.ThrowIfNull(window);
        ArgumentNullException.ThrowIfNull(standard);
        var act = new Act(state, phase, window, standard, id, now);
        return !phase.Concerns(state.Track) ? Refuse(RefusalCode.PhaseNotOfTrack)
            : phase.Kind is not PhaseKind.Pledging ? Refuse(RefusalCode.WrongKindOfPhase)
            : (command, pledge) switch
            {
                (SavePledge save, _) => Save(act, pledge, save),
                (_, null) => Refuse(RefusalCode.NothingToReview),
                (ReportFulfilment report, { } there) => Report(act, there, report),
                (ConfirmFulfilment confirm, { } there) => Answer(act, there, confirm.By, null),
                (DenyFulfilment deny, { } there) => string.IsNullOrWhiteSpace(deny.Reason)
                    ? Refuse(RefusalCode.ReasonMissing, "reason")
                    : Answer(act, there, deny.By, deny.Reason),
                (_, { } there) => Fall(act, there),
            };
    }

    /// <summary>
    /// The pledging phase that a track is in at <paramref name="now"/>: the last that has opened, the first before any has; null where it has none.
    /// </summary>
    public static Phase? PhaseOf(CampaignDefinition definition, string track, Func<string, PhaseWindow> window, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(window);
        var phases = definition.PhasesOf(track).Where(p => p.Kind is PhaseKind.Pledging).ToList();
        return phases.Where(p => window(p.Id).At(now) != Timeliness.NotOpen).MaxBy(p => window(p.Id).OpensAt) ?? phases.FirstOrDefault();
    }

    /// <summary>Every problem of <paramref name="content"/> with its path.</summary>
    public static IReadOnlyList<Refusal> Check(PledgeContent content, Phase phase, DateTimeOffset now, DateTimeOffset latest)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(phase);
        var problems = new List<Refusal>();
        Text(content.Text, "text", MaxText);
        Text(content.Audience, "audience", MaxShort);
        Text(content.Channel, "channel", MaxShort);
        if (SheetValidation.TooLong(content.Proof, "proof", MaxShort) is { } longProof)
            problems.Add(longProof);
        if (content.Kind is PledgeKind.Member && string.IsNullOrEmpty(content.Person))
            problems.Add(new Refusal(RefusalCode.PersonMissing, "person"));
        if (!(phase.Pledges ?? PledgeRules.Usual).Directions.Contains(content.Direction))
            problems.Add(new Refusal(RefusalCode.AnswerNotAsked, "direction"));
        if (content.DueAt <= now || content.DueAt > latest)
        {
            problems.Add(new Refusal(RefusalCode.DueOutOfRange, "dueAt", new Dictionary<string, string>
            {
                ["from"] = CanonicalJson.Instant(now),
                ["to"] = CanonicalJson.Instant(latest),
            }));
        }
        return problems;

        void Text(string? text, string path, int max)
        {
            if (string.IsNullOrWhiteSpace(text))
                problems.Add(new Refusal(RefusalCode.TextMissing, path));
            else if (SheetValidation.TooLong(text, path, max) is { } tooLong)
                problems.Add(tooLong);
        }
    }

    private static PledgeDecision Save(Act act, Pledge? pledge, SavePledge save)
    {
        if (pledge is { Status: not PledgeStatus.Made })
            return Refuse(RefusalCode.PledgePublished);
        switch (act.Window.At(act.Now))
        {
            case Timeliness.NotOpen:
                return Refuse(new Refusal(RefusalCode.NotOpenYet, null, SheetDecider.Fact("opensAt", act.Window.OpensAt)));
            case Timeliness.Locked:
                return Refuse(new Refusal(RefusalCode.DeadlinePassed, null, SheetDecider.Fact("lockedAt", act.Window.LockedAt)));
        }
        if (Refusal.Of(Check(save.Content, act.Phase, act.Now, save.Latest)) is { } refusal)
            return Refuse(refusal);
        if (pledge is null && (act.Tally.Organisation + act.Tally.Member).Made >= MaxPledges)
            return Refuse(new Refusal(RefusalCode.TooMany, null, new Dictionary<string, string> { ["max"] = $"{MaxPledges}" }));

        var tally = act.Tally;
        // A draft may still change hands, from the organisation to a member or back.
        if (pledge is not null)
            tally = tally.With(pledge.Content.Kind, c => c with { Made = c.Made - 1 });
        tally = tally.With(save.Content.Kind, c => c with { Made = c.Made + 1 });
        if (string.IsNullOrWhiteSpace(save.Content.Proof))
        {
            var made = new Pledge(save.Content with { Proof = null }, PledgeStatus.Made);
            return pledge is null ? act.Becomes(made, tally, Acts.PledgeMade, save.By) : new(Decision.Accept(act.With(tally)), made);
        }
        var published = new Pledge(save.Content, PledgeStatus.Published) { PublishedAt = act.Now };
        tally = tally.With(save.Content.Kind, c => c with { Published = c.Published + 1 });
        return act.Becomes(published, tally, Acts.PledgePublished, save.By, facts: new()
        {
            ["kind"] = Name(save.Content.Kind),
            ["dueAt"] = CanonicalJson.Instant(save.Content.DueAt),
            ["proof"] = save.Content.Proof,
        });
    }

    private static PledgeDecision Report(Act act, Pledge pledge, ReportFulfilment report)
    {
        if (pledge.Status is PledgeStatus.Made)
            return Refuse(RefusalCode.PledgeNotPublished);
        if (pledge.Status is not PledgeStatus.Published)
            return Refuse(pledge.Status is PledgeStatus.Reported ? RefusalCode.PledgeReported : RefusalCode.PledgeDecided);
        if (act.Now > pledge.Content.DueAt)
            return Refuse(new Refusal(RefusalCode.DeadlinePassed, null, SheetDecider.Fact("lockedAt", pledge.Content.DueAt)));
        if (string.IsNullOrWhiteSpace(report.Text))
            return Refuse(RefusalCode.TextMissing, "text");
        if (SheetValidation.TooLong(report.Text, "text", MaxText) is { } tooLong)
            return Refuse(tooLong);
        var reported = pledge with
        {
            Status = PledgeStatus.Reported,
            ReportedAt = act.Now,
            ConfirmUntil = report.ConfirmUntil,
            Report = report.Text,
            Evidence = report.Evidence,
        };
        var tally = act.Tally.With(pledge.Content.Kind, c => c with { Reported = c.Reported + 1 });
        return act.Becomes(reported, tally, Acts.PledgeReported, report.By, facts: new()
        {
            ["evidence"] = string.Join(' ', report.Evidence),
            ["confirmUntil"] = CanonicalJson.Instant(report.ConfirmUntil),
        });
    }

    /// <summary>The tier above confirms, or denies where there is a <paramref name="reason"/>: before the due date the pledge may still be kept.</summary>
    private static PledgeDecision Answer(Act act, Pledge pledge, Reviewer by, string? reason)
    {
        if (by.OwnUnits.Contains(act.State.Unit) || by.Person == act.State.Unit || by.Person == pledge.Content.Person)
            return Refuse(RefusalCode.ReviewerIsParticipant);
        if (pledge.Status is PledgeStatus.Kept or PledgeStatus.Broken)
            return Refuse(RefusalCode.PledgeDecided);
        if (pledge.Status is not PledgeStatus.Reported)
            return Refuse(RefusalCode.NothingToReview);
        if (reason is null)
            return Decided(act, pledge, kept: true, Acts.PledgeKept, by.Person);
        if (act.Now > pledge.Content.DueAt)
            return Decided(act, pledge, kept: false, Acts.PledgeBroken, by.Person, reason);
        var open = pledge with { Status = PledgeStatus.Published, ReportedAt = null, ConfirmUntil = null };
        return act.Becomes(open, act.Tally.With(pledge.Content.Kind, Unreported), Acts.PledgeDenied, by.Person, reason);
    }

    private static PledgeDecision Fall(Act act, Pledge pledge) => pledge.Status switch
    {
        PledgeStatus.Published => act.Now <= pledge.Content.DueAt
            ? Refuse(new Refusal(RefusalCode.NotLockedYet, null, SheetDecider.Fact("lockedAt", pledge.Content.DueAt)))
            : Decided(act, pledge, kept: false, Acts.PledgeBroken, Acts.Engine),
        PledgeStatus.Reported => act.Now <= pledge.ConfirmUntil
            ? Refuse(new Refusal(RefusalCode.NotLockedYet, null, SheetDecider.Fact("lockedAt", pledge.ConfirmUntil)))
            : Decided(act, pledge, kept: true, Acts.PledgeUnanswered, Acts.Engine),
        _ => new(Decision.Accept(act.State), pledge),
    };

    private static PledgeDecision Decided(Act act, Pledge pledge, bool kept, string name, string by, string? why = null)
    {
        var decided = pledge with { Status = kept ? PledgeStatus.Kept : PledgeStatus.Broken, DecidedAt = act.Now, DecidedBy = by };
        var tally = act.Tally.With(pledge.Content.Kind, c => (pledge.Status is PledgeStatus.Reported ? Unreported(c) : c) with
        {
            Kept = c.Kept + (kept ? 1 : 0),
            Broken = c.Broken + (kept ? 0 : 1),
        });
        return act.Becomes(decided, tally, name, by, why);
    }

    private static PledgeCounts Unreported(PledgeCounts counts) => counts with { Reported = counts.Reported - 1 };

    private static string Name(PledgeKind kind) => kind is PledgeKind.Member ? "member" : "organisation";

    private static PledgeDecision Refuse(RefusalCode code, string? path = null) => Refuse(new Refusal(code, path));

    private static PledgeDecision Refuse(Refusal refusal) => new(Decision.Refuse<ParticipantState>(refusal), null);

    private sealed record Act(ParticipantState State, Phase Phase, PhaseWindow Window, Standard Standard, string Id, DateTimeOffset Now)
    {
        public PledgeTally Tally => State.Pledges ?? PledgeTally.None;

        /// <summary>The participant with this tally: its phase is answered with the first published pledge, and scored by what was kept.</summary>
        public ParticipantState With(PledgeTally tally)
        {
            var current = State.Phase(Phase.Id);
            if (current.Status is SheetStatus.Open && (tally.Organisation + tally.Member).Published > 0)
                current = current with { Status = SheetStatus.Submitted, SubmittedAt = Now, Timeliness = Window.At(Now), Version = 1 };
            current = current with { Score = tally.Fulfilment is { } share ? Rounding.Points(share * Standard.Scale) : null };
            var after = State with { Pledges = tally };
            return current == State.Phase(Phase.Id) ? after : after.With(Phase.Id, current);
        }

        public PledgeDecision Becomes(Pledge pledge, PledgeTally tally, string act, string by, string? why = null, Dictionary<string, string>? facts = null) =>
            new(Decision.Accept(With(tally), new LedgerFact(act, by, $"{State.Track}/{State.Unit}/{Phase.Id}/{Id}", facts ?? [], why)), pledge);
    }
}
