using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using System.Xml;

namespace Azure.Data.Tables.Serialization;

internal sealed class StringCodec : Codec<string>
{
    public override void Write(Utf8JsonWriter writer, JsonEncodedText name, string value) => writer.WriteString(name, value);

    public override string? Read(ref Utf8JsonReader reader) => Json.Text(ref reader);
}

internal sealed class BooleanCodec : Codec<bool>
{
    public override void Write(Utf8JsonWriter writer, JsonEncodedText name, bool value) => writer.WriteBoolean(name, value);

    public override bool Read(ref Utf8JsonReader reader) =>
        reader.TokenType is JsonTokenType.True or JsonTokenType.False ? reader.GetBoolean() : throw Json.Unlike<bool>(ref reader);
}

internal sealed class Int32Codec : Codec<int>
{
    public override void Write(Utf8JsonWriter writer, JsonEncodedText name, int value) => writer.WriteNumber(name, value);

    public override int Read(ref Utf8JsonReader reader) =>
        reader.TokenType is JsonTokenType.Number && reader.TryGetInt32(out var value) ? value : throw Json.Unlike<int>(ref reader);
}

internal sealed class Int64Codec : Codec<long>
{
    public override string Edm => EdmTypes.Int64;

    public override void Write(Utf8JsonWriter writer, JsonEncodedText name, long value)
    {
        Span<byte> text = stackalloc byte[20];
        Utf8Formatter.TryFormat(value, text, out var length);
        writer.WriteString(name, text[..length]);
    }

    // The service sends 64-bit numbers as text; a bare number means that somebody stored an Int32, which the real client refuses too.
    public override long Read(ref Utf8JsonReader reader) => long.Parse(Json.Text(ref reader)!, CultureInfo.InvariantCulture);
}

internal sealed class UInt64Codec : Codec<ulong>
{
    public override string Edm => EdmTypes.Int64;

    public override void Write(Utf8JsonWriter writer, JsonEncodedText name, ulong value)
    {
        Span<byte> text = stackalloc byte[20];
        Utf8Formatter.TryFormat(value, text, out var length);
        writer.WriteString(name, text[..length]);
    }

    public override ulong Read(ref Utf8JsonReader reader) => ulong.Parse(Json.Text(ref reader)!, CultureInfo.InvariantCulture);
}

internal sealed class DoubleCodec : Codec<double>
{
    public override string Edm => EdmTypes.Double;

    public override void Write(Utf8JsonWriter writer, JsonEncodedText name, double value)
    {
        if (double.IsNaN(value))
        {
            writer.WriteString(name, "NaN"u8);
        }
        else
        {
            writer.WriteNumber(name, value);
        }
    }

    public override double Read(ref Utf8JsonReader reader) => reader.TokenType is JsonTokenType.Number
        ? reader.GetDouble()
        : double.Parse(Json.Text(ref reader)!, CultureInfo.InvariantCulture);
}

internal sealed class GuidCodec : Codec<Guid>
{
    public override string Edm => EdmTypes.Guid;

    public override void Write(Utf8JsonWriter writer, JsonEncodedText name, Guid value) => writer.WriteString(name, value);

    public override Guid Read(ref Utf8JsonReader reader) =>
        reader.TokenType is JsonTokenType.String && reader.TryGetGuid(out var value) ? value : Guid.Parse(Json.Text(ref reader)!);
}

internal sealed class DateTimeCodec : Codec<DateTime>
{
    public override string Edm => EdmTypes.DateTime;

    public override void Write(Utf8JsonWriter writer, JsonEncodedText name, DateTime value) => Json.WriteInstant(writer, name, value);

    public override DateTime Read(ref Utf8JsonReader reader) => reader.TokenType is JsonTokenType.String && reader.TryGetDateTime(out var value)
        ? value
        : DateTime.Parse(Json.Text(ref reader)!, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
}

internal sealed class DateTimeOffsetCodec : Codec<DateTimeOffset>
{
    public override string Edm => EdmTypes.DateTime;

    public override void Write(Utf8JsonWriter writer, JsonEncodedText name, DateTimeOffset value) => Json.WriteInstant(writer, name, value.UtcDateTime);

    public override DateTimeOffset Read(ref Utf8JsonReader reader) => Json.Instant(ref reader);
}

internal sealed class BinaryCodec : Codec<byte[]>
{
    public override string Edm => EdmTypes.Binary;

    public override void Write(Utf8JsonWriter writer, JsonEncodedText name, byte[] value) => writer.WriteBase64String(name, value);

    public override byte[] Read(ref Utf8JsonReader reader) =>
        reader.TokenType is JsonTokenType.String ? reader.GetBytesFromBase64() : throw Json.Unlike<byte[]>(ref reader);
}

internal sealed class BinaryDataCodec : Codec<BinaryData>
{
    public override string Edm => EdmTypes.Binary;

    public override void Write(Utf8JsonWriter writer, JsonEncodedText name, BinaryData value) => writer.WriteBase64String(name, value.ToMemory().Span);

    public override BinaryData Read(ref Utf8JsonReader reader) =>
        reader.TokenType is JsonTokenType.String ? new BinaryData(reader.GetBytesFromBase64()) : throw Json.Unlike<BinaryData>(ref reader);
}

internal sealed class TimeSpanCodec : Codec<TimeSpan>
{
    public override void Write(Utf8JsonWriter writer, JsonEncodedText name, TimeSpan value) => writer.WriteString(name, XmlConvert.ToString(value));

    public override TimeSpan Read(ref Utf8JsonReader reader) => XmlConvert.ToTimeSpan(Json.Text(ref reader)!);
}

internal sealed class ETagCodec : Codec<ETag>
{
    public override void Write(Utf8JsonWriter writer, JsonEncodedText name, ETag value) => writer.WriteString(name, value.ToString());

    public override ETag Read(ref Utf8JsonReader reader) => new(Json.Text(ref reader)!);
}

internal sealed class EnumCodec<T> : Codec<T> where T : struct, Enum
{
    private static readonly bool IsFlags = typeof(T).IsDefined(typeof(FlagsAttribute), inherit: false);
    private static readonly HashSet<string> Names = [.. Enum.GetNames<T>()];

    public override void Write(Utf8JsonWriter writer, JsonEncodedText name, T value) => writer.WriteString(name, value.ToString());

    public override T Read(ref Utf8JsonReader reader) => TryRead(ref reader, out var value) ? value : default;

    // Names in another case, numbers and names that the enum does not define are passed over.
    public override bool TryRead(ref Utf8JsonReader reader, out T value)
    {
        var text = Json.Text(ref reader) ?? "";
        var isKnown = (IsFlags ? text.Split(',', StringSplitOptions.TrimEntries) : [text]).All(Names.Contains);
        value = isKnown ? Enum.Parse<T>(text) : default;
        return isKnown;
    }
}

internal sealed class NullableCodec<T>(Codec<T> inner) : Codec<T?> where T : struct
{
    public override string? Edm => inner.Edm;

    public override void Write(Utf8JsonWriter writer, JsonEncodedText name, T? value) => inner.Write(writer, name, value.GetValueOrDefault());

    public override T? Read(ref Utf8JsonReader reader) => inner.Read(ref reader);

    public override bool TryRead(ref Utf8JsonReader reader, out T? value)
    {
        var isTaken = inner.TryRead(ref reader, out var taken);
        value = taken;
        return isTaken;
    }
}
