using System.Text;
using System.Text.Json;

namespace Azure.Data.Tables.Serialization;

/// <summary>A property's name as a page's rows repeat it, made into a string once a page.</summary>
internal sealed class PropertyName
{
    private readonly byte[] _utf8;

    private PropertyName(string text)
    {
        _utf8 = Encoding.UTF8.GetBytes(text);
        IsAnnotation = text.EndsWith(Json.Annotation, StringComparison.Ordinal);
        IsMetadata = text == "odata.metadata";
        Text = IsAnnotation ? text[..^Json.Annotation.Length] : text;
    }

    /// <summary>The property's name; for an annotation that of the property it speaks of.</summary>
    public string Text { get; }

    public bool IsAnnotation { get; }

    public bool IsMetadata { get; }

    /// <summary>The name that the reader stands on.</summary>
    public static PropertyName At(ref Utf8JsonReader reader, List<PropertyName> names, ref int next)
    {
        for (var step = 0; step < names.Count; step++)
        {
            var at = (next + step) % names.Count;
            if (reader.ValueTextEquals(names[at]._utf8))
            {
                next = at + 1;
                return names[at];
            }
        }

        var name = new PropertyName(reader.GetString()!);
        names.Add(name);
        next = names.Count;
        return name;
    }
}
