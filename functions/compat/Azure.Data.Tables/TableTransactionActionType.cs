namespace Azure.Data.Tables;

/// <summary>What one action of a transaction does to its row.</summary>
public enum TableTransactionActionType
{
    /// <summary>Insert; fails when the row exists.</summary>
    Add = 0,

    /// <summary>Merge into the existing row.</summary>
    UpdateMerge = 1,

    /// <summary>Replace the existing row.</summary>
    UpdateReplace = 2,

    /// <summary>Delete; unlike the single operation it fails when the row is missing.</summary>
    Delete = 3,

    /// <summary>Insert, or merge into the existing row.</summary>
    UpsertMerge = 4,

    /// <summary>Insert, or replace the existing row.</summary>
    UpsertReplace = 5,
}
