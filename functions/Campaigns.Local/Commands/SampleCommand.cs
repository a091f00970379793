using System.CommandLine;
using Campaigns.App.Templates;
using Campaigns.Local.Sample;

namespace Campaigns.Local.Commands;

/// <summary><c>sample --out DIR</c>: a template's files and its fictitious place's, to be looked at, changed and rehearsed.</summary>
internal static class SampleCommand
{
    public static Command Build()
    {
        var into = new Option<DirectoryInfo>("--out") { Description = "Where to write campaign.yaml, units.csv and people.csv.", Required = true };
        var (template, townships) = (RehearsalOptions.Template(), RehearsalOptions.Townships());
        var command = new Command("sample", "Writes a template's definition, and the units and people of its place, as files.") { into, template, townships };
        command.SetAction(parsed => Run(
            parsed.GetRequiredValue(into), parsed.GetRequiredValue(template), parsed.GetValue(townships), parsed.InvocationConfiguration.Output));
        return command;
    }

    static int Run(DirectoryInfo into, string template, int? townships, TextWriter output)
    {
        into.Create();
        var county = SampleDirectory.Of(template)!.Sized(townships);
        List<(string Name, string Text)> files =
        [
            ("campaign.yaml", TemplateCatalog.TextOf(template)), ("units.csv", CountyCsv.WriteUnits(county.Units)),
            ("people.csv", CountyCsv.WritePeople(county.People)),
        ];
        if (county.Clusters.Count > 0)
            files.Add(("clusters.csv", CountyCsv.WriteClusters(county.Clusters)));
        foreach (var (name, text) in files)
        {
            File.WriteAllText(Path.Combine(into.FullName, name), text);
            output.WriteLine(name);
        }
        return 0;
    }
}
