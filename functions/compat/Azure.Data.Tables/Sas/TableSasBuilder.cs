namespace Azure.Data.Tables.Sas;

/// <summary>Signs access to one table, or to a range of its rows, for a time.</summary>
public class TableSasBuilder
{
    /// <summary>Access that a stored policy of the table describes (<see cref="Identifier"/>), or that the properties do.</summary>
    public TableSasBuilder()
    {
    }

    /// <summary>Access to <paramref name="tableName"/> until a time.</summary>
    public TableSasBuilder(string tableName, TableSasPermissions permissions, DateTimeOffset expiresOn)
    {
        ArgumentException.ThrowIfNullOrEmpty(tableName);
        (TableName, ExpiresOn) = (tableName, expiresOn);
        SetPermissions(permissions);
    }

    /// <summary>Access to <paramref name="tableName"/> until a time.</summary>
    public TableSasBuilder(string tableName, string rawPermissions, DateTimeOffset expiresOn)
    {
        ArgumentException.ThrowIfNullOrEmpty(tableName);
        (TableName, ExpiresOn) = (tableName, expiresOn);
        SetPermissions(rawPermissions);
    }

    /// <summary>The table.</summary>
    public string? TableName { get; set; }

    /// <summary>The stored policy that says the rest; null for none.</summary>
    public string? Identifier { get; set; }

    /// <summary>The first partition; null for the first there is.</summary>
    public string? PartitionKeyStart { get; set; }

    /// <summary>The last partition; null for the last there is.</summary>
    public string? PartitionKeyEnd { get; set; }

    /// <summary>The first row of the first partition; null for the first there is.</summary>
    public string? RowKeyStart { get; set; }

    /// <summary>The last row of the last partition; null for the last there is.</summary>
    public string? RowKeyEnd { get; set; }

    /// <summary>From when it counts; default for at once.</summary>
    public DateTimeOffset StartsOn { get; set; }

    /// <summary>Until when it counts.</summary>
    public DateTimeOffset ExpiresOn { get; set; }

    /// <summary>From where it may be used; default for anywhere.</summary>
    public TableSasIPRange IPRange { get; set; }

    /// <summary>Over what it may be used.</summary>
    public TableSasProtocol Protocol { get; set; }

    /// <summary>What it allows, a letter each.</summary>
    public string? Permissions { get; private set; }

    /// <summary>Says what it allows.</summary>
    public void SetPermissions(TableSasPermissions permissions) => Permissions = SasText.Of(permissions);

    /// <summary>Says what it allows, a letter each, in the service's order.</summary>
    public void SetPermissions(string rawPermissions) => Permissions = SasText.OfRaw(rawPermissions);

    /// <summary>The query that opens the table to whoever has it.</summary>
    public string Sign(TableSharedKeyCredential sharedKeyCredential) => ToSasQueryParameters(sharedKeyCredential).ToString();

    /// <summary>The signature, part by part.</summary>
    /// <exception cref="InvalidOperationException">It names no table, or neither what it allows and until when nor a stored policy.</exception>
    public TableSasQueryParameters ToSasQueryParameters(TableSharedKeyCredential sharedKeyCredential)
    {
        ArgumentNullException.ThrowIfNull(sharedKeyCredential);
        if (string.IsNullOrEmpty(TableName) || (string.IsNullOrEmpty(Identifier) && (ExpiresOn == default || string.IsNullOrEmpty(Permissions))))
        {
            throw new InvalidOperationException($"{nameof(TableName)} must be set, and {nameof(ExpiresOn)} and {nameof(Permissions)} or {nameof(Identifier)}.");
        }

#pragma warning disable CA1308 // The protocol signs the name in lower case.
        var resource = $"/table/{sharedKeyCredential.AccountName}/{TableName.ToLowerInvariant()}";
#pragma warning restore CA1308
        var signature = sharedKeyCredential.Sign(string.Join(
            '\n', Permissions, SasText.Of(StartsOn), SasText.Of(ExpiresOn), resource, Identifier, IPRange, SasText.Of(Protocol), SasText.Version,
            PartitionKeyStart, RowKeyStart, PartitionKeyEnd, RowKeyEnd));
        return new(SasText.Version, Protocol, StartsOn, ExpiresOn, IPRange, Identifier, TableName, Permissions, signature)
        {
            StartPartitionKey = PartitionKeyStart,
            StartRowKey = RowKeyStart,
            EndPartitionKey = PartitionKeyEnd,
            EndRowKey = RowKeyEnd,
        };
    }
}
