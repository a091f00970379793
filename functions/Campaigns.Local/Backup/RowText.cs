using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Azure.Data.Tables;

namespace Campaigns.Local.Backup;

/// <summary>
/// A row as a line of JSON and back, each property with its type: numbers of 32 and of 64 bits, instants to a tick, bytes, ids. Written as the Table service
/// itself writes rows with their types (<c>Name@odata.type</c>), properties in the order of their names, so that the same row is the same line.
/// </summary>
internal static class RowText
{
    const string TypeSuffix = "@odata.type";
    static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The line, without its end.</summary>
    public static ReadOnlyMemory<byte> Write(TableEntity row)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, Writing))
        {
            json.WriteStartObject();
            json.WriteString(nameof(row.PartitionKey), row.PartitionKey);
            json.WriteString(nameof(row.RowKey), row.RowKey);
            foreach (var name in row.Keys.Where(IsOwn).Order(StringComparer.Ordinal))
                Write(json, name, row[name]);
            json.WriteEndObject();
        }
        return buffer.WrittenMemory;
    }

    /// <exception cref="FormatException">It is not a line that <see cref="Write(TableEntity)"/> wrote.</exception>
    public static TableEntity Read(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var row = new TableEntity();
            string? type = null;
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (property.Name.EndsWith(TypeSuffix, StringComparison.Ordinal))
                    type = property.Value.GetString();
                else
                {
                    row[property.Name] = Value(property.Value, type);
                    type = null;
                }
            }
            return row.PartitionKey is null || row.RowKey is null ? throw new FormatException("A row has no keys.") : row;
        }
        catch (Exception damaged) when (damaged is JsonException or InvalidOperationException)
        {
            throw new FormatException("A row cannot be read.", damaged);
        }
    }

    // What the service sets by itself is no part of what somebody wrote.
    static bool IsOwn(string name) =>
        name is not (nameof(ITableEntity.PartitionKey) or nameof(ITableEntity.RowKey) or nameof(ITableEntity.Timestamp) or "odata.etag");

    static void Write(Utf8JsonWriter json, string name, object? value)
    {
        switch (value)
        {
            case null:
                break;
            case string text:
                json.WriteString(name, text);
                break;
            case bool yes:
                json.WriteBoolean(name, yes);
                break;
            case int number:
                json.WriteNumber(name, number);
                break;
            default:
                var (type, typed) = Typed(value);
                json.WriteString(name + TypeSuffix, type);
                json.WriteString(name, typed);
                break;
        }
    }

    static (string Type, string Text) Typed(object value) => value switch
    {
        long number => ("Edm.Int64", number.ToString(CultureInfo.InvariantCulture)),
        double number => ("Edm.Double", number.ToString("R", CultureInfo.InvariantCulture)),
        DateTimeOffset instant => ("Edm.DateTime", instant.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)),
        DateTime instant => ("Edm.DateTime", instant.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture)),
        Guid id => ("Edm.Guid", id.ToString()),
        byte[] bytes => ("Edm.Binary", Convert.ToBase64String(bytes)),
        BinaryData bytes => ("Edm.Binary", Convert.ToBase64String(bytes.ToMemory().Span)),
        _ => throw new NotSupportedException($"The Table service has no type for {value.GetType()}."),
    };

    static object Value(JsonElement value, string? type) => type switch
    {
        null => value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number => value.GetInt32(),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            var other => throw new FormatException($"A property cannot be a JSON {other}."),
        },
        "Edm.Int64" => long.Parse(value.GetString()!, CultureInfo.InvariantCulture),
        "Edm.Double" => double.Parse(value.GetString()!, CultureInfo.InvariantCulture),
        "Edm.DateTime" => DateTimeOffset.Parse(value.GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
        "Edm.Guid" => value.GetGuid(),
        "Edm.Binary" => value.GetBytesFromBase64(),
        _ => throw new FormatException($"There is no type {type}."),
    };
}
