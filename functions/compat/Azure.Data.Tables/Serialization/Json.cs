using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;

namespace Azure.Data.Tables.Serialization;

/// <summary>The tokens of the service's JSON.</summary>
internal static class Json
{
    public const string Annotation = "@odata.type";

    public static ReadOnlySpan<byte> AnnotationUtf8 => "@odata.type"u8;

    // The real client escapes quotes and everything beyond ASCII, six bytes each; what is too long for the service there must be too long here.
    public static JsonWriterOptions WriterOptions { get; } = new() { SkipValidation = true };

    public static JsonEncodedText Encode(string name) => JsonEncodedText.Encode(name);

    public static string? Text(ref Utf8JsonReader reader) => reader.TokenType is JsonTokenType.String ? reader.GetString() : null;

    public static DateTimeOffset Instant(ref Utf8JsonReader reader) => reader.TokenType is JsonTokenType.String && reader.TryGetDateTimeOffset(out var value)
        ? value
        : DateTimeOffset.Parse(Text(ref reader)!, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);

    public static void WriteInstant(Utf8JsonWriter writer, JsonEncodedText name, DateTime value)
    {
        if (value.Kind != DateTimeKind.Utc)
        {
            throw new NotSupportedException("DateTime properties must be in UTC.");
        }

        Span<byte> text = stackalloc byte[28];
        Utf8Formatter.TryFormat(value, text, out var length, 'O');
        writer.WriteString(name, text[..length]);
    }

    public static InvalidCastException Unlike<T>(ref Utf8JsonReader reader) => new($"A JSON {reader.TokenType} is no {typeof(T)}.");
}
