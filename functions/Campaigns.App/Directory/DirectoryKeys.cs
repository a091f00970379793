using System.Globalization;
using System.Text;

namespace Campaigns.App.Directory;

/// <summary>
/// Keys of table <c>Directory</c>: units in <c>U0…Uf</c>, people in <c>P0…Pf</c> and clusters in <c>C0…Cf</c> by id, so that an import writes in batches and a
/// rebuild reads four ranges; units' ledgers in <c>L0…Lf</c>; ids of erased people in <c>E0…Ef</c>; the version in <c>V</c>; answered imports in <c>K</c>.
/// </summary>
public static class DirectoryKeys
{
    public const string VersionPartition = "V";
    public const string VersionRow = "version";
    public const string RecordsPartition = "K";
    public const string UnitRange = "U";
    public const string PersonRange = "P";
    public const string ClusterRange = "C";
    public const string LedgerRange = "L";
    public const string ErasedRange = "E";

    public static string UnitPartition(string id) => UnitRange + Shard(id);

    public static string ClusterPartition(string id) => ClusterRange + Shard(id);

    public static string PersonPartition(string id) => PersonRange + Shard(id);

    public static string ErasedPartition(string id) => ErasedRange + Shard(id);

    public static string LedgerPartition(string unit) => LedgerRange + Shard(unit);

    /// <summary>The filter for all partitions that start with <paramref name="range"/>; keys only.</summary>
    public static string Filter(string range) => $"PartitionKey ge '{range}' and PartitionKey lt '{range}g'";

    // FNV-1a: stable over processes and versions of .NET, which string.GetHashCode is not.
    static string Shard(string id)
    {
        var hash = 2166136261u;
        foreach (var b in Encoding.UTF8.GetBytes(id)) hash = (hash ^ b) * 16777619u;
        return ((hash ^ (hash >> 16)) & 15).ToString("x", CultureInfo.InvariantCulture);
    }
}
