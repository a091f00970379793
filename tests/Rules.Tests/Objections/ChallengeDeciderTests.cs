using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Ledger;
using Campaigns.Rules.Objections;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Tests.Honouring;
using Xunit;

namespace Campaigns.Rules.Tests.Objections;

public sealed class ChallengeDeciderTests
{
    static readonly Phase notice = Choosing.Phase(PhaseKind.PublicNotice);
    static readonly Phase appealable = Choosing.Check with { Selecting = new SelectingTerms { Appeals = new Offset(5, true) } };
    static readonly ParticipantState intended = Choosing.Village("v-1", selection: new SelectionState { Intended = true });
    static readonly DateTimeOffset until = Choosing.Locked.AddDays(7);

    [Fact]
    public void ObjectionOnTheLastHour_AndAtTheVeryLock_Counts_AfterItNot()
    {
        Assert.Null(Object(intended, Choosing.Locked.AddHours(-1)).Refusal);
        Assert.Null(Object(intended, Choosing.Locked).Refusal);
        Assert.Equal(RefusalCode.DeadlinePassed, Object(intended, Choosing.Locked.AddTicks(1)).Refusal?.Code);
        Assert.Null(Object(intended, Choosing.Opens).Refusal);
        Assert.Equal(RefusalCode.NotOpenYet, Object(intended, Choosing.Opens.AddTicks(-1)).Refusal?.Code);
    }

    [Fact]
    public void Objection_IsNumberedOpenAndInTheLedger_WithoutItsWords()
    {
        var first = Choosing.Accepted(Object(intended, Choosing.Opens));
        var second = Choosing.Accepted(Object(first.State, Choosing.Opens));
        Assert.Equal(["c-1", "c-2"], second.State.Selection!.Open);
        Assert.Equal(("c-3", 2), (ChallengeDecider.NextId(second.State), second.State.Selection.Challenges));
        Assert.True(second.State.Selection.Intended);
        var fact = Assert.Single(second.Facts);
        Assert.Equal((Acts.ObjectionReceived, "public", "villages/v-1/publicnotice", null, "c-2"), (fact.Act, fact.By, fact.Subject, fact.Why,
            fact.Facts["id"]));
        Assert.Single(fact.Facts);
    }

    [Fact]
    public void Objection_AgainstSomebodyNotOnTheListNorAmongItsReserves_IsRefused()
    {
        Assert.Equal(RefusalCode.NotOnTheList, Object(Choosing.Village("v-2"), Choosing.Opens).Refusal?.Code);
        Assert.Equal(RefusalCode.NotOnTheList, Object(Choosing.Village("v-2", selection: SelectionState.None), Choosing.Opens).Refusal?.Code);
        Assert.Null(Object(Choosing.Village("v-2", selection: SelectionState.None with { Reserve = true }), Choosing.Opens).Refusal);
        Assert.Equal(RefusalCode.WrongKindOfPhase, ChallengeDecider.FileObjection(
            intended, Choosing.Phase(PhaseKind.Panel), Choosing.Window(notice), new FileChallenge("x"), Choosing.Opens).Refusal?.Code);
        Assert.Equal(RefusalCode.PhaseNotOfTrack, ChallengeDecider.FileObjection(
            intended, notice with { Tracks = ["other"] }, Choosing.Window(notice), new FileChallenge("x"), Choosing.Opens).Refusal?.Code);
    }

    [Fact]
    public void Objection_HostileText_IsRefusedWithEveryPlace()
    {
        var decision = ChallengeDecider.FileObjection(
            intended, notice, Choosing.Window(notice), new FileChallenge(new string('x', 2001), new string('n', 101), new string('c', 201)), Choosing.Opens);
        Assert.Equal(["text", "name", "contact"], Choosing.Paths(decision));
        Assert.Null(ChallengeDecider.FileObjection(
            intended, notice, Choosing.Window(notice), new FileChallenge(new string('x', 2000), new string('n', 100), new string('c', 200)),
                Choosing.Opens).Refusal);
        Assert.Equal([RefusalCode.TextMissing], Choosing.Codes(
            ChallengeDecider.FileObjection(intended, notice, Choosing.Window(notice), new FileChallenge("  "), Choosing.Opens)));
    }

    [Fact]
    public void Objection_AFlood_IsRefusedAtTheLimit()
    {
        var flooded = intended with { Selection = intended.Selection! with { Open = [.. Enumerable.Range(1, 19).Select(n => $"c-{n}")], Challenges = 19 } };
        var last = Choosing.Accepted(Object(flooded, Choosing.Opens));
        Assert.Equal(RefusalCode.TooManyChallenges, Object(last.State, Choosing.Opens).Refusal?.Code);
    }

    [Fact]
    public void Appeal_FromTheLockUntilItsEnd_AgainstAScoreThatIsThere()
    {
        Assert.Equal(RefusalCode.NotOpenYet, Appeal(Choosing.Village("v-1"), Choosing.Locked.AddTicks(-1)).Refusal?.Code);
        Assert.Null(Appeal(Choosing.Village("v-1"), Choosing.Locked).Refusal);
        Assert.Null(Appeal(Choosing.Village("v-1"), until).Refusal);
        Assert.Equal(RefusalCode.DeadlinePassed, Appeal(Choosing.Village("v-1"), until.AddTicks(1)).Refusal?.Code);
        Assert.Equal(RefusalCode.NothingToReview, Appeal(Choosing.Village("v-1", null), until).Refusal?.Code);
        Assert.Equal(RefusalCode.WrongKindOfPhase, Appeal(Choosing.Village("v-1"), until, Choosing.Check).Refusal?.Code);
        Assert.Equal(RefusalCode.WrongKindOfPhase, Appeal(Choosing.Village("v-1"), until, appealable with { Kind = PhaseKind.Summary }).Refusal?.Code);
        Assert.Equal(RefusalCode.PhaseNotOfTrack, Appeal(Choosing.Village("v-1"), until, appealable with { Tracks = ["other"] }).Refusal?.Code);
        Assert.Equal(RefusalCode.DeadlinePassed, ChallengeDecider.FileAppeal(
            Choosing.Village("v-1"), appealable, Choosing.Window(appealable), null, new FileChallenge("x"), "p-1", until).Refusal?.Code);
    }

    [Fact]
    public void Appeal_Upheld_ChangesTheScoreAndTheLedgerSaysBothScores()
    {
        var filed = Choosing.Accepted(Appeal(Choosing.Village("v-1", 70), until));
        Assert.Equal((Acts.AppealReceived, "p-1"), (filed.Facts[0].Act, filed.Facts[0].By));
        var answered = Choosing.Accepted(Answer(filed.State, Challenge(ChallengeKind.Appeal), new("chief", true, "补正", 82)));
        Assert.Equal(82, answered.State.Phase("selfcheck").Score);
        Assert.Empty(answered.State.Selection!.Open);
        var fact = Assert.Single(answered.Facts);
        Assert.Equal(
            (Acts.AppealAnswered, "chief", "补正", "70", "82", "true"), (fact.Act, fact.By, fact.Why, fact.Facts["before"], fact.Facts["score"],
                fact.Facts["upheld"]));
    }

    [Fact]
    public void Appeal_Rejected_LeavesTheScore()
    {
        var filed = Choosing.Accepted(Appeal(Choosing.Village("v-1", 70), until)).State;
        var answered = Choosing.Accepted(Answer(filed, Challenge(ChallengeKind.Appeal), new("chief", false, "维持")));
        Assert.Equal(70, answered.State.Phase("selfcheck").Score);
        Assert.Equal("false", answered.Facts[0].Facts["upheld"]);
    }

    [Fact]
    public void Objection_Upheld_BarsTheParticipant_RejectedNot()
    {
        var filed = Choosing.Accepted(Object(intended, Choosing.Opens)).State;
        var upheld = Choosing.Accepted(Answer(filed, Challenge(ChallengeKind.Objection), new("chief", true, "属实")));
        Assert.Equal(("c-1", false, 0), (upheld.State.Selection!.BarredBy, upheld.State.Selection.Intended, upheld.State.Selection.Open.Count));
        Assert.Equal(Acts.ObjectionAnswered, Assert.Single(upheld.Facts).Act);
        var rejected = Choosing.Accepted(Answer(filed, Challenge(ChallengeKind.Objection), new("chief", false, "不属实"))).State.Selection!;
        Assert.Equal((null, true, 0), (rejected.BarredBy, rejected.Intended, rejected.Open.Count));
    }

    [Fact]
    public void Answer_ByAScorerOrTheParticipant_OrTwice_IsRefused()
    {
        var filed = Choosing.Accepted(Object(intended, Choosing.Opens)).State;
        var challenge = Challenge(ChallengeKind.Objection);
        Assert.Equal(RefusalCode.AnsweredByScorer, Answer(filed, challenge, new("scorer", false, "x")).Refusal?.Code);
        Assert.Equal(RefusalCode.AnsweredByScorer, Answer(filed, challenge, new("v-1", false, "x")).Refusal?.Code);
        var answered = Choosing.Accepted(Answer(filed, challenge, new("chief", false, "x"))).State;
        Assert.Equal(RefusalCode.AlreadyAnswered, Answer(answered, challenge, new("chief", false, "x")).Refusal?.Code);
        Assert.Equal(RefusalCode.AlreadyAnswered, Answer(Choosing.Village("v-1"), challenge, new("chief", false, "x")).Refusal?.Code);
    }

    [Fact]
    public void Answer_Incomplete_IsRefused()
    {
        var filed = Choosing.Accepted(Appeal(Choosing.Village("v-1", 70), until)).State;
        Assert.Equal(["text", "score"], Choosing.Paths(Answer(filed, Challenge(ChallengeKind.Appeal), new("chief", true, " "))));
        Assert.Equal([RefusalCode.AnswerOutOfRange], Choosing.Codes(Answer(filed, Challenge(ChallengeKind.Appeal), new("chief", true, "x", 100.5m))));
        Assert.Equal([RefusalCode.AnswerNotAsked], Choosing.Codes(Answer(filed, Challenge(ChallengeKind.Appeal), new("chief", false, "x", 90))));
        Assert.Equal([RefusalCode.AnswerNotAsked], Choosing.Codes(Answer(filed, Challenge(ChallengeKind.Objection), new("chief", true, "x", 90))));
        Assert.Equal([RefusalCode.TextTooLong], Choosing.Codes(Answer(filed, Challenge(ChallengeKind.Objection), new("chief", true, new string('x', 2001)))));
    }

    static Decision<ParticipantState> Object(ParticipantState state, DateTimeOffset now) =>
        ChallengeDecider.FileObjection(state, notice, Choosing.Window(notice), new FileChallenge("不符合条件"), now);

    static Decision<ParticipantState> Appeal(ParticipantState state, DateTimeOffset now, Phase? phase = null) =>
        ChallengeDecider.FileAppeal(state, phase ?? appealable, Choosing.Window(appealable), until, new FileChallenge("漏计"), "p-1", now);

    static Decision<ParticipantState> Answer(ParticipantState state, Challenge challenge, AnswerChallenge answer) =>
        ChallengeDecider.Answer(state, challenge, answer, ["scorer"], Choosing.Standard);

    static Challenge Challenge(ChallengeKind kind) =>
        new("c-1", kind, "villages", "v-1", kind == ChallengeKind.Appeal ? "selfcheck" : "publicnotice", "x", null, null, Choosing.Opens);
}
