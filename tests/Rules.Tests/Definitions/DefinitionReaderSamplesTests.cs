using Campaigns.Rules.Definitions;
using Xunit;

namespace Campaigns.Rules.Tests.Definitions;

public sealed class DefinitionReaderSamplesTests
{
    [Theory]
    [InlineData("monthly-star.yaml", 13)]
    [InlineData("single-quarter.yaml", 3)]
    [InlineData("three-level-contest.yaml", 23)]
    public void Sample_WithoutMistakes_IsRead(string name, int phases)
    {
        var reading = DefinitionReader.Read(Sample.Text(name));

        Assert.Empty(reading.Errors);
        Assert.Equal(phases, reading.Definition!.Phases.Count);
    }

    [Fact]
    public void Sample_WithAMistakeALine_GetsOneErrorForEach()
    {
        var text = Sample.Text("mistakes.yaml");
        var marked = text.Split('\n').Index().Where(l => l.Item.Contains(" # ", StringComparison.Ordinal)).Select(l => l.Index + 1).ToList();

        var reading = DefinitionReader.Read(text);

        Assert.Null(reading.Definition);
        Assert.Equal(marked, reading.Errors.Select(e => e.Line));
        Assert.True(marked.Count >= 10);
        Assert.All(reading.Errors, e => Assert.NotEmpty(e.Path));
        Assert.All(reading.Errors, e => Assert.NotEqual(e.Message.Zh, e.Message.En));
    }

    [Fact]
    public void Sample_WithAMistakeALine_NamesThePath()
    {
        var paths = DefinitionReader.Read(Sample.Text("mistakes.yaml")).Errors.Select(e => e.Path);

        Assert.Equal(
            [
                "authority.zone", "programme.years", "tracks.villages.enters.level", "tracks.villages.weights", "tracks.villages.select.allotted",
                "tracks.stations.standard", "tracks.stations.attain.share", "standards.village.grades.excellent", "standards.village.sections[1].clauses[0].id",
                "phases.q.deu", "phases.h.kind", "phases.closing.opens", "phases.year.due", "ladders.submitter[0].at", "ladders.submitter[1].to",
            ],
            paths);
    }
}
