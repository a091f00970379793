using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Tests.Definitions;
using Xunit;

namespace Campaigns.Rules.Tests.Calendar;

public sealed class CyclePlannerTests
{
    const string Decided = "year: { kind: evaluation, period: year, opens: 12-21, due: 3wd }";

    [Fact]
    public void Plan_OfTheSampleCounty_IsDecidedBeforeTheYearEnds()
    {
        var plan = CyclePlanner.Plan(Sample.Definition("three-level-contest.yaml"), 2026, HolidayTables.Bundled);

        Assert.DoesNotContain(plan.Milestones, m => m.At is null);
        Assert.Equal("2026-04-15 18:00", plan.At("q1|due"));
        Assert.Equal("2026-10-20 18:00", plan.At("q3|due")); // National Day in between, and a make-up Saturday that counts
        Assert.Equal("2026-07-22 09:00", plan.At("h1|open"));
        Assert.Equal("2026-12-02 18:02", plan.At("year|rank"));
        Assert.Equal("2026-12-28 18:02", plan.At("decide|decide"));
        Assert.Equal("2026-12-29 18:02", plan.At("cycle|close"));
        Assert.Equal(4, plan.Milestones.Count(m => m.Kind is MilestoneKind.Bulletin));
        Assert.Equal(
            ["q4", "p2", "s2", "h2", "people", "b4", "year", "nominate", "review", "assess", "notice", "decide"],
            plan.Windows.Where(w => w.OpensAt > new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero)).Select(w => w.Phase));
    }

    [Fact]
    public void Order_Nothing_ComesBeforeEverything()
    {
        Milestone milestone = new("q1|open", "q1", MilestoneKind.Open, null, null);

        Assert.Equal(
            (0, -1, 1),
            (MilestoneOrder.Instance.Compare(null, null), MilestoneOrder.Instance.Compare(null, milestone), MilestoneOrder.Instance.Compare(milestone, null)));
    }

    [Fact]
    public void Plan_OfOnePhase_HasEveryMilestoneInOrder()
    {
        var definition = Planning.Definition(
            $$"""
            q1: { kind: self-check, period: Q1, opens: end - 5wd, due: end + 10wd, grace: 3wd, late: 2wd, ladder: all }
            {{Decided}}
            """,
            """
            all:
              - { at: open, to: reporter }
              - { at: open + 1wd, to: reporter }
              - { at: due - 3wd, to: [reporter, liaison] }
              - { at: due, to: reporter }
              - { at: due + 1wd, to: leader }
              - { at: locked, to: leader }
              - { id: card, at: locked + 2wd, to: parent.leader, card: yellow }
            """);

        var plan = CyclePlanner.Plan(definition, 2026, HolidayTables.Bundled);

        Assert.Equal(
            [
                "2026-03-24 09:00 q1|open", "2026-03-24 09:00 q1|remind|1", "2026-03-25 09:00 q1|remind|2", "2026-04-10 09:00 q1|remind|3",
                "2026-04-15 18:00 q1|remind|4", "2026-04-15 18:00 q1|due", "2026-04-16 09:00 q1|escalate|5", "2026-04-20 18:00 q1|grace-end",
                "2026-04-22 18:00 q1|escalate|6", "2026-04-22 18:02 q1|lock", "2026-04-24 09:00 q1|escalate|card",
                "2026-12-21 09:00 year|evaluate", "2026-12-24 18:00 year|due", "2026-12-24 18:02 year|decide", "2026-12-25 18:02 cycle|close",
            ],
            plan.Milestones.Select(m => $"{plan.At(m.Id)} {m.Id}"));
        Assert.Equal("2026Q1", plan.Window("q1").PeriodId);
    }

    [Theory]
    [InlineData("opens: start, due: end", "2026-01-04 09:00", "2026-03-31 18:00")] // a make-up Sunday opens the year
    [InlineData("opens: start + 1wd, due: end", "2026-01-05 09:00", "2026-03-31 18:00")]
    [InlineData("opens: start + 1d, due: end", "2026-01-04 09:00", "2026-03-31 18:00")]
    [InlineData("opens: 02-20, due: 02-28", "2026-02-24 09:00", "2026-02-28 18:00")] // a make-up Saturday is a deadline like any other
    [InlineData("opens: 02-20, due: 4wd", "2026-02-24 09:00", "2026-02-28 18:00")]
    [InlineData("opens: 02-20, due: open + 4d", "2026-02-24 09:00", "2026-02-28 18:00")]
    [InlineData("opens: start, due: end - 2d", "2026-01-04 09:00", "2026-03-27 18:00")] // a Sunday, rolled back from the end
    [InlineData("opens: start, due: end + 4d", "2026-01-04 09:00", "2026-04-07 18:00")] // past the end it rolls on, over Qingming
    [InlineData("opens: start, due: 20d", "2026-01-04 09:00", "2026-01-26 18:00")] // a Saturday, rolled on
    [InlineData("opens: start, due: end + 3wd", "2026-01-04 09:00", "2026-04-03 18:00")]
    public void Plan_Moments_RollByTheRule(string window, string opens, string due)
    {
        var plan = CyclePlanner.Plan(Planning.Definition($"q1: {{ kind: self-check, period: Q1, {window} }}\n{Decided}"), 2026, HolidayTables.Bundled);

        Assert.Equal((opens, due), (plan.At("q1|open"), plan.At("q1|due")));
    }

    [Fact]
    public void Plan_EndOfAMonthThatEndsOnASunday_StaysInTheMonth()
    {
        var definition = Planning.Definition($"m5: {{ kind: self-check, period: M5, opens: start, due: end }}\n{Decided}");

        var plan = CyclePlanner.Plan(definition, 2026, HolidayTables.Bundled);

        Assert.Equal("2026-05-29 18:00", plan.At("m5|due"));
    }

    [Theory]
    [InlineData(2024, "2024-02-29 18:00")]
    [InlineData(2026, "2026-02-28 18:00")]
    [InlineData(2028, "2028-02-29 18:00")]
    public void Plan_EndOfFebruary_KnowsTheLeapDay(int year, string due)
    {
        var definition = Planning.Definition($"m2: {{ kind: self-check, period: M2, opens: start, due: end }}\n{Decided}", years: $"{year}");

        Assert.Equal(due, CyclePlanner.Plan(definition, year, Planning.ToTheEndOf2029).At("m2|due"));
    }

    [Fact]
    public void Plan_LeapDayWrittenOut_IsTakenInALeapYear()
    {
        var definition = Planning.Definition($"m2: {{ kind: self-check, period: M2, opens: start, due: 02-29 }}\n{Decided}", years: "2028");

        Assert.Equal("2028-02-29 18:00", CyclePlanner.Plan(definition, 2028, Planning.ToTheEndOf2029).At("m2|due"));
    }

    [Fact]
    public void Plan_EvaluationOnTheLastDay_ClosesInTheNewYearWithoutItsTable()
    {
        var definition = Planning.Definition(
            """
            q: { kind: self-check, period: Q1, opens: start, due: end }
            year: { kind: evaluation, period: year, opens: end - 1wd, due: 12-31 }
            """);

        var plan = CyclePlanner.Plan(definition, 2026, HolidayTables.Bundled);

        Assert.Equal(("2026-12-30 09:00", "2026-12-31 18:02", "2027-01-01 18:02"), (plan.At("year|evaluate"), plan.At("year|decide"), plan.At("cycle|close")));
    }

    [Fact]
    public void Plan_IntoAYearWithoutTable_AwaitsItAndSoDoesWhatFollows()
    {
        var definition = Planning.Definition(
            """
            q4: { kind: self-check, period: Q4, opens: end - 5wd, due: end + 10wd, grace: 2wd, ladder: l }
            year: { kind: evaluation, period: year, opens: after q4, due: 3wd }
            """,
            """
            l:
              - { at: open, to: reporter }
              - { at: due - 3wd, to: reporter }
            """);

        var plan = CyclePlanner.Plan(definition, 2026, HolidayTables.Bundled);
        var loaded = CyclePlanner.Plan(definition, 2026, Planning.ToTheEndOf2029);

        Assert.Equal("2026-12-24 09:00", plan.At("q4|open"));
        Assert.Equal("2026-12-24 09:00", plan.At("q4|remind|1"));
        foreach (var id in new[] { "q4|remind|2", "q4|due", "q4|grace-end", "q4|lock", "year|evaluate", "year|due", "year|decide", "cycle|close" })
            Assert.Equal("awaiting 2027", plan.At(id));
        Assert.Equal(2027, plan.Window("q4").AwaitingYear);
        Assert.Equal(Timeliness.OnTime, plan.Window("q4").At(new DateTimeOffset(2027, 3, 1, 0, 0, 0, TimeSpan.Zero)));
        Assert.Equal(plan.Milestones.Select(m => m.Id).Order(), loaded.Milestones.Select(m => m.Id).Order());
        Assert.Equal("2027-01-15 18:00", loaded.At("q4|due"));
    }

    [Fact]
    public void Plan_AfterAPhase_OpensOnTheFirstWorkingDayAfterItsLock()
    {
        var definition = Planning.Definition(
            """
            q3: { kind: self-check, period: Q3, opens: start, due: end }
            b: { kind: bulletin, period: Q3, opens: after q3 }
            b2: { kind: bulletin, period: Q3, opens: after q3 + 2wd }
            b3: { kind: bulletin, period: Q3, opens: after b2 }
            year: { kind: evaluation, period: year, opens: after q3, due: 3wd }
            """);

        var plan = CyclePlanner.Plan(definition, 2026, HolidayTables.Bundled);

        Assert.Equal("2026-10-08 09:00", plan.At("b|bulletin"));
        Assert.Equal("2026-10-10 09:00", plan.At("b2|bulletin"));
        Assert.Equal("2026-10-12 09:00", plan.At("b3|bulletin"));
        Assert.Null(plan.Window("b").DueAt);
        Assert.Equal("2026-10-10 09:00", plan.At("b2|bulletin"));
        Assert.DoesNotContain(plan.Milestones, m => m.Phase == "b" && m.Kind is not MilestoneKind.Bulletin);
    }

    [Fact]
    public void Plan_HolidaysThatPushARungBeforeTheOpening_MoveItThere()
    {
        // In plain weeks the rung lies two days after the opening; in 2026 the Spring Festival takes these days.
        var definition = Planning.Definition(
            $"m2: {{ kind: self-check, period: M2, opens: 02-13, due: 02-25, ladder: l }}\n{Decided}",
            "l: [{ at: due - 6wd, to: reporter }]");

        var plan = CyclePlanner.Plan(definition, 2026, HolidayTables.Bundled);

        Assert.Equal(("2026-02-13 09:00", "2026-02-13 09:00"), (plan.At("m2|open"), plan.At("m2|remind|1")));
    }

    [Theory]
    [InlineData("Europe/Berlin", "2026-03-24T08:00:00Z", "2026-04-14T16:00:00Z")]
    [InlineData("America/New_York", "2026-03-24T13:00:00Z", "2026-04-14T22:00:00Z")]
    [InlineData("Pacific/Apia", "2026-03-23T20:00:00Z", "2026-04-14T05:00:00Z")]
    [InlineData("Asia/Shanghai", "2026-03-24T01:00:00Z", "2026-04-14T10:00:00Z")]
    public void Plan_InAZone_KeepsTheWallClock(string zone, string opens, string due)
    {
        var definition = Planning.Definition(
            $"q1: {{ kind: self-check, period: Q1, opens: end - 5wd, due: end + 10wd }}\n{Decided}", zone: zone, workdays: "weekdays");

        var window = CyclePlanner.Plan(definition, 2026, HolidayTables.Empty).Window("q1");

        var culture = System.Globalization.CultureInfo.InvariantCulture;
        Assert.Equal((DateTimeOffset.Parse(opens, culture), DateTimeOffset.Parse(due, culture)), (window.OpensAt, window.DueAt));
    }

    [Fact]
    public void Window_OverTime_GoesThroughItsFourStates()
    {
        var window = CyclePlanner.Plan(Sample.Definition("three-level-contest.yaml"), 2026, HolidayTables.Bundled).Window("q1");

        Assert.Equal(Timeliness.NotOpen, window.At(window.OpensAt!.Value.AddTicks(-1)));
        Assert.Equal(Timeliness.OnTime, window.At(window.OpensAt.Value));
        Assert.Equal(Timeliness.OnTime, window.At(window.DueAt!.Value));
        Assert.Equal(Timeliness.InGrace, window.At(window.DueAt.Value.AddTicks(1)));
        Assert.Equal(Timeliness.InGrace, window.At(window.GraceUntil!.Value));
        Assert.Equal(Timeliness.Late, window.At(window.LockedAt!.Value));
        Assert.Equal(Timeliness.Locked, window.At(window.LockedAt.Value.AddTicks(1)));
    }

    [Fact]
    public void Plan_OfPhasesThatWaitForEachOther_IsAFault()
    {
        var definition = Planning.Definition($"a: {{ kind: self-check, period: Q1, opens: start, due: end }}\n{Decided}");
        var circle = definition with { Phases = [.. definition.Phases.Select(p => p with { Opens = new When(Anchor.After, Offset.None, p.Id) })] };

        Assert.Throws<InvalidOperationException>(() => CyclePlanner.Plan(circle, 2026, HolidayTables.Bundled));
    }

    [Theory]
    [InlineData(PeriodKind.Year, 1, "2026", "2026-01-01", "2026-12-31")]
    [InlineData(PeriodKind.Half, 2, "2026S2", "2026-07-01", "2026-12-31")]
    [InlineData(PeriodKind.Quarter, 1, "2026Q1", "2026-01-01", "2026-03-31")]
    [InlineData(PeriodKind.Quarter, 3, "2026Q3", "2026-07-01", "2026-09-30")]
    [InlineData(PeriodKind.Month, 2, "202602", "2026-02-01", "2026-02-28")]
    public void Period_InAYear_HasItsIdAndDays(PeriodKind kind, int number, string id, string first, string last)
    {
        var period = new Period(kind, number);

        Assert.Equal((id, first, last), (period.Id(2026), $"{period.FirstDay(2026):O}", $"{period.LastDay(2026):O}"));
    }
}
