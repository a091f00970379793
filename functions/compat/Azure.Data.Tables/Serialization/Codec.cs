using System.Text.Json;

namespace Azure.Data.Tables.Serialization;

/// <summary>How values of one .NET type stand in a row's JSON.</summary>
/// <typeparam name="T">The value's type.</typeparam>
internal abstract class Codec<T>
{
    /// <summary>The type that the service must be told beside the value; null when the JSON says it.</summary>
    public virtual string? Edm => null;

    /// <summary>Writes a value that is not null.</summary>
    public abstract void Write(Utf8JsonWriter writer, JsonEncodedText name, T value);

    /// <summary>Reads the token that the reader stands on, which is not null.</summary>
    public abstract T? Read(ref Utf8JsonReader reader);

    /// <summary>Whether the token is a value that the property takes; one that it does not take leaves the property as it is.</summary>
    public virtual bool TryRead(ref Utf8JsonReader reader, out T? value)
    {
        value = Read(ref reader);
        return true;
    }
}
