using System.Text.Json;

namespace Azure.Data.Tables.Serialization;

// The service has no such types. The real client writes them as plain JSON all the same and gives default(T) back.
internal abstract class OneWayCodec<T> : Codec<T>
{
    public sealed override T? Read(ref Utf8JsonReader reader)
    {
        reader.Skip();
        return default;
    }
}

internal sealed class SingleCodec : OneWayCodec<float>
{
    public override void Write(Utf8JsonWriter writer, JsonEncodedText name, float value) => writer.WriteNumber(name, value);
}

internal sealed class DecimalCodec : OneWayCodec<decimal>
{
    public override void Write(Utf8JsonWriter writer, JsonEncodedText name, decimal value) => writer.WriteNumber(name, value);
}

internal sealed class UnsupportedCodec<T> : OneWayCodec<T>
{
    public override void Write(Utf8JsonWriter writer, JsonEncodedText name, T value) =>
        throw new NotSupportedException($"Not supported type {typeof(T)}");
}
