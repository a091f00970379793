using System.Text.Json;

namespace Azure.Data.Tables.Serialization;

/// <summary>Writes rows as the service takes them.</summary>
internal static class EntityWriter
{
    /// <summary>Writes one row as a JSON object.</summary>
    /// <exception cref="NotSupportedException">A property's type is none that a table holds.</exception>
    public static void Write(Utf8JsonWriter writer, ITableEntity entity)
    {
        writer.WriteStartObject();
        if (entity is IDictionary<string, object?> properties)
        {
            foreach (var (name, value) in properties)
            {
                if (name is not (TableEntity.ETagKey or nameof(ITableEntity.Timestamp)))
                {
                    WriteProperty(writer, name, value);
                }
            }
        }
        else
        {
            EntityShape.Of(entity.GetType()).Write(writer, entity);
        }

        writer.WriteEndObject();
        writer.Flush();
    }

    private static void WriteProperty(Utf8JsonWriter writer, string name, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNull(name);
                break;
            case string text:
                writer.WriteString(name, text);
                break;
            case int number:
                writer.WriteNumber(name, number);
                break;
            case bool truth:
                writer.WriteBoolean(name, truth);
                break;
            case long number:
                WriteAs(writer, name, number);
                break;
            case ulong number:
                WriteAs(writer, name, number);
                break;
            case double number:
                WriteAs(writer, name, number);
                break;
            case Guid id:
                WriteAs(writer, name, id);
                break;
            case DateTimeOffset instant:
                WriteAs(writer, name, instant);
                break;
            case DateTime instant:
                WriteAs(writer, name, instant);
                break;
            case byte[] bytes:
                WriteAs(writer, name, bytes);
                break;
            case BinaryData bytes:
                WriteAs(writer, name, bytes);
                break;
            case float number:
                WriteAs(writer, name, number);
                break;
            case decimal number:
                WriteAs(writer, name, number);
                break;
            case TimeSpan length:
                WriteAs(writer, name, length);
                break;
            case Enum:
                throw new NotSupportedException("Enum values are only supported for custom model types implementing ITableEntity.");
            default:
                throw new NotSupportedException($"Not supported type {value.GetType()}");
        }
    }

    private static void WriteAs<T>(Utf8JsonWriter writer, string name, T value)
    {
        var codec = Codecs.For<T>();
        codec.Write(writer, Json.Encode(name), value);
        if (codec.Edm is { } edm)
        {
            writer.WriteString(Json.Encode(name + Json.Annotation), edm);
        }
    }
}
