using System.Text;

namespace Azure.Data.Tables.Sas;

/// <summary>A shared access signature, part by part; its text is the query that a request carries.</summary>
public class TableAccountSasQueryParameters
{
    internal TableAccountSasQueryParameters(
        string version, TableAccountSasResourceTypes? resourceTypes, TableSasProtocol protocol, DateTimeOffset startsOn, DateTimeOffset expiresOn,
        TableSasIPRange range, string? identifier, string? resource, string? permissions, string signature)
    {
        (Version, ResourceTypes, Protocol, StartsOn, ExpiresOn) = (version, resourceTypes, protocol, startsOn, expiresOn);
        (IPRange, Identifier, Resource, Permissions, Signature) = (range, identifier ?? "", resource ?? "", permissions ?? "", signature);
    }

    /// <summary>The version of the protocol that it was signed for.</summary>
    public string Version { get; }

    /// <summary>The levels of the account; null for a signature of one table.</summary>
    public TableAccountSasResourceTypes? ResourceTypes { get; }

    /// <summary>Over what it may be used.</summary>
    public TableSasProtocol Protocol { get; }

    /// <summary>From when it counts; default for at once.</summary>
    public DateTimeOffset StartsOn { get; }

    /// <summary>Until when it counts; default where a stored policy says it.</summary>
    public DateTimeOffset ExpiresOn { get; }

    /// <summary>From where it may be used.</summary>
    public TableSasIPRange IPRange { get; }

    /// <summary>The stored policy that it refers to; empty for none.</summary>
    public string Identifier { get; }

    /// <summary>The table; empty for a signature of the account.</summary>
    public string Resource { get; }

    /// <summary>What it allows, a letter each.</summary>
    public string Permissions { get; }

    /// <summary>The signature in Base64.</summary>
    public string Signature { get; }

    /// <summary>The query, escaped and without a question mark.</summary>
    public override string ToString()
    {
        var query = new StringBuilder();
        Write(query);
        return query.ToString();
    }

    private protected virtual void WriteTable(StringBuilder query)
    {
    }

    private protected static void Write(StringBuilder query, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            query.Append(query.Length == 0 ? "" : "&").Append(name).Append('=').Append(Uri.EscapeDataString(value));
        }
    }

    private void Write(StringBuilder query)
    {
        WriteTable(query);
        Write(query, "sv", Version);
        if (ResourceTypes is { } types)
        {
            Write(query, "ss", SasText.TableService);
            Write(query, "srt", SasText.Of(types));
        }

        Write(query, "spr", SasText.Of(Protocol));
        Write(query, "st", SasText.Of(StartsOn));
        Write(query, "se", SasText.Of(ExpiresOn));
        Write(query, "sip", IPRange.ToString());
        Write(query, "si", Identifier);
        Write(query, "sp", Permissions);
        Write(query, "sig", Signature);
    }
}
