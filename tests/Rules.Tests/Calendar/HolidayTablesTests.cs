using System.Globalization;
using System.Text.Json;
using Campaigns.Rules.Calendar;
using Xunit;

namespace Campaigns.Rules.Tests.Calendar;

public sealed class HolidayTablesTests
{
    [Theory]
    [InlineData(2024, 28, 8)]
    [InlineData(2025, 28, 5)]
    [InlineData(2026, 33, 6)]
    public void Bundled_AnnouncedYear_HasAsManyDaysAsAnnounced(int year, int off, int work)
    {
        var table = HolidayTables.Bundled.Table("cn", year)!;

        Assert.Equal((off, work, false), (table.DaysOff.Count, table.MakeUpDays.Count, table.Fictitious));
    }

    [Theory]
    [InlineData("2024-02-09", true)] // New Year's Eve was no holiday in 2024
    [InlineData("2024-02-12", false)]
    [InlineData("2024-02-18", true)] // a Sunday, worked
    [InlineData("2024-06-10", false)]
    [InlineData("2025-01-26", true)]
    [InlineData("2025-01-28", false)]
    [InlineData("2025-10-08", false)]
    [InlineData("2025-10-11", true)]
    [InlineData("2026-01-02", false)]
    [InlineData("2026-01-04", true)]
    [InlineData("2026-02-23", false)]
    [InlineData("2026-02-28", true)]
    [InlineData("2026-09-20", true)]
    [InlineData("2026-10-10", true)]
    [InlineData("2026-10-11", false)]
    [InlineData("2026-12-31", true)]
    public void Bundled_KnownDay_IsWorkedOrNot(string day, bool worked)
    {
        var date = DateOnly.Parse(day, CultureInfo.InvariantCulture);

        Assert.Equal(worked, HolidayTables.Bundled.Table("cn", date.Year)!.IsWorkingDay(date));
    }

    [Fact]
    public void Bundled_BesideThePublishedFacts_EqualsThem()
    {
        var facts = Facts();
        foreach (var (year, days) in facts)
        {
            var table = HolidayTables.Bundled.Table("cn", year)!;
            Assert.Equal(days.Where(d => d.Off).Select(d => d.Day).Order(), table.DaysOff.Order());
            Assert.Equal(days.Where(d => !d.Off).Select(d => d.Day).Order(), table.MakeUpDays.Order());
        }
        Assert.Equal([2024, 2025, 2026], HolidayTables.Bundled.All.Select(t => t.Year));
    }

    [Fact]
    public void FictitiousSample_OnItsOwn_SaysSoAndIsNotBundled()
    {
        Assert.All(HolidayTables.FictitiousSample.All, t => Assert.True(t.Fictitious));
        Assert.All(HolidayTables.FictitiousSample.All, t => Assert.StartsWith("FICTITIOUS", t.Source, StringComparison.Ordinal));
        Assert.Equal([2027, 2028, 2029], HolidayTables.FictitiousSample.All.Select(t => t.Year));
        Assert.All(new[] { 2027, 2028, 2029 }, y => Assert.False(HolidayTables.Bundled.Has("cn", y)));
    }

    [Fact]
    public void With_AnotherSet_HasBothAndTheOthersYearsCount()
    {
        var amended = HolidayTables.Parse("""{ "calendar": "cn", "source": "test", "years": { "2026": { "off": ["12-31"], "work": [] } } }""");

        var both = HolidayTables.Bundled.With(HolidayTables.FictitiousSample).With(amended);

        Assert.Equal([2024, 2025, 2026, 2027, 2028, 2029], both.All.Select(t => t.Year));
        Assert.Equal("test", both.Table("cn", 2026)!.Source);
    }

    [Theory]
    [InlineData("cn", 2026, true)]
    [InlineData("cn", 2050, false)]
    [InlineData("de", 2026, false)]
    [InlineData(HolidayTables.Weekdays, 2050, true)]
    public void Has_AYear_OnceItsTableIsLoadedOrNoneIsNeeded(string calendar, int year, bool known) =>
        Assert.Equal(known, HolidayTables.Bundled.Has(calendar, year));

    [Theory]
    [InlineData("1900")]
    [InlineData("2999")]
    public void Parse_FirstAndLastYear_AreTaken(string year) => Assert.Single(HolidayTables.Parse(
        $$$"""{ "calendar": "cn", "source": "s", "years": { "{{{year}}}": { "off": ["05-01"], "work": [] } } }""").All);

    [Fact]
    public void All_SeveralCalendars_AreInOrderOfCalendarAndYear()
    {
        var other = HolidayTables.Parse("""
            { "calendar": "ad", "source": "test", "years": { "2027": { "off": ["12-31"], "work": [] }, "2026": { "off": ["12-31"], "work": [] } } }
            """);

        Assert.Equal(
            [("ad", 2026), ("ad", 2027), ("cn", 2024), ("cn", 2025), ("cn", 2026)], HolidayTables.Bundled.With(other).All.Select(t => (t.Calendar, t.Year)));
    }

    [Theory]
    [InlineData("{", "must be JSON")]
    [InlineData("[]", "must be an object")]
    [InlineData("""{ "calendar": "cn", "source": "s" }""", "'years' is missing")]
    [InlineData("""{ "calendar": "cn", "source": "s", "years": {} }""", "'years' is empty")]
    [InlineData("""{ "calendar": "", "source": "s", "years": {} }""", "'calendar' is empty")]
    [InlineData("""{ "calendar": "weekdays", "source": "s", "years": {} }""", "without holidays")]
    [InlineData("""{ "calendar": "cn", "source": "s", "year": {} , "years": {} }""", "Unknown key 'year'")]
    [InlineData("""{ "calendar": "cn", "source": "s", "fictitious": 1, "years": {} }""", "true or false")]
    [InlineData("""{ "calendar": "cn", "source": "s", "years": { "27": { "off": ["05-01"], "work": [] } } }""", "'27' is not a year")]
    [InlineData("""{ "calendar": "cn", "source": "s", "years": { "2027": { "off": ["05-32"], "work": [] } } }""", "'05-32' is not a day")]
    [InlineData("""{ "calendar": "cn", "source": "s", "years": { "2027": { "off": ["02-29"], "work": [] } } }""", "'02-29' is not a day")]
    [InlineData("""{ "calendar": "cn", "source": "s", "years": { "2027": { "off": ["05-05..05-01"], "work": [] } } }""", "is not a range")]
    [InlineData("""{ "calendar": "cn", "source": "s", "years": { "2027": { "off": ["05-01..05-05", "05-03"], "work": [] } } }""", "05-03 is given twice")]
    [InlineData("""{ "calendar": "cn", "source": "s", "years": { "2027": { "off": ["05-01"], "work": ["05-01"] } } }""", "2027-05-01 is both off and worked")]
    [InlineData("""{ "calendar": "cn", "source": "s", "years": { "2027": { "off": ["05-01"], "work": ["05-04"] } } }""", "2027-05-04 is a weekday")]
    [InlineData("""{ "calendar": "cn", "source": "s", "years": { "2027": { "off": [], "work": [] } } }""", "no days off")]
    [InlineData("""{ "calendar": "cn", "source": "s", "years": { "2027": { "off": ["03-01..05-30"], "work": [] } } }""", "30 days off in a row")]
    [InlineData("""{ "calendar": "cn", "source": "s", "years": { "2027": { "off": [5], "work": [] } } }""", "must hold days")]
    [InlineData("""{ "calendar": "cn", "source": "s", "years": { "2027": [] } }""", "2027 must be an object")]
    [InlineData("""{ "calendar": "cn", "source": "s", "years": [] }""", "'years' in the file must be an object")]
    [InlineData("""{ "calendar": "cn", "source": "s", "years": { "1899": { "off": ["05-01"], "work": [] } } }""", "'1899' is not a year")]
    [InlineData("""{ "calendar": "cn", "source": "s", "years": { "3000": { "off": ["05-01"], "work": [] } } }""", "'3000' is not a year")]
    [InlineData("""{ "calendar": "cn", "source": "s", "years": { "2027": { "off": ["05-01"], "work": [], "on": [] } } }""", "Unknown key 'on'")]
    [InlineData(
        """{ "calendar": "cn", "source": "s", "years": { "2027": { "off": ["05-01"], "work": [] }, "2027": { "off": ["05-01"], "work": [] } } }""",
        "2027 is given twice")]
    public void Parse_BadFile_IsRefusedWithTheReason(string json, string reason)
    {
        var fault = Assert.Throws<FormatException>(() => HolidayTables.Parse(json));

        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
    }

    /// <summary>The published days by year, where they lie beside the repository; empty on other machines, which the counts above serve.</summary>
    static Dictionary<int, List<(DateOnly Day, bool Off)>> Facts()
    {
        var facts = new Dictionary<int, List<(DateOnly, bool)>>();
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var data = Path.Combine(folder.FullName, "shared", "data", "holidays-cn");
            foreach (var year in Directory.Exists(data) ? HolidayTables.Bundled.All.Select(t => t.Year) : [])
            {
                using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(data, $"{year}.json")));
                facts[year] = [.. document.RootElement.GetProperty("days").EnumerateArray()
                    .Select(d => (DateOnly.Parse(d.GetProperty("date").GetString()!, CultureInfo.InvariantCulture), d.GetProperty("isOffDay").GetBoolean()))];
            }
        }
        return facts;
    }
}
