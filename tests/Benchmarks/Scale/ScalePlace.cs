using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Azure.Data.Tables;
using Campaigns.App.Directory;
using Campaigns.App.Http;
using Campaigns.App.Storage;

namespace Campaigns.Benchmarks.Scale;

/// <summary>
/// A place of any size, the same at every run: cities of ten counties, counties of twenty-five townships, townships of thirty-six villages with three
/// individuals who take part: forty participants a township. One person in fifty has an e-mail address, the others read the inbox. It is never held as a
/// whole: the directory's snapshot is written as it is thought up.
/// </summary>
internal sealed class ScalePlace(int participants)
{
    /// <summary>The root's id, which the definition names as its authority.</summary>
    public const string Root = "county";

    /// <summary>Somebody who acts for the authority.</summary>
    public const string Officer = "office-1";

    private const int PerTownship = 40;
    private const int Villages = 36;
    private const int Individuals = 3;
    private const int VillagesPerLiaison = 4;
    private const int TownshipsPerCounty = 25;
    private const int CountiesPerCity = 10;
    private const int WithAddress = 50;
    private long _people;

    public int Townships { get; } = Math.Max(1, participants / PerTownship);

    /// <summary>Participants that enrolment will find.</summary>
    public int Participants => Townships * PerTownship;

    /// <summary>Puts the directory where the app looks for it: the snapshot that it would have written itself, and the version that vouches for it.</summary>
    public async Task WriteAsync(CampaignTables tables, CampaignBlobs blobs, CancellationToken cancellation)
    {
        var file = Path.GetTempFileName();
        await using (var stream = new FileStream(file, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose))
        {
            await using (var zip = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true))
                Write(zip);
            stream.Position = 0;
            await blobs.Documents.GetBlobClient("directory/snapshot.json.gz").UploadAsync(stream, overwrite: true, cancellation);
        }
        var version = new TableEntity(DirectoryKeys.VersionPartition, DirectoryKeys.VersionRow) { ["Number"] = 1L, ["Writers"] = "" };
        await tables.Directory.UpsertEntityAsync(version, TableUpdateMode.Replace, cancellation);
    }

    private void Write(Stream stream)
    {
        using var writer = new Utf8JsonWriter(stream);
        writer.WriteStartObject();
        writer.WriteNumber("version", 1);
        WriteAll(writer, "units", Units());
        WriteAll(writer, "people", People());
        WriteAll<Cluster>(writer, "clusters", []);
        writer.WriteEndObject();
    }

    private static void WriteAll<T>(Utf8JsonWriter writer, string name, IEnumerable<T> all)
    {
        writer.WriteStartArray(name);
        foreach (var one in all)
        {
            JsonSerializer.Serialize(writer, one, Json.Options);
            if (writer.BytesPending > 1 << 16)
                writer.Flush();
        }
        writer.WriteEndArray();
    }

    private IEnumerable<Unit> Units()
    {
        yield return new(Root, "临江省", "Linjiang", "province", "government", null);
        for (var t = 0; t < Townships; t++)
        {
            var (city, county, township) = (City(t), County(t), Township(t));
            if (t % (TownshipsPerCounty * CountiesPerCity) == 0)
                yield return new(city, $"{city}市", null, "city", "government", Root);
            if (t % TownshipsPerCounty == 0)
                yield return new(county, $"{county}县", null, "county", "government", city);
            yield return new(township, $"{township}乡", null, "township", "rural", county);
            for (var v = 0; v < Villages; v++)
                yield return new(Village(t, v), $"第{t * Villages + v}村", null, "village", "rural", township);
        }
    }

    private IEnumerable<Person> People()
    {
        yield return Someone("root-leader", Root, AssignmentKind.Leader);
        yield return Someone(Officer, Root, AssignmentKind.Authority, AssignmentKind.Reviewer);
        for (var i = 1; i <= 3; i++)
            yield return Someone($"inspector-{i}", Root, AssignmentKind.Inspector);
        for (var t = 0; t < Townships; t++)
        {
            if (t % TownshipsPerCounty == 0)
            {
                yield return Someone($"{County(t)}-leader", County(t), AssignmentKind.Leader);
                yield return Someone($"{County(t)}-reviewer", County(t), AssignmentKind.Reviewer);
            }
            var township = Township(t);
            yield return Someone($"{township}-leader", township, AssignmentKind.Leader);
            yield return Someone($"{township}-reporter", township, AssignmentKind.Reporter);
            yield return Someone($"{township}-reviewer", township, AssignmentKind.Reviewer);
            for (var l = 0; l < Villages / VillagesPerLiaison; l++)
            {
                var first = l * VillagesPerLiaison;
                yield return Person($"{township}-liaison-{l}", township, [],
                    [.. Enumerable.Range(first, VillagesPerLiaison).Select(v => new Assignment(AssignmentKind.Liaison, Village(t, v)))]);
            }
            for (var v = 0; v < Villages; v++)
            {
                yield return Someone($"{Village(t, v)}-leader", Village(t, v), AssignmentKind.Leader);
                yield return Someone($"{Village(t, v)}-reporter", Village(t, v), AssignmentKind.Reporter);
            }
            for (var n = 0; n < Individuals; n++)
                yield return Person($"{township}-vanguard-{n}", Village(t, n), ["vanguard"], []);
        }
    }

    private Person Someone(string id, string unit, params AssignmentKind[] roles) => Person(id, unit, [], [.. roles.Select(r => new Assignment(r, unit))]);

    private Person Person(string id, string unit, IReadOnlyList<string> categories, IReadOnlyList<Assignment> assignments) =>
        new(id, "某人", _people++ % WithAddress == 0 ? $"{id}@linjiang.example" : null, "zh", unit, categories, assignments);

    private static string City(int township) => Id("c", township / (TownshipsPerCounty * CountiesPerCity), 3);

    private static string County(int township) => Id("k", township / TownshipsPerCounty, 4);

    private static string Township(int township) => Id("t", township, 6);

    private static string Village(int township, int village) => Id("v", township * Villages + village, 7);

    private static string Id(string kind, int number, int digits) => $"{kind}-{number.ToString("D" + digits, CultureInfo.InvariantCulture)}";
}
