using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using Campaigns.App.Http;

namespace Campaigns.App.OpenApi;

/// <summary>
/// JSON Schemas (2020-12) of the API's records, made by the serializer that reads and writes them, so that names, nullability and enum words agree. Each of our
/// own types is a component once. A type that callers send lets them leave out what has a default; one that only we send always has every property.
/// </summary>
internal sealed class ApiSchemas
{
    private static readonly HashSet<string> Ambiguous =
    [
        .. Own().GroupBy(t => t.Name, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key),
    ];

    private readonly SortedDictionary<string, JsonNode> _components = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Type> _types = new(StringComparer.Ordinal);
    private readonly HashSet<Type> _sent = [];
    private readonly Queue<(string Name, Type Type, bool Sent)> _waiting = [];

    /// <summary>The schemas by name, complete for everything that was asked for.</summary>
    public IReadOnlyDictionary<string, JsonNode> Components => _components;

    /// <summary>
    /// A reference to the schema of <paramref name="type"/>. Types that callers send must be asked for before those that only answers hold.
    /// </summary>
    public JsonNode Of(Type type, bool sent)
    {
        var reference = Reference(type, sent);
        while (_waiting.TryDequeue(out var next))
            _components[next.Name] = Export(next.Type, next.Sent);
        return reference;
    }

    private static IEnumerable<Type> Own() => new[] { typeof(CampaignsApp), typeof(Rules.Definitions.CampaignDefinition) }
        .SelectMany(t => t.Assembly.GetTypes()).Where(t => !t.IsGenericType && t.Namespace?.StartsWith("Campaigns.", StringComparison.Ordinal) == true);

    private static string NameOf(Type type)
    {
        if (type.IsGenericType)
            return type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)] + "Of" + string.Concat(type.GetGenericArguments().Select(NameOf));
        if (type.DeclaringType is { } outer)
            return (outer.Name.EndsWith("Endpoints", StringComparison.Ordinal) ? outer.Name[..^"Endpoints".Length] : outer.Name) + type.Name;
        return Ambiguous.Contains(type.Name) ? type.Namespace![(type.Namespace!.LastIndexOf('.') + 1)..] + type.Name : type.Name;
    }

    private JsonObject Reference(Type type, bool sent)
    {
        var name = NameOf(type);
        if (_types.TryAdd(name, type))
        {
            if (sent)
                _sent.Add(type);
            _waiting.Enqueue((name, type, sent));
        }
        else if (_types[name] != type)
        {
            throw new InvalidOperationException($"{type} and {_types[name]} would both be schema {name}.");
        }
        return new() { ["$ref"] = $"#/components/schemas/{name}" };
    }

    private JsonNode Export(Type type, bool sent)
    {
        var options = new JsonSchemaExporterOptions
        {
            TreatNullObliviousAsNonNullable = true,
            TransformSchemaNode = (context, node) => context.Path.IsEmpty ? Component(context.TypeInfo, node, sent) : Nested(context, node, sent),
        };
        return Json.Options.GetJsonSchemaAsNode(type, options);
    }

    private static JsonNode Component(JsonTypeInfo type, JsonNode node, bool sent)
    {
        if (node is not JsonObject schema)
            return node;
        if (type.Type.IsEnum)
            schema["type"] = "string";
        // What we send is complete, apart from what is left out when it is null.
        if (!sent && type.Kind == JsonTypeInfoKind.Object)
        {
            var always = type.Properties.Where(p => p.Get is not null && p.ShouldSerialize is null);
            schema["required"] = new JsonArray([.. always.Select(p => JsonValue.Create(p.Name))]);
        }
        // What we send may grow; what we take may not hold what we do not know.
        if (!sent)
            schema.Remove("additionalProperties");
        if (type.Kind == JsonTypeInfoKind.Dictionary && !schema.ContainsKey("additionalProperties"))
            throw new InvalidOperationException($"{type.Type} is a dictionary and no component.");
        return schema;
    }

    private JsonObject Nested(JsonSchemaExporterContext context, JsonNode node, bool sent)
    {
        var type = Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type;
        var words = context.PropertyInfo is { } property && ReferenceEquals(property.PropertyType, context.TypeInfo.Type) ? Glossary.Of(property.Name) : null;
        JsonObject schema;
        if (IsComponent(type, context.TypeInfo))
        {
            var reference = Reference(type, sent);
            schema = IsNullable(context, node, sent) ? new() { ["anyOf"] = new JsonArray(reference, new JsonObject { ["type"] = "null" }) } : reference;
        }
        else if (node is JsonObject plain)
        {
            schema = plain;
            if (type == typeof(int))
                schema["format"] = "int32";
            else if (type == typeof(long))
                schema["format"] = "int64";
        }
        else
        {
            // Anything at all: `true`, which not every reader of OpenAPI knows.
            schema = [];
        }
        if (words is not null)
            schema["description"] = words;
        return schema;
    }

    private static bool IsComponent(Type type, JsonTypeInfo info) =>
        type.Namespace?.StartsWith("Campaigns.", StringComparison.Ordinal) == true && (type.IsEnum || info.Kind == JsonTypeInfoKind.Object);

    private static bool IsNullable(JsonSchemaExporterContext context, JsonNode node, bool sent)
    {
        if (Nullable.GetUnderlyingType(context.TypeInfo.Type) is not null)
            return true;
        if (node is JsonObject { } schema && schema["type"] is JsonArray types)
            return types.Any(t => (string?)t == "null");
        return context.PropertyInfo is { } property && property.PropertyType == context.TypeInfo.Type
            && (sent ? property.IsSetNullable : property.IsGetNullable);
    }
}
