using System.Text;

namespace Azure.Data.Tables.Sas;

/// <summary>A shared access signature of one table, part by part.</summary>
public sealed class TableSasQueryParameters : TableAccountSasQueryParameters
{
    internal TableSasQueryParameters(
        string version, TableSasProtocol protocol, DateTimeOffset startsOn, DateTimeOffset expiresOn, TableSasIPRange range, string? identifier,
        string? table, string? permissions, string signature)
        : base(version, null, protocol, startsOn, expiresOn, range, identifier, table, permissions, signature)
    {
    }

    /// <summary>A signature that allows nothing.</summary>
    public static TableSasQueryParameters Empty { get; } = new("", TableSasProtocol.None, default, default, default, null, null, null, "");

    /// <summary>The first partition; null for the first there is.</summary>
    public string? StartPartitionKey { get; set; }

    /// <summary>The last partition; null for the last there is.</summary>
    public string? EndPartitionKey { get; set; }

    /// <summary>The first row of the first partition; null for the first there is.</summary>
    public string? StartRowKey { get; set; }

    /// <summary>The last row of the last partition; null for the last there is.</summary>
    public string? EndRowKey { get; set; }

    private protected override void WriteTable(StringBuilder query)
    {
        Write(query, "tn", Resource);
        Write(query, "spk", StartPartitionKey);
        Write(query, "epk", EndPartitionKey);
        Write(query, "srk", StartRowKey);
        Write(query, "erk", EndRowKey);
    }
}
