using System.Globalization;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Evaluation;
using Campaigns.Rules.Honouring;
using Campaigns.Rules.Ledger;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Sheets;
using Campaigns.Rules.Warnings;

namespace Campaigns.Rules.Inspections;

/// <summary>
/// A participant with one of its findings; <see cref="Speaks"/> is the rung that fired and is to be told now, the latest where several were due.
/// </summary>
public sealed record FindingCase(ParticipantState Participant, Finding Finding)
{
    public TimedRung? Speaks { get; init; }

    /// <summary>The time for the verification has passed: whoever inspects is to be told.</summary>
    public bool AsksForVerification { get; init; }

    /// <summary>The rung that fired for a falsification which awaits its decision, and is to be told now; null where none did.</summary>
    public TimedRung? Presses { get; init; }
}

/// <summary>
/// The rectification of a finding as one switch (E3, E5): open → fixed → closed, or rejected and due again; extended once; overdue recorded once a deadline;
/// falsified when the authority confirms what another reported. The participant's own people report fixes and decide nothing else. Every change of state
/// leaves a fact for the participant's ledger, and the participant's figures and warning cards follow in the same decision.
/// </summary>
public static class FindingDecider
{
    /// <summary>What <see cref="Finding.Fired"/> holds once the verification was asked for; no rung's id looks like it.</summary>
    public const string Verification = "|verify";

    private static readonly AnswerClock.Names Unmended = new(Acts.FindingReminded, Acts.FindingEscalated, Acts.FindingOverdue);

    private static readonly AnswerClock.Names Undecided = new(
        Acts.FalsificationReminded, Acts.FalsificationEscalated, Acts.FalsificationOverdue);

    /// <summary>The most pieces of evidence that one fix names.</summary>
    public const int MostEvidence = 20;

    /// <summary>A new finding of <paramref name="inspection"/>, due at an instant that the calendar computed.</summary>
    public static Decision<FindingCase> Open(
        ParticipantState state, Inspection inspection, Finding finding, Reviewer by, bool forAuthority, DateTimeOffset now, Standard standard)
    {
        if (InspectionDecider.Barred(state, inspection, by, forAuthority) is { } barred)
            return Decision.Refuse<FindingCase>(barred);
        if (string.IsNullOrWhiteSpace(finding.Text))
            return Decision.Refuse<FindingCase>(RefusalCode.TextMissing, "text");
        if (SheetValidation.TooLong(finding.Text, "text") is { } tooLong)
            return Decision.Refuse<FindingCase>(tooLong);
        if (finding.Clause is { } clause && !standard.Clauses.Any(c => c.Id == clause))
            return Decision.Refuse<FindingCase>(SheetValidation.Unknown("clause", clause));
        if (finding.DueAt <= now)
            return Decision.Refuse<FindingCase>(RefusalCode.ReworkTimeMissing, "dueAt");
        var counted = Counted(state, c => c with { Open = c.Open + 1 });
        var facts = new Dictionary<string, string> { ["dueAt"] = CanonicalJson.Instant(finding.DueAt), ["clause"] = finding.Clause ?? "" };
        if (finding.Report is { } report)
            facts["report"] = report;
        return Becomes(new FindingCase(counted, finding), Acts.FindingOpened, by.Person, finding.Text, facts);
    }

    /// <summary>Decides <paramref name="command"/>, received at <paramref name="now"/> in campaign time.</summary>
    public static Decision<FindingCase> Decide(FindingCase at, FindingCommand command, DateTimeOffset now, CampaignDefinition definition)
    {
        if (command is not (ReportFix or LetTimePass) && IsOwn(at, command.By))
            return Decision.Refuse<FindingCase>(RefusalCode.ReviewerIsParticipant);
        if (command is not LetTimePass && at.Finding.State is FindingState.Falsified)
            return Decision.Refuse<FindingCase>(RefusalCode.FindingFalsified);
        return (command, at.Finding.State) switch
        {
            (ReportFix fix, FindingState.Open or FindingState.Rejected) => Fixed(at, fix, now),
            (ReportFix, FindingState.Fixed) => Decision.Refuse<FindingCase>(RefusalCode.FixAwaitsVerification),
            (VerifyFix verify, FindingState.Fixed) => Closed(at, verify, now, definition),
            (RejectFix reject, FindingState.Fixed) => Rejected(at, reject, now),
            (VerifyFix or RejectFix, FindingState.Open or FindingState.Rejected) => Decision.Refuse<FindingCase>(RefusalCode.NothingToVerify),
            (ExtendFinding extend, FindingState.Open or FindingState.Rejected) => Extended(at, extend, now),
            (ExtendFinding, FindingState.Fixed) => Decision.Refuse<FindingCase>(RefusalCode.FixAwaitsVerification),
            (ReportFalsified report, _) => Reported(at, report, now),
            (ConfirmFalsified confirm, _) => Confirmed(at, confirm, now, definition),
            (DismissFalsified dismiss, _) => Dismissed(at, dismiss),
            (LetTimePass pass, _) => Passed(at, pass, now, definition),
            _ => Decision.Refuse<FindingCase>(RefusalCode.FindingClosed),
        };
    }

    /// <summary>One accepted file as evidence for the fix of a finding that awaits one; the caller makes sure that a file is attached once.</summary>
    public static Decision<ParticipantState> Attach(FindingCase at, AttachEvidence file) =>
        at.Finding.AwaitsFix
            ? Decision.Accept(
                at.Participant, Fact(at, Acts.EvidenceAttached, file.By, null, new() { ["evidence"] = file.EvidenceId, ["sha256"] = file.Sha256 }))
            : Decision.Refuse<ParticipantState>(at.Finding.State switch
            {
                FindingState.Fixed => RefusalCode.FixAwaitsVerification,
                FindingState.Falsified => RefusalCode.FindingFalsified,
                _ => RefusalCode.FindingClosed,
            });

    private static Decision<FindingCase> Fixed(FindingCase at, ReportFix fix, DateTimeOffset now)
    {
        if (string.IsNullOrWhiteSpace(fix.Text))
            return Decision.Refuse<FindingCase>(RefusalCode.TextMissing, "text");
        if (SheetValidation.TooLong(fix.Text, "text") is { } tooLong)
            return Decision.Refuse<FindingCase>(tooLong);
        if (fix.Evidence.Count == 0)
            return Decision.Refuse<FindingCase>(RefusalCode.FixEvidenceMissing, "evidence");
        if (SheetValidation.OutOfRange(fix.Evidence.Count, 1, MostEvidence, "evidence") is { } tooMany)
            return Decision.Refuse<FindingCase>(tooMany);
        var finding = at.Finding with { State = FindingState.Fixed, Fix = new Fix(fix.Text, fix.Evidence, now, fix.By.Person, fix.VerifyBy) };
        return Becomes(at with { Finding = finding }, Acts.FindingFixed, fix.By.Person, fix.Text, new()
        {
            ["evidence"] = string.Join(' ', fix.Evidence),
            ["late"] = at.Finding.IsOverdue(now) ? "true" : "false",
            ["verifyBy"] = CanonicalJson.Instant(fix.VerifyBy),
        });
    }

    private static Decision<FindingCase> Closed(FindingCase at, VerifyFix verify, DateTimeOffset now, CampaignDefinition definition)
    {
        if (SheetValidation.TooLong(verify.Comment, "comment") is { } tooLong)
            return Decision.Refuse<FindingCase>(tooLong);
        var finding = at.Finding with { State = FindingState.Closed, ClosedAt = now };
        var counted = Counted(at.Participant, c => c with { Open = c.Open - 1, Closed = c.Closed + 1 });
        var cleared = WarningDecider.FindingClosed(counted, definition.Warnings, finding.Id, now);
        return With(Becomes(at with { Participant = cleared.State, Finding = finding }, Acts.FindingClosed, verify.By.Person, verify.Comment), cleared.Facts);
    }

    private static Decision<FindingCase> Rejected(FindingCase at, RejectFix reject, DateTimeOffset now)
    {
        if (Reasoned(reject.Reason) is { } refusal)
            return Decision.Refuse<FindingCase>(refusal);
        if (reject.Until <= now)
            return Decision.Refuse<FindingCase>(RefusalCode.ReworkTimeMissing, "until");
        var finding = at.Finding with
        {
            State = FindingState.Rejected,
            DueAt = reject.Until,
            OverdueAt = null,
            Fired = [],
            Rejections = at.Finding.Rejections + 1,
            Rejected = reject.Reason,
        };
        return Becomes(at with { Finding = finding }, Acts.FixRejected, reject.By.Person, reject.Reason, new()
        {
            ["dueAt"] = CanonicalJson.Instant(reject.Until),
            ["rejections"] = finding.Rejections.ToString(CultureInfo.InvariantCulture),
        });
    }

    private static Decision<FindingCase> Extended(FindingCase at, ExtendFinding extend, DateTimeOffset now)
    {
        if (at.Finding.Extended)
            return Decision.Refuse<FindingCase>(RefusalCode.AlreadyExtended);
        if (Reasoned(extend.Reason) is { } refusal)
            return Decision.Refuse<FindingCase>(refusal);
        if (extend.Until <= at.Finding.DueAt || extend.Until <= now || extend.Until > extend.Latest)
        {
            return Decision.Refuse<FindingCase>(RefusalCode.ExtensionOutOfRange, "until", new Dictionary<string, string>
            {
                ["after"] = CanonicalJson.Instant(at.Finding.DueAt),
                ["latest"] = CanonicalJson.Instant(extend.Latest),
            });
        }
        var finding = at.Finding with { DueAt = extend.Until, Extended = true, OverdueAt = null, Fired = [] };
        return Becomes(at with { Finding = finding }, Acts.FindingExtended, extend.By.Person, extend.Reason, new()
        {
            ["from"] = CanonicalJson.Instant(at.Finding.DueAt),
            ["dueAt"] = CanonicalJson.Instant(extend.Until),
        });
    }

    private static Decision<FindingCase> Reported(FindingCase at, ReportFalsified report, DateTimeOffset now)
    {
        if (at.Finding.Falsification is not null)
            return Decision.Refuse<FindingCase>(RefusalCode.AlreadyReported);
        if (Reasoned(report.Reason) is { } refusal)
            return Decision.Refuse<FindingCase>(refusal);
        if (report.DecideBy <= now)
            return Decision.Refuse<FindingCase>(RefusalCode.ReworkTimeMissing, "decideBy");
        var finding = at.Finding with { Falsification = new Falsification(report.By.Person, now, report.Reason) { DecideBy = report.DecideBy } };
        return Becomes(at with { Finding = finding }, Acts.FalsificationReported, report.By.Person, report.Reason, new()
        {
            ["decideBy"] = CanonicalJson.Instant(report.DecideBy),
        });
    }

    private static Decision<FindingCase> Confirmed(FindingCase at, ConfirmFalsified confirm, DateTimeOffset now, CampaignDefinition definition)
    {
        if (at.Finding.Falsification is not { } reported)
            return Decision.Refuse<FindingCase>(RefusalCode.NothingReported);
        if (confirm.By.Person == reported.ReportedBy || confirm.By.Person == at.Finding.FoundBy)
            return Decision.Refuse<FindingCase>(RefusalCode.SamePersonConfirms);
        if (Reasoned(confirm.Reason) is { } refusal)
            return Decision.Refuse<FindingCase>(refusal);
        var finding = at.Finding with
        {
            State = FindingState.Falsified,
            Falsification = reported with { ConfirmedBy = confirm.By.Person, ConfirmedAt = now },
        };
        var wasClosed = at.Finding.State is FindingState.Closed;
        var state = Counted(at.Participant, c => c with
        {
            Open = c.Open - (wasClosed ? 0 : 1),
            Closed = c.Closed - (wasClosed ? 1 : 0),
            Falsified = c.Falsified + 1,
        });
        var facts = new List<LedgerFact>
        {
            Fact(at with { Finding = finding }, Acts.FalsificationConfirmed, confirm.By.Person, confirm.Reason, new()
            {
                ["reportedBy"] = reported.ReportedBy,
                ["accountable"] = string.Join(' ', confirm.Accountable),
            }),
        };
        if (definition.Rectification.Disqualifies)
        {
            var until = confirm.Year + (definition.Rectification.DisqualifiesNextYear ? 1 : 0);
            var standing = new Standing($"{finding.Inspection}/{finding.Id}", confirm.Reason, now, confirm.By.Person, confirm.Accountable, until);
            var failed = definition.Tracks.FirstOrDefault(t => t.Id == state.Track)?.Consequences.Failed ?? [];
            var barred = Disqualification.Of(state, standing, HonourDecider.Consequences(failed, state.Unit, confirm.Holders));
            state = barred.State;
            facts.AddRange(barred.Facts);
        }
        return new Accepted<FindingCase>(new FindingCase(state, finding), facts);
    }

    private static Decision<FindingCase> Dismissed(FindingCase at, DismissFalsified dismiss)
    {
        if (at.Finding.Falsification is not { } reported)
            return Decision.Refuse<FindingCase>(RefusalCode.NothingReported);
        if (dismiss.By.Person == reported.ReportedBy)
            return Decision.Refuse<FindingCase>(RefusalCode.SamePersonConfirms);
        return Reasoned(dismiss.Reason) is { } refusal
            ? Decision.Refuse<FindingCase>(refusal)
            : Becomes(at with { Finding = at.Finding with { Falsification = null } }, Acts.FalsificationDismissed, dismiss.By.Person, dismiss.Reason);
    }

    /// <summary>The fix and the falsification wait apart: each has its own time, and a look at the clock may bring both on.</summary>
    private static Decision<FindingCase> Passed(FindingCase at, LetTimePass pass, DateTimeOffset now, CampaignDefinition definition)
    {
        var mended = Mended(at, pass, now, definition);
        if (at.Finding.Falsification is not { Waits: true, DecideBy: { } until } reported
            || mended is not Accepted<FindingCase> { State: var passed, Facts: var facts }
            || AnswerClock.Look(until, reported.OverdueAt, reported.Fired, pass.Deciding, now, Undecided) is not { } tick)
            return mended;
        var finding = passed.Finding with { Falsification = reported with { Fired = tick.Fired, OverdueAt = tick.OverdueAt } };
        return new Accepted<FindingCase>(
            passed with { Finding = finding, Presses = tick.Speaks },
            [.. facts, .. tick.Facts.Select(f => Fact(at, f.Act, Acts.Engine, null, f.Facts))]);
    }

    private static Decision<FindingCase> Mended(FindingCase at, LetTimePass pass, DateTimeOffset now, CampaignDefinition definition)
    {
        var finding = at.Finding;
        if (finding is { State: FindingState.Fixed, Fix: { } fix } && now > fix.VerifyBy && !finding.Fired.Contains(Verification))
        {
            var asked = at with { Finding = finding with { Fired = [.. finding.Fired, Verification] }, AsksForVerification = true };
            return Becomes(asked, Acts.VerificationOverdue, Acts.Engine);
        }
        if (!finding.AwaitsFix
            || AnswerClock.Look(finding.DueAt, finding.OverdueAt, finding.Fired, pass.Rungs, now, Unmended) is not { } tick)
            return Decision.Accept(at);

        var (state, facts) = (at.Participant, tick.Facts.Select(f => Fact(at, f.Act, Acts.Engine, null, f.Facts)).ToList());
        if (finding.OverdueAt is null && tick.OverdueAt is not null)
        {
            var warned = WarningDecider.FindingOverdue(Counted(state, c => c with { Overdue = c.Overdue + 1 }), definition.Warnings, finding.Id, now);
            state = warned.State;
            facts.AddRange(warned.Facts);
        }
        finding = finding with { Fired = tick.Fired, OverdueAt = tick.OverdueAt };
        return new Accepted<FindingCase>(new FindingCase(state, finding) { Speaks = tick.Speaks }, facts);
    }

    private static bool IsOwn(FindingCase at, Reviewer by) => by.Person == at.Participant.Unit || by.OwnUnits.Contains(at.Participant.Unit);

    private static Refusal? Reasoned(string reason) =>
        string.IsNullOrWhiteSpace(reason) ? new Refusal(RefusalCode.ReasonMissing, "reason") : SheetValidation.TooLong(reason, "reason");

    private static ParticipantState Counted(ParticipantState state, Func<InspectionRecord, InspectionRecord> change) =>
        state with { Inspected = change(state.Inspected ?? InspectionRecord.None) };

    private static Decision<FindingCase> Becomes(FindingCase next, string act, string by, string? why = null, Dictionary<string, string>? facts = null) =>
        Decision.Accept(next, Fact(next, act, by, why, facts));

    private static Decision<FindingCase> With(Decision<FindingCase> decision, IReadOnlyList<LedgerFact> facts) =>
        decision is Accepted<FindingCase> accepted ? accepted with { Facts = [.. accepted.Facts, .. facts] } : decision;

    private static LedgerFact Fact(FindingCase at, string act, string by, string? why, Dictionary<string, string>? facts) =>
        new(act, by, $"{at.Participant.Track}/{at.Participant.Unit}/{at.Finding.Inspection}/{at.Finding.Id}", facts ?? [], why);
}
