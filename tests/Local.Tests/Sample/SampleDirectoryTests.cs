using Campaigns.App.Directory;
using Campaigns.App.Templates;
using Campaigns.Local.Sample;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Enrolment;
using Xunit;

namespace Campaigns.Local.Tests.Sample;

public sealed class SampleDirectoryTests
{
    public static TheoryData<string> Templates => [.. TemplateCatalog.All.Select(t => t.Id)];

    [Theory]
    [MemberData(nameof(Templates))]
    public void Sized_AnyPlace_HoldsTogetherAndFillsEveryTrackOfItsTemplate(string template)
    {
        foreach (var size in (int?[])[1, 2, null])
            Check(template, SampleDirectory.Of(template)!.Sized(size));
    }

    static void Check(string template, SampleCounty county)
    {
        var ids = county.Units.Select(u => u.Id).Concat(county.People.Select(p => p.Id)).Concat(county.Clusters.Select(c => c.Id)).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        var units = county.Units.Select(u => u.Id).ToHashSet();
        Assert.All(county.Units, u => Assert.True(u.Parent is null || units.Contains(u.Parent), u.Id));
        Assert.All(county.Units, u => Assert.Contains(u.Level, Vocabulary.Levels));
        Assert.All(county.Units, u => Assert.Contains(u.Sector, Vocabulary.Sectors));
        Assert.All(county.People.SelectMany(p => p.Assignments), a => Assert.True(AssignmentText.Read(a.ToString(), out var wrong) is not null, wrong?.Zh));
        Assert.All(county.People.SelectMany(p => p.Assignments), a => Assert.Contains(a.Unit, units.Concat(county.Clusters.Select(c => c.Id))));
        Assert.All(county.Clusters.SelectMany(c => c.Points.Append(c.Home)), unit => Assert.Contains(unit, units));
        Assert.All(county.People, p => Assert.Contains(p.Unit, units));

        var definition = TemplateCatalog.Find(template)!.Definition;
        var tree = new DirectoryTree(
            [.. county.Units.Select(u => new DirectoryUnit(u.Id, u.Level, u.Sector, u.Parent))],
            [.. county.People.Select(p => new DirectoryPerson(p.Id, p.Unit, p.Categories))])
        {
            Clusters = [.. county.Clusters.Select(c => new DirectoryCluster(c.Id, c.Level, c.Home))],
        };
        var empty = definition.Tracks.Select(t => t.Id).Except(Enroller.Enrol(definition, tree).Participants.Select(p => p.Track));
        Assert.Empty(empty);
    }

    [Fact]
    public void Whole_Places_HaveTheNumbersOfTheirDocuments()
    {
        var township = SampleDirectory.Of("five-good-village")!.Sized(null);
        Assert.Equal((28, 41), (township.Units.Count(u => u.Level == "village"), township.Units.Count(u => u.Level is "village" or "station" or "branch")));
        Assert.Equal(28, township.People.SelectMany(p => p.Assignments).Count(a => a.Role == "liaison"));

        var county = SampleDirectory.Of("advanced-county")!.Sized(null);
        Assert.Equal((30, 14), (county.Units.Count(u => u.Level == "township"), county.Units.Count(u => u.Level == "department")));

        var city = SampleDirectory.Of("demonstration-clusters")!.Sized(null);
        Assert.Equal((40, 200), (city.Units.Count(u => u.Level == "township"), city.Units.Count(u => u.Id.StartsWith("p-", StringComparison.Ordinal))));
        Assert.Equal((10, 12), (city.Clusters.Count(c => c.Level == "city"), city.Clusters.Count));
        Assert.All(
            city.Units.Where(u => u.Id.StartsWith("p-", StringComparison.Ordinal)),
            p => Assert.Single(city.People.SelectMany(q => q.Assignments), a => a.Role == "contactPoint" && a.Unit == p.Id));

        var town = SampleDirectory.Of("township-year")!.Sized(null);
        Assert.Equal((40, 2, 42), (
            town.Units.Count(u => u.Level == "village"), town.Units.Count(u => u.Level == "community"),
            town.People.SelectMany(p => p.Assignments).Count(a => a.Role == "contactPoint")));
    }

    [Fact]
    public void Sized_Twice_IsTheSamePlace()
    {
        foreach (var template in TemplateCatalog.All)
        {
            var place = SampleDirectory.Of(template.Id)!;
            Assert.Equal(CountyCsv.WritePeople(place.Sized(2).People), CountyCsv.WritePeople(place.Sized(2).People));
        }
    }
}
