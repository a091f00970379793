using System.Globalization;
using System.Text.Json;

namespace Azure.Data.Tables.Serialization;

/// <summary>Reads a row into a dictionary, where the annotations alone tell a property's type.</summary>
internal static class DictionaryReader
{
    /// <summary>Reads the object that the reader stands on.</summary>
    public static void Read(ref Utf8JsonReader reader, IDictionary<string, object?> properties, List<PropertyName> names)
    {
        var next = 0;
        var announced = default(Announced);
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var name = PropertyName.At(ref reader, names, ref next);
            reader.Read();
            if (name.IsMetadata)
            {
                reader.Skip();
            }
            else if (name.IsAnnotation)
            {
                // The service puts the annotation before its property; others may put it after.
                var edm = EdmAt(ref reader);
                if (properties.TryGetValue(name.Text, out var read))
                {
                    properties[name.Text] = Convert(read, edm);
                }
                else
                {
                    announced = new Announced(name.Text, edm);
                }
            }
            else
            {
                var edm = name.Text == nameof(ITableEntity.Timestamp) ? EdmTypes.DateTime : announced.Property == name.Text ? announced.Edm : null;
                properties[name.Text] = ValueAt(ref reader, edm);
            }
        }
    }

    private static string? EdmAt(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("Edm.DateTime"u8) ? EdmTypes.DateTime
        : reader.ValueTextEquals("Edm.Int64"u8) ? EdmTypes.Int64
        : reader.ValueTextEquals("Edm.Double"u8) ? EdmTypes.Double
        : reader.ValueTextEquals("Edm.Guid"u8) ? EdmTypes.Guid
        : reader.ValueTextEquals("Edm.Binary"u8) ? EdmTypes.Binary
        : reader.GetString();

    private static object? ValueAt(ref Utf8JsonReader reader, string? edm) => reader.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        JsonTokenType.Number when edm is EdmTypes.Double => reader.GetDouble(),
        JsonTokenType.Number when reader.TryGetInt32(out var small) => small,
        JsonTokenType.Number when reader.TryGetInt64(out var large) => large,
        JsonTokenType.Number => reader.GetDouble(),
        JsonTokenType.String => edm switch
        {
            EdmTypes.DateTime => Json.Instant(ref reader),
            EdmTypes.Guid when reader.TryGetGuid(out var id) => id,
            EdmTypes.Binary => reader.GetBytesFromBase64(),
            _ => Convert(reader.GetString(), edm),
        },
        var token => throw new NotSupportedException($"A row's property cannot be a JSON {token}."),
    };

    private static object? Convert(object? value, string? edm) => (edm, value) switch
    {
        (null or "Edm.String" or "Edm.Int32" or "Edm.Boolean", _) or (_, null) => value,
        (EdmTypes.Int64, string text) => long.Parse(text, CultureInfo.InvariantCulture),
        (EdmTypes.Double, string text) => double.Parse(text, CultureInfo.InvariantCulture),
        (EdmTypes.Double, int number) => (double)number,
        (EdmTypes.Guid, string text) => Guid.Parse(text),
        (EdmTypes.Binary, string text) => System.Convert.FromBase64String(text),
        (EdmTypes.DateTime, string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
        (EdmTypes.Int64 or EdmTypes.Double or EdmTypes.DateTime, _) => value,
        _ => throw new NotSupportedException($"Not supported type {edm}"),
    };

    private readonly record struct Announced(string? Property, string? Edm);
}
