using Campaigns.Rules.Definitions;
using Campaigns.Rules.Evaluation;
using Campaigns.Rules.Honouring;
using Campaigns.Rules.Ledger;
using Campaigns.Rules.Participants;
using Xunit;

namespace Campaigns.Rules.Tests.Honouring;

public sealed class HonourDeciderTests
{
    static readonly Track track = Choosing.Track with
    {
        Honour = new HonourTerms(new LocalizedText("示范村"), 3, true),
        Consequences = new ConsequenceTerms(
            [
                new(ConsequenceKind.Reward, ConsequenceTarget.Unit, null, new LocalizedText("五万元")),
                new(ConsequenceKind.Candidate, ConsequenceTarget.Leader, new LocalizedText("两优一先"), null),
                new(ConsequenceKind.Subsidy, ConsequenceTarget.Liaison, null, null),
            ],
            [new(ConsequenceKind.Ineligible, ConsequenceTarget.Leader, new LocalizedText("优秀公务员"), null)]),
    };

    static readonly PostHolders holders = new(new Dictionary<ConsequenceTarget, IReadOnlyList<string>> { [ConsequenceTarget.Leader] = ["p-1", "p-2"] });
    static readonly FinalDecision decision = new("villages", ["v-1"], Choosing.Opens, "chief") { Document = "县委〔2026〕8号" };

    [Fact]
    public void Conclude_Honoured_HasBasisValidityAndConsequencesForThePostHoldersOfTheTime()
    {
        var state = Conclude(Choosing.Village("v-1"));
        Assert.Equal(new HonourState("县委〔2026〕8号", Choosing.Opens, new DateOnly(2029, 12, 31)) { Rechecked = state.Selection!.Honour!.Rechecked },
            state.Selection.Honour);
        Assert.Equal(
            [(ConsequenceKind.Reward, "v-1"), (ConsequenceKind.Candidate, "p-1"), (ConsequenceKind.Candidate, "p-2")],
            state.Selection.Consequences.Select(c => (c.Kind, c.Who)));
        Assert.Equal("两优一先", state.Selection.Consequences[1].For?.Zh);
        // Twice is as good as once, and a new leader changes nothing.
        Assert.Same(state, HonourDecider.Conclude(state, track, Choosing.Standard, decision, 2026, PostHolders.Nobody));
        Assert.Null(HonourDecider.Conclude(Choosing.Village("v-1"), Choosing.Track, Choosing.Standard, decision, 2026, holders).Selection!.Honour!.ValidUntil);
    }

    [Theory]
    [InlineData(79.99, false, true)]
    [InlineData(80, false, false)]
    [InlineData(95, true, true)]
    public void Conclude_Failed_HasItsConsequences_OthersHaveNone(double score, bool vetoed, bool failed)
    {
        var state = Conclude(Choosing.Village("v-2", (decimal)score, vetoed));
        Assert.Null(state.Selection?.Honour);
        Assert.Equal(failed ? ["p-1", "p-2"] : [], state.Selection?.Consequences.Select(c => c.Who) ?? []);
        Assert.Same(state, Conclude(state));
    }

    [Theory]
    [InlineData(85, true, false, "v-1 p-1 p-2")]
    [InlineData(79.99, false, false, "p-1 p-2")]
    [InlineData(85, false, true, "p-1 p-2")]
    [InlineData(85, false, false, "")]
    public void ConcludeAttaining_WhereNobodyIsSelected_FollowsFromAttainingOrFailing(double score, bool attained, bool vetoed, string who)
    {
        var attaining = track with { Select = null, Attain = new Attainment("met", null) };
        var village = Choosing.Village("v-1", (decimal)score, vetoed);
        village = village with { Outcome = village.Outcome! with { Attained = attained } };

        var state = HonourDecider.ConcludeAttaining(village, attaining, Choosing.Standard, holders);

        Assert.Null(state.Selection?.Honour);
        Assert.Equal(who, string.Join(' ', state.Selection?.Consequences.Select(c => c.Who) ?? []));
        // Given once: neither a second run nor a new leader changes anything; and not where a decision names its list.
        Assert.Same(state, HonourDecider.ConcludeAttaining(state, attaining, Choosing.Standard, who.Length > 0 ? PostHolders.Nobody : holders));
        Assert.Same(village, HonourDecider.ConcludeAttaining(village, track with { Attain = attaining.Attain }, Choosing.Standard, holders));
    }

    [Fact]
    public void ConcludeAttaining_BeforeTheEvaluationOrWithNobodyToFall_ChangesNothing()
    {
        var attaining = track with { Select = null, Attain = new Attainment("met", null) };
        var open = Choosing.Village("v-1") with { Outcome = null };
        var failed = Choosing.Village("v-1", 10);
        Assert.Same(open, HonourDecider.ConcludeAttaining(open, attaining, Choosing.Standard, holders));
        Assert.Same(failed, HonourDecider.ConcludeAttaining(failed, attaining, Choosing.Standard, PostHolders.Nobody));
    }

    [Fact]
    public void Failed_AsksForTheGradeOfAttainingFirst_AndForAnOutcome()
    {
        var attaining = track with { Attain = new Attainment("excellent", null) };
        Assert.True(HonourDecider.Failed(Choosing.Village("v", 89), attaining, Choosing.Standard));
        Assert.False(HonourDecider.Failed(Choosing.Village("v", 90), attaining, Choosing.Standard));
        Assert.False(HonourDecider.Failed(Choosing.Village("v", 1), track with { Select = track.Select! with { MinimumGrade = null } }, Choosing.Standard));
        Assert.False(HonourDecider.Failed(Choosing.Village("v", null), track, Choosing.Standard));
    }

    [Fact]
    public void FalsificationConfirmedAfterTheDecision_WithdrawsTheHonourWithItsReason()
    {
        var honoured = Conclude(Choosing.Village("v-1"));
        honoured = honoured with { Outcome = honoured.Outcome! with { Honoured = true } };
        var accepted = Choosing.Accepted(HonourDecider.Withdraw(honoured, "chief", "弄虚作假", Choosing.Locked));
        Assert.Equal(new HonourWithdrawal(Choosing.Locked, "chief", "弄虚作假"), accepted.State.Selection!.Honour!.Withdrawn);
        Assert.False(accepted.State.Outcome!.Honoured);
        Assert.Equal(3, accepted.State.Selection.Consequences.Count);
        var fact = Assert.Single(accepted.Facts);
        Assert.Equal((Acts.HonourWithdrawn, "chief", "villages/v-1", "弄虚作假", "县委〔2026〕8号"), (fact.Act, fact.By, fact.Subject, fact.Why, fact.Facts["basis"]));
        Assert.Equal(RefusalCode.AlreadyWithdrawn, HonourDecider.Withdraw(accepted.State, "chief", "x", Choosing.Locked).Refusal?.Code);
        Assert.Equal(RefusalCode.AlreadyWithdrawn, HonourDecider.Recheck(accepted.State, 2027, "chief", null).Refusal?.Code);
        // Deciding once more does not give it back.
        Assert.Same(accepted.State, Conclude(accepted.State));
    }

    [Fact]
    public void FalsificationConfirmedAfterTheDecision_ByStanding_WithdrawsTheHonourOnce()
    {
        var honoured = Conclude(Choosing.Village("v-1"));
        var standing = new Standing("i-1/f-1", "弄虚作假", Choosing.Locked, "chief", [], 2026);
        var barred = Disqualification.Of(honoured with { Outcome = honoured.Outcome! with { Honoured = true } }, standing).State;
        Assert.Equal(new HonourWithdrawal(Choosing.Locked, "chief", "弄虚作假"), barred.Selection!.Honour!.Withdrawn);
        Assert.False(barred.Outcome!.Honoured);
        var again = Disqualification.Of(barred, standing with { At = Choosing.Locked.AddDays(1) }).State;
        Assert.Equal(Choosing.Locked, again.Selection!.Honour!.Withdrawn!.At);
        Assert.Null(Disqualification.Of(Choosing.Village("v-2"), standing).State.Selection);
    }

    [Fact]
    public void FalsificationConfirmedWhileTheListIsDecided_LeavesNothingToHonour()
    {
        var standing = new Standing("i-1/f-1", "弄虚作假", Choosing.Locked, "chief", [], 2026);
        var barred = Disqualification.Of(Choosing.Village("v-1"), standing).State;
        Assert.Same(barred, Conclude(barred));
        var outcome = new Outcome(95, false, "excellent", 1, true, true);
        Assert.Equal(outcome with { Honoured = false, Attained = false }, Disqualification.Held(barred, outcome));
        Assert.Null(Disqualification.Held(barred, null));
        Assert.Same(outcome, Disqualification.Held(Choosing.Village("v-1"), outcome));
    }

    [Fact]
    public void Withdraw_WithoutHonourOrReason_IsRefused()
    {
        Assert.Equal(RefusalCode.NotHonoured, HonourDecider.Withdraw(Choosing.Village("v-9"), "chief", "x", Choosing.Locked).Refusal?.Code);
        var honoured = Conclude(Choosing.Village("v-1"));
        Assert.Equal(RefusalCode.ReasonMissing, HonourDecider.Withdraw(honoured, "chief", " ", Choosing.Locked).Refusal?.Code);
        Assert.Equal(RefusalCode.TextTooLong, HonourDecider.Withdraw(honoured, "chief", new string('x', 9000), Choosing.Locked).Refusal?.Code);
        Assert.Null(Choosing.Accepted(HonourDecider.Withdraw(honoured with { Outcome = null }, "chief", "x", Choosing.Locked)).State.Outcome);
    }

    [Fact]
    public void Recheck_OnceAYear_WhileItIsValid()
    {
        var once = Choosing.Accepted(HonourDecider.Recheck(Conclude(Choosing.Village("v-1")), 2028, "chief", "仍符合"));
        Assert.Equal((Acts.HonourRechecked, "2028", "仍符合"), (once.Facts[0].Act, once.Facts[0].Facts["year"], once.Facts[0].Why));
        Assert.Equal(RefusalCode.AlreadyRechecked, HonourDecider.Recheck(once.State, 2028, "chief", null).Refusal?.Code);
        Assert.Equal([2027, 2028], Choosing.Accepted(HonourDecider.Recheck(once.State, 2027, "chief", null)).State.Selection!.Honour!.Rechecked);
        Assert.Null(HonourDecider.Recheck(once.State, 2029, "chief", null).Refusal);
        Assert.Equal(RefusalCode.HonourExpired, HonourDecider.Recheck(once.State, 2030, "chief", null).Refusal?.Code);
        Assert.Equal(RefusalCode.TextTooLong, HonourDecider.Recheck(once.State, 2029, "chief", new string('x', 9000)).Refusal?.Code);
        Assert.Equal(RefusalCode.NotHonoured, HonourDecider.Recheck(Choosing.Village("v-9"), 2027, "chief", null).Refusal?.Code);
    }

    [Fact]
    public void StandsOn_UntilTheLastDay_AndNotOnceWithdrawn()
    {
        var honour = new HonourState("文", Choosing.Opens, new DateOnly(2029, 12, 31));
        Assert.True(honour.StandsOn(new DateOnly(2029, 12, 31)));
        Assert.False(honour.StandsOn(new DateOnly(2030, 1, 1)));
        Assert.True((honour with { ValidUntil = null }).StandsOn(new DateOnly(2099, 1, 1)));
        Assert.False((honour with { Withdrawn = new HonourWithdrawal(Choosing.Opens, "p", "r") }).StandsOn(new DateOnly(2026, 12, 31)));
    }

    static ParticipantState Conclude(ParticipantState state) => HonourDecider.Conclude(state, track, Choosing.Standard, decision, 2026, holders);
}
