namespace Azure.Data.Tables;

/// <summary>One action of a transaction.</summary>
public class TableTransactionAction
{
    /// <summary>An action without a condition: an update without an ETag writes whatever is there.</summary>
    public TableTransactionAction(TableTransactionActionType actionType, ITableEntity entity) : this(actionType, entity, default)
    {
    }

    /// <summary>An action that holds only while the stored row still has <paramref name="etag"/>.</summary>
    public TableTransactionAction(TableTransactionActionType actionType, ITableEntity entity, ETag etag = default)
    {
        ActionType = actionType;
        Entity = entity;
        ETag = etag;
    }

    /// <summary>What is done.</summary>
    public TableTransactionActionType ActionType { get; }

    /// <summary>The row it is done to. The row's own <see cref="ITableEntity.ETag"/> is not used as a condition.</summary>
    public ITableEntity Entity { get; }

    /// <summary>The condition; default for none.</summary>
    public ETag ETag { get; }
}
