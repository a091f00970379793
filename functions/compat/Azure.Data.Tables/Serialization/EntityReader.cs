using System.Text.Json;

namespace Azure.Data.Tables.Serialization;

/// <summary>Reads rows as the service sends them.</summary>
internal static class EntityReader
{
    /// <summary>Reads a response that is one row.</summary>
    public static T ReadOne<T>(ReadOnlySpan<byte> json) where T : class, ITableEntity
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        return Read<T>(ref reader, []);
    }

    /// <summary>Reads a response that is a page of rows.</summary>
    public static List<T> ReadPage<T>(ReadOnlySpan<byte> json) where T : class, ITableEntity
    {
        var rows = new List<T>();
        var names = new List<PropertyName>();
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var isRows = reader.ValueTextEquals("value"u8);
            reader.Read();
            if (!isRows)
            {
                reader.Skip();
                continue;
            }

            while (reader.Read() && reader.TokenType is JsonTokenType.StartObject)
            {
                rows.Add(Read<T>(ref reader, names));
            }
        }

        return rows;
    }

    private static T Read<T>(ref Utf8JsonReader reader, List<PropertyName> names) where T : class, ITableEntity
    {
        // The names that the page's earlier rows had tell how many this one will have.
        var entity = typeof(T) == typeof(TableEntity) ? (T)(object)new TableEntity(names.Count) : Activator.CreateInstance<T>();
        if (entity is IDictionary<string, object?> properties)
        {
            DictionaryReader.Read(ref reader, properties, names);
        }
        else
        {
            EntityShape.Of(typeof(T)).Read(ref reader, entity);
        }

        return entity;
    }
}
