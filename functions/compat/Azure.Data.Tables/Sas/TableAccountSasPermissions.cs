namespace Azure.Data.Tables.Sas;

/// <summary>What a shared access signature of an account allows with its tables and rows.</summary>
[Flags]
public enum TableAccountSasPermissions
{
    /// <summary>Everything.</summary>
    All = ~0,

    /// <summary>Reading and querying rows.</summary>
    Read = 1,

    /// <summary>Creating tables.</summary>
    Write = 2,

    /// <summary>Deleting tables and rows.</summary>
    Delete = 4,

    /// <summary>Listing tables.</summary>
    List = 8,

    /// <summary>Inserting rows.</summary>
    Add = 16,

    /// <summary>Updating and merging rows.</summary>
    Update = 64,
}
