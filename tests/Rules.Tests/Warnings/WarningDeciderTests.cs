using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Ledger;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Sheets;
using Campaigns.Rules.Tests.Participants;
using Campaigns.Rules.Warnings;
using Xunit;

namespace Campaigns.Rules.Tests.Warnings;

public sealed class WarningDeciderTests
{
    private static readonly DateTimeOffset At = Given.Locked;
    private static readonly WarningRule Silence = Rule("silent", new PhaseSilent(null), WarningClearing.NextOnTime);
    private static readonly WarningRule Lateness = Rule("late", new PhaseLate(null), WarningClearing.Decision);
    private static readonly WarningRule Floor = Rule("floor", new IndicatorBelow("coverage", 30, false), WarningClearing.Recovered);
    private static readonly WarningRule Again = Rule("again", new RepeatedYellow(2), WarningClearing.Decision) with { Card = Card.Red };
    private static readonly IReadOnlyDictionary<string, decimal> Nothing = new Dictionary<string, decimal>();

    [Fact]
    public void Silent_Phase_RaisesItsCardOnceForGood()
    {
        var raised = WarningDecider.Silent(Given.SilentAfterLock, [Silence], Given.Q1, At);
        var card = Assert.Single(raised.State.Cards);
        Assert.Equal((Card.Yellow, "silent-1", "silent", "q1", At, true), (card.Card, card.Id, card.Rule, card.Subject, card.At, card.IsOpen));
        var fact = Assert.Single(raised.Facts);
        Assert.Equal((Acts.CardRaised, Acts.Engine, "villages/v-001/silent-1", "yellow", "silent", "q1"),
            (fact.Act, fact.By, fact.Subject, fact.Facts["card"], fact.Facts["rule"], fact.Facts["subject"]));
        Assert.Empty(WarningDecider.Silent(raised.State, [Silence], Given.Q1, At).Facts);
        var cleared = Accepted(WarningDecider.Clear(raised.State, "silent-1", "误报", "chief", At)).State;
        Assert.Empty(WarningDecider.Silent(cleared, [Silence], Given.Q1, At).Facts);
    }

    [Fact]
    public void Silent_OtherwiseOrElsewhere_RaisesNothing()
    {
        Assert.Empty(WarningDecider.Silent(Given.SubmittedOnTime, [Silence], Given.Q1, At).Facts);
        Assert.Empty(WarningDecider.Silent(Given.SilentAfterLock, [Silence with { Tracks = ["other"] }], Given.Q1, At).Facts);
        Assert.Single(WarningDecider.Silent(Given.SilentAfterLock, [Silence with { Tracks = ["villages"] }], Given.Q1, At).Facts);
        Assert.Empty(WarningDecider.Silent(Given.SilentAfterLock, [Silence with { When = new PhaseSilent(PhaseKind.Summary) }], Given.Q1, At).Facts);
        Assert.Single(WarningDecider.Silent(Given.SilentAfterLock, [Silence with { When = new PhaseSilent(PhaseKind.SelfCheck) }], Given.Q1, At).Facts);
        Assert.Empty(WarningDecider.Silent(Given.SilentAfterLock, [Lateness], Given.Q1, At).Facts);
    }

    [Fact]
    public void HandedIn_Late_RaisesACard()
    {
        var late = Given.Accept(Given.Untouched, new Submit(Given.FullSheet, "p-1"), Given.Late);
        Assert.Equal("late-1", Assert.Single(HandedIn(late, [Lateness], Nothing).State.Cards).Id);
        Assert.Single(HandedIn(late, [Lateness with { When = new PhaseLate(PhaseKind.SelfCheck) }], Nothing).Facts);
        Assert.Empty(HandedIn(late, [Lateness with { When = new PhaseLate(PhaseKind.Summary) }], Nothing).Facts);
        Assert.Empty(HandedIn(late, [Silence], Nothing).Facts);
        var inGrace = Given.Accept(Given.Untouched, new Submit(Given.FullSheet, "p-1"), Given.InGrace);
        Assert.Empty(HandedIn(inGrace, [Lateness], Nothing).Facts);
        Assert.Empty(HandedIn(Given.SubmittedOnTime, [Lateness], Nothing).Facts);
    }

    [Fact]
    public void HandedIn_NextOnTime_ClearsWhatWaitsForIt()
    {
        var warned = WarningDecider.Silent(Given.SilentAfterLock, [Silence], Given.Q1, At).State;
        var onTime = Later(warned, Timeliness.OnTime);
        var cleared = WarningDecider.HandedIn(onTime, [Silence], Given.Q2, Nothing, Nothing, At.AddDays(90));
        Assert.Equal(new CardClearing(At.AddDays(90), Acts.Engine, "q2"), Assert.Single(cleared.State.Cards).Cleared);
        Assert.Equal((Acts.CardCleared, "q2"), (cleared.Facts[0].Act, cleared.Facts[0].Why));
        Assert.Empty(WarningDecider.HandedIn(Later(warned, Timeliness.InGrace), [Silence], Given.Q2, Nothing, Nothing, At).Facts);
        Assert.Empty(WarningDecider.HandedIn(onTime, [Silence with { Clears = WarningClearing.Decision }], Given.Q2, Nothing, Nothing, At).Facts);
        // The very phase that it was raised for is not the next one.
        Assert.Empty(WarningDecider.HandedIn(onTime.With("q1", onTime.Phase("q2")), [Silence], Given.Q1, Nothing, Nothing, At).Facts);
        Assert.Empty(WarningDecider.HandedIn(cleared.State, [Silence], Given.Q2, Nothing, Nothing, At).Facts);
    }

    [Theory]
    [InlineData(29.99, false, 1)]
    [InlineData(30, false, 0)]
    [InlineData(28.49, true, 1)]
    [InlineData(28.5, true, 0)]
    public void HandedIn_IndicatorUnderItsFloor_RaisesACard(double value, bool ofTarget, int cards)
    {
        // 30 itself, or 30 % of a target of 95.
        var rule = Floor with { When = new IndicatorBelow("coverage", ofTarget ? 0.3m : 30, ofTarget) };
        var reported = HandedIn(Given.SubmittedOnTime, [rule], Measured((decimal)value));
        Assert.Equal(cards, reported.State.Cards.Count);
        if (cards == 1)
            Assert.Equal("coverage", reported.State.Cards[0].Subject);
    }

    [Fact]
    public void HandedIn_IndicatorWithoutATarget_HasNoShareToFallBelow()
    {
        var rule = Floor with { When = new IndicatorBelow("coverage", 0.3m, true) };
        Assert.Empty(WarningDecider.HandedIn(Given.SubmittedOnTime, [rule], Given.Q1, Measured(0), Nothing, At).Facts);
        Assert.Empty(HandedIn(Given.SubmittedOnTime, [Floor], new Dictionary<string, decimal> { ["deeds"] = 0 }).Facts);
    }

    [Fact]
    public void HandedIn_IndicatorRecovered_ClearsItsCardAndMayFallAgain()
    {
        var low = HandedIn(Given.SubmittedOnTime, [Floor], Measured(10)).State;
        Assert.Empty(HandedIn(low, [Floor], Measured(20)).Facts);
        var recovered = HandedIn(low, [Floor], Measured(30));
        Assert.Equal([Acts.CardCleared], recovered.Facts.Select(f => f.Act));
        Assert.Empty(HandedIn(low, [Floor with { Clears = WarningClearing.Decision }], Measured(30)).Facts);
        Assert.Equal(["floor-1", "floor-2"], HandedIn(recovered.State, [Floor], Measured(1)).State.Cards.Select(c => c.Id));
    }

    [Fact]
    public void HandedIn_SeveralIndicatorsUnderTheirFloors_RaiseInOrderOfTheMeasures()
    {
        var deeds = Rule("deeds", new IndicatorBelow("deeds", 3, false), WarningClearing.Recovered);

        var raised = HandedIn(Given.SubmittedOnTime, [deeds, Floor], new Dictionary<string, decimal> { ["deeds"] = 0, ["coverage"] = 0 });

        Assert.Equal(["floor-1", "deeds-1"], raised.State.Cards.Select(c => c.Id));
    }

    [Fact]
    public void HandedIn_CardOfARuleThatIsGone_Stays()
    {
        var low = HandedIn(Given.SubmittedOnTime, [Floor], Measured(10)).State;

        Assert.Same(low, HandedIn(low, [Silence], Measured(90)).State);
    }

    [Fact]
    public void Clear_OneOfTwoCards_LeavesTheOther()
    {
        var two = Given.Untouched with { Cards = [new(Card.Yellow, "q1|escalate|4", At), new(Card.Yellow, "q2|escalate|4", At)] };

        var cleared = Accepted(WarningDecider.Clear(two, "q2-escalate-4", "已改", "chief", At)).State;

        Assert.Equal([true, false], cleared.Cards.Select(c => c.IsOpen));
        Assert.Equal("q9", WarningDecider.Clear(two, "q9", "已改", "chief", At).Refusal!.Facts!["card"]);
    }

    [Fact]
    public void Repeated_SecondOpenYellow_RaisesRedOnce()
    {
        var first = WarningDecider.Silent(Given.SilentAfterLock, [Silence, Again], Given.Q1, At).State;
        Assert.Single(first.Cards);
        var silentAgain = first.With("q2", new PhaseState { Status = SheetStatus.Silent });
        var second = WarningDecider.Silent(silentAgain, [Silence, Again], Given.Q2, At);
        Assert.Equal(["silent-1", "silent-2", "again-1"], second.State.Cards.Select(c => c.Id));
        Assert.Equal(Card.Red, second.State.Cards[2].Card);
        Assert.Equal(["yellow", "red"], second.Facts.Select(f => f.Facts["card"]));
        Assert.Empty(WarningDecider.Repeated(second.State, [Silence, Again], At).Facts);
    }

    [Fact]
    public void Repeated_ClearedYellowOrOtherTrack_DoesNotCount()
    {
        var two = Given.Untouched with { Cards = [new(Card.Yellow, "q1|escalate|4", At), new(Card.Yellow, "q2|escalate|4", At)] };
        Assert.Equal("again-1", Assert.Single(WarningDecider.Repeated(two, [Again], At).State.Cards.Skip(2)).Id);
        Assert.Empty(WarningDecider.Repeated(two, [Again with { Tracks = ["other"] }], At).Facts);
        Assert.Empty(WarningDecider.Repeated(two, [Again with { When = new RepeatedYellow(3) }], At).Facts);
        var one = Accepted(WarningDecider.Clear(two, "q1-escalate-4", "已改", "chief", At)).State;
        Assert.Empty(WarningDecider.Repeated(one, [Again], At).Facts);
        var red = two with { Cards = [two.Cards[0], two.Cards[1] with { Card = Card.Red }] };
        Assert.Empty(WarningDecider.Repeated(red, [Again], At).Facts);
    }

    [Fact]
    public void Finding_OverdueAndClosed_RaisesAndClears()
    {
        var rule = Rule("slow", new FindingOverdue(), WarningClearing.Closed);
        var raised = WarningDecider.FindingOverdue(Given.Untouched, [rule, Silence], "f-1", At).State;
        Assert.Equal("f-1", Assert.Single(raised.Cards).Subject);
        Assert.Empty(WarningDecider.FindingClosed(raised, [rule], "f-2", At).Facts);
        Assert.Single(WarningDecider.FindingClosed(raised, [rule], "f-1", At).Facts);
        Assert.Empty(WarningDecider.FindingClosed(raised, [rule with { Clears = WarningClearing.Decision }], "f-1", At).Facts);
    }

    [Fact]
    public void Clear_ByDecision_NeedsAReasonAndAnOpenCard()
    {
        var warned = WarningDecider.Silent(Given.SilentAfterLock, [Silence], Given.Q1, At).State;
        var cleared = Accepted(WarningDecider.Clear(warned, "silent-1", "情况属实", "chief", At.AddDays(1)));
        Assert.Equal(new CardClearing(At.AddDays(1), "chief", "情况属实"), cleared.State.Cards[0].Cleared);
        Assert.Equal((Acts.CardCleared, "chief", "villages/v-001/silent-1"), (cleared.Facts[0].Act, cleared.Facts[0].By, cleared.Facts[0].Subject));
        Assert.Equal(RefusalCode.CardCleared, WarningDecider.Clear(cleared.State, "silent-1", "又", "chief", At).Refusal!.Code);
        Assert.Equal(RefusalCode.CardUnknown, WarningDecider.Clear(warned, "silent-2", "又", "chief", At).Refusal!.Code);
        Assert.Equal(RefusalCode.ReasonMissing, WarningDecider.Clear(warned, "silent-1", " ", "chief", At).Refusal!.Code);
        Assert.Equal(RefusalCode.TextTooLong, WarningDecider.Clear(warned, "silent-1", new string('长', 100_000), "chief", At).Refusal!.Code);
    }

    [Fact]
    public void Indicators_OfASheet_AreItsMeasuresAndTheirTargets()
    {
        var (measured, targets) = WarningDecider.Indicators(Given.Standard, Given.FullSheet);
        Assert.Equal([("complaints", 0m), ("coverage", 95m), ("deeds", 3m), ("incidents", 0m), ("income", 30m)],
            measured.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => (m.Key, m.Value)));
        Assert.Equal([("deeds", 3m), ("income", 30m)], targets.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => (m.Key, m.Value)));
        Assert.Empty(WarningDecider.Indicators(Given.Standard, SheetContent.Empty).Measured);
    }

    [Fact]
    public void Indicators_OfARatio_AreItsShareOfTheWhole()
    {
        var standard = Given.Standard with
        {
            Sections = [new Section("all", new LocalizedText("全部"), 100, [Given.Clause("kept", new RatioRule("kept", "made", 100)),
                Given.Clause("again", new StepsRule("kept", [new Step(0, 1)]))])],
        };
        SheetContent Sheet(decimal kept, decimal made, decimal? again = null) => new(new Dictionary<string, ClauseAnswer>
        {
            ["kept"] = new() { Measured = kept, Of = made },
            ["again"] = new() { Measured = again },
        });
        var (measured, targets) = WarningDecider.Indicators(standard, Sheet(3, 12));
        Assert.Equal((0.25m, 1m), (measured["kept"], targets["kept"]));
        Assert.Equal(0m, WarningDecider.Indicators(standard, Sheet(0, 0)).Measured["kept"]);
        // The lowest of several counts.
        Assert.Equal(0.2m, WarningDecider.Indicators(standard, Sheet(3, 12, 0.2m)).Measured["kept"]);
        Assert.Equal(0.25m, WarningDecider.Indicators(standard, Sheet(3, 12, 0.3m)).Measured["kept"]);
    }

    private static WarningRule Rule(string id, WarningTrigger when, WarningClearing clears) =>
        new() { Id = id, When = when, Card = Card.Yellow, Clears = clears };

    private static ParticipantState Later(ParticipantState state, Timeliness timeliness) =>
        state.With("q2", new PhaseState { Status = SheetStatus.Submitted, Timeliness = timeliness });

    private static Dictionary<string, decimal> Measured(decimal coverage) => new() { ["coverage"] = coverage };

    private static Accepted<ParticipantState> HandedIn(
        ParticipantState state, IReadOnlyList<WarningRule> rules, IReadOnlyDictionary<string, decimal> measured) =>
        WarningDecider.HandedIn(state, rules, Given.Q1, measured, new Dictionary<string, decimal> { ["coverage"] = 95 }, At);

    private static Accepted<ParticipantState> Accepted(Decision<ParticipantState> decision) => Given.Accepted(decision);
}
