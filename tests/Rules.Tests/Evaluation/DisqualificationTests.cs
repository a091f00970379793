using Campaigns.Rules.Evaluation;
using Campaigns.Rules.Honouring;
using Campaigns.Rules.Ledger;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Tests.Participants;
using Xunit;
using Outcome = Campaigns.Rules.Participants.Outcome;

namespace Campaigns.Rules.Tests.Evaluation;

/// <summary>What a confirmed falsification takes away, before and after the year's outcome (E5).</summary>
public sealed class DisqualificationTests
{
    private static readonly Standing Until2027 = new("spot-1/f-1", "弄虚作假", Given.OnTime, "chief", ["leader", "clerk"], 2027);

    [Theory]
    [InlineData(2026, false)]
    [InlineData(2027, false)]
    [InlineData(2028, true)]
    public void Of_WhileAnotherHolds_TheOneThatHoldsLongerStays(int until, bool replaced)
    {
        var later = Until2027 with { Finding = "spot-2/f-1", UntilYear = until };

        var barred = Disqualification.Of(Given.Untouched with { Standing = Until2027 }, later);

        Assert.Same(replaced ? later : Until2027, barred.State.Standing);
    }

    [Fact]
    public void Of_BeforeTheOutcome_RecordsWhoAnswersAndUntilWhen()
    {
        var fact = Assert.Single(Disqualification.Of(Given.Untouched, Until2027).Facts);

        Assert.Equal((Acts.Disqualified, "chief", "villages/v-001", "弄虚作假"), (fact.Act, fact.By, fact.Subject, fact.Why));
        Assert.Equal(("2027", "leader clerk", "spot-1/f-1"), (fact.Facts["until"], fact.Facts["accountable"], fact.Facts["finding"]));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Of_AfterTheOutcome_WithdrawsWhatItGaveAndSaysWhich(bool honoured, bool attained)
    {
        var state = Given.Untouched with { Outcome = new Outcome(95, false, "excellent", 1, attained, honoured) };

        var barred = Disqualification.Of(state, Until2027);

        Assert.Equal(new Outcome(95, false, "excellent", 1, false, false), barred.State.Outcome);
        var withdrawn = Assert.Single(barred.Facts, f => f.Act == Acts.HonourWithdrawn);
        Assert.Equal((honoured ? "true" : "false", attained ? "true" : "false"), (withdrawn.Facts["honoured"], withdrawn.Facts["attained"]));
    }

    [Fact]
    public void Of_HonouredAfterANomination_KeepsWhatElseTheSelectionRemembers()
    {
        var selection = SelectionState.None with { BarredBy = "o-1", Honour = new HonourState("县委〔2026〕8号", Given.OnTime, null) };

        var barred = Disqualification.Of(Given.Untouched with { Selection = selection }, Until2027).State.Selection!;

        Assert.Equal(("o-1", "chief"), (barred.BarredBy, barred.Honour!.Withdrawn!.By));
    }

    [Fact]
    public void Of_AfterAnOutcomeThatGaveNothing_WithdrawsNothing()
    {
        var state = Given.Untouched with { Outcome = new Outcome(50, false, null, 9, false, false) };

        var barred = Disqualification.Of(state, Until2027);

        Assert.Same(state.Outcome, barred.State.Outcome);
        Assert.Equal([Acts.Disqualified], barred.Facts.Select(f => f.Act));
    }
}
