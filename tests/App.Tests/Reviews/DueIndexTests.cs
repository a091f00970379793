using Campaigns.App.Reviews;
using Xunit;

namespace Campaigns.App.Tests.Reviews;

public sealed class DueIndexTests(StorageFixture fixture) : IClassFixture<StorageFixture>
{
    private static readonly DateTimeOffset At = new(2031, 5, 6, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Due_OfOneShard_ComesInOrderAndOnlyWhenItsMomentHasPassed()
    {
        var index = new DueIndex(fixture.Open().Tables);
        var cycle = StorageFixture.NewId("cycle");
        var later = new DueTime(At.AddMinutes(1), cycle, "village", "v-1", "rework", "q1");
        var sooner = later with { At = At, Subject = "q2" };
        await index.AddAsync(later, default);
        await index.AddAsync(sooner, default);
        await index.AddAsync(sooner, default);

        var shard = (await index.ShardsDueAsync(At, default)).Select(s => s.Shard).Distinct().ToList();
        Assert.Contains(await ShardOfAsync(index, cycle), shard);
        Assert.Empty(await DueAsync(index, cycle, At));
        Assert.Equal([sooner], await DueAsync(index, cycle, At.AddSeconds(1)));
        Assert.Equal([sooner, later], await DueAsync(index, cycle, At.AddHours(1)));

        await index.DropAsync(await ShardOfAsync(index, cycle), [sooner, later, sooner with { Subject = "gone" }], default);
        Assert.Empty(await DueAsync(index, cycle, At.AddHours(1)));
    }

    [Fact]
    public async Task Sweep_WithNothingDue_IsOneRequest()
    {
        var storage = fixture.Open();
        var index = new DueIndex(storage.Tables);
        // Long before everything that other tests enter.
        await index.ShardsDueAsync(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), default);
        Assert.Equal(1, storage.Meter.Total);
    }

    [Fact]
    public async Task Marker_OfThePresentHour_Stays()
    {
        var index = new DueIndex(fixture.Open().Tables);
        var at = At.AddYears(1);
        await index.AddAsync(new(at, StorageFixture.NewId("cycle"), "village", "v-1", "rework", "q1"), default);
        var (_, marker) = (await index.ShardsDueAsync(at, default)).Single(s => s.Marker.StartsWith("2032050610", StringComparison.Ordinal));
        await index.DropMarkerAsync(marker, at.AddMinutes(30), default);
        Assert.Contains(await index.ShardsDueAsync(at, default), s => s.Marker == marker);
        await index.DropMarkerAsync(marker, at.AddHours(1), default);
        Assert.DoesNotContain(await index.ShardsDueAsync(at, default), s => s.Marker == marker);
    }

    private static async Task<List<DueTime>> DueAsync(DueIndex index, string cycle, DateTimeOffset now)
    {
        var due = new List<DueTime>();
        foreach (var shard in DueIndex.AllShards)
            due.AddRange(await index.DueAsync(shard, now, default).Where(d => d.Cycle == cycle).ToListAsync());
        return due;
    }

    private static async Task<string> ShardOfAsync(DueIndex index, string cycle)
    {
        foreach (var shard in DueIndex.AllShards)
        {
            if (await index.DueAsync(shard, DateTimeOffset.MaxValue, default).AnyAsync(d => d.Cycle == cycle))
                return shard;
        }
        throw new InvalidOperationException("Nothing was entered for the cycle.");
    }
}
