using System.CommandLine;
using Campaigns.Local.Sample;

namespace Campaigns.Local.Commands;

/// <summary><c>sample --out DIR</c>: the sample county's files, to be looked at, changed and rehearsed.</summary>
internal static class SampleCommand
{
    public static Command Build()
    {
        var into = new Option<DirectoryInfo>("--out") { Description = "Where to write campaign.yaml, units.csv and people.csv.", Required = true };
        var townships = new Option<int>("--townships")
        {
            Description = "How many of the thirty townships, with everything below them.",
            DefaultValueFactory = _ => 30
        };
        var command = new Command("sample", "Writes the sample county's definition, units and people as files.") { into, townships };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(into), parsed.GetValue(townships), parsed.InvocationConfiguration.Output));
        return command;
    }

    static int Run(DirectoryInfo into, int townships, TextWriter output)
    {
        into.Create();
        var county = townships == 30 ? SampleCountyBuilder.Build() : SampleCountyBuilder.Build(townships);
        foreach (var (name, text) in new[]
        {
            ("campaign.yaml", SampleDefinition.Text), ("units.csv", CountyCsv.WriteUnits(county.Units)), ("people.csv", CountyCsv.WritePeople(county.People)),
        })
        {
            File.WriteAllText(Path.Combine(into.FullName, name), text);
            output.WriteLine(name);
        }
        return 0;
    }
}
