namespace Azure.Data.Tables;

/// <summary>A row of a table: two keys that name it, and what the service adds when it stores it.</summary>
public interface ITableEntity
{
    /// <summary>The partition that holds the row.</summary>
    string PartitionKey { get; set; }

    /// <summary>The row's name, unique within its partition.</summary>
    string RowKey { get; set; }

    /// <summary>When the service last wrote the row; null on a row that was not read from it. Never sent.</summary>
    DateTimeOffset? Timestamp { get; set; }

    /// <summary>The version read from the service; default on a row that was not read from it. Never sent in a body.</summary>
    ETag ETag { get; set; }
}
