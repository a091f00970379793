using System.Runtime.CompilerServices;
using Campaigns.App.Cycles;
using Campaigns.App.Directory;
using Campaigns.App.Http;
using Campaigns.App.Participants;
using Campaigns.App.Reminders;
using Campaigns.App.Reviews;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Objections;
using Campaigns.Rules.Participants;
using Microsoft.AspNetCore.Http;

namespace Campaigns.App.Selecting;

/// <summary>Takes objections and appeals, and their answers (G4, J16). The office is told of each, and again when its answer is overdue.</summary>
public sealed class ChallengeDesk(
    ParticipantStore participants, Challenges challenges, PanelScores panel, AppraisalStore appraisals, DueIndex dues, DirectoryCache directory,
    CycleContexts cycles,
    DirectNotices notices, HolidayTables holidays) : IDueAction
{
    public const string DueKind = "challenge";

    private static readonly TimeSpan PeopleAge = TimeSpan.FromSeconds(60);

    public string Kind => DueKind;

    /// <summary>A little after the end of the time to answer; null where the end of the phase is the only limit.</summary>
    public static DueTime? DueTimeOf(ParticipantKey key, Challenge challenge)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(challenge);
        return challenge.AnswerBy is { } until ? new(until + CyclePlanner.LockDelay, key.Cycle, key.Track, key.Unit, DueKind, challenge.Id) : null;
    }

    /// <summary>An objection by anybody.</summary>
    public Task<IResult> ObjectAsync(ParticipantScene scene, Phase notice, FileChallenge filed, ParticipantOperation operation,
        CancellationToken cancellationToken) =>
        FileAsync(
            scene, notice, ChallengeKind.Objection, filed, operation,
            state => ChallengeDecider.FileObjection(state, notice, scene.Window(notice.Id), filed, scene.ReceivedAt), cancellationToken);

    /// <summary>The participant's own appeal against the score of a phase.</summary>
    public Task<IResult> AppealAsync(ParticipantScene scene, Phase phase, FileChallenge filed, ParticipantOperation operation,
        CancellationToken cancellationToken)
    {
        var window = scene.Window(phase.Id);
        var until = phase.Selecting.Appeals is { } length && window.LockedAt is { } locked
            ? new Deadlines(scene.Definition.Authority, holidays).Due(locked, length).At
            : null;
        return FileAsync(
            scene, phase, ChallengeKind.Appeal, filed, operation,
            state => ChallengeDecider.FileAppeal(state, phase, window, until, filed, scene.Caller.Person, scene.ReceivedAt), cancellationToken);
    }

    /// <summary>The answer to an open objection or appeal.</summary>
    public async Task<IResult> AnswerAsync(
        ParticipantScene scene, ChallengeKind kind, string id, AnswerBody body, ParticipantOperation operation, CancellationToken cancellationToken)
    {
        if (await challenges.ReadAsync(scene.Key, id, cancellationToken) is not { } kept || kept.Value.Kind != kind)
            return Problems.NotFound($"{(kind == ChallengeKind.Appeal ? "appeal" : "objection")} {id} about {scene.Key.Unit}");
        var scorers = await ScorersAsync(scene, kept.Value, cancellationToken);
        var answer = new AnswerChallenge(scene.Caller.Person, body.Upheld, body.Text, body.Score);
        var answered = kept.Value with
        {
            Status = body.Upheld ? ChallengeStatus.Upheld : ChallengeStatus.Rejected,
            AnsweredBy = scene.Caller.Person,
            AnsweredAt = scene.ReceivedAt,
            Answer = body.Text,
        };
        ValueTask<ParticipantWrite> Decide(StoredParticipant current, CancellationToken token)
        {
            var decision = ChallengeDecider.Answer(current.State, kept.Value, answer, scorers, scene.Standard);
            if (decision is not Accepted<ParticipantState>)
                return ValueTask.FromResult(ParticipantWrite.Of(decision));
            if (kind == ChallengeKind.Appeal && body.Upheld)
                answered = answered with { ScoreBefore = current.State.Phase(kept.Value.Phase).Score, ScoreAfter = body.Score };
            return ValueTask.FromResult(new ParticipantWrite(
                decision, [Challenges.Write(scene.Key, answered, kept.ETag)], (StatusCodes.Status200OK, Answers.Text(ChallengeAnswer.Of(answered)))));
        }
        var outcome = await participants.TransactAsync(scene.Key, operation, Decide, cancellationToken);
        return outcome switch
        {
            ParticipantOutcome.Committed => Answers.Ok(ChallengeAnswer.Of(answered)),
            ParticipantOutcome.RowConflict => new Refusal(RefusalCode.AlreadyAnswered).ToProblem(scene.Caller.Language),
            _ => OutcomeAnswer.Of(outcome, operation, scene)!,
        };
    }

    /// <summary>Only what is still to come: that it is overdue is told and recorded nowhere else.</summary>
    public async IAsyncEnumerable<DueTime> ImpliedAsync(GroupTruth truth, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(truth);
        if (!truth.Any(s => s.Selection is { Open.Count: > 0 }))
            yield break;
        foreach (var challenge in await challenges.OfGroupAsync(truth.Cycle.Cycle, truth.Group, cancellationToken))
        {
            if (truth.Of(challenge.Track, challenge.Unit) is { State.Selection: { } selection, Key: var key } && selection.Open.Contains(challenge.Id)
                && DueTimeOf(key, challenge) is { } due && due.At > truth.Now)
            {
                yield return due;
            }
        }
    }

    /// <summary>An answer is overdue: whoever leads the authority is told, and its office once more.</summary>
    public async Task ActAsync(DueTime due, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(due);
        if (await participants.ReadAsync(due.Cycle, due.Track, due.Unit, cancellationToken) is not { } participant
            || participant.State.Selection?.Open.Contains(due.Subject) != true
            || await cycles.GetAsync(due.Cycle, cancellationToken) is not { } cycle)
            return;
        var people = await directory.GetAsync(PeopleAge, cancellationToken);
        var authority = cycle.Definition.Authority.Unit;
        await notices.TellAsync(cycle, SelectionNotices.To(
            [.. SelectionNotices.Office(people, authority), .. people.ContactsOfUnit(authority).Leaders],
            $"challengeOverdue|{due.Track}|{due.Unit}|{due.Subject}", due.At, "overdue",
            new($"{due.Unit}：异议或申诉逾期未答复", $"{due.Unit}: an objection or appeal is overdue"),
            new($"“{due.Unit}”的异议或申诉（{due.Subject}）已过答复期限，请尽快办理。", $"The objection or appeal {due.Subject} about {due.Unit} has not been answered in time.")),
            cancellationToken);
    }

    private async Task<IResult> FileAsync(
        ParticipantScene scene, Phase phase, ChallengeKind kind, FileChallenge filed, ParticipantOperation operation,
        Func<ParticipantState, Decision<ParticipantState>> decide, CancellationToken cancellationToken)
    {
        var answerBy = phase.Selecting.Answer is { } length ? new Deadlines(scene.Definition.Authority, holidays).Due(scene.ReceivedAt, length).At : null;
        Challenge? challenge = null;
        async ValueTask<ParticipantWrite> Decide(StoredParticipant current, CancellationToken token)
        {
            var decision = decide(current.State);
            if (decision is not Accepted<ParticipantState>)
                return ParticipantWrite.Of(decision);
            challenge = new Challenge(
                ChallengeDecider.NextId(current.State), kind, scene.Key.Track, scene.Key.Unit, phase.Id, filed.Text, filed.Name, filed.Contact,
                    scene.ReceivedAt)
            {
                AnswerBy = answerBy,
            };
            if (DueTimeOf(scene.Key, challenge) is { } due)
                await dues.AddAsync(due, token);
            return new(
                decision, [Challenges.Write(scene.Key, challenge, null)],
                (StatusCodes.Status201Created, Answers.Text(new FiledAnswer(challenge.Id, answerBy))))
            {
                Notices = NoticesOf(scene, challenge, await directory.GetAsync(PeopleAge, token)),
            };
        }
        var outcome = await participants.TransactAsync(scene.Key, operation, Decide, cancellationToken);
        switch (outcome)
        {
            case ParticipantOutcome.Committed:
                var list = kind == ChallengeKind.Appeal ? $"{scene.Path}/challenges" : $"/api/v1/notices/{scene.Key.Cycle}/objections";
                return Answers.Created(list, new FiledAnswer(challenge!.Id, answerBy));
            case ParticipantOutcome.RowConflict:
                return Problems.Of(StatusCodes.Status503ServiceUnavailable, "busy", "Somebody else was faster; send the request again.");
            default:
                return OutcomeAnswer.Of(outcome, operation, scene)!;
        }
    }

    private static IReadOnlyList<DirectNotice> NoticesOf(ParticipantScene scene, Challenge challenge, DirectorySnapshot people) => SelectionNotices.To(
        SelectionNotices.Office(people, scene.Definition.Authority.Unit), $"challenge|{challenge.Track}|{challenge.Unit}|{challenge.Id}",
        challenge.ReceivedAt, "notice",
        challenge.Kind == ChallengeKind.Appeal
            ? new($"{challenge.Unit}：收到申诉", $"{challenge.Unit}: an appeal")
            : new($"{challenge.Unit}：收到异议", $"{challenge.Unit}: an objection"),
        new("请在期限内核实并答复。", "Look into it and answer in time."));

    /// <summary>Who scored the participant: in the phase appealed against, or at all where somebody objects.</summary>
    private async Task<IReadOnlyCollection<string>> ScorersAsync(ParticipantScene scene, Challenge challenge, CancellationToken cancellationToken)
    {
        var scorers = new HashSet<string>(StringComparer.Ordinal);
        var state = (await participants.ReadAsync(scene.Key, cancellationToken))?.State;
        foreach (var phase in scene.Definition.PhasesOf(scene.Key.Track).Where(p => challenge.Kind == ChallengeKind.Objection || p.Id == challenge.Phase))
        {
            var key = scene.Key with { Unit = state?.Phase(phase.Id).SheetOf ?? scene.Key.Unit };
            if (phase.Kind == PhaseKind.Appraisal && await appraisals.ReadAsync(key, phase.Id, cancellationToken) is { Accepted: true } appraisal)
                scorers.Add(appraisal.By);
            else if (phase.Kind == PhaseKind.Panel)
                scorers.UnionWith((await panel.OfAsync(scene.Key, cancellationToken)).Select(s => s.Member));
        }
        return scorers;
    }
}

public sealed record AnswerBody(bool Upheld, string Text, decimal? Score = null);

/// <summary>What whoever filed something gets to know: its number and until when it will be answered.</summary>
public sealed record FiledAnswer(string Id, DateTimeOffset? AnswerBy);

public sealed record ChallengeAnswer(
    string Id, ChallengeKind Kind, string Track, string Unit, string Phase, string Text, string? Name, string? Contact, DateTimeOffset ReceivedAt,
    DateTimeOffset? AnswerBy, ChallengeStatus Status, string? AnsweredBy, DateTimeOffset? AnsweredAt, string? Answer, decimal? ScoreBefore, decimal? ScoreAfter)
{
    public static ChallengeAnswer Of(Challenge c)
    {
        ArgumentNullException.ThrowIfNull(c);
        return new(
            c.Id, c.Kind, c.Track, c.Unit, c.Phase, c.Text, c.Name, c.Contact, c.ReceivedAt, c.AnswerBy, c.Status, c.AnsweredBy, c.AnsweredAt, c.Answer,
            c.ScoreBefore, c.ScoreAfter);
    }
}
