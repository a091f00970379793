using Campaigns.Rules.Calendar;
using Campaigns.Rules.Cycles;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Honouring;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Rollover;
using Campaigns.Rules.Tests.Calendar;
using Campaigns.Rules.Tests.Cycles;
using Xunit;

namespace Campaigns.Rules.Tests.Rollover;

public sealed class NextYearTests
{
    private static readonly DateTimeOffset Opens = Year.Local("2027-01-05 09:00");
    private static readonly Programme Automatic = new(2026, 2028, new Dictionary<int, LocalizedText>()) { Next = NextYear.Automatic };

    [Theory]
    [InlineData(2026, CycleState.Completed, "2026-12-20 10:00", 2027)]
    [InlineData(2027, CycleState.Completed, "2026-12-20 10:00", 2028)]
    [InlineData(2028, CycleState.Completed, "2026-12-20 10:00", null)]
    [InlineData(2025, CycleState.Completed, "2026-12-20 10:00", null)]
    [InlineData(2026, CycleState.Running, "2027-01-04 08:59", null)]
    [InlineData(2026, CycleState.Running, "2027-01-04 09:00", 2027)]
    [InlineData(2026, CycleState.Paused, "2027-01-04 09:00", 2027)]
    [InlineData(2026, CycleState.Paused, "2027-01-04 08:59", null)]
    [InlineData(2026, CycleState.Cancelled, "2027-02-04 09:00", null)]
    [InlineData(2026, CycleState.Enrolling, "2027-02-04 09:00", null)]
    public void Due_FollowsTheYearThatIsOverOrInTimeForItsFirstPhase(int year, CycleState state, string now, int? next) =>
        Assert.Equal(next, NextYearRule.Due(Automatic, year, state, Opens, Year.Local(now)));

    [Fact]
    public void Due_WhereSomebodyStartsIt_IsNever() =>
        Assert.Null(NextYearRule.Due(Automatic with { Next = NextYear.Manual }, 2026, CycleState.Completed, Opens, Opens));

    [Fact]
    public void Due_NextYearAwaitingItsCalendar_WaitsForTheEndOfThisOne() =>
        Assert.Null(NextYearRule.Due(Automatic, 2026, CycleState.Running, null, Year.Local("2027-06-01 09:00")));

    [Fact]
    public void Carry_HandsOnWhatTheProgrammeSaysAndResetsTheRest()
    {
        var enrolled = new ParticipantState { Track = "village", Unit = "v", Parent = "t-new", Area = "t-new" };
        var honour = new HonourState("发〔2026〕1号", Opens, new(2028, 12, 31));
        var before = enrolled with
        {
            Parent = "t",
            Phases = new Dictionary<string, PhaseState> { ["q1"] = new() { Status = SheetStatus.Accepted, Score = 9 } },
            Standing = new("i/f", "r", Opens, "p", [], 2027),
            Dates = new() { PlanVersion = 4 },
            Selection = SelectionState.None with { Honour = honour },
            Outcome = new(88.5m, false, "met", 3, true, true) { Class = "advanced", Listed = true },
        };
        var carried = YearCarry.Into(enrolled, before, Automatic.Carries, 2027);
        Assert.Equal(new CarriedResult(2026, 88.5m, "met", 3, true, true, honour), carried.Carried);
        Assert.Equal(before.Standing, carried.Standing);
        Assert.Equal(new YearStart("advanced", true), carried.Start);
        Assert.Equal("t-new", carried.Parent);
        Assert.Empty(carried.Phases);
        Assert.Null(carried.Outcome);
        Assert.Null(carried.Selection);
        Assert.Equal(IndividualDates.None, carried.Dates);

        var less = YearCarry.Into(enrolled, before, [], 2027);
        Assert.Equal((null, null, null), (less.Standing, less.Start, less.Carried!.Honour));
        Assert.Null(YearCarry.Into(enrolled, before, Automatic.Carries, 2028).Standing);
        Assert.Equal(honour, YearCarry.Into(enrolled, before, Automatic.Carries, 2028).Carried!.Honour);
        Assert.Null(YearCarry.Into(enrolled, before, Automatic.Carries, 2029).Carried!.Honour);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void Kept_OfAYear_BringsTheSameAlongAsTheWhole(bool honoured, bool evaluated)
    {
        var enrolled = new ParticipantState { Track = "village", Unit = "v", Parent = "t-new", Area = "t-new" };
        HonourState older = new("发〔2025〕1号", Opens, null), newer = new("发〔2026〕1号", Opens, null);
        var before = enrolled with
        {
            Parent = "t",
            Phases = new Dictionary<string, PhaseState> { ["q1"] = new() { Status = SheetStatus.Accepted, Score = 9 } },
            Standing = new("i/f", "r", Opens, "p", [], 2027),
            Start = new("founding", false),
            Carried = new CarriedResult(2025, 70, "met", 4, true, true, older),
            Selection = SelectionState.None with { NominatedBy = "t", Honour = honoured ? newer : null },
            Outcome = evaluated ? new(88.5m, false, "met", 3, true, true) { Class = "advanced", Listed = true } : null,
        };

        var kept = YearCarry.Kept(before);

        Assert.Equal(("village", "v"), (kept.Track, kept.Unit));
        Assert.Empty(kept.Phases);
        var (whole, less) = (YearCarry.Into(enrolled, before, Automatic.Carries, 2027), YearCarry.Into(enrolled, kept, Automatic.Carries, 2027));
        Assert.Equal(whole, less with { Phases = whole.Phases });
        Assert.Equal((honoured ? newer : older, evaluated ? "advanced" : "founding"), (less.Carried!.Honour, less.Start!.Class));
        Assert.Equal(before.Standing, less.Standing);
    }

    [Fact]
    public void Carry_WhatTheYearItselfBrought_ComesBeforeWhatItHadBeenGiven()
    {
        var enrolled = new ParticipantState { Track = "village", Unit = "v", Parent = "t", Area = "t" };
        HonourState older = new("发〔2025〕1号", Opens, null), newer = new("发〔2026〕1号", Opens, null);
        var before = enrolled with
        {
            Carried = new CarriedResult(2025, 80, "met", 5, true, true, older),
            Start = new YearStart("general", false),
            Selection = SelectionState.None with { Honour = newer },
            Outcome = new(88.5m, false, "met", 3, true, true) { Class = "advanced", Listed = true },
        };

        var carried = YearCarry.Into(enrolled, before, Automatic.Carries, 2027);
        Assert.Equal((newer, new YearStart("advanced", true)), (carried.Carried!.Honour, carried.Start));

        var unevaluated = YearCarry.Into(enrolled, before with { Selection = null, Outcome = null }, Automatic.Carries, 2027);
        Assert.Equal(
            (new CarriedResult(2026, null, null, null, false, false, older), new YearStart("general", false)), (unevaluated.Carried, unevaluated.Start));
    }

    [Fact]
    public void Carry_HonourThatWasWithdrawn_DoesNotStand()
    {
        var enrolled = new ParticipantState { Track = "village", Unit = "v", Parent = "t", Area = "t" };
        var withdrawn = new HonourState("b", Opens, null) { Withdrawn = new(Opens, "p", "r") };
        Assert.Null(
            YearCarry.Into(enrolled, enrolled with { Selection = SelectionState.None with { Honour = withdrawn } }, Automatic.Carries, 2027).Carried!.Honour);
        var second = YearCarry.Into(
            enrolled, enrolled with { Carried = new(2026, null, null, null, false, false, new("b", Opens, null)) }, Automatic.Carries, 2028);
        Assert.NotNull(second.Carried!.Honour);
        Assert.Equal((2027, null, false), (second.Carried.Year, second.Carried.Score, second.Carried.Honoured));
        Assert.Equal(new YearStart("b", false), YearCarry.Into(enrolled, enrolled with { Start = new("b", false) }, Automatic.Carries, 2027).Start);
    }

    [Fact]
    public void Programme_NextAndCarries_AreRead()
    {
        var text = Planning.Text(Year.Phases, Year.Ladder, years: "2026..2028");
        var programme = DefinitionReader.Read(text).Definition!.Programme;
        Assert.Equal((NextYear.Manual, 3), (programme.Next, programme.Carries.Count));
        var automatic = DefinitionReader.Read(text.Replace("2026..2028 }", "2026..2028, next: automatic, carries: [classes] }", StringComparison.Ordinal))
            .Definition!.Programme;
        Assert.Equal(NextYear.Automatic, automatic.Next);
        Assert.Equal([Carried.Classes], automatic.Carries);
        Assert.NotEmpty(DefinitionReader.Read(text.Replace("2026..2028 }", "2026..2028, next: sometimes }", StringComparison.Ordinal)).Errors);
        Assert.NotEmpty(DefinitionReader.Read(text.Replace("2026..2028 }", "2026..2028, carries: [scores] }", StringComparison.Ordinal)).Errors);
    }

    [Theory]
    [InlineData(2027, false)]
    [InlineData(2028, true)]
    [InlineData(2029, false)]
    [InlineData(2031, true)]
    public void Recurrence_EveryThreeYears_ComesInThemAlone(int year, bool comes) => Assert.Equal(comes, new Recurrence(3, 2028).ComesIn(year));

    [Fact]
    public void Phase_OfSomeYears_IsPlannedInThemAlone()
    {
        var definition = Planning.Definition(
            Year.Phases + "\nr: { kind: self-check, period: year, every: 3 years, from: 2028, opens: 03-01, due: 15wd }", Year.Ladder, years: "2026..2029");
        Assert.Equal(new Recurrence(3, 2028), definition.Phase("r").Every);
        Assert.DoesNotContain(definition.ForYear(2027).Phases, p => p.Id == "r");
        Assert.Same(definition, definition.ForYear(2028));
        Assert.DoesNotContain(CyclePlanner.Plan(definition.ForYear(2026), 2026, Planning.ToTheEndOf2029).Milestones, m => m.Phase == "r");
        Assert.Contains(CyclePlanner.Plan(definition.ForYear(2028), 2028, Planning.ToTheEndOf2029).Milestones, m => m.Phase == "r");
    }

    [Fact]
    public void ForYear_LeavesOutWhatAnAppraisalWouldHaveCovered()
    {
        var definition = Planning.Definition("""
            q: { kind: self-check, period: Q1, opens: 03-01, due: 15wd }
            r: { kind: self-check, period: Q2, every: 3 years, from: 2028, opens: 05-06, due: 15wd }
            h: { kind: appraisal, period: year, opens: 09-01, due: 5wd }
            e: { kind: evaluation, period: year, opens: 12-01, due: open }
            """, years: "2026..2029");
        Assert.Equal(["q", "r"], definition.Phase("h").Covers);
        Assert.Equal(["q"], definition.ForYear(2027).Phase("h").Covers);
    }

    [Theory]
    [InlineData("r: { kind: self-check, period: year, every: 3 years, from: 2030, opens: 03-01, due: 15wd }", "comes in no year")]
    [InlineData("r: { kind: self-check, period: year, every: 3 years, opens: 03-01, due: 15wd }", "'from' is missing")]
    [InlineData("r: { kind: self-check, period: year, from: 2027, opens: 03-01, due: 15wd }", "'from' goes with 'every'")]
    [InlineData("r: { kind: self-check, period: year, every: thrice, from: 2027, opens: 03-01, due: 15wd }", "not a number of years")]
    [InlineData("r: { kind: self-check, period: year, every: 0 years, from: 2027, opens: 03-01, due: 15wd }", "not a number of years")]
    [InlineData(
        "r: { kind: self-check, period: year, every: 2 years, from: 2027, opens: 03-01, due: 15wd }\nx: { kind: bulletin, period: year, opens: after r }",
        "which does not come in 2026")]
    public void Definition_PhaseThatCouldNeverCome_IsRefusedWithTheReason(string phase, string message) => Assert.Contains(
        DefinitionReader.Read(Planning.Text(Year.Phases + "\n" + phase, Year.Ladder, years: "2026..2029")).Errors,
        e => e.In("en").Contains(message, StringComparison.Ordinal));

    [Fact]
    public void Difference_BetweenTwoYears_NamesWhatChanged()
    {
        var next = Planning.Definition(
            Year.Phases.Replace(
                "b: { kind: bulletin, period: Q3, opens: after q3 }", "b4: { kind: bulletin, period: Q4, opens: after q3 }", StringComparison.Ordinal)
                .Replace("due: 04-10", "due: 04-13", StringComparison.Ordinal), Year.Ladder);
        next = next with
        {
            Tracks = [next.Tracks[0] with { Select = next.Tracks[0]
                .Select! with { MinimumGrade = "x" }, Weights = new Dictionary<PhaseKind, decimal> { [PhaseKind.SelfCheck] = 0.5m } }],
            Standards = [next.Standards[0] with { Sections = [next.Standards[0].Sections[0] with { Clauses = [
                next.Standards[0].Sections[0].Clauses[0] with { Rule = new PointsRule(9) }, next.Standards[0].Sections[0].Clauses[0] with { Id = "two" }] }] }],
        };
        var difference = YearDifference.Between(
            new(Year.Definition, [("village", "a"), ("village", "b")]), new(next, [("village", "b"), ("village", "d"), ("village", "c")]));
        var track = Assert.Single(difference.Tracks);
        Assert.Equal((2, 3), (track.Before, track.After));
        Assert.Equal(["c", "d"], track.Joined);
        Assert.Equal(["a"], track.Left);
        Assert.Equal(["all.two"], track.ClausesAdded);
        Assert.Equal(["all.one"], track.ClausesChanged);
        Assert.Empty(track.ClausesRemoved);
        Assert.True(track.WeightsChanged && track.QuotaChanged);
        Assert.Equal(["b4"], difference.PhasesAdded);
        Assert.Equal(["b"], difference.PhasesRemoved);
        Assert.Equal(["q1"], difference.PhasesChanged);
    }

    [Fact]
    public void Difference_TracksThatComeOrGo_AreNamedWithEverythingTheyHave()
    {
        var township = Year.Definition.Tracks[0] with { Id = "township" };
        var next = Year.Definition with { Tracks = [township] };

        var difference = YearDifference.Between(new(Year.Definition, [("village", "a")]), new(next, [("township", "t"), ("township", "u")]));

        Assert.Equal([("township", 0, 2), ("village", 1, 0)], difference.Tracks.Select(t => (t.Track, t.Before, t.After)));
        Assert.Equal(["all.one"], difference.Tracks[0].ClausesAdded);
        Assert.Empty(difference.Tracks[0].ClausesRemoved);
        Assert.Equal(["all.one"], difference.Tracks[1].ClausesRemoved);
        Assert.All(difference.Tracks, t => Assert.False(t.WeightsChanged));
    }

    [Theory]
    [InlineData(0.5, 0.5, false)]
    [InlineData(0.5, 0.4, true)]
    public void Difference_OneOfTwoWeights_Counts(double selfCheck, double vote, bool changed)
    {
        YearRoster Weighing(decimal one, decimal other) => new(
            Year.Definition with
            {
                Tracks = [Year.Definition.Tracks[0] with { Weights =
                    new Dictionary<PhaseKind, decimal> { [PhaseKind.SelfCheck] = one, [PhaseKind.Vote] = other } }],
            }, []);

        Assert.Equal(changed, YearDifference.Between(Weighing(0.5m, 0.5m), Weighing((decimal)selfCheck, (decimal)vote)).Tracks[0].WeightsChanged);
    }

    [Fact]
    public void Roster_OfAnEnrolment_NamesEveryParticipantByTrack()
    {
        var plan = new Campaigns.Rules.Enrolment.EnrolmentPlan([new("village", "v-1", "t", "t", "g"), new("village", "v-2", "t", "t", "g")], []);

        Assert.Equal([("village", "v-1"), ("village", "v-2")], YearRoster.Of(Year.Definition, plan).Participants);
    }

    [Fact]
    public void Difference_OfAYearWithItself_IsNone()
    {
        var roster = new YearRoster(Year.Definition, [("village", "a")]);
        var again = new YearRoster(Planning.Definition(Year.Phases, Year.Ladder), [("village", "a")]);
        var difference = YearDifference.Between(roster, again);
        Assert.Empty(difference.PhasesAdded.Concat(difference.PhasesRemoved).Concat(difference.PhasesChanged));
        var track = Assert.Single(difference.Tracks);
        Assert.Empty(track.Joined.Concat(track.Left).Concat(track.ClausesAdded).Concat(track.ClausesRemoved).Concat(track.ClausesChanged));
        Assert.False(track.WeightsChanged || track.QuotaChanged);
    }
}
