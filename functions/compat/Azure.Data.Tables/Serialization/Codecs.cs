using System.Reflection;

namespace Azure.Data.Tables.Serialization;

/// <summary>Finds the codec of a type.</summary>
internal static class Codecs
{
    private static readonly Dictionary<Type, object> Known = new()
    {
        [typeof(string)] = new StringCodec(),
        [typeof(bool)] = new BooleanCodec(),
        [typeof(int)] = new Int32Codec(),
        [typeof(long)] = new Int64Codec(),
        [typeof(ulong)] = new UInt64Codec(),
        [typeof(double)] = new DoubleCodec(),
        [typeof(Guid)] = new GuidCodec(),
        [typeof(DateTime)] = new DateTimeCodec(),
        [typeof(DateTimeOffset)] = new DateTimeOffsetCodec(),
        [typeof(byte[])] = new BinaryCodec(),
        [typeof(BinaryData)] = new BinaryDataCodec(),
        [typeof(ETag)] = new ETagCodec(),
        [typeof(float)] = new SingleCodec(),
        [typeof(decimal)] = new DecimalCodec(),
        [typeof(TimeSpan)] = new TimeSpanCodec(),
    };

    /// <summary>The codec of <typeparamref name="T"/>; one that refuses to write when the service has no such type.</summary>
    public static Codec<T> For<T>() => (Codec<T>)Find(typeof(T));

    private static object Find(Type type)
    {
        if (Known.TryGetValue(type, out var codec))
        {
            return codec;
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Create(typeof(NullableCodec<>), underlying, Find(underlying));
        }

        return type.IsEnum ? Create(typeof(EnumCodec<>), type) : Create(typeof(UnsupportedCodec<>), type);
    }

    private static object Create(Type generic, Type argument, params object[] arguments) =>
        Activator.CreateInstance(generic.MakeGenericType(argument), BindingFlags.Instance | BindingFlags.Public, null, arguments, null)!;
}
