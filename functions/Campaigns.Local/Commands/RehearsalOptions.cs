using System.CommandLine;
using System.CommandLine.Parsing;
using Campaigns.App.Templates;
using Campaigns.Local.Rehearsal;
using Campaigns.Local.Sample;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;

namespace Campaigns.Local.Commands;

/// <summary>The options that say what is rehearsed; each defaults to the sample county.</summary>
internal sealed class RehearsalOptions
{
    readonly Option<string> _template = Template();
    readonly Option<FileInfo?> _campaign = new("--campaign") { Description = "The definition, YAML or JSON; the template's by default." };
    readonly Option<FileInfo?> _units = new("--units") { Description = "Units as CSV: id,name,name_en,level,sector,parent." };
    readonly Option<FileInfo?> _people = new("--people") { Description = "People as CSV: id,name,email,language,unit,categories,assignments." };
    readonly Option<FileInfo?> _clusters = new("--clusters") { Description = "Clusters as CSV: id,name,name_en,level,home,theme,leader,domains,points." };
    readonly Option<int?> _townships = Townships();
    readonly Option<int?> _year = new("--year") { Description = "The year; the programme's first by default." };
    readonly Option<FileInfo?> _behaviour = new("--behaviour")
    {
        Description = "How people behave, as JSON: shares of early, onTime, lastHour, inGrace, "
        + "late, returned, ..."
    };
    readonly Option<int> _seed = new("--seed") { Description = "Which year it becomes: the same seed gives the same result.", DefaultValueFactory = _ => 1 };
    readonly Option<FileInfo?> _holidays = new("--holidays") { Description = "A file of holiday tables, on top of those that come with the program." };

    /// <summary>The option that names a template.</summary>
    public static Option<string> Template()
    {
        var option = new Option<string>("--template")
        {
            Description = "The template, by id; it comes with a fictitious place of its own to be tried in.",
            DefaultValueFactory = _ => TemplateCatalog.ThreeLevelContest,
        };
        option.AcceptOnlyFromAmong([.. TemplateCatalog.All.Select(t => t.Id)]);
        return option;
    }

    /// <summary>The option that makes the template's place smaller.</summary>
    public static Option<int?> Townships() => new("--townships")
    {
        Description = "How much of the template's place takes part: townships of the county, or of each county of a city; villages where it is one township.",
    };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_template, _campaign, _units, _people, _clusters, _townships, _year, _behaviour, _seed, _holidays])
            command.Options.Add(option);
    }

    /// <summary>What is rehearsed. Throws <see cref="RehearsalException"/> with the reason where a file is missing or wrong.</summary>
    public RehearsalPlan Plan(ParseResult parsed)
    {
        var template = parsed.GetRequiredValue(_template);
        var text = parsed.GetValue(_campaign) is { } file ? Read(file) : TemplateCatalog.TextOf(template);
        var reading = DefinitionReader.Read(text);
        if (reading.Definition is not { } definition)
            throw new RehearsalException(string.Join('\n', reading.Errors.Select(e => $"{parsed.GetValue(_campaign)?.Name ?? template}:{e.In("en")}")));
        if ((parsed.GetValue(_units) is null) != (parsed.GetValue(_people) is null))
            throw new RehearsalException("--units and --people go together.");
        var sample = SampleDirectory.Of(template)!.Sized(parsed.GetValue(_townships));
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
            ClustersCsv = parsed.GetValue(_clusters) is { } clusters ? Read(clusters)
                : parsed.GetValue(_units) is null && sample.Clusters.Count > 0 ? CountyCsv.WriteClusters(sample.Clusters)
                : null,
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
