using Azure;
using Campaigns.App.Access;
using Campaigns.App.Http;
using Campaigns.App.Participants;
using Campaigns.App.Telemetry;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Scoring;
using Campaigns.Rules.Sheets;
using Campaigns.Rules.Warnings;
using Microsoft.AspNetCore.Http;

namespace Campaigns.App.Sheets;

/// <summary>
/// Saves and hands in sheets. The client's ETag concerns the sheet alone. A sheet handed in with its content is two requests with warm caches: the participant
/// row, and the one batch with sheet, participant, ledger, answer and dirty mark.
/// </summary>
public sealed class SheetFiling(ParticipantStore participants, SheetStore sheets, ParticipantDesk desk, HolidayTables holidays)
{
    /// <summary>The sheet for a GET.</summary>
    public async Task<IResult> ReadAsync(ParticipantScene scene, string phase, CancellationToken cancellationToken)
    {
        if (!IsSheet(scene, phase))
            return Problems.NotFound($"sheet in phase {phase}");
        var (answer, etag) = await CurrentAsync(scene, phase, cancellationToken);
        return answer is null ? Problems.NotFound($"participant {scene.Key.Track}/{scene.Key.Unit}") : Answers.Ok(answer, etag);
    }

    /// <summary>What the sheet asks, for a GET.</summary>
    public async Task<IResult> FormAsync(ParticipantScene scene, string phase, CancellationToken cancellationToken)
    {
        if (!IsSheet(scene, phase))
            return Problems.NotFound($"sheet in phase {phase}");
        return await participants.ReadAsync(scene.Key, cancellationToken) is { } participant
            ? Answers.Ok(SheetForm.Of(scene, phase, participant.State), null)
            : Problems.NotFound($"participant {scene.Key.Track}/{scene.Key.Unit}");
    }

    /// <summary>Saves a draft; the same draft under the same precondition again is the same operation.</summary>
    public async Task<IResult> SaveAsync(
        ParticipantScene scene, string phase, SheetContent content, string bodyHash, Precondition precondition, CancellationToken cancellationToken)
    {
        var by = scene.Caller.Person;
        var operation = new ParticipantOperation(
            ParticipantKeys.Hash($"draft\n{by}\n{scene.Path}\n{phase}\n{bodyHash}\n{precondition}")[..32], scene.ReceivedAt);
        var row = await sheets.DraftAsync(scene.Key, phase, content, new(by, scene.ReceivedAt, precondition), cancellationToken);
        ValueTask<ParticipantWrite> Decide(StoredParticipant current, CancellationToken token) =>
            ValueTask.FromResult(new ParticipantWrite(DecideOn(scene, phase, current.State, new SaveDraft(content, by)), [row]));

        var outcome = await participants.TransactAsync(scene.Key, operation, Decide, cancellationToken);
        if (outcome is not ParticipantOutcome.Committed committed)
            return OutcomeAnswer.Of(outcome, operation, scene) ?? await StaleAsync(scene, phase, precondition, cancellationToken);
        if (!committed.ETags.TryGetValue(row.Entity.RowKey, out var etag))
            return await ReadAsync(scene, phase, cancellationToken);
        var saved = new StoredSheet(content, null, by, scene.ReceivedAt, etag);
        return Answers.Ok(SheetAnswer.Of(scene, phase, committed.After.State, saved, mayWrite: true), etag);
    }

    /// <summary>
    /// Hands the sheet in. Without <paramref name="content"/> the saved draft is taken, as it is. Content over something that was saved must say which state it
    /// knows (428).
    /// </summary>
    public async Task<IResult> SubmitAsync(
        ParticipantScene scene, string phase, SheetContent? content, Precondition precondition, ParticipantOperation operation,
        CancellationToken cancellationToken)
    {
        var by = scene.Caller.Person;
        if (content is null)
        {
            var saved = await sheets.ReadAsync(scene.Key, phase, cancellationToken);
            if (saved is null)
                return Problems.Conflict("draftMissing", "Nothing has been saved that could be handed in.");
            if (precondition is not Precondition.Unstated && precondition.Check(saved.ETag) is not null)
                return await StaleAsync(scene, phase, precondition, cancellationToken);
            (content, precondition) = (saved.Working, new Precondition.Matches(saved.ETag));
        }

        var row = await sheets.SubmittedAsync(scene.Key, phase, content, new(by, scene.ReceivedAt, precondition), cancellationToken);
        var answer = "";
        ValueTask<ParticipantWrite> Decide(StoredParticipant current, CancellationToken token)
        {
            var decision = Warned(
                scene, phase, DecideOn(scene, phase, current.State, new Submit(content, by) { DaysLate = DaysLate(scene, phase, current.State) }), content);
            if (decision is not Accepted<ParticipantState> accepted)
                return ValueTask.FromResult(ParticipantWrite.Of(decision));
            answer = Answers.Text(AnswerOf(scene, phase, accepted.State, content));
            return ValueTask.FromResult(new ParticipantWrite(decision, [row], (StatusCodes.Status200OK, answer)));
        }

        var outcome = await participants.TransactAsync(scene.Key, operation, Decide, cancellationToken);
        if (outcome is ParticipantOutcome.Committed committed)
        {
            CountSubmission(scene, phase);
            ETag? etag = committed.ETags.TryGetValue(row.Entity.RowKey, out var written) ? written : null;
            return Answers.Recorded(StatusCodes.Status200OK, answer, etag);
        }
        return OutcomeAnswer.Of(outcome, operation, scene) ?? await StaleAsync(scene, phase, precondition, cancellationToken);
    }

    /// <summary>What the rules say to a sheet of that content, a draft or handed in; nothing is written.</summary>
    public Refusal? Check(ParticipantScene scene, string phase, ParticipantState state, SheetContent content, bool finish) =>
        DecideOn(scene, phase, state, CommandOf(scene, phase, state, content, finish)).Refusal;

    /// <summary>Saves a sheet or hands it in over what the caller knows, as one of many.</summary>
    public async Task<ParticipantOutcome> PutAsync(
        ParticipantScene scene, string phase, SheetContent content, bool finish, Precondition precondition, ParticipantOperation operation,
        CancellationToken cancellationToken)
    {
        var mark = new WriteMark(scene.Caller.Person, scene.ReceivedAt, precondition);
        var row = finish
            ? await sheets.SubmittedAsync(scene.Key, phase, content, mark, cancellationToken)
            : await sheets.DraftAsync(scene.Key, phase, content, mark, cancellationToken);
        var outcome = await participants.TransactAsync(
            scene.Key, operation,
            (current, _) =>
            {
                var decision = DecideOn(scene, phase, current.State, CommandOf(scene, phase, current.State, content, finish));
                return ValueTask.FromResult(new ParticipantWrite(finish ? Warned(scene, phase, decision, content) : decision, [row]));
            },
            cancellationToken);
        if (finish && outcome is ParticipantOutcome.Committed)
            CountSubmission(scene, phase);
        return outcome;
    }

    private static void CountSubmission(ParticipantScene scene, string phase) =>
        AppMeter.Submissions.Add(1, new(TelemetryTags.Cycle, scene.Key.Cycle), new(TelemetryTags.Phase, phase));

    private SheetCommand CommandOf(ParticipantScene scene, string phase, ParticipantState state, SheetContent content, bool finish) => finish
        ? new Submit(content, scene.Caller.Person) { DaysLate = DaysLate(scene, phase, state) }
        : new SaveDraft(content, scene.Caller.Person);

    /// <summary>How late the sheet was, or would be, by the participant's own dates.</summary>
    private int DaysLate(ParticipantScene scene, string phase, ParticipantState state) => LateRule.DaysLate(
        scene.Window(phase, state), state.Phase(phase).SubmittedAt ?? scene.ReceivedAt, scene.Definition.Authority, holidays);

    private static Decision<ParticipantState> DecideOn(ParticipantScene scene, string phase, ParticipantState state, SheetCommand command) =>
        SheetDecider.Decide(state, scene.Phase(phase), scene.Window(phase), command, scene.ReceivedAt, scene.Standard);

    /// <summary>A sheet that came in may clear warning cards or raise them (E4).</summary>
    private static Decision<ParticipantState> Warned(ParticipantScene scene, string phase, Decision<ParticipantState> decision, SheetContent content)
    {
        if (scene.Definition.Warnings.Count == 0 || decision is not Accepted<ParticipantState> accepted)
            return decision;
        var (measured, targets) = WarningDecider.Indicators(scene.Standard, content);
        var warned = WarningDecider.HandedIn(accepted.State, scene.Definition.Warnings, scene.Phase(phase), measured, targets, scene.ReceivedAt);
        return new Accepted<ParticipantState>(warned.State, [.. accepted.Facts, .. warned.Facts]);
    }

    private static SubmissionAnswer AnswerOf(ParticipantScene scene, string phase, ParticipantState state, SheetContent content)
    {
        var (at, window) = (state.Phase(phase), scene.Window(phase, state));
        var lines = scene.Phase(phase).Kind == PhaseKind.SelfCheck
            ? LateRule.Explain(Scorer.Score(scene.Standard.For(state), content, at.Evidence), at.LateDeduction).Lines
            : [];
        return new(
            at.Status, at.SubmittedAt, at.Timeliness, at.Version, at.Score, at.Vetoed, lines, SheetGaps.Of(scene, phase, state, content),
            window.DueAt, window.GraceUntil, window.LockedAt);
    }

    private async Task<(SheetAnswer? Answer, ETag? ETag)> CurrentAsync(ParticipantScene scene, string phase, CancellationToken cancellationToken)
    {
        var reading = sheets.ReadAsync(scene.Key, phase, cancellationToken);
        var participant = await participants.ReadAsync(scene.Key, cancellationToken);
        var own = await reading;
        if (participant is null)
            return (null, null);
        var sheet = await sheets.BehindAsync(scene.Key, phase, participant.State.Phase(phase), own, cancellationToken);
        var mayWrite = await desk.MayAsync(scene, Act.WriteSheet, cancellationToken);
        return (SheetAnswer.Of(scene, phase, participant.State, sheet, mayWrite), own?.ETag);
    }

    private async Task<IResult> StaleAsync(ParticipantScene scene, string phase, Precondition precondition, CancellationToken cancellationToken)
    {
        if (precondition is Precondition.Unstated)
            return Problems.PreconditionRequired();
        var (current, etag) = await CurrentAsync(scene, phase, cancellationToken);
        return new StaleAnswer<SheetAnswer?>(current, etag);
    }

    private static bool IsSheet(ParticipantScene scene, string phase) => scene.Phase(phase).Kind.IsSheet();
}
