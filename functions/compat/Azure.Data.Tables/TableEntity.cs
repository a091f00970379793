#nullable disable // Like the real type: a missing value is null everywhere.
using System.Collections;

namespace Azure.Data.Tables;

/// <summary>A row as a dictionary of its properties.</summary>
public sealed class TableEntity : ITableEntity, IDictionary<string, object>
{
    internal const string ETagKey = "odata.etag";
    private readonly Dictionary<string, object> _properties;

    /// <summary>A row without keys.</summary>
    public TableEntity() => _properties = [];

    /// <summary>A row with its keys.</summary>
    public TableEntity(string partitionKey, string rowKey) : this()
    {
        PartitionKey = partitionKey;
        RowKey = rowKey;
    }

    /// <summary>A copy of <paramref name="values"/>.</summary>
    public TableEntity(IDictionary<string, object> values) => _properties = values is null ? [] : new Dictionary<string, object>(values);

    internal TableEntity(int capacity) => _properties = new Dictionary<string, object>(capacity);

    /// <inheritdoc/>
    public string PartitionKey
    {
        get => GetString(nameof(PartitionKey));
        set => _properties[nameof(PartitionKey)] = value;
    }

    /// <inheritdoc/>
    public string RowKey
    {
        get => GetString(nameof(RowKey));
        set => _properties[nameof(RowKey)] = value;
    }

    /// <inheritdoc/>
    public DateTimeOffset? Timestamp
    {
        get => GetDateTimeOffset(nameof(Timestamp));
        set => _properties[nameof(Timestamp)] = value;
    }

    /// <inheritdoc/>
    public ETag ETag
    {
        get => GetString(ETagKey) is { } text ? new ETag(text) : default;
        set => _properties[ETagKey] = value.ToString();
    }

    /// <summary>How many properties there are, keys and ETag among them.</summary>
    public int Count => _properties.Count;

    /// <summary>The properties' names, keys and ETag among them.</summary>
    public ICollection<string> Keys => _properties.Keys;

    ICollection<object> IDictionary<string, object>.Values => _properties.Values;

    bool ICollection<KeyValuePair<string, object>>.IsReadOnly => false;

    /// <summary>A property's value; null when there is none. An int put over a long or a double becomes one.</summary>
    public object this[string key]
    {
        get => _properties.GetValueOrDefault(Named(key));
        set => _properties[Named(key)] = _properties.GetValueOrDefault(key) is { } old ? Like(old, value) : value;
    }

    /// <summary>The text; null when there is none.</summary>
    /// <exception cref="InvalidOperationException">The property holds another type. So throw the other getters.</exception>
    public string GetString(string key) => this[key] is { } value ? value as string ?? throw Wrong<string>(value) : null;

    /// <summary>The bytes; null when there are none.</summary>
    public byte[] GetBinary(string key) => this[key] switch
    {
        null => null,
        byte[] bytes => bytes,
        var other => throw Wrong<byte[]>(other),
    };

    /// <summary>The bytes; null when there are none.</summary>
    public BinaryData GetBinaryData(string key) => this[key] switch
    {
        null => null,
        BinaryData data => data,
        byte[] bytes => new BinaryData(bytes),
        var other => throw Wrong<BinaryData>(other),
    };

    /// <summary>The truth value; null when there is none.</summary>
    public bool? GetBoolean(string key) => Get<bool>(key);

    /// <summary>The instant in UTC; null when there is none.</summary>
    public DateTime? GetDateTime(string key) => this[key] is DateTimeOffset instant ? instant.UtcDateTime : Get<DateTime>(key);

    /// <summary>The instant; null when there is none.</summary>
    public DateTimeOffset? GetDateTimeOffset(string key) => this[key] is DateTime instant ? new DateTimeOffset(instant) : Get<DateTimeOffset>(key);

    /// <summary>The number; null when there is none.</summary>
    public double? GetDouble(string key) => Get<double>(key);

    /// <summary>The id; null when there is none.</summary>
    public Guid? GetGuid(string key) => Get<Guid>(key);

    /// <summary>The number; null when there is none. A number beyond 32 bits is another type.</summary>
    public int? GetInt32(string key) => Get<int>(key);

    /// <summary>The number; null when there is none. A 32-bit number is another type.</summary>
    public long? GetInt64(string key) => Get<long>(key);

    /// <summary>Sets a property, whether or not it is there.</summary>
    public void Add(string key, object value) => this[key] = value;

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _properties.ContainsKey(key);

    /// <inheritdoc/>
    public bool Remove(string key) => _properties.Remove(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, out object value) => _properties.TryGetValue(key, out value);

    /// <inheritdoc/>
    public void Clear() => _properties.Clear();

    void ICollection<KeyValuePair<string, object>>.Add(KeyValuePair<string, object> item) => this[item.Key] = item.Value;

    bool ICollection<KeyValuePair<string, object>>.Contains(KeyValuePair<string, object> item) =>
        ((ICollection<KeyValuePair<string, object>>)_properties).Contains(item);

    void ICollection<KeyValuePair<string, object>>.CopyTo(KeyValuePair<string, object>[] array, int arrayIndex) =>
        ((ICollection<KeyValuePair<string, object>>)_properties).CopyTo(array, arrayIndex);

    bool ICollection<KeyValuePair<string, object>>.Remove(KeyValuePair<string, object> item) =>
        ((ICollection<KeyValuePair<string, object>>)_properties).Remove(item);

    IEnumerator<KeyValuePair<string, object>> IEnumerable<KeyValuePair<string, object>>.GetEnumerator() => _properties.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _properties.GetEnumerator();

    private static string Named(string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        return key;
    }

    private static object Like(object old, object value) => (old, value) switch
    {
        (double, int number) => (double)number,
        (long, int number) => (long)number,
        (string, DateTime or DateTimeOffset) => value.ToString(),
        _ => value,
    };

    private static InvalidOperationException Wrong<T>(object value) =>
        new($"Cannot return {typeof(T)} type for a {value.GetType()} typed property.");

    private T? Get<T>(string key) where T : struct => this[key] switch
    {
        null => null,
        T value => value,
        var other => throw Wrong<T>(other),
    };
}
