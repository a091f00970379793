using System.Runtime.Serialization;
using Azure;
using Azure.Data.Tables;

namespace Campaigns.Local.Tests.Compat.Tables;

/// <summary>A row with a property of every type that a table holds.</summary>
public sealed class SampleRow : ITableEntity
{
    public string PartitionKey { get; set; } = "";

    public string RowKey { get; set; } = "";

    public DateTimeOffset? Timestamp { get; set; }

    public ETag ETag { get; set; }

    public string? Text { get; set; }

    public bool Flag { get; set; }

    public int Small { get; set; }

    public long Large { get; set; }

    public ulong Counter { get; set; }

    public double Fraction { get; set; }

    public Guid Id { get; set; }

    public DateTimeOffset At { get; set; }

    public DateTime AtUtc { get; set; }

    public byte[]? Bytes { get; set; }

    public BinaryData? Data { get; set; }

    public DayOfWeek Day { get; set; }

    public int? MaybeSmall { get; set; }

    public DateTimeOffset? MaybeAt { get; set; }

    public DayOfWeek? MaybeDay { get; set; }

    [DataMember(Name = "renamed")]
    public string? Original { get; set; }

    [IgnoreDataMember]
    public string? Ignored { get; set; }

    public string Computed => Text + "!";

    public static SampleRow Create(string partitionKey, string rowKey) => new()
    {
        PartitionKey = partitionKey,
        RowKey = rowKey,
        Text = "三级联争 \"quoted\" <&> \\ \n 😀",
        Flag = true,
        Small = int.MinValue,
        Large = long.MaxValue,
        Counter = long.MaxValue,
        Fraction = 5,
        Id = new Guid("00112233-4455-6677-8899-aabbccddeeff"),
        At = new DateTimeOffset(2026, 3, 31, 23, 59, 59, TimeSpan.FromHours(8)).AddTicks(1234567),
        AtUtc = new DateTime(2026, 3, 31, 0, 0, 0, DateTimeKind.Utc),
        Bytes = [0, 1, 2, 255],
        Data = new BinaryData(new byte[] { 9, 8 }),
        Day = DayOfWeek.Friday,
        MaybeSmall = 0,
        MaybeAt = null,
        MaybeDay = DayOfWeek.Monday,
        Original = "one",
        Ignored = "not stored",
    };
}
