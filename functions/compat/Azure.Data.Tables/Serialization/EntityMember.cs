using System.Reflection;
using System.Runtime.Serialization;
using System.Text;
using System.Text.Json;

namespace Azure.Data.Tables.Serialization;

/// <summary>One property or field of a row's class, bound once and then moved without reflection.</summary>
internal abstract class EntityMember(string name)
{
    private const string ETagName = "odata.etag";
    private readonly byte[] _readName = Encoding.UTF8.GetBytes(name == nameof(ITableEntity.ETag) ? ETagName : name);

    /// <summary>The property's name in the table.</summary>
    public string Name { get; } = name;

    /// <summary>Whether the member is sent: what the service itself sets is not.</summary>
    public bool IsSent { get; protected init; }

    /// <summary>Whether the member can be set from a row.</summary>
    public bool IsSet { get; protected init; }

    /// <summary>Whether the reader stands on this member's property name.</summary>
    public bool IsAt(ref Utf8JsonReader reader) => reader.ValueTextEquals(_readName);

    public abstract void Write(Utf8JsonWriter writer, object entity);

    public abstract void Read(ref Utf8JsonReader reader, object entity);

    /// <summary>The member's binding; null when rows do not carry it.</summary>
    public static EntityMember? Bind(MemberInfo member)
    {
        if (member.IsDefined(typeof(IgnoreDataMemberAttribute), inherit: true))
        {
            return null;
        }

        var (type, readable, writable) = member switch
        {
            PropertyInfo property => (property.PropertyType, IsReachable(property.GetMethod), IsReachable(property.SetMethod)),
            FieldInfo field => (field.FieldType, field.IsPublic, field.IsPublic && !field.IsInitOnly),
            _ => default,
        };
        if (type is null || (!readable && !writable) || (member is PropertyInfo indexer && indexer.GetIndexParameters().Length > 0))
        {
            return null;
        }

        var name = member.GetCustomAttribute<DataMemberAttribute>(inherit: true)?.Name ?? member.Name[(member.Name.LastIndexOf('.') + 1)..];
        return (EntityMember)Activator.CreateInstance(
            typeof(EntityMember<,>).MakeGenericType(member.DeclaringType!, type), name, member, readable, writable)!;
    }

    // An explicit implementation of the row's own four properties is private in the class and yet part of the row.
    private static bool IsReachable(MethodInfo? accessor) =>
        accessor is not null && (accessor.IsPublic || accessor.Name.StartsWith(typeof(ITableEntity).FullName + ".", StringComparison.Ordinal));
}

/// <inheritdoc/>
internal sealed class EntityMember<TDeclaring, TValue> : EntityMember
{
    private readonly Codec<TValue> _codec = Codecs.For<TValue>();
    private readonly Func<object, TValue?>? _get;
    private readonly Action<object, TValue?>? _set;
    private readonly JsonEncodedText _name;
    private readonly JsonEncodedText _annotation;

    public EntityMember(string name, MemberInfo member, bool readable, bool writable) : base(name)
    {
        _name = Json.Encode(name);
        _annotation = Json.Encode(name + Json.Annotation);
        _get = readable ? Getter(member) : null;
        _set = writable ? Setter(member) : null;
        IsSent = readable && name is not (nameof(ITableEntity.ETag) or nameof(ITableEntity.Timestamp));
        IsSet = writable;
    }

    public override void Write(Utf8JsonWriter writer, object entity)
    {
        if (_get!(entity) is not { } value)
        {
            writer.WriteNull(_name);
            return;
        }

        _codec.Write(writer, _name, value);
        if (_codec.Edm is { } edm)
        {
            writer.WriteString(_annotation, edm);
        }
    }

    public override void Read(ref Utf8JsonReader reader, object entity)
    {
        if (reader.TokenType is JsonTokenType.Null)
        {
            _set!(entity, default);
        }
        else if (_codec.TryRead(ref reader, out var value))
        {
            _set!(entity, value);
        }
    }

    private static Func<object, TValue?> Getter(MemberInfo member)
    {
        switch (member)
        {
            case FieldInfo field:
                return entity => (TValue?)field.GetValue(entity);
            case PropertyInfo property when typeof(TDeclaring).IsValueType:
                return entity => (TValue?)property.GetValue(entity);
            default:
                var get = ((PropertyInfo)member).GetMethod!.CreateDelegate<Func<TDeclaring, TValue?>>();
                return entity => get((TDeclaring)entity);
        }
    }

    private static Action<object, TValue?> Setter(MemberInfo member)
    {
        switch (member)
        {
            case FieldInfo field:
                return (entity, value) => field.SetValue(entity, value);
            case PropertyInfo property when typeof(TDeclaring).IsValueType:
                return (entity, value) => property.SetValue(entity, value);
            default:
                var set = ((PropertyInfo)member).SetMethod!.CreateDelegate<Action<TDeclaring, TValue?>>();
                return (entity, value) => set((TDeclaring)entity, value);
        }
    }
}
