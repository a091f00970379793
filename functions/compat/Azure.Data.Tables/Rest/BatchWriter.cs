using System.Text.Json;
using Azure.Data.Tables.Serialization;

namespace Azure.Data.Tables.Rest;

/// <summary>Writes a transaction as the protocol's multipart body: one batch with one change set.</summary>
internal static class BatchWriter
{
    /// <summary>Writes <paramref name="actions"/> on <paramref name="table"/> into <paramref name="body"/>.</summary>
    /// <returns>How many actions there were, and the body's content type.</returns>
    public static (int Count, string ContentType) Write(PooledBuffer body, string endpoint, string table, IEnumerable<TableTransactionAction> actions)
    {
        var batch = $"batch_{Guid.NewGuid()}";
        var changes = $"changeset_{Guid.NewGuid()}";
        var changeHeader = $"--{changes}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n";
        var count = 0;
        using var writer = new Utf8JsonWriter(body, Json.WriterOptions);
        body.Append($"--{batch}\r\nContent-Type: multipart/mixed; boundary={changes}\r\n\r\n");
        foreach (var action in actions)
        {
            body.Append(changeHeader);
            WriteAction(body, writer, endpoint, table, action);
            body.Append("\r\n"u8);
            count++;
        }

        body.Append($"--{changes}--\r\n\r\n--{batch}--\r\n");
        return (count, $"multipart/mixed; boundary={batch}");
    }

    private static void WriteAction(PooledBuffer body, Utf8JsonWriter writer, string endpoint, string table, TableTransactionAction action)
    {
        var entity = action.Entity;
        Keys.Check(entity);
        var row = action.ActionType is TableTransactionActionType.Add ? $"/{table}" : TableConnection.RowPath(table, entity.PartitionKey, entity.RowKey);
        body.Append($"{Verb(action.ActionType)} {endpoint}{row} HTTP/1.1\r\n");
        body.Append("Accept: application/json;odata=minimalmetadata\r\nDataServiceVersion: 3.0\r\n"u8);
        if (Condition(action) is { } condition)
        {
            body.Append($"If-Match: {condition}\r\n");
        }

        if (action.ActionType is TableTransactionActionType.Add)
        {
            body.Append("Prefer: return-no-content\r\n"u8);
        }

        if (action.ActionType is TableTransactionActionType.Delete)
        {
            body.Append("\r\n"u8);
            return;
        }

        body.Append("Content-Type: application/json\r\n\r\n"u8);
        writer.Reset();
        EntityWriter.Write(writer, entity);
    }

    private static string Verb(TableTransactionActionType type) => type switch
    {
        TableTransactionActionType.Add => "POST",
        TableTransactionActionType.UpdateMerge or TableTransactionActionType.UpsertMerge => "PATCH",
        TableTransactionActionType.UpdateReplace or TableTransactionActionType.UpsertReplace => "PUT",
        TableTransactionActionType.Delete => "DELETE",
        _ => throw new InvalidOperationException($"Unknown action type {type}."),
    };

    private static string? Condition(TableTransactionAction action) => action.ActionType switch
    {
        TableTransactionActionType.Delete => action.ETag == default ? "*" : action.ETag.ToString(),
        TableTransactionActionType.UpdateMerge or TableTransactionActionType.UpdateReplace when action.ETag != default => action.ETag.ToString(),
        _ => null,
    };
}
