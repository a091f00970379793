using Azure;
using Campaigns.App.Access;
using Campaigns.App.Directory;
using Campaigns.App.Http;
using Campaigns.App.Participants;
using Campaigns.App.Sheets;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Scoring;
using Campaigns.Rules.Sheets;
using Microsoft.AspNetCore.Http;

namespace Campaigns.App.Reviews;

/// <summary>The tier above at work: scores a participant beside its self-checks, accepts, or returns a sheet for rework (C6, E1).</summary>
public sealed class Reviewing(
    ParticipantStore participants, AppraisalStore appraisals, SheetStore sheets, DueIndex dues, DirectoryCache directory, ParticipantDesk desk,
    HolidayTables holidays, ReworkNotices rework)
{
    private static readonly IReadOnlyDictionary<string, decimal> NoPoints = new Dictionary<string, decimal>();

    /// <summary>The appraisal for a GET.</summary>
    public async Task<IResult> ReadAsync(ParticipantScene scene, string phase, CancellationToken cancellationToken)
    {
        if (scene.Phase(phase).Kind is not (PhaseKind.Appraisal or PhaseKind.Evaluation))
            return Problems.NotFound($"review in phase {phase}");
        var (answer, etag) = await CurrentAsync(scene, phase, cancellationToken);
        return answer is null ? Problems.NotFound($"participant {scene.Key.Track}/{scene.Key.Unit}") : Answers.Ok(answer, etag);
    }

    /// <summary>Saves a draft; the same draft under the same precondition again is the same operation.</summary>
    public async Task<IResult> SaveAsync(
        ParticipantScene scene, string phase, AppraisalContent content, string bodyHash, Precondition precondition, CancellationToken cancellationToken)
    {
        var operation = new ParticipantOperation(
            ParticipantKeys.Hash($"appraisal\n{scene.Caller.Person}\n{scene.Path}\n{phase}\n{bodyHash}\n{precondition}")[..32], scene.ReceivedAt);
        var (outcome, _) = await PutAsync(scene, phase, content, finish: false, precondition, operation, cancellationToken);
        return outcome is ParticipantOutcome.Committed
            ? await ReadAsync(scene, phase, cancellationToken)
            : OutcomeAnswer.Of(outcome, operation, scene) ?? await StaleAsync(scene, phase, precondition, cancellationToken);
    }

    /// <summary>What the rules say to an appraisal of that content, a draft or concluded; nothing is written.</summary>
    public async Task<Refusal?> CheckAsync(
        ParticipantScene scene, string phase, ParticipantState state, AppraisalContent content, bool finish, CancellationToken cancellationToken) =>
        DecideOn(scene, phase, state, CommandOf(content, finish, await ReviewerAsync(scene, cancellationToken))).Refusal;

    /// <summary>Writes an appraisal, a draft or concluded, over what the caller knows; the row's new ETag where it is known.</summary>
    public async Task<(ParticipantOutcome Outcome, ETag? ETag)> PutAsync(
        ParticipantScene scene, string phase, AppraisalContent content, bool finish, Precondition precondition, ParticipantOperation operation,
        CancellationToken cancellationToken)
    {
        var by = await ReviewerAsync(scene, cancellationToken);
        var row = await appraisals.WriteAsync(
            scene.Key, phase, content, accepted: finish, new(by.Person, scene.ReceivedAt, precondition), cancellationToken);
        ValueTask<ParticipantWrite> Decide(StoredParticipant current, CancellationToken token)
        {
            var decision = DecideOn(scene, phase, current.State, CommandOf(content, finish, by));
            (int, string)? answer = finish && decision is Accepted<ParticipantState> accepted
                ? (StatusCodes.Status200OK, Answers.Text(AcceptanceOf(scene, phase, accepted.State, content)))
                : null;
            return ValueTask.FromResult(new ParticipantWrite(decision, [row], answer));
        }

        var outcome = await participants.TransactAsync(scene.Key, operation, Decide, cancellationToken);
        ETag? etag = outcome is ParticipantOutcome.Committed committed && committed.ETags.TryGetValue(row.Entity.RowKey, out var written) ? written : null;
        return (outcome, etag);
    }

    /// <summary>
    /// Concludes the appraisal with <paramref name="content"/>, or with the saved draft where that is null; accepts the sheets that it covers.
    /// </summary>
    public async Task<IResult> AcceptAsync(
        ParticipantScene scene, string phase, AppraisalContent? content, Precondition precondition, ParticipantOperation operation,
        CancellationToken cancellationToken)
    {
        if (content is null)
        {
            var saved = await appraisals.ReadAsync(scene.Key, phase, cancellationToken);
            if (saved is null)
                return Problems.Conflict("draftMissing", "Nothing has been saved that could be concluded.");
            if (precondition is not Precondition.Unstated && precondition.Check(saved.ETag) is not null)
                return await StaleAsync(scene, phase, precondition, cancellationToken);
            (content, precondition) = (saved.Content, new Precondition.Matches(saved.ETag));
        }

        var (outcome, etag) = await PutAsync(scene, phase, content, finish: true, precondition, operation, cancellationToken);
        return outcome is ParticipantOutcome.Committed committed
            ? Answers.Ok(AcceptanceOf(scene, phase, committed.After.State, content), etag)
            : OutcomeAnswer.Of(outcome, operation, scene) ?? await StaleAsync(scene, phase, precondition, cancellationToken);
    }

    /// <summary>Returns a covered sheet for rework until a day that the calendar gives; the due index is told first, people with it.</summary>
    public async Task<IResult> ReturnAsync(
        ParticipantScene scene, string phase, ReturnBody body, ParticipantOperation operation, CancellationToken cancellationToken)
    {
        var by = await ReviewerAsync(scene, cancellationToken);
        var (until, awaiting) = ReworkTime.Of(scene.Phase(phase), scene.Definition.Authority, holidays, scene.ReceivedAt);
        if (until is not { } reworkUntil)
            return Problems.Conflict("awaitingCalendar", $"The working days of {awaiting} are not known yet, so the rework has no end.");

        var command = new ReturnForRework(body.Sheet, body.Reason, reworkUntil, by);
        if (await participants.ReadAsync(scene.Key, cancellationToken) is { } now && DecideOn(scene, phase, now.State, command).Refusal is null)
        {
            await dues.AddAsync(Rework.DueTimeOf(scene.Key, body.Sheet, reworkUntil), cancellationToken);
            await dues.AddAsync(ReworkReminder.DueTimeOf(scene.Key, body.Sheet, reworkUntil), cancellationToken);
        }

        ReturnAnswer AnswerOf(ParticipantState state) => new(body.Sheet, state.Phase(body.Sheet).Status, state.Phase(body.Sheet).Returns, reworkUntil);
        async ValueTask<ParticipantWrite> Decide(StoredParticipant current, CancellationToken token)
        {
            var decision = DecideOn(scene, phase, current.State, command);
            if (decision is not Accepted<ParticipantState> { State: var returned })
                return ParticipantWrite.Of(decision);
            return new(decision, [], (StatusCodes.Status200OK, Answers.Text(AnswerOf(returned))))
            {
                Notices = await rework.ReturnedAsync(scene.Cycle, returned, scene.Phase(body.Sheet), body.Reason, scene.ReceivedAt, token),
            };
        }

        var outcome = await participants.TransactAsync(scene.Key, operation, Decide, cancellationToken);
        return outcome is ParticipantOutcome.Committed committed
            ? Answers.Ok(AnswerOf(committed.After.State))
            : OutcomeAnswer.Of(outcome, operation, scene) ?? throw new InvalidOperationException("A return writes no row that could conflict.");
    }

    private static AppraisalCommand CommandOf(AppraisalContent content, bool finish, Reviewer by) =>
        finish ? new AcceptAppraisal(content, by) : new SaveAppraisalDraft(content, by);

    private static Decision<ParticipantState> DecideOn(ParticipantScene scene, string phase, ParticipantState state, AppraisalCommand command) =>
        AppraisalDecider.Decide(state, scene.Phase(phase), scene.Window(phase), command, scene.ReceivedAt, scene.Standard, scene.Definition.Review);

    private static AcceptanceAnswer AcceptanceOf(ParticipantScene scene, string phase, ParticipantState state, AppraisalContent content)
    {
        var (at, window) = (state.Phase(phase), scene.Window(phase));
        var score = Scorer.Score(scene.Standard.For(state), content);
        return new(at.Status, at.SubmittedAt, at.Timeliness, at.Score, at.Vetoed, score.Lines, window.DueAt, window.GraceUntil, window.LockedAt);
    }

    /// <summary>The caller with the units whose people it is one of: nobody appraises their own.</summary>
    private async Task<Reviewer> ReviewerAsync(ParticipantScene scene, CancellationToken cancellationToken) =>
        ReviewerIdentity.Of(await directory.GetAsync(AccessPolicy.AllowOn, cancellationToken), scene.Caller.Person);

    private async Task<(ReviewAnswer? Answer, ETag? ETag)> CurrentAsync(ParticipantScene scene, string phase, CancellationToken cancellationToken)
    {
        var reading = appraisals.ReadAsync(scene.Key, phase, cancellationToken);
        var participant = await participants.ReadAsync(scene.Key, cancellationToken);
        var own = await reading;
        if (participant is null)
            return (null, null);
        // Concluded for a unit whose part this one carries on, it stands under that one's name.
        var stored = participant.State.Phase(phase).SheetOf is { } unit
            ? await appraisals.ReadAsync(scene.Key with { Unit = unit }, phase, cancellationToken) ?? own
            : own;

        var mayReview = await desk.MayAsync(scene, Act.WriteReview, cancellationToken);
        // A draft is the reviewers' own until it is concluded.
        var content = stored is not null && (stored.Accepted || mayReview) ? stored.Content : new(NoPoints);
        var by = await ReviewerAsync(scene, cancellationToken);
        var (definition, window, now) = (scene.Phase(phase), scene.Window(phase), scene.ReceivedAt);
        var at = PhaseAnswer.Of(participant.State.Phase(phase), window, now);
        var selfScores = await Task.WhenAll(definition.Covers.Where(c => scene.Phase(c).Concerns(scene.Key.Track))
            .Select(covered => SelfScoreAsync(scene, covered, participant.State, cancellationToken)));
        return (new(
            phase, content.Points, content.Measured, content.Comment, content.Waived, content.Reasons, at.Status, at.Timeliness, at.OpensAt, at.DueAt,
            at.GraceUntil, at.LockedAt,
            at.SubmittedAt, at.Score, at.Vetoed, selfScores,
            FlagsOf(scene, definition, participant.State, content),
            [.. selfScores.SelectMany(s => ReviewFlags.Clauses(s.Phase, s.Lines, content.Points, scene.Standard, scene.Definition.Review))],
            mayReview ? scene.Allowed(participant.State, phase, by) : [],
            mayReview ? AllowedActions.Returnable(participant.State, definition, window, now, by) : []), own?.ETag);
    }

    private static IReadOnlyList<ScoreFlag> FlagsOf(ParticipantScene scene, Phase phase, ParticipantState state, AppraisalContent content) =>
        state.Phase(phase.Id).Flags is { } kept ? kept
        : AppraisalDecider.Check(scene.Standard, content, complete: true).Count > 0 ? []
        : ReviewFlags.Of(
            state, phase, Scorer.Score(scene.Standard, content.Points, content.Measured ?? NoPoints).Total, scene.Standard, scene.Definition.Review);

    private async Task<SelfScore> SelfScoreAsync(ParticipantScene scene, string covered, ParticipantState state, CancellationToken cancellationToken)
    {
        var at = state.Phase(covered);
        var timeliness = at.Timeliness ?? scene.Window(covered, state).At(scene.ReceivedAt);
        var submitted = at.HandedIn ? (await sheets.ReadAsync(scene.Key, covered, at, cancellationToken))?.Submitted : null;
        var lines = submitted is not null && scene.Phase(covered).Kind == PhaseKind.SelfCheck
            ? Scorer.Score(scene.Standard.For(state), submitted, at.Evidence).Lines
            : [];
        return new(covered, at.Status, at.SubmittedAt, timeliness, at.Score, at.Vetoed, lines);
    }

    private async Task<IResult> StaleAsync(ParticipantScene scene, string phase, Precondition precondition, CancellationToken cancellationToken)
    {
        if (precondition is Precondition.Unstated)
            return Problems.PreconditionRequired();
        var (current, etag) = await CurrentAsync(scene, phase, cancellationToken);
        return new StaleAnswer<ReviewAnswer?>(current, etag);
    }
}
