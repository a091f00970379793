using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Ledger;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Scoring;

namespace Campaigns.Rules.Sheets;

/// <summary>
/// The appraisal 考评 of one participant by the tier above (C1, C6): every scored clause gets points, a sheet may go back for rework, both only while the
/// appraisal's own window is open, and never by the participant's own people. A participant that handed nothing in can still be appraised.
/// </summary>
public static class AppraisalDecider
{
    /// <summary>
    /// Decides <paramref name="command"/> on the appraisal <paramref name="phase"/>, received at <paramref name="now"/> in campaign time. Where
    /// <paramref name="rules"/> flag inflated self-scores, concluding the appraisal keeps the flags with it (E1).
    /// </summary>
    public static Decision<ParticipantState> Decide(
        ParticipantState state, Phase phase, PhaseWindow window, AppraisalCommand command, DateTimeOffset now, Standard standard, ReviewRules? rules = null)
    {
        if (Closed(state, phase, window, now, command.By) is { } closed)
            return Decision.Refuse<ParticipantState>(closed);
        return command switch
        {
            SaveAppraisalDraft draft => Refusal.Of(Check(standard, draft.Content, complete: false)) is { } refusal
                ? Decision.Refuse<ParticipantState>(refusal)
                : Decision.Accept(state),
            AcceptAppraisal accept => Accept(state, phase, window, accept, now, standard, rules ?? ReviewRules.None),
            ReturnForRework back => Return(state, phase, back, now, standard),
            _ => Decision.Refuse<ParticipantState>(RefusalCode.WrongKindOfPhase),
        };
    }

    /// <summary>Every problem of <paramref name="content"/> with its path; <paramref name="complete"/> asks for points on every scored clause.</summary>
    public static IReadOnlyList<Refusal> Check(Standard standard, AppraisalContent content, bool complete)
    {
        var clauses = standard.Clauses.ToDictionary(c => c.Id);
        var problems = new List<Refusal>();
        foreach (var (id, points) in content.Points.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            var path = $"points.{id}";
            if (!clauses.TryGetValue(id, out var clause))
                problems.Add(SheetValidation.Unknown(path, id));
            else if (clause.MostGiven() is not { } most)
                problems.Add(new Refusal(RefusalCode.AnswerNotAsked, path));
            else if (SheetValidation.OutOfRange(points, 0, most, path) is { } outOfRange)
                problems.Add(outOfRange);
            else if (complete && clause.Rule is DiscretionRule && points > 0 && string.IsNullOrWhiteSpace(content.Reasons.GetValueOrDefault(id)))
                problems.Add(new Refusal(RefusalCode.ReasonMissing, $"reasons.{id}"));
        }
        foreach (var (id, measured) in content.Measured.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            var path = $"measured.{id}";
            if (!clauses.TryGetValue(id, out var clause))
                problems.Add(SheetValidation.Unknown(path, id));
            else if (clause.Rule is not (DeductionRule or ZeroRule or VetoRule or ByRankRule))
                problems.Add(new Refusal(RefusalCode.AnswerNotAsked, path));
            else if (SheetValidation.OutOfRange(
                measured, clause.Rule is ByRankRule ? -SheetValidation.MaxMeasured : 0, SheetValidation.MaxMeasured, path) is { } outOfRange)
                problems.Add(outOfRange);
        }
        foreach (var id in content.Waived)
        {
            if (!clauses.TryGetValue(id, out var clause))
                problems.Add(SheetValidation.Unknown("waived", id));
            else if (clause.Rule is not DeductionRule { WaivedBy: not null })
                problems.Add(new Refusal(RefusalCode.AnswerNotAsked, $"waived.{id}"));
        }
        foreach (var (id, reason) in content.Reasons.OrderBy(r => r.Key, StringComparer.Ordinal))
        {
            if (!clauses.TryGetValue(id, out var clause))
                problems.Add(SheetValidation.Unknown($"reasons.{id}", id));
            else if (clause.Rule is not DiscretionRule)
                problems.Add(new Refusal(RefusalCode.AnswerNotAsked, $"reasons.{id}"));
            else if (SheetValidation.TooLong(reason, $"reasons.{id}") is { } longReason)
                problems.Add(longReason);
        }
        if (complete)
        {
            problems.AddRange(standard.Clauses.Where(c => c.Applies && c.IsScored() && !content.Points.ContainsKey(c.Id))
                .Select(c => new Refusal(RefusalCode.AnswerMissing, $"points.{c.Id}")));
        }
        if (SheetValidation.TooLong(content.Comment, "comment") is { } tooLong)
            problems.Add(tooLong);
        return problems;
    }

    /// <summary>Why the appraisal cannot be worked on now, or null where it can: the rule behind every command and <see cref="AllowedActions"/>.</summary>
    internal static Refusal? Closed(ParticipantState state, Phase phase, PhaseWindow window, DateTimeOffset now, Reviewer? by) =>
        !phase.Concerns(state.Track) ? new Refusal(RefusalCode.PhaseNotOfTrack)
        : phase.Kind != PhaseKind.Appraisal ? new Refusal(RefusalCode.WrongKindOfPhase)
        : by is not null && (by.Person == state.Unit || by.OwnUnits.Contains(state.Unit)) ? new Refusal(RefusalCode.ReviewerIsParticipant)
        : window.At(now) == Timeliness.NotOpen ? new Refusal(RefusalCode.NotOpenYet, null, SheetDecider.Fact("opensAt", window.OpensAt))
        : state.Phase(phase.Id).Status == SheetStatus.Accepted ? new Refusal(RefusalCode.AlreadyAccepted)
        : window.At(now) == Timeliness.Locked || state.Phase(phase.Id).Status == SheetStatus.Silent
            ? new Refusal(RefusalCode.DeadlinePassed, null, SheetDecider.Fact("lockedAt", window.LockedAt))
            : null;

    private static Decision<ParticipantState> Accept(
        ParticipantState state, Phase phase, PhaseWindow window, AcceptAppraisal accept, DateTimeOffset now, Standard standard, ReviewRules rules)
    {
        if (Refusal.Of(Check(standard.For(state), accept.Content, complete: true)) is { } refusal)
            return Decision.Refuse<ParticipantState>(refusal);
        var score = Scorer.Score(standard.For(state), accept.Content);
        var timeliness = window.At(now);
        var current = state.Phase(phase.Id);
        var flags = ReviewFlags.Of(state, phase, score.Total, standard, rules);
        var next = state.With(phase.Id, current with
        {
            Status = SheetStatus.Accepted,
            SubmittedAt = now,
            Timeliness = timeliness,
            Score = score.Total,
            Vetoed = score.Vetoed,
            Measured = Measures.Of(standard, accept.Content),
            Version = current.Version + 1,
            Flags = flags.Count == 0 ? null : flags,
            SheetOf = null,
        });
        var facts = new List<LedgerFact>
        {
            new(Acts.AppraisalAccepted, accept.By.Person, $"{state.Track}/{state.Unit}/{phase.Id}", new Dictionary<string, string>
            {
                ["score"] = Scorer.Text(score.Total),
                ["vetoed"] = score.Vetoed ? "true" : "false",
                ["timeliness"] = SheetDecider.Name(timeliness),
            }, accept.Content.Comment),
        };
        facts.AddRange(flags.Select(f => ReviewFlags.Fact(state, phase, f)));
        foreach (var sheet in phase.Covers)
        {
            if (SheetDecider.Review(next, sheet, new AcceptSheet(phase.Id, accept.By.Person), now, standard) is Accepted<ParticipantState> accepted)
            {
                next = accepted.State;
                facts.AddRange(accepted.Facts);
            }
        }
        return new Accepted<ParticipantState>(next, facts);
    }

    private static Decision<ParticipantState> Return(ParticipantState state, Phase phase, ReturnForRework back, DateTimeOffset now, Standard standard)
    {
        if (!phase.Covers.Contains(back.Sheet))
            return Decision.Refuse<ParticipantState>(RefusalCode.SheetNotCovered, "sheet", new Dictionary<string, string> { ["sheet"] = back.Sheet });
        if (SheetValidation.TooLong(back.Reason, "reason") is { } tooLong)
            return Decision.Refuse<ParticipantState>(tooLong);
        return SheetDecider.Review(state, back.Sheet, new ReturnSheet(phase.Id, back.Reason, back.ReworkUntil, back.By.Person), now, standard);
    }
}
