using Campaigns.Rules.Calendar;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Campaigns.Rules.Tests.Calendar;

public sealed class WorkingDaysTests
{
    static readonly WorkingDays days = new("cn", HolidayTables.Bundled.With(HolidayTables.FictitiousSample));
    static readonly WorkingDays announced = new("cn", HolidayTables.Bundled);

    static DateOnly Day(string text) => DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("2026-09-30", 1, "2026-10-08")] // over National Day
    [InlineData("2026-10-08", 2, "2026-10-10")] // a make-up Saturday counts
    [InlineData("2026-10-12", -1, "2026-10-10")]
    [InlineData("2026-02-13", 1, "2026-02-14")]
    [InlineData("2026-02-14", 1, "2026-02-24")]
    [InlineData("2026-03-28", 1, "2026-03-30")] // from a Saturday: the Monday
    [InlineData("2026-03-28", -1, "2026-03-27")]
    [InlineData("2026-03-28", 0, "2026-03-30")]
    [InlineData("2024-02-28", 1, "2024-02-29")]
    public void Add_FromADay_CountsWorkedDays(string from, int count, string to) => Assert.Equal(Day(to), days.Add(Day(from), count).Date);

    [Theory]
    [InlineData("2026-10-01", "2026-10-08", "2026-09-30")]
    [InlineData("2026-02-28", "2026-02-28", "2026-02-28")]
    [InlineData("2026-05-31", "2026-06-01", "2026-05-29")]
    public void Roll_FromADay_GoesToTheNearestWorkedDay(string day, string forward, string backward)
    {
        Assert.Equal(Day(forward), days.RollForward(Day(day)).Date);
        Assert.Equal(Day(backward), days.RollBackward(Day(day)).Date);
    }

    [Theory]
    [InlineData("2026-12-31", 1, 2027)]
    [InlineData("2024-01-02", -1, 2023)]
    [InlineData("2027-01-02", 0, 2027)] // not even a Saturday is known: it could be a make-up day
    public void Add_IntoAYearWithoutTable_AwaitsThatYear(string from, int count, int year)
    {
        var answer = announced.Add(Day(from), count);

        Assert.Equal((null, (int?)year), (answer.Date, answer.AwaitingYear));
        Assert.Equal(year, answer.Then(announced.Next).AwaitingYear);
    }

    [Fact]
    public void Add_InACalendarNobodyLoaded_AwaitsTheDaysOwnYear() =>
        Assert.Equal(2026, new WorkingDays("atlantis", HolidayTables.Bundled).Next(Day("2026-03-02")).AwaitingYear);

    [Fact]
    public void Between_TwoDays_CountsAfterTheFirstUpToTheLast()
    {
        Assert.Equal(3, days.Between(Day("2026-09-30"), Day("2026-10-10")));
        Assert.Null(announced.Between(Day("2026-12-30"), Day("2027-01-01")));
    }

    [Fact]
    public void Add_ThereAndBackFromAWorkedDay_IsTheSameDay() => Prop.ForAll(Dates(), Counts(), (date, count) =>
        days.IsWorking(date) != true || days.Add(date, count).Then(d => days.Add(d, -count)).Date == date).QuickCheckThrowOnFailure();

    [Fact]
    public void Add_MoreDays_NeverLandsEarlier() => Prop.ForAll(Dates(), Counts(), (date, count) =>
        days.Add(date, count).Date < days.Add(date, count + 1).Date || count is 0 or -1).QuickCheckThrowOnFailure();

    [Fact]
    public void Add_AnyDays_LandsOnAWorkedDayThatManyAway() => Prop.ForAll(Dates(), Counts(), (date, count) =>
    {
        var landed = days.Add(date, count).Date!.Value;
        var passed = count > 0 ? days.Between(date, landed) : count < 0 ? days.Between(landed.AddDays(-1), date.AddDays(-1)) : 0;
        return days.IsWorking(landed) == true && passed == Math.Abs(count);
    }).QuickCheckThrowOnFailure();

    static Arbitrary<DateOnly> Dates() =>
        Gen.Choose(0, 365 * 4).Select(n => new DateOnly(2025, 1, 1).AddDays(n)).ToArbitrary();

    static Arbitrary<int> Counts() => Gen.Choose(-60, 60).ToArbitrary();
}
