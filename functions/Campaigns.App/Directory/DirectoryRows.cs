using System.Text.Json;
using Azure.Data.Tables;
using Campaigns.App.Http;
using Campaigns.Rules.People;

namespace Campaigns.App.Directory;

/// <summary>Units and people as rows and back.</summary>
static class DirectoryRows
{
    const int Schema = 1;

    public static TableEntity ToRow(Unit unit)
    {
        var row = new TableEntity(DirectoryKeys.UnitPartition(unit.Id), unit.Id)
        {
            ["Schema"] = Schema,
            ["Name"] = unit.Name,
            ["Level"] = unit.Level,
            ["Sector"] = unit.Sector,
        };
        if (unit.NameEn is not null) row["NameEn"] = unit.NameEn;
        if (unit.Parent is not null) row["Parent"] = unit.Parent;
        if (unit.RetiredAt is { } retired) row["RetiredAt"] = retired;
        if (unit.EndedInto is not null) row["EndedInto"] = unit.EndedInto;
        return row;
    }

    public static Unit ToUnit(TableEntity row) => new(
        row.RowKey, row.GetString("Name"), row.GetString("NameEn"), row.GetString("Level"), row.GetString("Sector"), row.GetString("Parent"))
    {
        RetiredAt = row.GetDateTimeOffset("RetiredAt"),
        EndedInto = row.GetString("EndedInto"),
    };

    public static TableEntity ToRow(Cluster cluster)
    {
        var row = new TableEntity(DirectoryKeys.ClusterPartition(cluster.Id), cluster.Id)
        {
            ["Schema"] = Schema,
            ["Name"] = cluster.Name,
            ["Level"] = cluster.Level,
            ["Home"] = cluster.Home,
            ["Domains"] = string.Join(';', cluster.Domains),
            ["Points"] = string.Join(';', cluster.Points),
        };
        if (cluster.NameEn is not null) row["NameEn"] = cluster.NameEn;
        if (cluster.Theme is not null) row["Theme"] = cluster.Theme;
        if (cluster.Leader is not null) row["Leader"] = cluster.Leader;
        return row;
    }

    public static Cluster ToCluster(TableEntity row) => new(
        row.RowKey, row.GetString("Name"), row.GetString("NameEn"), row.GetString("Level"), row.GetString("Home"), row.GetString("Theme"),
        row.GetString("Leader"), row.GetString("Domains").Split(';', StringSplitOptions.RemoveEmptyEntries),
        row.GetString("Points").Split(';', StringSplitOptions.RemoveEmptyEntries));

    public static TableEntity ToRow(Person person)
    {
        var row = new TableEntity(DirectoryKeys.PersonPartition(person.Id), person.Id)
        {
            ["Schema"] = Schema,
            ["Name"] = person.Name,
            ["Language"] = person.Language,
            ["Unit"] = person.Unit,
            ["Categories"] = string.Join(';', person.Categories),
            ["Assignments"] = JsonSerializer.Serialize(person.Assignments, Json.Options),
        };
        if (person.Email is not null) row["Email"] = person.Email;
        if (person.Delegations.Count > 0) row["Delegations"] = JsonSerializer.Serialize(person.Delegations, Json.Options);
        if (person.Posts.Count > 0) row["Posts"] = JsonSerializer.Serialize(person.Posts, Json.Options);
        return row;
    }

    public static Person ToPerson(TableEntity row) => new(
        row.RowKey, row.GetString("Name"), row.GetString("Email"), row.GetString("Language"), row.GetString("Unit"),
        row.GetString("Categories").Split(';', StringSplitOptions.RemoveEmptyEntries),
        JsonSerializer.Deserialize<Assignment[]>(row.GetString("Assignments"), Json.Options) ?? [])
    {
        Posts = row.GetString("Posts") is { } posts ? JsonSerializer.Deserialize<Post[]>(posts, Json.Options) ?? [] : [],
        Delegations = row.GetString("Delegations") is { } given ? JsonSerializer.Deserialize<Delegation[]>(given, Json.Options) ?? [] : [],
    };

    /// <summary>Whether two people are the same to the last assignment, whatever they held before; records compare lists by reference.</summary>
    public static bool Same(Person a, Person b) =>
        a with { Categories = [], Assignments = [] } is var x && b with { Categories = [], Assignments = [] } is var y
        && (x.Id, x.Name, x.Email, x.Language, x.Unit) == (y.Id, y.Name, y.Email, y.Language, y.Unit)
        && a.Categories.Order(StringComparer.Ordinal).SequenceEqual(b.Categories.Order(StringComparer.Ordinal))
        && a.Assignments.ToHashSet().SetEquals(b.Assignments);
}
