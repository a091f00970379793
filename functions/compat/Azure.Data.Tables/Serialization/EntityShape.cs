using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;

namespace Azure.Data.Tables.Serialization;

/// <summary>The members of a row's class, found by reflection once per class and process.</summary>
internal sealed class EntityShape
{
    private static readonly ConcurrentDictionary<Type, EntityShape> Shapes = new();
    private readonly EntityMember[] _members;

    private EntityShape(Type type)
    {
        const BindingFlags instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        var members = new List<EntityMember>();
        for (var declaring = type; declaring is not null && declaring != typeof(object); declaring = declaring.BaseType)
        {
            var own = declaring.GetProperties(instance | BindingFlags.DeclaredOnly).Cast<MemberInfo>()
                .Concat(declaring.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly))
                .Select(EntityMember.Bind)
                .OfType<EntityMember>();

            // A member of the derived class hides or overrides the one of its name below.
            members.AddRange(own.Where(m => members.TrueForAll(known => known.Name != m.Name)).ToArray());
        }

        _members = [.. members];
    }

    public static EntityShape Of(Type type) => Shapes.GetOrAdd(type, static t => new EntityShape(t));

    /// <summary>Writes the properties of <paramref name="entity"/> into the object that is open.</summary>
    public void Write(Utf8JsonWriter writer, object entity)
    {
        foreach (var member in _members)
        {
            if (member.IsSent)
            {
                member.Write(writer, entity);
            }
        }
    }

    /// <summary>Fills <paramref name="entity"/> from the object that the reader stands on; members that the row lacks stay as they are.</summary>
    public void Read(ref Utf8JsonReader reader, object entity)
    {
        // Rows of a page name their properties in the same order, so the next member is nearly always the next one.
        var next = 0;
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var member = reader.ValueSpan.EndsWith(Json.AnnotationUtf8) ? null : Find(ref reader, ref next);
            reader.Read();
            if (member is { IsSet: true })
            {
                member.Read(ref reader, entity);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private EntityMember? Find(ref Utf8JsonReader reader, ref int next)
    {
        for (var step = 0; step < _members.Length; step++)
        {
            var at = next + step < _members.Length ? next + step : next + step - _members.Length;
            if (_members[at].IsAt(ref reader))
            {
                next = at + 1 < _members.Length ? at + 1 : 0;
                return _members[at];
            }
        }

        return null;
    }
}
