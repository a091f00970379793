using Azure.Data.Tables;
using Campaigns.Local.Backup;
using Xunit;

namespace Campaigns.Local.Tests.Backup;

public sealed class RowWindowTests
{
    [Fact]
    public async Task Ranges_OfSmallAndLargePartitions_CoverAllOfThemWithoutGaps()
    {
        using var window = new RowWindow();
        foreach (var (partition, rows) in new[] { ("a", 2), ("b", 2), ("c", 7), ("d", 1), ("e", 1) })
        {
            for (var r = 0; r < rows; r++)
                await window.AddAsync(new TableEntity(partition, $"r{r}") { Timestamp = DateTimeOffset.UnixEpoch }, CancellationToken.None);
        }

        Assert.Equal(
        [
            "PartitionKey lt 'c' and PartitionKey ge 'a'",
            "PartitionKey eq 'c' and RowKey lt 'r4'", "PartitionKey eq 'c' and RowKey ge 'r4'",
            "PartitionKey le 'e' and PartitionKey gt 'c'",
        ], window.Ranges(4));
        Assert.Equal("PartitionKey lt 'c' and PartitionKey ge 'a'", window.Ranges(3)[0]);
        Assert.Equal(["PartitionKey le 'e' and PartitionKey ge 'a'"], window.Ranges(100));
    }
}
