using System.CommandLine;
using Campaigns.Rules.Definitions;

namespace Campaigns.Local.Commands;

/// <summary><c>validate FILE</c>: every mistake of a definition as <c>file:line:column path: message</c>; exit code 1 where there is one.</summary>
internal static class ValidateCommand
{
    public static Command Build()
    {
        var file = new Argument<FileInfo>("file") { Description = "The definition, YAML or JSON." };
        var language = new Option<string>("--language") { Description = "Language of the messages: zh or en.", DefaultValueFactory = _ => "en" };
        var command = new Command("validate", "Says what is wrong with a campaign's definition, all at once, each with its place.") { file, language };
        command.SetAction(parsed => Run(
            parsed.GetRequiredValue(file), parsed.GetRequiredValue(language), parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error));
        return command;
    }

    static int Run(FileInfo file, string language, TextWriter output, TextWriter error)
    {
        if (!file.Exists)
        {
            error.WriteLine($"{file.Name}: no such file");
            return 2;
        }
        var reading = DefinitionReader.Read(File.ReadAllText(file.FullName));
        foreach (var mistake in reading.Errors)
            output.WriteLine($"{file.Name}:{mistake.In(language)}");
        if (reading.Definition is { } definition)
            output.WriteLine($"{file.Name}: {definition.Id}, {definition.Tracks.Count} tracks, {definition.Standards.Sum(s => s.Clauses.Count())} clauses, "
                + $"{definition.Phases.Count} phases");
        return reading.Errors.Count == 0 ? 0 : 1;
    }
}
