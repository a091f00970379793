using System.Globalization;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Ledger;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Scoring;

namespace Campaigns.Rules.Sheets;

/// <summary>
/// The states of a sheet 自查表 as one switch (C6, D4). <c>now &lt;= lockedAt</c> decides whether anything is taken; a returned sheet is taken until its rework
/// ends, also beyond the lock. Missing evidence never hinders handing in: the clause scores 0 and says why.
/// </summary>
public static class SheetDecider
{
    /// <summary>
    /// Decides <paramref name="command"/> on the sheet of <paramref name="phase"/>. <paramref name="now"/> is the instant at which the request was received,
    /// in campaign time.
    /// </summary>
    public static Decision<ParticipantState> Decide(
        ParticipantState state, Phase phase, PhaseWindow window, SheetCommand command, DateTimeOffset now, Standard standard) =>
        !phase.Concerns(state.Track) ? Decision.Refuse<ParticipantState>(RefusalCode.PhaseNotOfTrack)
        : Decide(new Sheet(state, phase.Id, phase.Kind, state.Dates.Window(window), now) { LatePolicy = phase.LatePolicy }, command, standard);

    /// <summary>Accepts or returns a sheet on behalf of an appraisal that has checked that it may.</summary>
    internal static Decision<ParticipantState> Review(ParticipantState state, string phase, SheetCommand command, DateTimeOffset now, Standard standard) =>
        Decide(new Sheet(state, phase, PhaseKind.SelfCheck, null, now), command, standard);

    /// <summary>
    /// Why a writer may not touch the sheet now, or null where it may: the rule behind drafts, handing in, evidence and <see cref="AllowedActions"/>.
    /// </summary>
    internal static Refusal? Closed(PhaseState current, PhaseKind kind, PhaseWindow window, DateTimeOffset now, LatePolicy? late = null) =>
        !kind.IsSheet() ? new Refusal(RefusalCode.WrongKindOfPhase)
        : window.At(now) == Timeliness.NotOpen ? new Refusal(RefusalCode.NotOpenYet, null, Fact("opensAt", window.OpensAt))
        : current.Status switch
        {
            SheetStatus.Accepted => new Refusal(RefusalCode.SheetFrozen),
            SheetStatus.Silent => new Refusal(RefusalCode.DeadlinePassed, null, Fact("lockedAt", window.LockedAt)),
            SheetStatus.Open when window.At(now) == Timeliness.Late && late?.Treatment is LateTreatment.Refuse =>
                new Refusal(RefusalCode.LateRefused, null, Fact("graceUntil", window.GraceUntil)),
            _ when window.At(now) != Timeliness.Locked => null,
            SheetStatus.Returned when now <= current.ReworkUntil => null,
            SheetStatus.Returned => new Refusal(RefusalCode.ReworkTimePassed, null, Fact("reworkUntil", current.ReworkUntil)),
            _ => new Refusal(RefusalCode.DeadlinePassed, null, Fact("lockedAt", window.LockedAt)),
        };

    private static Decision<ParticipantState> Decide(Sheet sheet, SheetCommand command, Standard standard)
    {
        if (command is SaveDraft or Submit or AttachEvidence or ReturnNil
            && Closed(sheet.Current, sheet.Kind, sheet.Window!, sheet.Now, sheet.LatePolicy) is { } closed)
            return Decision.Refuse<ParticipantState>(closed);
        return (command, sheet.Current.Status) switch
        {
            (SaveDraft draft, _) => Draft(sheet, draft, standard),
            (Submit submit, SheetStatus.Open) => HandIn(sheet, submit, standard, Acts.SheetSubmitted),
            (Submit submit, SheetStatus.Submitted) => HandIn(sheet, submit, standard, Acts.SheetAmended),
            (Submit submit, SheetStatus.Returned) => HandIn(sheet, submit, standard, Acts.SheetReworked),
            (ReturnNil nil, SheetStatus.Open) => Nil(sheet, nil),
            (ReturnNil, _) => Decision.Refuse<ParticipantState>(RefusalCode.ReportHandedIn),
            (MarkNotApplicable mark, _) => NotApplicable(sheet, mark),
            (AttachEvidence file, _) => Attach(sheet, file, standard),
            (AcceptSheet accept, SheetStatus.Submitted or SheetStatus.Returned) => Accept(sheet, accept),
            (ReturnSheet back, SheetStatus.Submitted) => Return(sheet, back),
            (ReturnSheet, SheetStatus.Returned) => Decision.Refuse<ParticipantState>(RefusalCode.AlreadyReturned),
            (AcceptSheet or ReturnSheet, SheetStatus.Accepted) => Decision.Refuse<ParticipantState>(RefusalCode.AlreadyAccepted),
            (AcceptSheet or ReturnSheet, _) => Decision.Refuse<ParticipantState>(RefusalCode.NothingToReview),
            (LockPhase, SheetStatus.Open) => FallSilent(sheet),
            (LockRework, SheetStatus.Returned) => LapseRework(sheet),
            _ => Decision.Accept(sheet.State),
        };
    }

    private static Decision<ParticipantState> Draft(Sheet sheet, SaveDraft draft, Standard standard) =>
        Refusal.Of(SheetValidation.Check(standard, draft.Content)) is { } refusal ? Decision.Refuse<ParticipantState>(refusal) : Decision.Accept(sheet.State);

    private static Decision<ParticipantState> HandIn(Sheet sheet, Submit submit, Standard standard, string act)
    {
        var problems = SheetValidation.Check(standard, submit.Content);
        if (sheet.Kind is PhaseKind.Summary or PhaseKind.DutyReport && string.IsNullOrWhiteSpace(submit.Content.Text))
            problems = [.. problems, new Refusal(RefusalCode.TextMissing, "text")];
        if (sheet.Kind == PhaseKind.SelfCheck && submit.Content.Answers.Values.All(a => a is null))
            problems = [.. problems, new Refusal(RefusalCode.AnswerMissing, "answers")];
        if (Refusal.Of(problems) is { } refusal)
            return Decision.Refuse<ParticipantState>(refusal);

        var score = sheet.Kind == PhaseKind.SelfCheck ? Scorer.Score(standard.For(sheet.State), submit.Content, sheet.Current.Evidence) : null;
        var timeliness = sheet.Current.Timeliness ?? sheet.Window!.At(sheet.Now);
        var next = sheet.Current with
        {
            Status = SheetStatus.Submitted,
            SubmittedAt = sheet.Current.SubmittedAt ?? sheet.Now,
            Timeliness = timeliness,
            Score = score?.Total,
            LateDeduction = timeliness is Timeliness.Late && score is not null ? LateRule.Deduction(sheet.LatePolicy, submit.DaysLate) : null,
            Fulfilled = null,
            Vetoed = score?.Vetoed ?? false,
            Measured = Measures.Of(standard, submit.Content),
            Version = sheet.Current.Version + 1,
            ReworkUntil = null,
            SheetOf = null,
        };
        return sheet.Becomes(next, act, submit.By, facts: new()
        {
            ["version"] = next.Version.ToString(CultureInfo.InvariantCulture),
            ["timeliness"] = Name(sheet.Window!.At(sheet.Now)),
            ["score"] = score is null ? "" : Scorer.Text(score.Total),
            ["sha256"] = submit.Content.Digest(),
        });
    }

    private static Decision<ParticipantState> Attach(Sheet sheet, AttachEvidence file, Standard standard)
    {
        var clauses = file.AlsoFor.Prepend(file.Clause).Distinct(StringComparer.Ordinal).ToList();
        foreach (var id in clauses)
        {
            var place = id == file.Clause ? "clause" : "also";
            var clause = standard.Clauses.FirstOrDefault(c => c.Id == id);
            if (clause is null)
                return Decision.Refuse<ParticipantState>(RefusalCode.UnknownClause, place, new Dictionary<string, string> { ["clause"] = id });
            if (clause.Evidence is { Kinds: { Count: > 0 } kinds } && file.Kind is not null && !kinds.Contains(file.Kind))
            {
                var asked = new Dictionary<string, string> { ["kinds"] = string.Join(", ", kinds) };
                return Decision.Refuse<ParticipantState>(RefusalCode.EvidenceOfWrongKind, place, asked);
            }
        }
        if (file.EffectiveOn > file.Today)
        {
            var today = new Dictionary<string, string> { ["today"] = $"{file.Today:O}" };
            return Decision.Refuse<ParticipantState>(RefusalCode.DayInFuture, "effectiveOn", today);
        }

        var evidence = new Dictionary<string, int>(sheet.Current.Evidence);
        foreach (var id in file.Replaces?.Clauses ?? [])
        {
            if (evidence.GetValueOrDefault(id) > 1)
                evidence[id]--;
            else
                evidence.Remove(id);
        }
        foreach (var id in clauses)
            evidence[id] = evidence.GetValueOrDefault(id) + 1;
        var next = sheet.Current with { Evidence = evidence };
        if (sheet.Kind == PhaseKind.SelfCheck && sheet.Current.HandedIn && file.Submitted is not null)
        {
            var score = Scorer.Score(standard.For(sheet.State), file.Submitted, evidence);
            next = next with { Score = score.Total, Vetoed = score.Vetoed };
        }
        var facts = new Dictionary<string, string>
        {
            ["clause"] = string.Join(' ', clauses),
            ["evidence"] = file.EvidenceId,
            ["sha256"] = file.Sha256,
        };
        if (file.Replaces is { } replaced)
        {
            facts["replaces"] = replaced.Id;
            facts["version"] = (replaced.Version + 1).ToString(CultureInfo.InvariantCulture);
        }
        if (file.EffectiveOn is { } on)
            facts["effectiveOn"] = $"{on:O}";
        return sheet.Becomes(next, Acts.EvidenceAttached, file.By, facts: facts);
    }

    private static Decision<ParticipantState> Accept(Sheet sheet, AcceptSheet accept) => sheet.Becomes(
        sheet.Current with { Status = SheetStatus.Accepted, ReworkUntil = null }, Acts.SheetAccepted, accept.By,
        facts: new()
        {
            ["appraisal"] = accept.Appraisal,
            ["version"] = sheet.Current.Version.ToString(CultureInfo.InvariantCulture),
        });

    private static Decision<ParticipantState> Return(Sheet sheet, ReturnSheet back)
    {
        if (string.IsNullOrWhiteSpace(back.Reason))
            return Decision.Refuse<ParticipantState>(RefusalCode.ReasonMissing, "reason");
        if (back.ReworkUntil <= sheet.Now)
            return Decision.Refuse<ParticipantState>(RefusalCode.ReworkTimeMissing, "reworkUntil");
        var next = sheet.Current with { Status = SheetStatus.Returned, Returns = sheet.Current.Returns + 1, ReworkUntil = back.ReworkUntil };
        return sheet.Becomes(next, Acts.SheetReturned, back.By, back.Reason, new()
        {
            ["appraisal"] = back.Appraisal,
            ["reworkUntil"] = CanonicalJson.Instant(back.ReworkUntil),
            ["returns"] = next.Returns.ToString(CultureInfo.InvariantCulture),
        });
    }

    private static Decision<ParticipantState> Nil(Sheet sheet, ReturnNil nil)
    {
        if (Unreasoned(nil.Reason) is { } refusal)
            return refusal;
        var next = sheet.Current with
        {
            Status = SheetStatus.Submitted,
            SubmittedAt = sheet.Now,
            Timeliness = sheet.Window!.At(sheet.Now),
            Score = sheet.Kind == PhaseKind.SelfCheck ? 0 : null,
            Version = sheet.Current.Version + 1,
            Fulfilled = Fulfilment.NilReturn,
        };
        return sheet.Becomes(next, Acts.NilReturned, nil.By, nil.Reason, new() { ["timeliness"] = Name(sheet.Window!.At(sheet.Now)) });
    }

    private static Decision<ParticipantState> NotApplicable(Sheet sheet, MarkNotApplicable mark) =>
        !sheet.Kind.IsSheet() ? Decision.Refuse<ParticipantState>(RefusalCode.WrongKindOfPhase)
        : sheet.Current.Status is SheetStatus.Accepted ? Decision.Refuse<ParticipantState>(RefusalCode.SheetFrozen)
        : Unreasoned(mark.Reason) ?? sheet.Becomes(
            sheet.Current with
            {
                Status = SheetStatus.Accepted,
                Score = null,
                Vetoed = false,
                LateDeduction = null,
                ReworkUntil = null,
                Fulfilled = Fulfilment.NotApplicable,
            },
            Acts.FoundNotApplicable, mark.By, mark.Reason);

    private static Decision<ParticipantState>? Unreasoned(string reason) =>
        string.IsNullOrWhiteSpace(reason) ? Decision.Refuse<ParticipantState>(RefusalCode.ReasonMissing, "reason")
        : SheetValidation.TooLong(reason, "reason") is { } tooLong ? Decision.Refuse<ParticipantState>(tooLong)
        : null;

    private static Decision<ParticipantState> FallSilent(Sheet sheet) =>
        // Where nothing is awaited of a participant nobody falls silent.
        !sheet.Kind.IsAwaited() ? Decision.Accept(sheet.State)
        : sheet.Window!.At(sheet.Now) != Timeliness.Locked
            ? Decision.Refuse<ParticipantState>(RefusalCode.NotLockedYet, null, Fact("lockedAt", sheet.Window.LockedAt))
            : sheet.Becomes(sheet.Current with { Status = SheetStatus.Silent }, Acts.PhaseSilent, Acts.Engine);

    private static Decision<ParticipantState> LapseRework(Sheet sheet) =>
        sheet.Now <= sheet.Current.ReworkUntil || sheet.Window!.At(sheet.Now) != Timeliness.Locked
            ? Decision.Refuse<ParticipantState>(RefusalCode.NotLockedYet, null, Fact("lockedAt", sheet.Current.ReworkUntil))
            : sheet.Becomes(sheet.Current with { Status = SheetStatus.Submitted, ReworkUntil = null }, Acts.ReworkLapsed, Acts.Engine);

    internal static string Name(Timeliness timeliness) => char.ToLowerInvariant(timeliness.ToString()[0]) + timeliness.ToString()[1..];

    internal static Dictionary<string, string> Fact(string name, DateTimeOffset? at) => new() { [name] = at is null ? "—" : CanonicalJson.Instant(at.Value) };

    /// <summary>A sheet at an instant. <see cref="Window"/> is null for a review alone, which its appraisal's window has let through.</summary>
    private sealed record Sheet(ParticipantState State, string Phase, PhaseKind Kind, PhaseWindow? Window, DateTimeOffset Now)
    {
        public PhaseState Current { get; } = State.Phase(Phase);
        public LatePolicy LatePolicy { get; init; } = LatePolicy.Accept;

        public Decision<ParticipantState> Becomes(PhaseState next, string act, string by, string? why = null, Dictionary<string, string>? facts = null) =>
            Decision.Accept(State.With(Phase, next), new LedgerFact(act, by, $"{State.Track}/{State.Unit}/{Phase}", facts ?? [], why));
    }
}
