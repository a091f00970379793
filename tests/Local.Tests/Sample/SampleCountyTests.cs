using System.Text.RegularExpressions;
using Campaigns.Local.Sample;
using Xunit;

namespace Campaigns.Local.Tests.Sample;

public sealed class SampleCountyTests
{
    static readonly SampleCounty County = SampleCountyBuilder.Build();

    [Fact]
    public void Build_WholeCounty_HasTheCountsOfTheJob()
    {
        Assert.Equal(30, County.Units.Count(u => u.Level == "township"));
        Assert.Equal(14, County.Units.Count(u => u.Level == "department"));
        Assert.Equal(840, County.Units.Count(u => u.Level == "village"));
        Assert.Equal(60, County.Units.Count(u => u.Level == "station"));
        Assert.Equal(900, County.People.Count(p => p.Categories.Contains("vanguard")));
    }

    [Fact]
    public void Build_EveryId_IsAUniqueSlug()
    {
        var ids = County.Units.Select(u => u.Id).Concat(County.People.Select(p => p.Id)).ToList();

        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Matches(new Regex("^[a-z0-9-]{1,64}$"), id));
        Assert.Equal(County.People.Count, County.People.Select(p => p.Email).Distinct().Count());
    }

    [Fact]
    public void Build_VillageNames_AreAllDifferent() =>
        Assert.Equal(840, County.Units.Where(u => u.Level == "village").Select(u => u.Name).Distinct().Count());

    [Fact]
    public void Build_EveryUnitBelowTheCounty_HasItsLeaderAndReporterAndAParentInTheTree()
    {
        var held = County.People.SelectMany(p => p.Assignments).ToLookup(a => a.Unit, a => a.Role);
        var ids = County.Units.Select(u => u.Id).ToHashSet();

        Assert.All(County.Units.Where(u => u.Parent is not null), unit =>
        {
            Assert.Contains(unit.Parent!, ids);
            Assert.Single(held[unit.Id], "leader");
            Assert.Single(held[unit.Id], "reporter");
        });
        Assert.All(County.Units.Where(u => u.Level == "village"), village => Assert.Single(held[village.Id], "liaison"));
        Assert.All(County.Units.Where(u => u.Level is "township" or "county"), unit => Assert.Equal(2, held[unit.Id].Count(r => r == "reviewer")));
        Assert.All(County.People, person => Assert.Contains(person.Unit, ids));
    }

    [Fact]
    public void Build_SomeTownships_KeepsWhatIsBelowThemAndNothingElse()
    {
        var three = SampleCountyBuilder.Build(3);

        Assert.Equal(1 + 3 + 3 * 28 + 3 * 2, three.Units.Count);
        Assert.Equal(90, three.People.Count(p => p.Categories.Count > 0));
        var ids = three.Units.Select(u => u.Id).ToHashSet();
        Assert.All(three.People.SelectMany(p => p.Assignments), a => Assert.Contains(a.Unit, ids));
    }

    [Fact]
    public void Csv_WrittenAndRead_IsTheSameCounty()
    {
        var units = CountyCsv.ReadUnits(CountyCsv.WriteUnits(County.Units));
        var people = CountyCsv.ReadPeople(CountyCsv.WritePeople(County.People));

        Assert.Equal(County.Units, units);
        Assert.Equal(CountyCsv.WritePeople(County.People), CountyCsv.WritePeople(people));
        Assert.Equal(County.People.Count, people.Count);
    }

    [Fact]
    public void ReadUnits_WithQuotesAndMissingColumns_TakesWhatIsThere()
    {
        var units = CountyCsv.ReadUnits("\ufeffid,name,level\nx,\"a, b\",village\n,nobody,village\n");

        Assert.Equal([new SampleUnit("x", "a, b", "", "village", "", null)], units);
    }
}
