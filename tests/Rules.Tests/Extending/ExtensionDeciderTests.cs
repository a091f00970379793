using Campaigns.Rules.Calendar;
using Campaigns.Rules.Cycles;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Extending;
using Campaigns.Rules.Ledger;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Reminding;
using Campaigns.Rules.Reporting;
using Campaigns.Rules.Sheets;
using Campaigns.Rules.Tests.Cycles;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Campaigns.Rules.Tests.Extending;

public sealed class ExtensionDeciderTests
{
    private static readonly CyclePlan Plan = CyclePlanner.Plan(Year.Definition, 2026, Year.Tables);
    private static readonly Phase Q3 = Year.Definition.Phase("q3");
    private static readonly PhaseWindow Window = Plan.Window("q3");
    private static readonly DateTimeOffset Evaluation = Plan.Window("e").OpensAt!.Value;
    private static readonly DateTimeOffset Now = Year.Local("2026-09-25 10:00");
    private static readonly ParticipantState Village = new() { Track = "village", Unit = "v-1", Parent = "t", Area = "t" };

    [Fact]
    public void Dates_UntilADay_FollowByThePhasesOwnGraceAndLateTime()
    {
        var dates = Until("2026-10-15");
        Assert.Equal(
            ["2026-10-15 18:00", "2026-10-16 18:00", "2026-10-20 18:00"],
            new DateTimeOffset?[] { dates.DueAt, dates.GraceUntil, dates.LockedAt }.Select(Year.Local));
        Assert.Equal("2026-10-19 18:00", Year.Local(Until("2026-10-17").DueAt));
        Assert.Equal((null, 2027), ExtensionDays.Of(Q3, Year.Definition.Authority, HolidayTables.Bundled, new(2026, 12, 31)));
    }

    [Fact]
    public void Request_IsARecordThatMovesNothingYet()
    {
        var asked = Accepted(Village, new RequestExtension("q3", Until("2026-10-15"), "洪灾", "p-1"));
        var extension = Assert.Single(asked.State.Dates.Extensions);
        Assert.Equal(("q3-1", ExtensionState.Requested, "洪灾", "p-1"), (extension.Id, extension.State, extension.Reason, extension.RequestedBy));
        Assert.Equal((Window.DueAt, Now), (extension.OldDueAt, extension.RequestedAt));
        Assert.Null(extension.DecidedBy);
        Assert.Equal(Window, asked.State.Dates.Window(Window));
        Assert.False(asked.State.Dates.Extends(Window));
        var fact = Assert.Single(asked.Facts);
        Assert.Equal((Acts.ExtensionRequested, "p-1", "village/v-1/q3", "洪灾"), (fact.Act, fact.By, fact.Subject, fact.Why));
        Assert.Equal("2026-10-10T10:00:00Z", fact.Facts["oldDueAt"][..19] + "Z");
    }

    [Fact]
    public void Grant_MovesTheWindowTheActionsAndTheTimeliness()
    {
        var granted = Granted();
        var own = granted.Dates.Window(Window);
        Assert.Equal((Window.OpensAt, Until("2026-10-15").DueAt, Until("2026-10-15").LockedAt), (own.OpensAt, own.DueAt, own.LockedAt));
        Assert.Equal(own, granted.Dates.Window(own));
        Assert.True(granted.Dates.Extends(Window));
        var afterTheLockOfTheOthers = Year.Local("2026-10-15 17:59");
        Assert.NotEmpty(AllowedActions.For(granted, Q3, Window, afterTheLockOfTheOthers));
        Assert.Empty(AllowedActions.For(Village, Q3, Window, afterTheLockOfTheOthers));
        var standard = Year.Definition.Standard("village");
        var sheet = new SheetContent(new Dictionary<string, ClauseAnswer> { ["one"] = new() { Points = 8 } });
        var submitted = Assert.IsType<Accepted<ParticipantState>>(
            SheetDecider.Decide(granted, Q3, Window, new Submit(sheet, "p"), afterTheLockOfTheOthers, standard));
        Assert.Equal(Timeliness.OnTime, submitted.State.Phase("q3").Timeliness);
        Assert.Equal(RefusalCode.NotLockedYet, SheetDecider.Decide(granted, Q3, Window, new LockPhase(), afterTheLockOfTheOthers, standard).Refusal!.Code);
    }

    [Fact]
    public void Rates_CountTheExtendedApart()
    {
        var rates = ReportingRates.For(Q3, Window, [Granted(), Village, Village with { Unit = "v-2" }]);
        Assert.Equal((3, 1), (rates.Expected, rates.Extended));
        Assert.Equal(2, (rates + rates).Extended);
    }

    [Fact]
    public void Waves_LeaveTheExtendedToItsOwnDates()
    {
        var lateRung = Plan.Milestones.Single(m => m.Id == "q3|remind|2");
        var opening = Plan.Milestones.Single(m => m.Id == "q3|remind|1");
        Assert.False(StillDue.Holds(lateRung, Q3, Window, Granted()));
        Assert.True(StillDue.Holds(opening, Q3, Window, Granted()));
        Assert.True(StillDue.Holds(lateRung, Q3, Window, Village));
        Assert.True(StillDue.Holds(lateRung, Q3, Window, Accepted(Village, new RequestExtension("q3", Until("2026-10-15"), "r", "p")).State));
        Assert.False(StillDue.Holds(lateRung, Q3 with { Tracks = ["other"] }, Window, Village));
    }

    [Fact]
    public void Decide_Request_GrantsOrRefusesItOnce()
    {
        var asked = Accepted(Village, new RequestExtension("q3", Until("2026-10-15"), "洪灾", "p-1")).State;
        var granted = Accepted(asked, new DecideExtension("q3-1", true, null, "p-2"));
        Assert.Equal(
            (ExtensionState.Granted, "p-2", Now),
            (granted.State.Dates.Extensions[0].State, granted.State.Dates.Extensions[0].DecidedBy, granted.State.Dates.Extensions[0].DecidedAt));
        Assert.Equal(Acts.ExtensionGranted, granted.Facts.Single().Act);
        var refused = Accepted(asked, new DecideExtension("q3-1", false, "理由不足", "p-2"));
        Assert.Equal((ExtensionState.Refused, "理由不足"), (refused.State.Dates.Extensions[0].State, refused.State.Dates.Extensions[0].Refusal));
        Assert.Equal(Acts.ExtensionRefused, refused.Facts.Single().Act);
        Assert.False(refused.State.Dates.Extends(Window));
        Assert.Equal(RefusalCode.ExtensionDecided, Refused(granted.State, new DecideExtension("q3-1", true, null, "p-2")).Code);
        Assert.Equal(RefusalCode.UnknownExtension, Refused(asked, new DecideExtension("q3-2", true, null, "p-2")).Code);
        Assert.Equal(
            (RefusalCode.ReasonMissing, "reason"),
            (Refused(asked, new DecideExtension("q3-1", false, " ", "p-2")).Code, Refused(asked, new DecideExtension("q3-1", false, null, "p-2")).Path));
        Assert.Equal(RefusalCode.ExtensionPending, Refused(asked, new RequestExtension("q3", Until("2026-10-16"), "r", "p-1")).Code);
        Assert.Equal("q3-2", Accepted(refused.State, new RequestExtension("q3", Until("2026-10-16"), "r", "p-1")).State.Dates.Extensions[1].Id);
        Assert.Equal(RefusalCode.ExtensionNotLater, ExtensionDecider.Decide(
            asked, Q3, Window, Evaluation, new DecideExtension("q3-1", true, null, "p-2"), Until("2026-10-15").DueAt, []).Refusal!.Code);
    }

    [Fact]
    public void Grant_AfterTheLock_LetsTheSilentActAgain()
    {
        var silent = Village.With("q3", new() { Status = SheetStatus.Silent });
        var granted = ExtensionDecider.Decide(
            silent, Q3, Window, Evaluation, new GrantExtension("q3", Until("2026-10-23"), "r", "p"), Year.Local("2026-10-20 10:00"), ["2"]);
        var state = Assert.IsType<Accepted<ParticipantState>>(granted).State;
        Assert.Equal(SheetStatus.Open, state.Phase("q3").Status);
        Assert.Equal(["2"], state.Dates.Extensions[0].Fired);
    }

    [Fact]
    public void Extension_ThatCannotBe_IsRefused()
    {
        Assert.Equal(RefusalCode.ReasonMissing, Refused(Village, new GrantExtension("q3", Until("2026-10-15"), " ", "p")).Code);
        Assert.Equal(RefusalCode.TextTooLong, Refused(Village, new GrantExtension("q3", Until("2026-10-15"), new string('x', 20_000), "p")).Code);
        Assert.Equal(
            (RefusalCode.ExtensionNotLater, "until"),
            (Refused(Village, new GrantExtension("q3", Until("2026-10-10"), "r", "p"))
                .Code, Refused(Village, new GrantExtension("q3", Until("2026-10-10"), "r", "p")).Path));
        Assert.Equal(RefusalCode.ExtensionTooLong, Refused(Village, new GrantExtension("q3", Until("2026-12-30"), "r", "p")).Code);
        Assert.Equal(
            RefusalCode.SheetFrozen,
            Refused(Village.With("q3", new() { Status = SheetStatus.Accepted }), new GrantExtension("q3", Until("2026-10-15"), "r", "p")).Code);
        Assert.Equal(RefusalCode.WrongKindOfPhase, ExtensionDecider.Decide(
            Village, Year.Definition.Phase("h"), Plan.Window("h"), Evaluation, new GrantExtension("h", Until("2026-11-15"), "r", "p"), Now, []).Refusal!.Code);
        Assert.Equal(RefusalCode.PhaseNotOfTrack, ExtensionDecider.Decide(
            Village, Q3 with { Tracks = ["other"] }, Window, Evaluation, new GrantExtension("q3", Until("2026-10-15"), "r", "p"), Now, []).Refusal!.Code);
        Assert.Equal(RefusalCode.CalendarMissing, ExtensionDecider.Decide(
            Village, Q3, Window with { DueAt = null, AwaitingYear = 2030 }, Evaluation, new GrantExtension("q3", Until("2026-10-15"), "r", "p"), Now, [])
                .Refusal!.Code);
        Assert.Equal(RefusalCode.ExtensionNotLater, Refused(Granted(), new GrantExtension("q3", Until("2026-10-14"), "r", "p")).Code);
    }

    [Fact]
    public void Grant_Outright_IsDecidedByTheGrantorAtOnce()
    {
        var granted = Assert.Single(Granted().Dates.Extensions);
        var asked = Assert.Single(Accepted(Village, new RequestExtension("q3", Until("2026-10-15"), "洪灾", "p-1")).State.Dates.Extensions);

        Assert.Equal(("p-2", Now), (granted.DecidedBy, granted.DecidedAt));
        Assert.Equal((null, null), (asked.DecidedBy, asked.DecidedAt));
        Assert.Empty(asked.Fired);
    }

    [Fact]
    public void Decide_OneOfTwoExtensions_LeavesTheOtherAndRemembersTheRungsThatHavePassed()
    {
        var first = Accepted(Village, new GrantExtension("q3", Until("2026-10-13"), "r", "p-1")).State;
        var asked = Accepted(first, new RequestExtension("q3", Until("2026-10-15"), "r", "p-1")).State;

        var granted = Decided(true, "同意").Dates.Extensions;
        var refused = Decided(false, "理由不足").Dates.Extensions;

        Assert.Equal(first.Dates.Extensions[0], granted[0]);
        Assert.Equal([("q3-1", null), ("q3-2", null)], granted.Select(e => (e.Id, e.Refusal)));
        Assert.Equal(["2"], granted[1].Fired);
        Assert.Equal((ExtensionState.Refused, "理由不足", 0), (refused[1].State, refused[1].Refusal, refused[1].Fired.Count));

        ParticipantState Decided(bool grant, string reason) => Assert.IsType<Accepted<ParticipantState>>(
            ExtensionDecider.Decide(asked, Q3, Window, Evaluation, new DecideExtension("q3-2", grant, reason, "p-2"), Now, ["2"])).State;
    }

    [Fact]
    public void Grant_ToWhoHandedIn_LeavesTheSheetHandedIn()
    {
        var submitted = Village.With("q3", new() { Status = SheetStatus.Submitted });

        Assert.Equal(SheetStatus.Submitted, Accepted(submitted, new GrantExtension("q3", Until("2026-10-15"), "r", "p")).State.Phase("q3").Status);
        Assert.Equal(SheetStatus.Silent, Accepted(
            Village.With("q3", new() { Status = SheetStatus.Silent }), new RequestExtension("q3", Until("2026-10-15"), "r", "p")).State.Phase("q3").Status);
    }

    [Fact]
    public void Extension_RefusedForItsDates_NamesTheDateThatItMustPass()
    {
        var grant = new GrantExtension("q3", Until("2026-10-10"), "r", "p");
        Assert.Equal("2026-10-10T10:00:00.0000000Z", Refused(Village, grant).Facts!["dueAt"]);
        var later = ExtensionDecider.Decide(Village, Q3, Window, Evaluation, grant, Year.Local("2026-10-12 18:00"), []).Refusal!;
        Assert.Equal("2026-10-12T10:00:00.0000000Z", later.Facts!["dueAt"]);
        var unknown = ExtensionDecider.Decide(
            Village, Q3, Window with { DueAt = null, AwaitingYear = 2030 }, Evaluation, new GrantExtension("q3", Until("2026-10-15"), "r", "p"), Now, [])
                .Refusal!;
        Assert.Equal("2030", unknown.Facts!["year"]);
    }

    [Theory]
    [InlineData(0, RefusalCode.ExtensionTooLong)]
    [InlineData(1, null)]
    public void Extension_LockedAsTheEvaluationOpens_IsTooLong(int ticks, RefusalCode? code)
    {
        var until = Until("2026-10-15");

        Assert.Equal(code, ExtensionDecider.Decide(
            Village, Q3, Window, until.LockedAt.AddTicks(ticks), new GrantExtension("q3", until, "r", "p"), Now, []).Refusal?.Code);
    }

    [Fact]
    public void Window_OfSeveralExtensions_FollowsTheLatestAndNeverShortensThePlan()
    {
        var both = Accepted(Granted(), new GrantExtension("q3", Until("2026-10-20"), "r", "p")).State.Dates;
        var turned = both with { Extensions = [.. both.Extensions.Reverse()] };
        Assert.Equal((Until("2026-10-20").DueAt, Until("2026-10-20").DueAt), (both.Window(Window).DueAt, turned.Window(Window).DueAt));

        var amended = Window with { DueAt = Until("2026-10-28").DueAt, GraceUntil = null, LockedAt = Until("2026-10-28").LockedAt };
        Assert.Equal(amended, Granted().Dates.Window(amended));
    }

    [Fact]
    public void FollowUp_RemindsEscalatesAndLocksByItsOwnDates()
    {
        var granted = Granted();
        var milestones = ExtensionDays.Milestones(Year.Definition, Q3, Window, granted.Dates, Year.Tables);
        Assert.Equal(
            ["q3|remind|2 2026-10-12 09:00", "q3|escalate|3 2026-10-16 09:00", "q3|lock 2026-10-20 18:02", "q3|escalate|4 2026-10-22 09:00"],
            milestones.Select(m => $"{m.Id} {Year.Local(m.At)}"));
        Assert.Empty(ExtensionDays.Milestones(Year.Definition, Q3, Window, Village.Dates, Year.Tables));

        var before = Follow(granted, "2026-10-12 08:59");
        Assert.Equal((null, "2026-10-12 09:00"), (before.Tell, Year.Local(before.NextAt)));
        Assert.Empty(before.Decision.Facts);
        Assert.Same(granted, before.Decision.State);
        var reminded = Follow(granted, "2026-10-12 09:00");
        Assert.Equal("q3|remind|2", reminded.Tell!.Id);
        Assert.Equal(Acts.Reminded, reminded.Decision.Facts.Single().Act);
        Assert.Equal(("q3|remind|2", "q3-1"), (reminded.Decision.Facts[0].Facts["milestone"], reminded.Decision.Facts[0].Facts["extension"]));
        Assert.Equal("2026-10-16 09:00", Year.Local(reminded.NextAt));
        Assert.Null(Follow(reminded.Decision.State, "2026-10-12 09:00").Tell);
        var escalated = Follow(reminded.Decision.State, "2026-10-16 09:00");
        Assert.Equal(Acts.Escalated, escalated.Decision.Facts.Single().Act);

        var locked = Follow(escalated.Decision.State, "2026-10-20 18:02");
        Assert.Equal(SheetStatus.Silent, locked.Decision.State.Phase("q3").Status);
        Assert.Equal((Acts.PhaseSilent, "q3-1"), (locked.Decision.Facts.Single().Act, locked.Decision.Facts[0].Facts["extension"]));
        var last = Follow(locked.Decision.State, "2026-10-22 09:00");
        Assert.Equal((Card.Yellow, "q3|escalate|4"), (last.Decision.State.Cards.Single().Card, last.Decision.State.Cards.Single().Milestone));
        Assert.Equal([Acts.Escalated, Acts.CardRaised], last.Decision.Facts.Select(f => f.Act));
        Assert.Null(last.NextAt);
    }

    [Theory]
    [InlineData("2026-10-12 08:59", "2026-10-12 09:00")]
    [InlineData("2026-10-12 09:00", "2026-10-12 09:00")]
    [InlineData("2026-10-22 09:01", "2026-10-12 09:00")]
    public void NextLook_IsTheFirstMomentThatNobodyHasSeenTo(string now, string expected) => Assert.Equal(expected, Look(Granted(), now));

    [Fact]
    public void NextLook_AfterAFollowUp_IsWhatThatSaid()
    {
        string[] instants =
        [
            "2026-10-10 09:00", "2026-10-12 09:00", "2026-10-14 12:00", "2026-10-16 09:00", "2026-10-20 18:01", "2026-10-20 18:02", "2026-10-22 08:59",
            "2026-10-22 09:00", "2026-11-01 09:00",
        ];
        var step = Granted();
        foreach (var now in instants)
        {
            // Whether it was looked at each time, or for the first time after an outage.
            foreach (var before in new[] { step, Granted(), Granted().With("q3", new() { Status = SheetStatus.Submitted }) })
            {
                var followed = Follow(before, now);
                Assert.Equal(followed.NextAt is { } next ? Year.Local(next) : null, Look(followed.Decision.State, now));
            }
            step = Follow(step, now).Decision.State;
        }
    }

    [Fact]
    public void NextLook_AtALockThatHasPassed_IsOnlyForWhoIsStillOpen()
    {
        var fired = Follow(Granted(), "2026-10-17 10:00").Decision.State;
        Assert.Equal("2026-10-20 18:02", Look(fired, "2026-10-21 10:00"));
        Assert.Equal("2026-10-22 09:00", Look(fired.With("q3", new() { Status = SheetStatus.Submitted }), "2026-10-21 10:00"));
        Assert.Null(Look(Village, "2026-10-10 10:00"));
        Assert.Null(Look(Accepted(Village, new RequestExtension("q3", Until("2026-10-15"), "r", "p")).State, "2026-10-10 10:00"));
    }

    [Fact]
    public void FollowUp_OfOneExtension_LeavesTheOthersAlone()
    {
        var both = Accepted(Granted(), new GrantExtension("q3", Until("2026-10-20"), "r", "p")).State;

        var followed = Follow(both, "2026-10-16 09:00").Decision.State.Dates.Extensions;

        Assert.Equal(both.Dates.Extensions[0], followed[0]);
        Assert.Equal(["2"], followed[1].Fired);
    }

    [Fact]
    public void FollowUp_AfterAnOutage_TellsTheLastRungAlone()
    {
        var followed = Follow(Granted(), "2026-10-17 10:00");
        Assert.Equal("q3|escalate|3", followed.Tell!.Id);
        Assert.Equal(["2", "3"], followed.Decision.State.Dates.Extensions[0].Fired);
    }

    [Fact]
    public void FollowUp_WhoHandedIn_IsToldNothingAndStays()
    {
        var submitted = Granted().With("q3", new() { Status = SheetStatus.Submitted });
        var followed = Follow(submitted, "2026-10-21 10:00");
        Assert.Null(followed.Tell);
        Assert.Equal(SheetStatus.Submitted, followed.Decision.State.Phase("q3").Status);
        Assert.Empty(Follow(Village, "2026-10-21 10:00").Decision.Facts);
    }

    [Fact]
    public void Pause_MovesARunningExtensionToo()
    {
        CalendarEffect effect = new() { WorkingDays = 2, From = Year.Local("2026-10-13 10:00") };
        var moved = CalendarEffectRule.Follow(Granted(), effect, 2, [], Year.Shift)!;
        Assert.Equal("2026-10-19 18:00", Year.Local(moved.Dates.Extensions[0].DueAt));
        Assert.Equal("2026-10-22 18:00", Year.Local(moved.Dates.Extensions[0].LockedAt));
    }

    /// <summary>Extending one unit moves nothing of another: whatever is granted to one, what the other may do and is told stays.</summary>
    [Fact]
    public void ExtendingOneUnit_MovesNothingOfAnother() => Prop.ForAll(
        Gen.Choose(1, 40).ToArbitrary(), Gen.Choose(0, 60).ToArbitrary(), (later, day) =>
        {
            var other = Village with { Unit = "v-2" };
            var until = new WorkingDays("cn", Year.Tables).Add(new(2026, 10, 10), later).Date!.Value;
            var dates = ExtensionDays.Of(Q3, Year.Definition.Authority, Year.Tables, until).Dates!;
            var extended = Accepted(Village, new GrantExtension("q3", dates, "r", "p")).State;
            var now = Year.Local("2026-09-20 10:00").AddDays(day);
            return other.Dates.Window(Window) == Window
                && AllowedActions.For(other, Q3, Window, now).SequenceEqual(AllowedActions.For(Village, Q3, Window, now))
                && Follow(other, Year.Local(now)).Decision.State == other
                && extended.Unit == "v-1" && extended.Dates.Window(Window).OpensAt == Window.OpensAt
                && extended.Dates.Window(Plan.Window("q1")) == Plan.Window("q1");
        }).QuickCheckThrowOnFailure();

    private static FollowedUp Follow(ParticipantState state, string now) =>
        ExtensionFollowUp.Decide(state, Year.Definition, Q3, Window, Year.Tables, Year.Local(now));

    private static string? Look(ParticipantState state, string now) =>
        ExtensionFollowUp.NextLook(state, Year.Definition, Q3, Window, Year.Tables, Year.Local(now)) is { } at ? Year.Local(at) : null;

    private static ParticipantState Granted() => Accepted(Village, new GrantExtension("q3", Until("2026-10-15"), "洪灾", "p-2")).State;

    private static ExtendedDates Until(string day) => ExtensionDays.Of(Q3, Year.Definition.Authority, Year.Tables, DateOnly.Parse(day, null)).Dates!;

    private static Accepted<ParticipantState> Accepted(ParticipantState state, ExtensionCommand command) =>
        Assert.IsType<Accepted<ParticipantState>>(ExtensionDecider.Decide(state, Q3, Window, Evaluation, command, Now, []));

    private static Refusal Refused(ParticipantState state, ExtensionCommand command) =>
        ExtensionDecider.Decide(state, Q3, Window, Evaluation, command, Now, []).Refusal!;
}
