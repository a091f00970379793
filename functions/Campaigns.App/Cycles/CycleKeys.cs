namespace Campaigns.App.Cycles;

/// <summary>
/// The keys of table Cycles. A cycle is a partition: its own row, groups and milestones stand side by side, so that a driver reads all of them at once;
/// roll-ups, bulletins and hints stand outside that range. One more partition lists the cycles.
/// </summary>
public static class CycleKeys
{
    /// <summary>Partition with a row a cycle: what a list or the watchdog reads.</summary>
    public const string Index = "index";

    public const string Cycle = "cycle";

    /// <summary>From inclusive, to exclusive: the cycle row, hints (<c>dirty|</c>), groups and milestones.</summary>
    public static (string From, string To) DriverRange => ("cycle", "n");

    public static string Group(string group) => "g|" + group;

    public static string Milestone(string milestone) => "m|" + milestone;

    /// <summary>A group's counts by phase and area.</summary>
    public static string GroupCounts(string group) => "r|" + group;

    public static (string From, string To) GroupCountsRange => ("r|", "r}");

    /// <summary>The authority's row of a phase: counts over all participants.</summary>
    public static string PhaseCounts(string phase) => "R|" + phase;

    public static (string From, string To) PhaseCountsRange => ("R|", "R}");

    /// <summary>What counts towards each target, over all participants.</summary>
    public const string Targets = "T|all";

    /// <summary>Counts of a phase by area, in chunks that fit a row.</summary>
    public static string AreaCounts(string phase, int chunk) => $"A|{phase}|{chunk:D3}";

    public static (string From, string To) AreaCountsRange(string phase) => ($"A|{phase}|", $"A|{phase}}}");

    /// <summary>An inspection of the cycle: which participant it visits, and how it came about.</summary>
    public static string Inspection(string inspection) => "I|" + inspection;

    public static (string From, string To) InspectionRange => ("I|", "I}");

    /// <summary>The draw of an inspection phase: seed, method and numbers.</summary>
    public static string Draw(string phase) => "D|" + phase;

    public static (string From, string To) DrawRange => ("D|", "D}");

    /// <summary>A report from the public.</summary>
    public static string Report(string report) => "P|" + report;

    public static (string From, string To) ReportRange => ("P|", "P}");

    /// <summary>The archive of the cycle, or of one participant, that was asked for last.</summary>
    public static string Archive(string? track, string? unit) => track is null ? "Z|" : $"Z|{track}|{unit}";

    public static string Bulletin(string phase) => "b|" + phase;

    public static (string From, string To) BulletinRange => ("b|", "b}");
}
