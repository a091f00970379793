using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Campaigns.App.Storage;

/// <summary>How records are written into a row's properties: camelCase, enums by name, nulls left out, Chinese unescaped. Readers accept older rows.</summary>
public static class StorageJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    /// <summary>Reads what <see cref="Write"/> wrote; a row that cannot be read is a fault, not a refusal.</summary>
    public static T Read<T>(string json) =>
        JsonSerializer.Deserialize<T>(json, Options) ?? throw new InvalidDataException($"The row holds no {typeof(T).Name}.");

    /// <summary>
    /// The UTF-8 of what <see cref="Write"/> writes, for a blob: without a text of twice the size beside it.
    /// </summary>
    public static BinaryData WriteData<T>(T value)
    {
        using var bytes = new MemoryStream();
        JsonSerializer.Serialize(bytes, value, Options);
        return new(bytes.GetBuffer().AsMemory(0, (int)bytes.Length));
    }

    /// <summary>Reads what <see cref="WriteData"/> wrote.</summary>
    public static T ReadData<T>(BinaryData json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return JsonSerializer.Deserialize<T>(json.ToMemory().Span, Options) ?? throw new InvalidDataException($"The blob holds no {typeof(T).Name}.");
    }
}
