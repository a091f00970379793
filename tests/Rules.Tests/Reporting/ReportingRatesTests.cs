using Campaigns.Rules.Calendar;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Reporting;
using Campaigns.Rules.Tests.Participants;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Campaigns.Rules.Tests.Reporting;

public sealed class ReportingRatesTests
{
    private static readonly Gen<ParticipantState> Participant =
        from status in Gen.Elements(Enum.GetValues<SheetStatus>())
        from timeliness in Gen.Elements<Timeliness?>(null, Timeliness.OnTime, Timeliness.InGrace, Timeliness.Late)
        from returns in Gen.Choose(0, 2)
        from days in Gen.Choose(0, 18)
        select Given.Untouched.With("q1", new PhaseState
        {
            Status = status,
            Timeliness = timeliness,
            Returns = returns,
            SubmittedAt = status is SheetStatus.Open or SheetStatus.Silent ? null : Given.Opening.AddDays(days),
        });

    [Fact]
    public void For_OneOfEach_CountsEach()
    {
        var inGrace = Given.Accept(Given.Untouched, new Campaigns.Rules.Sheets.Submit(Given.FullSheet, "p"), Given.InGrace);
        var late = Given.Accept(Given.Untouched, new Campaigns.Rules.Sheets.Submit(Given.FullSheet, "p"), Given.Late);
        var other = Given.SubmittedOnTime with { Track = "townships" };

        var rates = ReportingRates.For(
            Given.Q1 with { Tracks = ["villages"] }, Given.Window,
            [Given.Untouched, Given.SubmittedOnTime, Given.ReturnedForRework, Given.Appraised, inGrace, late, Given.SilentAfterLock, other]);

        Assert.Equal(new ReportingRates(Expected: 7, ActualOnTime: 3, InGrace: 1, Late: 1, Silent: 1, Returned: 1), rates);
        Assert.Equal((5, 1, 71.43m, 42.86m), (rates.Actual, rates.Pending, rates.ReportingRate, rates.ReportingRateOnTime));
    }

    [Fact]
    public void Plus_EveryCount_AddsUp() => Assert.Equal(
        new ReportingRates(11, 22, 33, 44, 55, 66) { Extended = 77, NilReturns = 88, NotApplicable = 99 },
        new ReportingRates(1, 2, 3, 4, 5, 6) { Extended = 7, NilReturns = 8, NotApplicable = 9 }
            + new ReportingRates(10, 20, 30, 40, 50, 60) { Extended = 70, NilReturns = 80, NotApplicable = 90 });

    [Fact]
    public void For_NobodyExpected_IsComplete() =>
        Assert.Equal((100m, 100m), (ReportingRates.Zero.ReportingRate, ReportingRates.Zero.ReportingRateOnTime));

    [Fact]
    public void For_AnyRoster_RatesLieWithinBoundsAndCountsAddUp() => Prop.ForAll(Participant.ListOf().ToArbitrary(), roster =>
    {
        var rates = ReportingRates.For(Given.Q1, Given.Window, roster);
        return rates.ReportingRate is >= 0 and <= 100
            && rates.ReportingRateOnTime is >= 0 and <= 100
            && rates.ReportingRateOnTime <= rates.ReportingRate
            && rates.Pending >= 0
            && rates.Expected == rates.ActualOnTime + rates.InGrace + rates.Late + rates.Silent + rates.Pending;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Plus_PartsOfARoster_IsTheWhole() => Prop.ForAll(Gen.Zip(Participant.ListOf(), Participant.ListOf()).ToArbitrary(), parts =>
        ReportingRates.For(Given.Q1, Given.Window, parts.Item1) + ReportingRates.For(Given.Q1, Given.Window, parts.Item2)
            == ReportingRates.For(Given.Q1, Given.Window, parts.Item1.Concat(parts.Item2))).QuickCheckThrowOnFailure();

    [Fact]
    public void Line_OfAPhase_SaysItAll()
    {
        var line = new PhaseSummary("q1", "2026Q1", new ReportingRates(200, 180, 6, 4, 10, 12), 30, 14).Line;

        Assert.Equal("q1 2026Q1：应报200，已报190（95%），按时180（90%），宽限期内6，迟报4，未报10，退回12，提醒30，督办14", line.Zh);
        Assert.Equal(
            "q1 2026Q1: expected 200, actual 190 (95%), on time 180 (90%), in grace 6, late 4, silent 10, returned 12, reminded 30, escalated 14", line.En);
    }
}
