namespace Azure.Data.Tables.Sas;

/// <summary>Which levels of an account a shared access signature opens.</summary>
[Flags]
public enum TableAccountSasResourceTypes
{
    /// <summary>Every level.</summary>
    All = ~0,

    /// <summary>What concerns the service, such as listing its tables.</summary>
    Service = 1,

    /// <summary>Tables.</summary>
    Container = 2,

    /// <summary>Rows.</summary>
    Object = 4,
}
