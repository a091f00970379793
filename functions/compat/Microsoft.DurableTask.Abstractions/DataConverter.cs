using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Microsoft.DurableTask
{
    /// <summary>Turns inputs, outputs and events into text and back.</summary>
    public abstract class DataConverter
    {
        /// <summary>The value's text; null for null.</summary>
        [return: NotNullIfNotNull(nameof(value))]
        public abstract string? Serialize(object? value);

        /// <summary>The text's value; null for null.</summary>
        [return: NotNullIfNotNull(nameof(data))]
        public abstract object? Deserialize(string? data, Type targetType);

        /// <summary>The text's value; the type's default for null.</summary>
        [return: NotNullIfNotNull(nameof(data))]
        public virtual T? Deserialize<T>(string? data) => (T?)(Deserialize(data, typeof(T)) ?? default(T));
    }
}

namespace Microsoft.DurableTask.Converters
{
    /// <summary>Converts with System.Text.Json.</summary>
    /// <param name="options">The serializer's options; fields are included by default.</param>
    public class JsonDataConverter(JsonSerializerOptions? options = null) : DataConverter
    {
        static readonly JsonSerializerOptions DefaultOptions = new() { IncludeFields = true };

        readonly JsonSerializerOptions? options = options ?? DefaultOptions;

        /// <summary>The converter with default options.</summary>
        public static JsonDataConverter Default { get; } = new();

        /// <inheritdoc/>
        public override string? Serialize(object? value) => value is null ? null : JsonSerializer.Serialize(value, options);

        /// <inheritdoc/>
        public override object? Deserialize(string? data, Type targetType) => data is null ? null : JsonSerializer.Deserialize(data, targetType, options)!;
    }
}
