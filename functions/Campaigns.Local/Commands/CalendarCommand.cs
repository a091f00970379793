using System.CommandLine;
using System.Globalization;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;

namespace Campaigns.Local.Commands;

/// <summary><c>calendar FILE --year 2026</c>: the milestones of a definition's year in the authority's local time.</summary>
internal static class CalendarCommand
{
    public static Command Build()
    {
        var file = new Argument<FileInfo>("file") { Description = "The definition, YAML or JSON." };
        var year = new Option<int>("--year") { Description = "The year.", Required = true };
        var holidays = new Option<FileInfo?>("--holidays") { Description = "A file of holiday tables, on top of those that come with the program." };
        var command = new Command("calendar", "Prints the milestones of a year with their local times.") { file, year, holidays };
        command.SetAction(parsed => Run(
            parsed.GetRequiredValue(file), parsed.GetValue(year), parsed.GetValue(holidays), parsed.InvocationConfiguration.Output,
                parsed.InvocationConfiguration.Error));
        return command;
    }

    static int Run(FileInfo file, int year, FileInfo? holidays, TextWriter output, TextWriter error)
    {
        if (!file.Exists)
        {
            error.WriteLine($"{file.Name}: no such file");
            return 2;
        }
        var reading = DefinitionReader.Read(File.ReadAllText(file.FullName));
        if (reading.Definition is not { } definition)
        {
            foreach (var mistake in reading.Errors)
                error.WriteLine($"{file.Name}:{mistake.In("en")}");
            return 1;
        }
        HolidayTables tables;
        try
        {
            tables = holidays is null ? HolidayTables.Bundled : HolidayTables.Bundled.With(HolidayTables.Parse(File.ReadAllText(holidays.FullName)));
        }
        catch (Exception e) when (e is FormatException or IOException)
        {
            error.WriteLine($"{holidays!.Name}: {e.Message}");
            return 1;
        }
        var zone = TimeZoneInfo.FindSystemTimeZoneById(definition.Authority.Zone);
        foreach (var milestone in CyclePlanner.Plan(definition, year, tables).Milestones)
            output.WriteLine($"{When(milestone, zone),-22} {milestone.Id,-24} {Title(definition, milestone)}");
        return 0;
    }

    static string When(Milestone milestone, TimeZoneInfo zone) => milestone.At is { } at
        ? TimeZoneInfo.ConvertTime(at, zone).ToString("yyyy-MM-dd ddd HH:mm", CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"awaiting calendar {milestone.AwaitingYear}");

    static string Title(CampaignDefinition definition, Milestone milestone) => definition.Phases.FirstOrDefault(p => p.Id == milestone.Phase)?.Title.Zh ?? "";
}
