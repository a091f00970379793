namespace Azure.Data.Tables.Rest;

/// <summary>What every written row must have.</summary>
internal static class Keys
{
    /// <exception cref="ArgumentNullException">The row or one of its keys is null; empty keys are keys.</exception>
    public static void Check(ITableEntity entity)
    {
        ArgumentNullException.ThrowIfNull(entity);
        ArgumentNullException.ThrowIfNull(entity.PartitionKey);
        ArgumentNullException.ThrowIfNull(entity.RowKey);
    }
}
