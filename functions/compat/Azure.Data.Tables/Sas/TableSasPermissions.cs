namespace Azure.Data.Tables.Sas;

/// <summary>What a shared access signature of a table allows with its rows.</summary>
[Flags]
public enum TableSasPermissions
{
    /// <summary>Everything.</summary>
    All = ~0,

    /// <summary>Reading and querying.</summary>
    Read = 1,

    /// <summary>Inserting.</summary>
    Add = 2,

    /// <summary>Updating and merging; an upsert needs <see cref="Add"/> also.</summary>
    Update = 4,

    /// <summary>Deleting.</summary>
    Delete = 8,
}
