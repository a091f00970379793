using Campaigns.App.Exchange;

namespace Campaigns.App.Directory;

/// <summary>The CSV files of the directory: the same columns in imports and exports.</summary>
public static class DirectoryCsv
{
    internal static readonly ImportColumn[] UnitColumns = [new("id"), new("name"), new("name_en", true), new("level"), new("sector"), new("parent")];

    internal static readonly ImportColumn[] PersonColumns =
    [
        new("id"), new("name"), new("email", true), new("language", true), new("unit"), new("categories", true), new("assignments", true),
    ];

    internal static readonly ImportColumn[] AssignmentColumns = [new("unit"), new("role"), new("person")];

    private static readonly ImportColumn[] ClusterColumns =
    [
        new("id"), new("name"), new("name_en", true), new("level"), new("home"), new("theme", true), new("leader", true), new("domains", true), new("points"),
    ];

    public static ImportFile<UnitRow> Units(byte[] csv) => ImportCsv.Read(csv, UnitColumns, (row, cell) => new UnitRow(
        row, cell("id"), cell("name"), cell("name_en"), cell("level"), cell("sector"), cell("parent")));

    public static ImportFile<PersonRow> People(byte[] csv) => ImportCsv.Read(csv, PersonColumns, (row, cell) => new PersonRow(
        row, cell("id"), cell("name"), cell("email"), cell("language"), cell("unit"), ImportCsv.Several(cell("categories")),
        ImportCsv.Several(cell("assignments"))));

    public static ImportFile<AssignmentRow> Assignments(byte[] csv) => ImportCsv.Read(csv, AssignmentColumns, (row, cell) => new AssignmentRow(
        row, cell("unit"), cell("role"), cell("person")));

    public static ImportFile<ClusterRow> Clusters(byte[] csv) => ImportCsv.Read(csv, ClusterColumns, (row, cell) => new ClusterRow(
        row, cell("id"), cell("name"), cell("name_en"), cell("level"), cell("home"), cell("theme"), cell("leader"), ImportCsv.Several(cell("domains")),
        ImportCsv.Several(cell("points"))));
}
