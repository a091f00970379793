using System.CommandLine;
using Campaigns.Local.Commands;
using Campaigns.Local.Sample;
using Xunit;

namespace Campaigns.Local.Tests.Commands;

public sealed class CommandTests
{
    [Fact]
    public async Task Validate_TheSample_FindsNothingAndSaysWhatItIs()
    {
        using var files = new TemporaryDirectory();
        var file = files.Write("contest.yaml", SampleDefinition.Text);

        var (code, output, _) = await RunAsync("validate", file);

        Assert.Equal(0, code);
        Assert.StartsWith("contest.yaml: three-level-contest, 4 tracks", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_OfMistakes_NamesEachWithItsPlaceAndFails()
    {
        using var files = new TemporaryDirectory();
        var file = files.Write("contest.yaml", SampleDefinition.Text
            .Replace("zone: Asia/Shanghai", "zone: Asia/Nowhere", StringComparison.Ordinal).Replace("quota: 10,", "quota: -10,", StringComparison.Ordinal));

        var (code, output, _) = await RunAsync("validate", file);

        Assert.Equal(1, code);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.All(lines, line => Assert.Matches(@"^contest\.yaml:\d+:\d+ [a-z.-]+: .+", line));
    }

    [Fact]
    public async Task Validate_OfNoFile_SaysSo()
    {
        var (code, _, error) = await RunAsync("validate", "nowhere.yaml");

        Assert.Equal(2, code);
        Assert.Contains("no such file", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calendar_OfTheSampleYear_ShowsLocalTimesInOrder()
    {
        using var files = new TemporaryDirectory();
        var file = files.Write("contest.yaml", SampleDefinition.Text);

        var (code, output, _) = await RunAsync("calendar", file, "--year", "2026");

        Assert.Equal(0, code);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains(lines, line => line.StartsWith("2026-04-15 Wed 18:00   q1|due ", StringComparison.Ordinal));
        Assert.Equal(lines.Select(l => l[..10]).Order(StringComparer.Ordinal), lines.Select(l => l[..10]));
    }

    [Fact]
    public async Task Calendar_OfAYearWithoutHolidays_AwaitsItsTable()
    {
        using var files = new TemporaryDirectory();
        var file = files.Write("contest.yaml", SampleDefinition.Text.Replace("years: 2026", "years: 2026..2031", StringComparison.Ordinal));

        var (code, output, _) = await RunAsync("calendar", file, "--year", "2031");

        Assert.Equal(0, code);
        Assert.Contains("awaiting calendar 2031", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sample_OfTwoTownships_WritesThreeFilesThatBelongTogether()
    {
        using var files = new TemporaryDirectory();

        var (code, _, _) = await RunAsync("sample", "--out", files.Path, "--townships", "2");

        Assert.Equal(0, code);
        var units = CountyCsv.ReadUnits(await File.ReadAllTextAsync(Path.Combine(files.Path, "units.csv")));
        var people = CountyCsv.ReadPeople(await File.ReadAllTextAsync(Path.Combine(files.Path, "people.csv")));
        Assert.Equal(1 + 2 + 56 + 4, units.Count);
        Assert.All(people, p => Assert.Contains(units, u => u.Id == p.Unit));
    }

    [Fact]
    public async Task Rehearse_WithUnitsButNoPeople_IsNotBegun()
    {
        using var files = new TemporaryDirectory();
        var units = files.Write("units.csv", "id,name\n");

        var (code, _, error) = await RunAsync("rehearse", "--units", units);

        Assert.Equal(2, code);
        Assert.Contains("go together", error, StringComparison.Ordinal);
    }

    static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandTree.Build().Parse(arguments).InvokeAsync(new InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }
}
