using System.Globalization;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Ledger;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Scoring;
using Campaigns.Rules.Sheets;

namespace Campaigns.Rules.Objections;

/// <summary>
/// Takes and answers objections and appeals (G4, J16). They are taken up to the very lock of their window; whoever scored the participant cannot answer them;
/// every step is in the participant's ledger, without the words or the name of who objected.
/// </summary>
public static class ChallengeDecider
{
    public const int MaxText = 2000;
    public const int MaxName = 100;
    public const int MaxContact = 200;

    /// <summary>Open objections against one participant; more are refused, since the office has enough to answer and a flood says nothing new.</summary>
    public const int MostOpen = 20;

    /// <summary>An objection against a participant on the intended list of a public notice, or among its reserves.</summary>
    public static Decision<ParticipantState> FileObjection(
        ParticipantState state, Phase notice, PhaseWindow window, FileChallenge objection, DateTimeOffset now) =>
        !notice.Concerns(state.Track) ? Decision.Refuse<ParticipantState>(RefusalCode.PhaseNotOfTrack)
        : notice.Kind != PhaseKind.PublicNotice ? Decision.Refuse<ParticipantState>(RefusalCode.WrongKindOfPhase)
        : NotIn(window.OpensAt, window.LockedAt, now) is { } closed ? Decision.Refuse<ParticipantState>(closed)
        : state.Selection is not ({ Intended: true } or { Reserve: true }) ? Decision.Refuse<ParticipantState>(RefusalCode.NotOnTheList)
        : File(state, notice.Id, objection, Acts.ObjectionReceived, "public");

    /// <summary>
    /// The participant's own appeal against the score of <paramref name="phase"/>, from its lock until <paramref name="until"/>; one at a time.
    /// </summary>
    public static Decision<ParticipantState> FileAppeal(
        ParticipantState state, Phase phase, PhaseWindow window, DateTimeOffset? until, FileChallenge appeal, string by, DateTimeOffset now) =>
        !phase.Concerns(state.Track) ? Decision.Refuse<ParticipantState>(RefusalCode.PhaseNotOfTrack)
        : phase.Selecting.Appeals is null || !phase.Kind.IsScored() ? Decision.Refuse<ParticipantState>(RefusalCode.WrongKindOfPhase)
        : NotIn(window.LockedAt, until, now) is { } closed ? Decision.Refuse<ParticipantState>(closed)
        : state.Phase(phase.Id).Score is null ? Decision.Refuse<ParticipantState>(RefusalCode.NothingToReview)
        : File(state, phase.Id, appeal, Acts.AppealReceived, by);

    /// <summary>The id of the challenge that <paramref name="state"/> would get next: <c>c-1</c>, <c>c-2</c>, ...</summary>
    public static string NextId(ParticipantState state) =>
        "c-" + ((state.Selection?.Challenges ?? 0) + 1).ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// Answers <paramref name="challenge"/>. An upheld objection bars the participant from the year's honours; an upheld appeal gives it
    /// <see cref="AnswerChallenge.Score"/> in the phase. <paramref name="scorers"/> are those who scored the participant: none of them answers.
    /// </summary>
    public static Decision<ParticipantState> Answer(
        ParticipantState state, Challenge challenge, AnswerChallenge answer, IReadOnlyCollection<string> scorers, Standard standard)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(challenge);
        ArgumentNullException.ThrowIfNull(answer);
        if (state.Selection is not { } selection || !selection.Open.Contains(challenge.Id))
            return Decision.Refuse<ParticipantState>(RefusalCode.AlreadyAnswered);
        if (scorers.Contains(answer.By) || answer.By == state.Unit)
            return Decision.Refuse<ParticipantState>(RefusalCode.AnsweredByScorer);
        if (Refusal.Of([.. Problems(challenge, answer, standard)]) is { } refusal)
            return Decision.Refuse<ParticipantState>(refusal);

        var next = state with { Selection = selection with { Open = [.. selection.Open.Where(id => id != challenge.Id)] } };
        var facts = new Dictionary<string, string> { ["id"] = challenge.Id, ["upheld"] = answer.Upheld ? "true" : "false" };
        var act = Acts.ObjectionAnswered;
        if (challenge.Kind == ChallengeKind.Objection)
        {
            if (answer.Upheld)
                next = next with { Selection = next.Selection! with { BarredBy = challenge.Id, Intended = false, Reserve = false } };
        }
        else
        {
            act = Acts.AppealAnswered;
            if (answer.Upheld && state.Phase(challenge.Phase) is var current)
            {
                facts["before"] = Scorer.Text(current.Score ?? 0);
                facts["score"] = Scorer.Text(answer.Score!.Value);
                next = next.With(challenge.Phase, current with { Score = answer.Score });
            }
        }
        return Decision.Accept(next, new LedgerFact(act, answer.By, $"{state.Track}/{state.Unit}/{challenge.Phase}", facts, answer.Text));
    }

    static IEnumerable<Refusal> Problems(Challenge challenge, AnswerChallenge answer, Standard standard)
    {
        if (string.IsNullOrWhiteSpace(answer.Text))
            yield return new Refusal(RefusalCode.TextMissing, "text");
        else if (SheetValidation.TooLong(answer.Text, "text", MaxText) is { } tooLong)
            yield return tooLong;
        var scored = challenge.Kind == ChallengeKind.Appeal && answer.Upheld;
        if (scored && answer.Score is null)
            yield return new Refusal(RefusalCode.AnswerMissing, "score");
        else if (!scored && answer.Score is not null)
            yield return new Refusal(RefusalCode.AnswerNotAsked, "score");
        else if (SheetValidation.OutOfRange(answer.Score, 0, standard.Scale, "score") is { } outOfRange)
            yield return outOfRange;
    }

    static Refusal? NotIn(DateTimeOffset? opens, DateTimeOffset? closes, DateTimeOffset now) =>
        opens is null || now < opens ? new Refusal(RefusalCode.NotOpenYet, null, SheetDecider.Fact("opensAt", opens))
        : closes is null || now > closes ? new Refusal(RefusalCode.DeadlinePassed, null, SheetDecider.Fact("lockedAt", closes))
        : null;

    static Decision<ParticipantState> File(ParticipantState state, string phase, FileChallenge filed, string act, string by)
    {
        var selection = state.Selection ?? SelectionState.None;
        if (Refusal.Of([.. Problems(filed)]) is { } refusal)
            return Decision.Refuse<ParticipantState>(refusal);
        if (selection.Open.Count >= MostOpen)
            return Decision.Refuse<ParticipantState>(RefusalCode.TooManyChallenges);
        var id = NextId(state);
        var next = state with { Selection = selection with { Challenges = selection.Challenges + 1, Open = [.. selection.Open, id] } };
        return Decision.Accept(next, new LedgerFact(act, by, $"{state.Track}/{state.Unit}/{phase}", new Dictionary<string, string> { ["id"] = id }));
    }

    static IEnumerable<Refusal> Problems(FileChallenge filed)
    {
        if (string.IsNullOrWhiteSpace(filed.Text))
            yield return new Refusal(RefusalCode.TextMissing, "text");
        else if (SheetValidation.TooLong(filed.Text, "text", MaxText) is { } tooLong)
            yield return tooLong;
        if (SheetValidation.TooLong(filed.Name, "name", MaxName) is { } longName)
            yield return longName;
        if (SheetValidation.TooLong(filed.Contact, "contact", MaxContact) is { } longContact)
            yield return longContact;
    }
}
