using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Campaigns.Benchmarks.Scale.Store;

/// <summary>
/// A row's properties as they are kept: the members of its JSON object one after the other, without the keys and what the service itself adds.
/// </summary>
internal static class RowText
{
    private static readonly string[] OfTheService = ["PartitionKey", "RowKey", "Timestamp", "odata.etag", "odata.metadata"];

    /// <summary>Keys and properties of a row that was sent.</summary>
    public static (string? Partition, string? Row, byte[] Properties) Read(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        string? Key(string name) => document.RootElement.TryGetProperty(name, out var key) ? key.GetString() : null;
        return (Key("PartitionKey"), Key("RowKey"), Write(document.RootElement.EnumerateObject().Where(p => p.Value.ValueKind != JsonValueKind.Null)));
    }

    /// <summary><paramref name="before"/> with what <paramref name="after"/> says put over it.</summary>
    public static byte[] Merge(byte[] before, byte[] after)
    {
        using var old = Document(before);
        using var young = Document(after);
        var names = young.RootElement.EnumerateObject().Select(p => p.Name.Split('@')[0]).ToHashSet(StringComparer.Ordinal);
        return Write(old.RootElement.EnumerateObject().Where(p => !names.Contains(p.Name.Split('@')[0])).Concat(young.RootElement.EnumerateObject()));
    }

    /// <summary>Those properties alone that were asked for.</summary>
    public static byte[] Select(byte[] properties, IReadOnlySet<string> names)
    {
        using var document = Document(properties);
        return Write(document.RootElement.EnumerateObject().Where(p => names.Contains(p.Name.Split('@')[0])));
    }

    /// <summary>What the service counts of it: two bytes a character.</summary>
    public static long Size(ReadOnlySpan<byte> utf8)
    {
        var characters = 0;
        foreach (var b in utf8)
            characters += (b & 0xC0) == 0x80 ? 0 : 1;
        return 2L * characters;
    }

    private static JsonDocument Document(byte[] properties) => JsonDocument.Parse((byte[])[(byte)'{', .. properties, (byte)'}']);

    private static byte[] Write(IEnumerable<JsonProperty> properties)
    {
        var text = new ArrayBufferWriter<byte>();
        // A type stands before its value, as the service writes it.
        foreach (var property in properties.Where(p => !OfTheService.Contains(p.Name))
            .GroupBy(p => p.Name.Split('@')[0]).SelectMany(p => p.OrderByDescending(one => one.Name.Length)))
        {
            if (text.WrittenCount > 0)
                text.Write(","u8);
            text.Write(JsonSerializer.SerializeToUtf8Bytes(property.Name));
            text.Write(":"u8);
            text.Write(Encoding.UTF8.GetBytes(property.Value.GetRawText()));
        }
        return text.WrittenSpan.ToArray();
    }
}
