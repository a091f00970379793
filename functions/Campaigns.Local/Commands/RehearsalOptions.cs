using System.CommandLine;
using System.CommandLine.Parsing;
using Campaigns.Local.Rehearsal;
using Campaigns.Local.Sample;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;

namespace Campaigns.Local.Commands;

/// <summary>The options that say what is rehearsed; each defaults to the sample county.</summary>
internal sealed class RehearsalOptions
{
    readonly Option<FileInfo?> _campaign = new("--campaign") { Description = "The definition, YAML or JSON; the sample's by default." };
    readonly Option<FileInfo?> _units = new("--units") { Description = "Units as CSV: id,name,name_en,level,sector,parent." };
    readonly Option<FileInfo?> _people = new("--people") { Description = "People as CSV: id,name,email,language,unit,categories,assignments." };
    readonly Option<int> _townships = new("--townships")
    {
        Description = "With the sample: how many of its thirty townships take part.",
        DefaultValueFactory = _ => 30
    };
    readonly Option<int?> _year = new("--year") { Description = "The year; the programme's first by default." };
    readonly Option<FileInfo?> _behaviour = new("--behaviour")
    {
        Description = "How people behave, as JSON: shares of early, onTime, lastHour, inGrace, "
        + "late, returned, ..."
    };
    readonly Option<int> _seed = new("--seed") { Description = "Which year it becomes: the same seed gives the same result.", DefaultValueFactory = _ => 1 };
    readonly Option<FileInfo?> _holidays = new("--holidays") { Description = "A file of holiday tables, on top of those that come with the program." };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_campaign, _units, _people, _townships, _year, _behaviour, _seed, _holidays])
            command.Options.Add(option);
    }

    /// <summary>What is rehearsed. Throws <see cref="RehearsalException"/> with the reason where a file is missing or wrong.</summary>
    public RehearsalPlan Plan(ParseResult parsed)
    {
        var text = parsed.GetValue(_campaign) is { } file ? Read(file) : SampleDefinition.Text;
        var reading = DefinitionReader.Read(text);
        if (reading.Definition is not { } definition)
            throw new RehearsalException(string.Join('\n', reading.Errors.Select(e => $"{parsed.GetValue(_campaign)?.Name ?? "sample"}:{e.In("en")}")));
        if ((parsed.GetValue(_units) is null) != (parsed.GetValue(_people) is null))
            throw new RehearsalException("--units and --people go together.");
        var townships = parsed.GetValue(_townships);
        var sample = townships == 30 ? SampleCountyBuilder.Build() : SampleCountyBuilder.Build(townships);
        var units = parsed.GetValue(_units) is { } unitsFile ? Read(unitsFile) : CountyCsv.WriteUnits(sample.Units);
        var people = parsed.GetValue(_people) is { } peopleFile ? Read(peopleFile) : CountyCsv.WritePeople(sample.People);
        return new RehearsalPlan
        {
            DefinitionText = text,
            Definition = definition,
            Year = parsed.GetValue(_year) ?? definition.Programme.FirstYear,
            County = new SampleCounty(CountyCsv.ReadUnits(units), CountyCsv.ReadPeople(people)),
            UnitsCsv = units,
            PeopleCsv = people,
            Seed = parsed.GetValue(_seed),
            Profile = parsed.GetValue(_behaviour) is { } behaviour ? Profile(behaviour) : new BehaviourProfile(),
        };
    }

    /// <summary>The holiday tables that the app knows.</summary>
    public HolidayTables Holidays(ParseResult parsed)
    {
        if (parsed.GetValue(_holidays) is not { } file)
            return HolidayTables.Bundled;
        try
        {
            return HolidayTables.Bundled.With(HolidayTables.Parse(Read(file)));
        }
        catch (FormatException e)
        {
            throw new RehearsalException($"{file.Name}: {e.Message}", e);
        }
    }

    static BehaviourProfile Profile(FileInfo file)
    {
        try
        {
            return BehaviourProfile.Parse(Read(file));
        }
        catch (FormatException e)
        {
            throw new RehearsalException($"{file.Name}: {e.Message}", e);
        }
    }

    static string Read(FileInfo file)
    {
        try
        {
            return File.ReadAllText(file.FullName);
        }
        catch (IOException e)
        {
            throw new RehearsalException($"{file.Name}: {e.Message}", e);
        }
    }
}
